"""Lemma 2.6.2: the gradient by backpropagation, as identities for all sizes and on every layer of networks."""

from __future__ import annotations

from typing import Any

from checker import encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import gradient_claim, square_risk
from constructions.fully_connected import RELU, layer, network
from proofs.feature_exhibits import Q, identity
from proofs.feature_exhibits import product as scalar_product
from proofs.feature_exhibits import total as scalar_total
from proofs.gradient_exhibits import gradient, instance
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

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


# One sample: rows g = dG_l (1 x n) and d = delta_(l+1) (1 x m), S = diag sigma'(G_l), U = U_(l+1), n x m.
STEP: Any = {"g": ["one", "n"], "S": ["n", "n"], "U": ["n", "m"], "dt": ["m", "one"]}
# Two layers above U_k: f = f_(k-1) is 1 x p, a and b are columns, so that a b^T is the direction in U_k.
TOWER: Any = {
    "f": ["one", "p"],
    "ft": ["p", "one"],
    "a": ["p", "one"],
    "at": ["one", "p"],
    "b": ["q", "one"],
    "bt": ["one", "q"],
    "S": ["q", "q"],
    "U": ["q", "r"],
    "Ut": ["r", "q"],
    "R": ["r", "r"],
    "V": ["r", "m"],
    "Vt": ["m", "r"],
    "d": ["one", "m"],
    "dt": ["m", "one"],
}


def step(slope: str = "S") -> Claim:
    """dG_(l+1) delta_(l+1)^T = dG_l delta_l^T with dG_(l+1) = dG_l S U and delta_l^T = S U delta_(l+1)^T."""
    upper = product(product("g", "S", "U"), "dt")
    lower = product("g", product(*([slope] if slope else []), "U", "dt"))
    body: dict[str, Any] = {"scalars": [], "matrices": STEP, "relations": []}
    return Claim("identity", Q, {**body, "left": upper, "right": lower})


def tower(*slope: str) -> Claim:
    """(f a) (b^T S U R V d^T) = a^T (f^T delta_k) b with delta_k = d V^T R U^T S: the entry (a, b) of F^T Delta.

    Left: the derivative of the loss along U_k + h a b^T, by the chain rule.  Relations: a 1 x 1 matrix is its
    transpose, p for f a and s for b^T S U R V d^T.
    """
    relations: list[Any] = [
        {"word": ["f", "a"], "equals": product({"identity": "one"}, "p")},
        {"word": ["at", "ft"], "equals": product({"identity": "one"}, "p")},
        {"word": ["bt", "S", "U", "R", "V", "dt"], "equals": product({"identity": "one"}, "s")},
        {"word": ["d", "Vt", "R", "Ut", "S", "b"], "equals": product({"identity": "one"}, "s")},
    ]
    delta = product("d", "Vt", "R", "Ut", *slope)
    body: dict[str, Any] = {"scalars": ["p", "s"], "matrices": TOWER, "relations": relations}
    left = product(product("f", "a"), product("bt", "S", "U", "R", "V", "dt"))
    return Claim("identity", Q, {**body, "left": left, "right": product("at", product("ft", delta), "b")})


WIDTHS = (2, 4, 3, 3, 2)
KINK = network(layer([["0", "1"]], ["0"], RELU), layer([["1"]], ["0"]))


def exhibits() -> tuple[Exhibit, ...]:
    """The output layer and the step from layer to layer for all sizes; every layer of networks."""
    return (
        Exhibit(
            "the output layer: the gradient in U_L is F_(L-1)^T Delta_L, all sizes", lambda: find(expansion())
        ),
        Exhibit("from layer l + 1 to layer l: dG delta^T is the same, all sizes", lambda: find(step())),
        Exhibit(
            "two layers below the output: the derivative along a b^T is a^T (F^T Delta) b, all sizes",
            lambda: find(tower("S")),
        ),
        *(
            gradient(
                f"widths {'-'.join(map(str, WIDTHS))}, softsign, t^3, leaky ReLU, 3 samples: layer {l + 1} (seed {seed})",
                instance(seed, WIDTHS, 3),
                l,
            )
            for seed in (1, 2)
            for l in range(len(WIDTHS) - 1)
        ),
        gradient("widths 3-2-5-1, growing, 4 samples: layer 1", instance(3, (3, 2, 5, 1), 4), 0),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Identities without a slope, and other derivatives."""
    first = exhibits()[3].build
    return (
        NearMiss("a factor 2", lambda: expansion("2").with_evidence({}), "E_IDENTITY"),
        NearMiss("a step without sigma'", lambda: step("").with_evidence({}), "E_IDENTITY"),
        NearMiss("two layers without the last sigma'", lambda: tower().with_evidence({}), "E_IDENTITY"),
        NearMiss("another bias in layer 1", tampered(first, "/claim/bias/0", "0"), "E_GRADIENT"),
        NearMiss("the derivatives of layer 1 for layer 2", tampered(first, "/claim/layer", "1"), "E_LENGTH"),
        NearMiss("a derivative at a kink", lambda: at_kink().with_evidence({}), "E_KINK"),
    )


def at_kink() -> Claim:
    """ReLU at 0, with the left derivative."""
    smooth = network(layer([["-1", "0"]], ["-1"], RELU), layer([["1"]], ["0"]))
    risk = square_risk([["1", "0"]], [["1"]])
    made = gradient_claim(smooth, risk, 0)
    moved = {**made.body, "network": encode_network(KINK, Q)}
    return Claim("gradient", Q, moved)


theorem = Theorem(
    id="lem-2.6.2",
    kind="lemma",
    title="Backpropagation",
    statement=(
        r"With $\Delta_L=F_L-Y$ and $\Delta_l=(\Delta_{l+1}U_{l+1}^T)\circ\sigma'(G_l)$: $\nabla_{U_l}\Phi=F_{l-1}^T\Delta_l$."
    ),
    source=thesis("Lemma 2.6.2", "31"),
    universal=True,
    hypotheses=(r"$\sigma$ differentiable at the entries of $G_1,\dots,G_{L-1}$",),
    covers=(
        "For all sizes: the expansion of the loss in every direction of the last layer; the step by which dG delta^T passes from one layer to the next, which by "
        "induction gives any depth; and two layers below the output, entry by entry, from the rule that a 1 x 1 matrix is its transpose. By hand: the chain rule, "
        "dG_(l+1) = (dG_l o sigma'(G_l)) U_(l+1), and the sum over the samples. On networks of four layers the kernel differentiates forwards and compares."
    ),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$\sigma$ differentiable at the entries of $G_1,\dots,G_{L-1}$",
            (
                identity(
                    "ReLU(u), y = 1: Phi(h) - Phi(0) = -h + h^2/2 for h > 0",
                    scalar_total(
                        scalar_product("1/2", scalar_total("h", "-1"), scalar_total("h", "-1")), "-1/2"
                    ),
                    scalar_total(scalar_product("-1", "h"), scalar_product("1/2", "h", "h")),
                    "h",
                ),
            ),
            "For h < 0 the difference is 0: at u = 0 there is no derivative.",
        ),
    ),
)
