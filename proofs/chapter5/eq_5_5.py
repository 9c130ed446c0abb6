"""Equation 5.5: a pyramidal ReLU network of full rank, over Q(sqrt 2), with a disconnected region."""

from __future__ import annotations

from typing import Any

from checker import QuadraticField
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.exhibits import activation, components, full_rank, pyramidal, region_is
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

SQRT2 = QuadraticField(2)
HALF = ["0", "1/2"]  # sqrt(2)/2
REGION: Any = [
    [half_space([-1, 0], -1), half_space([0, -1], -1), half_space([-1, -1], -1)],
    [half_space([0, 1], 4), half_space([-2, 1], 4)],
]


def eq_5_5() -> Any:
    """W_2^T = (sqrt(2)/2) [[1, 1], [-1, 1]], b_2 = ((2 - sqrt 2)/2, -3 sqrt(2)/2), b_3 = (1, 0)."""
    return network(
        layer([[1, 0], [0, 1]], [0, 0], RELU),
        layer([[HALF, HALF], [["0", "-1/2"], HALF]], [["1", "-1/2"], ["0", "-3/2"]], RELU),
        layer([[-1, 0], [0, -3]], [1, 0]),
        field=SQRT2,
    )


def rational_twin() -> Any:
    """The same region with rational entries: layer 2 scaled by sqrt 2."""
    return network(
        layer([[1, 0], [0, 1]], [0, 0], RELU),
        layer([[1, 1], [-1, 1]], [1, -3], RELU),
        layer([[-1, 0], [0, -3]], [2, 0]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The hypotheses but one, the region exactly, its components, and a rational twin with another region."""
    net = eq_5_5()
    return (
        pyramidal(net, SQRT2),
        *full_rank(net, SQRT2),
        activation(net, "onto", "no", SQRT2),
        region_is(net, 0, REGION, SQRT2, "C_1 is the set printed"),
        components(net, 0, 2, SQRT2),
        components(net, 1, 1, SQRT2),
        components(rational_twin(), 0, 2),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Each number of the region moved, and a rank that is too low."""
    good = exhibits()
    region, first_rank = good[4].build, good[1].build
    return (
        NearMiss("x_2 > 3 for x_2 > 4", tampered(region, "/claim/polyhedra/1/0/offset", "3"), "E_FARKAS"),
        NearMiss("x_1 < 2 for x_1 < 1", tampered(region, "/claim/polyhedra/0/0/offset", "-2"), "E_FARKAS"),
        NearMiss("one component", tampered(good[5].build, "/claim/components", "1"), "E_LABEL"),
        NearMiss("rank W_1 = 1", tampered(first_rank, "/claim/rank", "1"), "E_LENGTH"),
        NearMiss("ReLU is onto", tampered(good[3].build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
    )


theorem = Theorem(
    id="eq-5.5",
    kind="equation",
    title="The theorem fails for ReLU",
    statement=(
        r"The ReLU network of widths 2-2-2-2 of Equation 5.5 is pyramidal with full-rank weights, and "
        r"$C_1=\{x_1<1,\ x_2<1,\ x_1+x_2<1\}\cup\{x_2>4,\ 2x_1-x_2+4<0\}$ has two components."
    ),
    source=thesis("Section 5.3.3, Equation (5.5)", "79"),
    universal=False,
    covers=(
        "The whole statement, exactly over the field of square root 2. The text says widths 2-2-2 and later 2-2-2-2; "
        "the network has two hidden layers, so the latter."
    ),
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=near_misses,
)
