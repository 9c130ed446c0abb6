"""Polytopes given by inequalities as domains, against exact linear programs."""

from fractions import Fraction as F
from random import Random

import pytest

from checker import Rationals
from constructions.cells import arrangement
from constructions.certificate import NotFound
from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.domains import polygon_of
from constructions.geometry.integer_network import Unsupported, integer_network
from constructions.geometry.plane_regions import plane_regions
from constructions.geometry.space_regions import SpaceRegions, space_regions
from tests.geometry.slow_regions import Slow, slow_regions, ternary

WIDTHS = ((2, 3, 2), (3, 3, 2), (2, 2, 2, 2), (3, 2, 2, 2))


def counts(found: SpaceRegions) -> Slow:
    """What the slow method counts too."""
    return Slow(found.activation_regions, found.linear_regions, found.affine_pieces, found.components)


@pytest.mark.parametrize("seed", range(60))
def test_random_polytopes(seed: int) -> None:
    random, widths = Random(seed), WIDTHS[seed % 4]
    d = widths[0]
    net = ternary(widths, seed, (RELU, leaky_relu("1/2"), HARD_TANH)[seed // 4 % 3])
    normals = [tuple(random.randint(-1, 1) for _ in range(d)) for _ in range(random.randint(1, d + 3))]
    sides = [(*map(F, a), F(random.randint(-1, 2))) for a in normals if any(a)]
    if not sides:
        sides = [(F(1),) * (d + 1)]
    engine = integer_network(net)
    try:
        arrangement(net, Rationals(), tuple(sides))
    except NotFound:
        with pytest.raises(Unsupported, match="no interior"):
            space_regions(engine, None, 10**5, sides)
        return
    found = space_regions(engine, None, 10**5, sides)
    assert counts(found) == slow_regions(net, tuple(sides))
    if d == 2 and (outline := polygon_of(sides)) is not None:
        plane = plane_regions(engine, outline)
        assert counts(found) == Slow(
            plane.activation_regions, plane.linear_regions, plane.affine_pieces, plane.components
        )
        assert (found.vertices, found.edges) == (plane.vertices, plane.edges)
        for j in range(widths[-1]):
            assert found.volume_of_class(j) == plane.area_of_class(j)


def test_a_simplex_is_one_cell() -> None:
    net = network(layer([[1, 0, 0]], ["-1/2"], RELU), layer([[1], [0]], [0, "1/4"]))
    sides = [
        (F(1), F(0), F(0), F(0)),
        (F(0), F(1), F(0), F(0)),
        (F(0), F(0), F(1), F(0)),
        (F(-1),) * 3 + (F(1),),
    ]
    found = space_regions(integer_network(net), None, 100, sides)
    assert (found.activation_regions, found.vertices, found.edges) == (2, 7, 12)
    assert [found.volume_of_class(j) for j in (0, 1)] == [F(1, 384), F(1, 6) - F(1, 384)]


def test_an_unbounded_one() -> None:
    net = integer_network(network(layer([[1, 1]], [0], RELU), layer([[1], [0]], [0, 1])))
    sides = [(F(1), F(0), F(0)), (F(0), F(1), F(0))]
    assert polygon_of(sides) is None
    found = space_regions(net, None, 100, sides)
    assert (found.activation_regions, found.components, found.vertices) == (1, (1, 1), None)
    assert (found.volume_of_class(0), found.volume_of_class(1)) == (None, F(1, 2))


def test_shapes() -> None:
    net = integer_network(network(layer([[1, 1]], [0])))
    with pytest.raises(Unsupported, match="2 coefficients"):
        space_regions(net, None, 100, [(F(1), F(1), F(1), F(0))])
