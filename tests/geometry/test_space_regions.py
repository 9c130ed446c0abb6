"""Regions in any dimension against exact linear programs and the engine of the plane."""

from fractions import Fraction as F

import pytest

from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.domains import box
from constructions.geometry.integer_network import Unsupported, integer_network
from constructions.geometry.integers import TooLarge
from constructions.geometry.plane_regions import plane_regions
from constructions.geometry.space_regions import SpaceRegions, space_regions
from tests.geometry.slow_regions import Slow, box_forms, slow_regions, ternary

WIDTHS = ((3, 3, 2), (3, 2, 2, 2), (3, 3, 2, 3), (4, 3, 2), (2, 3, 2, 2), (1, 4, 3, 2), (3, 4, 1))
ACTIVATIONS = (RELU, leaky_relu("1/2"), leaky_relu(-1), HARD_TANH)


def counts(found: SpaceRegions) -> Slow:
    """What the slow method counts too."""
    return Slow(found.activation_regions, found.linear_regions, found.affine_pieces, found.components)


@pytest.mark.parametrize("seed", range(84))
def test_random_ternary_networks(seed: int) -> None:
    widths = WIDTHS[seed % 7]
    net = ternary(widths, seed, ACTIVATIONS[seed // 7 % 4])
    engine = integer_network(net)
    assert counts(space_regions(engine)) == slow_regions(net)
    within = space_regions(engine, (F(-1), F(1)) * widths[0])
    assert counts(within) == slow_regions(net, box_forms(-1, 1, widths[0]))


@pytest.mark.parametrize("seed", range(20))
def test_the_plane_both_ways(seed: int) -> None:
    engine = integer_network(ternary((2, 7, 6, 3), seed, ACTIVATIONS[seed % 4]))
    sides = (F(-3, 2), F(2), F(-1), F(7, 3))
    space, plane = space_regions(engine, sides), plane_regions(engine, box(*sides))
    assert counts(space) == Slow(
        plane.activation_regions, plane.linear_regions, plane.affine_pieces, plane.components
    )
    assert (space.vertices, space.edges) == (plane.vertices, plane.edges)
    assert dict(space.ties) == {t.classes: t.components for t in plane.ties if t.components}


def test_zaslavsky_counts_generic_planes_of_space() -> None:
    rows = [[1, k, k * k] for k in range(6)]
    net = network(layer(rows, [k**3 for k in range(6)], RELU), layer([[1] * 6], [0]))
    assert space_regions(integer_network(net)).activation_regions == 1 + 6 + 15 + 20


def test_coordinate_planes_and_their_diagonals() -> None:
    rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, -1, 0], [0, 1, -1], [1, 0, -1]]
    net = network(layer(rows, [0] * 6, RELU), layer([[1] * 6], [0]))
    # Reflections of type A_3: 4! chambers, each a simplicial cone.
    assert space_regions(integer_network(net)).activation_regions == 24


def test_limits() -> None:
    net = network(layer([[1, 0, 0], [0, 1, 0]], [0, 1], RELU), layer([[1, 1]], [0]))
    with pytest.raises(TooLarge, match="more than 3 cells"):
        space_regions(integer_network(net), (F(-2), F(2)) * 3, 3)
    wide = network(layer([[1] * 9], [0], RELU), layer([[1]], [0]))
    with pytest.raises(Unsupported, match="9 inputs"):
        space_regions(integer_network(wide))
