"""Narrow networks have no bounded region of one level; width d + 1 has one, a hexagon in the plane."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.fully_connected import RELU, half_space, layer, leaky_relu, network
from proofs.exhibits import activation, components, full_rank, pyramidal, region_is
from proofs.region_exhibits import inside
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

# g = relu(-x) + relu(-y) + relu(x + y - 1); {g < 1} has the corners (2,0), (0,2), (-1,2), (-1,0), (0,-1), (2,-1).
HEXAGON: Any = [
    [
        half_space([1, 0], -1),
        half_space([0, 1], -1),
        half_space([-1, -1], -2),
        half_space([1, 1], -1),
        half_space([-1, 0], -2),
        half_space([0, -1], -2),
    ]
]
FAR = 10**6


def wide() -> Network:
    """Widths 2-3-2: f_1 - f_2 = 1 - g."""
    return network(
        layer([[-1, 0], [0, -1], [1, 1]], [0, 0, -1], RELU), layer([[-1, -1, -1], [0, 0, 0]], [1, 0])
    )


def narrow() -> Network:
    """Widths 2-2-2-2, leaky ReLU, full rank."""
    sigma = leaky_relu("1/2")
    return network(
        layer([[1, 2], [-1, 1]], [1, "1/2"], sigma),
        layer([[2, -1], [1, 1]], [0, -1], sigma),
        layer([[1, -2], [0, 1]], [1, 0]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The hexagon; and both regions of a narrow network connected and reaching far on either side."""
    net = narrow()
    return (
        region_is(wide(), 0, HEXAGON, name="width 3 in the plane: C_1 is a hexagon"),
        pyramidal(net),
        *full_rank(net),
        activation(net, "strictly-increasing", "yes"),
        activation(net, "onto", "yes"),
        components(net, 0, 1),
        components(net, 1, 1),
        inside("C_1 reaches (10^6, -10^6) from (0, 0)", net, 0, [[0, 0], [FAR, -FAR]]),
        inside("C_1 reaches (0, -10^6) from (0, 0)", net, 0, [[0, 0], [0, -FAR]]),
        inside("C_2 reaches (-10^6, 10^6) from (-10, 10)", net, 1, [[-10, 10], [-FAR, FAR]]),
    )


theorem = Theorem(
    id="new-6.d",
    kind="own",
    title="No bounded regions at width d, a hexagon at width d + 1",
    statement=(
        r"If all hidden widths are at most $d$ and the activation is a uniform limit of injective continuous functions, no path component of a level set of a network with one output is bounded. "
        r"At width $d+1$ this fails: for $g=\max(-x,0)+\max(-y,0)+\max(x+y-1,0)$ on the plane every $\{g<c\}$, $c>0$, is bounded, $\{g<1\}$ a hexagon."
    ),
    source=Source(
        "Johnson (2019), Deep, Skinny Neural Networks are not Universal Approximators",
        "main theorem; the hexagon is ours",
    ),
    universal=True,
    covers=(
        r"The hexagon exactly, as a decision region with $f_1-f_2=1-g$. The first half is Johnson's, taken from there; on one narrow network of widths 2-2-2-2 both regions are connected and "
        r"reach beyond distance $10^6$, which is no proof that they are unbounded."
    ),
    hypotheses=("all hidden widths at most $d$",),
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a pentagon", tampered(exhibits()[0].build, "/claim/polyhedra/0", HEXAGON[0][:5]), "E_LENGTH"
        ),
        NearMiss(
            "one side moved out",
            tampered(exhibits()[0].build, "/claim/polyhedra/0/2/offset", "-3"),
            "E_FARKAS",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "all hidden widths at most $d$",
            (region_is(wide(), 0, HEXAGON, name="width 3 in the plane"), pyramidal(wide(), holds="no")),
        ),
    ),
)
