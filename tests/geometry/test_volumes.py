"""Exact volumes against a second formula, Lasserre's recursion over the inequalities of each cell."""

from collections.abc import Sequence
from fractions import Fraction as F
from math import factorial

import numpy
import pytest

from checker import Rationals
from checker.network import Vector
from constructions.cells import Cell, arrangement
from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from constructions.geometry.integer_network import integer_network
from constructions.geometry.space_domains import cube, polyhedron
from constructions.geometry.space_regions import space_regions
from constructions.geometry.volumes import determinant, volume
from tests.geometry.slow_regions import box_forms, ternary


def lasserre(sides: Sequence[Vector], d: int) -> F:
    """The volume of {g >= 0 for all g}, bounded: the sum of b_i / (d |a_ik|) vol(side i without x_k).

    Source: J. B. Lasserre, An analytical expression and an algorithm for the volume of a convex polyhedron,
    J. Optim. Theory Appl. 39 (1983); sides are a x <= b.
    """
    every = list(dict.fromkeys(_scaled(g) for g in sides if any(g[:-1])))
    if any(g[-1] < 0 for g in sides if not any(g[:-1])):
        return F(0)
    if d == 1:
        low = max((F(-c, a) for a, c in every if a > 0), default=F(0))
        high = min((F(-c, a) for a, c in every if a < 0), default=F(0))
        return max(high - low, F(0))
    total = F(0)
    for i, g in enumerate(every):
        if not g[-1]:
            continue
        k = next(k for k in range(d) if g[k])
        others = []
        for n, h in enumerate(every):
            if n != i:
                factor = F(h[k]) / g[k]
                others.append(
                    tuple(F(p) - factor * q for m, (p, q) in enumerate(zip(h, g, strict=True)) if m != k)
                )
        total += F(g[-1]) / (d * abs(F(g[k]))) * lasserre(others, d - 1)
    return total


def _scaled(g: Vector) -> Vector:
    """One form for each half-space: a side that is written twice counts once."""
    size = next(abs(F(c)) for c in g if c)
    return tuple(F(c) / size for c in g)


@pytest.mark.parametrize("seed", range(24))
def test_cells_of_random_networks(seed: int) -> None:
    widths = ((3, 3, 2), (3, 2, 2, 2), (2, 4, 3), (4, 2, 2))[seed % 4]
    net, d = ternary(widths, seed, (RELU, leaky_relu("1/2"), HARD_TANH)[seed // 4 % 3]), widths[0]
    found = space_regions(integer_network(net), (F(-1), F(2)) * d)
    fast = sorted(found.volume_of_region(i) for i in range(found.activation_regions))
    assert sum(fast) == 3**d
    cells = arrangement(net, Rationals(), box_forms(-1, 2, d)).cells
    assert fast == sorted(lasserre([s.form for s in cell.constraints], d) for cell in cells)
    classes = [found.volume_of_class(j) for j in range(widths[-1])]
    assert classes == [sum((_part(cell, j, d) for cell in cells), F(0)) for j in range(widths[-1])]


def _part(cell: Cell, j: int, d: int) -> F:
    """The volume of C_j within a cell: nothing where another class ties everywhere."""
    if any(not any(margin) for margin in cell.margins(j)):
        return F(0)
    return lasserre([s.form for s in cell.region(j)], d)


def test_known_bodies() -> None:
    for d in (2, 3, 4, 5):
        simplex = [tuple(F(int(i == k)) for k in range(d + 1)) for i in range(d)]
        simplex.append((*(F(-1) for _ in range(d)), F(1)))
        assert _volume(simplex) == F(1, factorial(d))
        signs = numpy.array(numpy.meshgrid(*[[-1, 1]] * d)).reshape(d, -1).T.tolist()
        assert _volume([(*map(F, s), F(1)) for s in signs]) == F(2**d, factorial(d))
    mesh = cube((F(1), F(3), F(-1), F(0), F(2), F(9, 2)), 10)
    assert volume(mesh, numpy.ones(1, dtype=bool)) == 5


def _volume(sides: list[tuple[F, ...]]) -> F:
    mesh = polyhedron(sides, 10**4)
    found: F = volume(mesh, numpy.ones(mesh.count[mesh.d], dtype=bool))
    return found


def test_infinite_and_empty() -> None:
    net = network(layer([[1, 0, 0], [0, 0, 0]], [0, -1], RELU), layer([[1, 0], [0, 0], [-1, 0]], [0, -1, 0]))
    found = space_regions(integer_network(net))
    assert [found.volume_of_class(j) for j in range(3)] == [None, F(0), F(0)]


def test_determinant() -> None:
    assert determinant([[2, 1], [7, 5]]) == 3
    assert determinant([[0, 2, 1], [1, 0, 0], [4, 7, 5]]) == -3
