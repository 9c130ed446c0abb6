"""Cuts in rounds: bits of signs, the order of zeros on an edge by floats and without, more than 64 units."""

from fractions import Fraction as F
from itertools import pairwise
from random import Random

import numpy
import pytest

from checker import Layer, Network
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from constructions.fully_connected import RELU
from constructions.geometry import cutting
from constructions.geometry.domains import box, plane
from constructions.geometry.integer_network import IntegerNetwork, integer_network
from constructions.geometry.integers import TooLarge
from constructions.geometry.plane_regions import PlaneRegions, plane_regions
from constructions.geometry.sign_bits import bit, lowest, packed, some, unpacked, without
from constructions.geometry.space_regions import space_regions
from tests.geometry.slow_regions import ternary

SIDES = (F(-2), F(2), F(-3, 2), F(2))


def rounded(widths: tuple[int, ...], seed: int, grid: int = 256) -> IntegerNetwork:
    """Normal weights and biases, rounded to multiples of 1/grid."""
    random, layers = Random(seed), []
    for k, (n, m) in enumerate(pairwise(widths), 1):

        def draw() -> F:
            return F(round(random.gauss(0, grid)), grid)

        sigma = IDENTITY if k == len(widths) - 1 else leaky_relu(F(seed % 2, 4))
        layers.append(
            Layer(
                tuple(tuple(draw() for _ in range(n)) for _ in range(m)),
                tuple(draw() for _ in range(m)),
                sigma,
            )
        )
    return integer_network(Network(widths[0], tuple(layers)))


def numbers(found: PlaneRegions) -> tuple[object, ...]:
    """All counts."""
    return (
        found.activation_regions,
        found.linear_regions,
        found.affine_pieces,
        found.vertices,
        found.edges,
        found.components,
        [(t.classes, t.components, t.edges) for t in found.ties],
        [found.area_of_class(j) for j in range(len(found.components))],
    )


@pytest.mark.parametrize("seed", range(12))
def test_zeros_one_by_one_and_in_order(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = rounded((2, 12, 9, 3), seed) if seed % 2 else integer_network(ternary((2, 9, 7, 3), seed, RELU))
    for outline in (plane(), box(*SIDES)):
        quick = numbers(plane_regions(net, outline))
        with monkeypatch.context() as patched:
            patched.setattr(cutting, "_COARSE", -1.0)  # no ratio is known well enough
            assert numbers(plane_regions(net, outline)) == quick


@pytest.mark.parametrize("seed", range(4))
def test_more_units_than_bits_of_a_word(seed: int) -> None:
    net = rounded((2, 70, 130, 2), seed) if seed < 2 else rounded((2, 64, 65, 3), seed, 2)
    plane_, space = (
        plane_regions(net, box(*(F(-1, 4), F(1, 4)) * 2)),
        space_regions(net, (F(-1, 4), F(1, 4)) * 2),
    )
    assert (plane_.activation_regions, plane_.linear_regions, plane_.affine_pieces) == (
        space.activation_regions,
        space.linear_regions,
        space.affine_pieces,
    )
    assert (plane_.vertices, plane_.edges, plane_.components) == (
        space.vertices,
        space.edges,
        space.components,
    )
    assert plane_.vertices - plane_.edges + plane_.activation_regions == 1


@pytest.mark.parametrize("n", [1, 8, 63, 64, 65, 128, 200])
def test_bits(n: int) -> None:
    flags = numpy.random.default_rng(n).random((50, n)) < 0.3
    flags[0], flags[1] = False, True
    words = packed(flags)
    assert (unpacked(words, n) == flags).all()
    assert (some(words) == flags.any(axis=1)).all()
    rows = numpy.nonzero(flags.any(axis=1))[0]
    first = flags[rows].argmax(axis=1)
    assert (lowest(words[rows]) == first).all()
    cleared = flags[rows].copy()
    cleared[numpy.arange(len(rows)), first] = False
    assert (unpacked(without(words[rows], first), n) == cleared).all()
    columns = numpy.arange(50) % n
    assert (bit(words, numpy.arange(50), columns) == flags[numpy.arange(50), columns]).all()


def test_the_limit_of_numbers() -> None:
    net = IntegerNetwork(2, rounded((2, 30, 30, 2), 0).layers, 1, 1000)
    with pytest.raises(TooLarge, match="affine forms on each cell") as caught:
        plane_regions(net, box(*SIDES))
    assert caught.value.found > 10
