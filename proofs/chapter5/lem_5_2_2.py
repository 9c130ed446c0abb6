"""Lemma 5.2.2: one layer that does not widen, of full rank and with an onto activation, keeps connectedness."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, leaky_relu, monomial, network
from proofs.chapter5.thm_5_2_4 import absolute_value, low_rank
from proofs.exhibits import Q, activation, components, connected, full_rank, rank, separated
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# W is m x n of full column rank, V = W^T, G = (W^T W)^{-1}, k in ker W^T; b, y are columns of length n.
MATRICES: Any = {
    "G": ["n", "n"],
    "V": ["n", "m"],
    "W": ["m", "n"],
    "b": ["n", "1"],
    "k": ["m", "1"],
    "x": ["m", "1"],
    "y": ["n", "1"],
}
RELATIONS: Any = [
    {"word": ["V", "W", "G"], "equals": {"identity": "n"}},
    {"word": ["V", "k"], "equals": {"zero": ["n", "1"]}},
]


def symbol(name: str) -> Any:
    """A matrix symbol."""
    return {"symbol": name}


def product(*names: Any) -> Any:
    """A product of symbols or expressions."""
    return {"product": [symbol(n) if isinstance(n, str) else n for n in names]}


def total(*parts: Any) -> Any:
    """A sum of symbols or expressions."""
    return {"sum": [symbol(p) if isinstance(p, str) else p for p in parts]}


def minus(name: Any) -> Any:
    """The negative of a symbol or expression."""
    return {"product": ["-1", symbol(name) if isinstance(name, str) else name]}


def identity(left: Any, right: Any) -> Claim:
    """An identity that follows from V W G = I and V k = 0."""
    body = {"scalars": [], "matrices": MATRICES, "relations": RELATIONS, "left": left, "right": right}
    return Claim("identity", Q, body)


def every_such_point_maps_to_y() -> Claim:
    """h(W G (y - b) + k) = y."""
    point = total(product("W", "G", total("y", minus("b"))), "k")
    return identity(total(product("V", point), "b"), symbol("y"))


def every_preimage_is_such_a_point() -> Claim:
    """x - W G (h(x) - b) lies in ker W^T, so every x with h(x) = y is W G (y - b) plus a kernel vector."""
    rest = total("x", minus(product("W", "G", "V", "x")))
    return identity(product("V", rest), {"zero": ["n", "1"]})


def instance() -> Any:
    """A layer 3 -> 2 of slope 1/3 followed by a two-class output."""
    return network(
        layer([[1, 2, -1], [0, 1, "1/2"]], ["1/2", -1], leaky_relu("1/3")),
        layer([[1, -2], ["1/3", 1]], [0, 1]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The preimage formula for all sizes, and a layer with its hypotheses and connected preimages."""
    return (
        Exhibit("h maps every point of the formula to y", lambda: find(every_such_point_maps_to_y())),
        Exhibit("every preimage is of this form", lambda: find(every_preimage_is_such_a_point())),
        *full_rank(instance()),
        connected(instance(), 0, name="the preimage of a half-plane is connected"),
        connected(instance(), 1, name="the preimage of the opposite half-plane is connected"),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """The formula without the bias, and with W in the place of W G."""
    shifted = identity(product("V", "W", "G", "y"), total("y", minus("b")))
    without = identity(product("V", "W", "V", "y2"), symbol("y"))
    return (
        NearMiss("the formula without its bias", lambda: shifted.with_evidence({}), "E_IDENTITY"),
        NearMiss("an undeclared symbol", lambda: without.with_evidence({}), "E_SYMBOL"),
    )


def ablations() -> tuple[Ablation, ...]:
    """Without m >= n: the cubes of Equation 5.2; the other hypotheses at Theorem 5.2.3."""
    cubes = network(layer([[-1], [1]], [1, 1], monomial(3)), layer([[1, 1], [0, 0]], [0, 8]))
    return (
        Ablation(
            r"$m\ge n$",
            (
                activation(cubes, "onto", "yes"),
                *full_rank(cubes),
                separated(cubes, [1], 0, [[-2], [2]], [0]),
            ),
            r"$\{(1-x)^3+(1+x)^3>8\}$ is the preimage of a half-plane.",
        ),
        Ablation(
            r"$W$ of full rank",
            (rank(low_rank(), 0, 1), components(low_rank(), 0, 2)),
            r"$\mathrm{rank}\,W=1$ with $m=n=2$.",
        ),
        Ablation(
            r"$\sigma$ continuous and bijective",
            (activation(absolute_value(), "non-decreasing", "no"), components(absolute_value(), 0, 2)),
            r"$\sigma(t)=|t|$, $m=n=1$. Continuous, monotone and onto suffices (new-5.a).",
        ),
        Ablation(
            r"$V$ open", (), "Needed for openness alone: with $f$ the identity, $f^{-1}(V)=V$ (by hand)."
        ),
        Ablation(r"$V$ connected", (), "Needed: with $f$ the identity, $f^{-1}(V)=V$ (by hand)."),
    )


theorem = Theorem(
    id="lem-5.2.2",
    kind="lemma",
    title="Connected preimages through one layer",
    statement=(
        r"Let $f=\hat\sigma\circ h$, $h(x)=W^Tx+b$ with $W\in\mathbb{R}^{m\times n}$, $m\ge n$, of full rank, and "
        r"$\sigma$ a continuous bijection of $\mathbb{R}$. If $V\subseteq\mathbb{R}^n$ is open and connected, so is "
        r"$f^{-1}(V)=W(W^TW)^{-1}(\hat\sigma^{-1}(V)-b)+\ker W^T$."
    ),
    source=thesis("Lemma 5.2.2", "74"),
    universal=True,
    hypotheses=(
        r"$m\ge n$",
        r"$W$ of full rank",
        r"$\sigma$ continuous and bijective",
        r"$V$ open",
        r"$V$ connected",
    ),
    covers=(
        "The formula for the preimage is proved by schema for all sizes; that a sum of connected sets and a "
        "continuous image of one are connected is cited; connectedness itself is checked on instances."
    ),
    uses=("prop-5.1.1", "prop-5.1.2"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
