"""Equation 5.2 and Figure 5.1: a connected set whose preimage under t -> (-t^3, t^3) is disconnected."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, leaky_relu, monomial, network
from proofs.exhibits import Q, connected, full_rank, separated
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

ABSOLUTE = leaky_relu(-1)  # |t|


def outside_the_diamond() -> Any:
    """S = {|y_1| + |y_2| > 2} as the first region of a network on the plane."""
    return network(layer([[1, 0], [0, 1]], [0, 0], ABSOLUTE), layer([[1, 1], [0, 0]], [0, 2]))


def preimage() -> Any:
    """The same behind f(t) = (-t^3, t^3): {2 |t|^3 > 2} = {|t| > 1}."""
    return network(
        layer([[-1], [1]], [0, 0], monomial(3)),
        layer([[1, 0], [0, 1]], [0, 0], ABSOLUTE),
        layer([[1, 1], [0, 0]], [0, 2]),
    )


def shifted_cubes() -> Any:
    """Units (1 - t)^3 and (1 + t)^3: their sum 2 + 6 t^2 exceeds 8 iff |t| > 1."""
    return network(layer([[-1], [1]], [1, 1], monomial(3)), layer([[1, 1], [0, 0]], [0, 8]))


def half_planes() -> Claim:
    """a (-t^3) + b t^3 = (b - a) t^3: on the curve every half-plane cuts out a half-line or nothing or all."""
    t3 = {"product": [{"symbol": "t"}, {"symbol": "t"}, {"symbol": "t"}]}
    a, b = {"symbol": "a"}, {"symbol": "b"}
    left = {"sum": [{"product": [a, "-1", t3]}, {"product": [b, t3]}]}
    right = {"product": [{"sum": [b, {"product": ["-1", a]}]}, t3]}
    body: Any = {"scalars": ["a", "b", "t"], "matrices": {}, "relations": [], "left": left, "right": right}
    return Claim("identity", Q, body)


def exhibits() -> tuple[Exhibit, ...]:
    """S is connected, its preimage is not; no half-plane does this without biases, and one does with them."""
    return (
        connected(outside_the_diamond(), 0, name="S is connected"),
        separated(preimage(), [1], 0, [[-2], [2]], [0]),
        Exhibit("a half-plane pulls back to a condition on t^3", lambda: find(half_planes())),
        *full_rank(shifted_cubes()),
        separated(shifted_cubes(), [1], 0, [[-2], [2]], [0]),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A point on the wrong side, a hyperplane that meets the region."""
    good = exhibits()[1].build
    return (
        NearMiss("both points on one side", tampered(good, "/evidence/points/0", ["3"]), "E_SIDE"),
        NearMiss("a point inside the gap", tampered(good, "/evidence/points/1", ["1"]), "E_WITNESS"),
        NearMiss("the point t = 3/2", tampered(good, "/evidence/hyperplane/offset", "3/2"), "E_NOT_BELOW"),
    )


theorem = Theorem(
    id="eq-5.2",
    kind="equation",
    title="A disconnected preimage when m < n",
    statement=(
        r"For $\sigma(t)=t^3$, $W^T=(-1,1)^T$, $b=0$, the map $f(t)=(-t^3,t^3)$ has connected sets with disconnected "
        r"preimage, such as $S=\{|y_1|+|y_2|>2\}$ with $f^{-1}(S)=\{|t|>1\}$."
    ),
    source=thesis("Section 5.2, Equation (5.2) and Figure 5.1", "75"),
    universal=False,
    covers=(
        r"A connected set with disconnected preimage. For a decision region of two classes one needs a half-plane, and "
        r"by the identity no half-plane has a disconnected preimage here; with biases $(1,1)$ one does."
    ),
    uses=("def-5.2.1", "rem-5.2.2"),
    exhibits=exhibits,
    near_misses=near_misses,
    printed="The example is to show that the preimage, and with it a decision region, becomes disconnected.",
    finding=(
        r"On the curve every half-plane gives $(b-a)t^3>c$, a half-line: with $b=0$ no two-class decision region "
        r"is disconnected. The image lies on the anti-diagonal $y_1=-y_2$, not on the diagonal."
    ),
    corrected=r"With $b=(1,1)$ the units are $(1-t)^3$ and $(1+t)^3$, and $\{(1-t)^3+(1+t)^3>8\}=\{|t|>1\}$.",
)
