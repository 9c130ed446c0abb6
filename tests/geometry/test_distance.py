"""Distances to the nearest border, against the cells of the exact linear programs."""

from fractions import Fraction as F
from random import Random

import pytest

from checker import Rationals
from constructions.cells import arrangement
from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.distance import nearest_border
from constructions.geometry.integer_network import integer_network
from tests.geometry.slow_regions import ternary


def test_by_hand() -> None:
    net = network(layer([[3, 4], [0, 1]], [0, -1], RELU), layer([[1, 1]], [-20], RELU), layer([[1]], [0]))
    found = nearest_border(integer_network(net), (F(1), F(1, 2)))
    assert found is not None
    assert (found.squared, found.layer, found.unit) == (F(1, 4), 0, 1)
    assert nearest_border(integer_network(network(layer([[1, 1]], [0]))), (F(0), F(0))) is None
    beside = nearest_border(integer_network(net), (F(4), F(-3)))
    assert beside is not None and beside.squared == 0


@pytest.mark.parametrize("seed", range(30))
def test_the_walls_of_the_cell(seed: int) -> None:
    random = Random(seed)
    net = ternary((3, 3, 2, 2), seed, (RELU, leaky_relu("1/2"), HARD_TANH)[seed % 3])
    x = tuple(F(random.randint(-30, 30), 7) for _ in range(3))
    found = nearest_border(integer_network(net), x)
    around = [
        cell
        for cell in arrangement(net, Rationals()).cells
        if all(side.holds(x) for side in cell.constraints)
    ]
    walls = [side.form for cell in around for side in cell.constraints if any(side.form[:-1])]
    squares = [
        (sum(a * t for a, t in zip(g, x, strict=False)) + g[-1]) ** 2 / sum(F(a) * a for a in g[:-1])
        for g in walls
    ]
    assert (found.squared if found else None) == min(squares, default=None)
