"""Section 5.3.3: for ReLU two pyramidal layers of full rank may disconnect a region; one layer cannot."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.fully_connected import RELU, layer, network
from proofs.chapter5.eq_5_5 import SQRT2, eq_5_5
from proofs.exhibits import activation, components, connected, full_rank, pyramidal
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def integer_network() -> Network:
    """Widths 2-2-2-2, all weights integers: the region of Equation 5.5 again, without a square root."""
    return network(
        layer([[1, 0], [0, 1]], [0, 0], RELU),
        layer([[1, 1], [-1, 1]], [1, -3], RELU),
        layer([[-1, 0], [0, -3]], [2, 0]),
    )


def one_layer() -> Network:
    """Widths 2-2-3 with ReLU: Theorem 5.2.4 in its extension to monotone activations."""
    return network(
        layer([[1, 2], [-1, 1]], [1, "1/2"], RELU), layer([[1, -1], [-2, 1], [1, 1]], [0, 1, "-1/2"])
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The hypotheses that hold and the ones that do not; two components; integers; one layer."""
    net: Any = eq_5_5()
    return (
        pyramidal(net, SQRT2),
        *full_rank(net, SQRT2),
        activation(net, "non-decreasing", "yes", SQRT2),
        activation(net, "strictly-increasing", "no", SQRT2),
        activation(net, "onto", "no", SQRT2),
        components(net, 0, 2, SQRT2),
        pyramidal(integer_network()),
        *full_rank(integer_network()),
        components(integer_network(), 0, 2),
        *(connected(one_layer(), j, name=f"one ReLU layer: C_{j + 1} is connected") for j in range(3)),
    )


theorem = Theorem(
    id="sec-5.3.3",
    kind="section",
    title="The theorem does not hold for ReLU",
    statement=(
        "A ReLU network of widths 2-2-2-2 that is pyramidal with weights of full rank can have a disconnected region: in Theorem 5.2.3 the activation cannot be the ReLU."
    ),
    source=thesis("Section 5.3.3", "79"),
    universal=False,
    covers=(
        "The whole statement, by Equation 5.5 and by a network with integer weights. The ReLU lacks two properties, strict growth and being onto; it is the second that matters: "
        "onto without strict growth suffices (new-5.a), and one ReLU layer is connected. The text says widths 2-2-2 at first; 2-2-2-2 is meant."
    ),
    uses=("eq-5.5", "thm-5.2.3", "new-5.a"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "ReLU onto",
            tampered(activation(one_layer(), "onto", "no").build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
        NearMiss(
            "one component",
            tampered(components(integer_network(), 0, 2).build, "/claim/components", "1"),
            "E_LABEL",
        ),
    ),
)
