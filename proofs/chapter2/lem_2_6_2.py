"""Lemma 2.6.2: the gradient by backpropagation, as an identity for every direction and all sizes."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.feature_exhibits import Q
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# One output layer for all sizes: F is N x n, U is n x m, V = dU, D = F U + B - Y (residual), T names transposes.
MATRICES: Any = {
    "B": ["N", "m"],
    "F": ["N", "n"],
    "U": ["n", "m"],
    "V": ["n", "m"],
    "Y": ["N", "m"],
    "Bt": ["m", "N"],
    "Ft": ["n", "N"],
    "Ut": ["m", "n"],
    "Vt": ["m", "n"],
    "Yt": ["m", "N"],
}


def symbol(name: str) -> Any:
    """A matrix symbol or a scalar."""
    return {"symbol": name}


def product(*factors: Any) -> Any:
    """A product."""
    return {"product": [symbol(x) if x.__class__ is str and x[0].isalpha() else x for x in factors]}


def total(*terms: Any) -> Any:
    """A sum."""
    return {"sum": list(terms)}


def residual(left: bool) -> Any:
    """F U + B - Y, or its transpose."""
    if left:
        return total(product("Ut", "Ft"), symbol("Bt"), product("-1", "Yt"))
    return total(product("F", "U"), symbol("B"), product("-1", "Y"))


def expansion(factor: str = "1") -> Claim:
    """(D + h F V)^T (D + h F V) = D^T D + h (V^T F^T D + D^T F V) + h^2 V^T F^T F V, for every direction V.

    Its trace is 2 Phi, so the derivative of Phi along V is tr V^T (F^T D): the gradient is F^T D.
    """
    moved = total(residual(False), product("h", "F", "V"))
    moved_t = total(residual(True), product("h", "Vt", "Ft"))
    right = total(
        product(residual(True), residual(False)),
        product(factor, "h", "Vt", "Ft", residual(False)),
        product("h", residual(True), "F", "V"),
        product("h", "h", "Vt", "Ft", "F", "V"),
    )
    body: dict[str, Any] = {"scalars": ["h"], "matrices": MATRICES, "relations": []}
    return Claim("identity", Q, {**body, "left": product(moved_t, moved), "right": right})


def instance(derivative: int = 12) -> Claim:
    """Widths 1-1-1, sigma(t) = t^3, x = 1, u = 2, v = 3, y = 20: G_1 = 2, F_1 = 8, Delta_2 = 4, Delta_1 = 4 * 3 * 12.

    The left side is the derivative of (v (u x)^3 - y)^2 / 2 in u, the right one F_0 Delta_1.
    """
    residual_ = total(product("3", "8"), "-20")
    left = product(residual_, "3", "3", "2", "2")
    right = product("1", product(product("4", "3"), str(derivative)))
    body: dict[str, Any] = {"scalars": [], "matrices": {}, "relations": []}
    return Claim("identity", Q, {**body, "left": left, "right": right})


def exhibits() -> tuple[Exhibit, ...]:
    """The output layer for all sizes, and one layer below on an instance."""
    return (
        Exhibit(
            "the output layer: the gradient in U_L is F_(L-1)^T Delta_L, all sizes", lambda: find(expansion())
        ),
        Exhibit(
            "a layer below, widths 1-1-1, sigma = t^3: F_0^T Delta_1 is the derivative",
            lambda: find(instance()),
        ),
    )


theorem = Theorem(
    id="lem-2.6.2",
    kind="lemma",
    title="Backpropagation",
    statement=(
        r"With $\Delta_L=F_L-Y$ and $\Delta_l=(\Delta_{l+1}U_{l+1}^T)\circ\sigma'(G_l)$: $\nabla_{U_l}\Phi=F_{l-1}^T\Delta_l$."
    ),
    source=thesis("Lemma 2.6.2", "31"),
    universal=True,
    covers=(
        "The expansion of the loss in every direction of the last layer, for all sizes; a layer below on an instance only. The chain rule that joins the "
        "layers is by hand."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a factor 2", lambda: expansion("2").with_evidence({}), "E_IDENTITY"),
        NearMiss("sigma'(2) = 11", lambda: instance(11).with_evidence({}), "E_IDENTITY"),
    ),
)
