"""A box strip by strip gives what the box gives, whatever the number of strips."""

import json
from fractions import Fraction as F

import pytest

from checker import Network
from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.domains import box
from constructions.geometry.integer_network import integer_network
from constructions.geometry.plane_regions import plane_regions
from constructions.geometry.strips import strips, summary, total
from tests.geometry.slow_regions import ternary

ACTIVATIONS = (RELU, leaky_relu("1/2"), leaky_relu(-1), HARD_TANH)
WIDTHS = ((2, 6, 5, 3), (2, 3, 2), (2, 8, 1), (2, 5, 5, 4, 2))


def check(net: Network, sides: tuple[F, F, F, F], count: int) -> None:
    """All totals against the undivided box."""
    engine = integer_network(net)
    parts = [json.loads(json.dumps(summary(engine, strip))) for strip in strips(sides, count)]
    divided, once = total(parts), plane_regions(engine, box(*sides))
    assert (divided.activation_regions, divided.linear_regions) == (
        once.activation_regions,
        once.linear_regions,
    )
    assert (divided.vertices, divided.edges) == (once.vertices, once.edges)
    assert (divided.affine_pieces, divided.components) == (once.affine_pieces, once.components)
    assert dict(divided.ties) == {t.classes: t.components for t in once.ties if t.components}


@pytest.mark.parametrize("count", [1, 2, 4, 7])
@pytest.mark.parametrize("seed", range(24))
def test_random_ternary_networks(seed: int, count: int) -> None:
    # With 4 strips of [-2, 2] the seams run through the integers, where many lines do.
    check(ternary(WIDTHS[seed % 4], seed, ACTIVATIONS[seed // 4 % 4]), (F(-2), F(2), F(-3, 2), F(2)), count)


def test_units_that_vanish_on_a_seam() -> None:
    hidden = layer([[1, 0], [-1, 0], [2, 0]], [0, 0, 0], RELU)
    check(network(hidden, layer([[1, 0, 0], [0, 1, 0]], [0, 0])), (F(-1), F(1), F(0), F(1)), 2)


def test_a_tie_along_a_seam_divides_a_class() -> None:
    hidden = layer([[1, 0], [-1, 0]], [0, 0], RELU)
    net = network(hidden, layer([[1, 1], [0, 0]], [0, 0]))
    check(net, (F(-1), F(1), F(0), F(1)), 2)
    parts = [summary(integer_network(net), strip) for strip in strips((F(-1), F(1), F(0), F(1)), 2)]
    assert total(parts).components == (2, 0)
