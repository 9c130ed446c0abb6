"""Convex domains of any dimension as face lattices: all of space, a box, a polyhedron of inequalities."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm

import numpy

from constructions.geometry.face_lattice import FaceLattice
from constructions.geometry.growing import Growing
from constructions.geometry.integer_network import Unsupported
from constructions.geometry.integers import integers

Inequality = tuple[Fraction, ...]  # (a_1, ..., a_d, c): a x + c >= 0


def cube(box: Sequence[Fraction], most_cells: int) -> FaceLattice:
    """The box lo hi lo hi ..., lo < hi."""
    d = len(box) // 2
    places = list(product((0, 1), repeat=d))
    vertices = []
    for place in places:
        corner = [box[2 * i + side] for i, side in enumerate(place)]
        scale = lcm(*(x.denominator for x in corner))
        vertices.append((*(int(x * scale) for x in corner), scale))
    faces: list[list[tuple[int, ...]]] = [[(i,) for i in range(len(places))]]
    for k in range(1, d + 1):
        level = []
        for free in combinations(range(d), k):
            groups: dict[tuple[int, ...], list[int]] = {}
            for i, place in enumerate(places):
                groups.setdefault(tuple(s for j, s in enumerate(place) if j not in free), []).append(i)
            level += [tuple(group) for group in groups.values()]
        faces.append(level)
    return FaceLattice(vertices, faces, most_cells)


def space(d: int, most_cells: int) -> FaceLattice:
    """R^d as 2^d orthants, whose common faces are artificial."""
    unit = [tuple(int(i == j) for j in range(d)) for i in range(d)]
    vertices = [(0,) * d + (1,), *((*u, 0) for u in unit), *((*(-x for x in u), 0) for u in unit)]
    faces: list[list[tuple[int, ...]]] = []
    for k in range(d + 1):
        subsets = combinations(range(2 * d + 1), k + 1)
        faces.append([s for s in subsets if not any(i and i + d in s for i in s)])
    # A set of directions alone is a face at infinity; in dimension d there is none.
    faces[d] = [s for s in faces[d] if s[0] == 0]
    found = FaceLattice(vertices, faces, most_cells)
    infinite = numpy.asarray([s[0] != 0 for s in faces[d - 1]])
    found.at_infinity, found.artificial = Growing(infinite), Growing(~infinite)
    return found


def polyhedron(inequalities: Sequence[Inequality], most_cells: int) -> FaceLattice:
    """The points that satisfy all inequalities; `Unsupported` when they have no interior.

    A bounded one is a single cell.  An unbounded one consists of its parts in the orthants, whose common
    faces are artificial, as those of `space` are.
    """
    d = len(inequalities[0]) - 1
    inside = _inside(space(d, most_cells), inequalities)
    if any(v[-1] == 0 for v in inside.vertices):
        return inside
    sides: list[Fraction] = []
    for i in range(d):
        places = [Fraction(v[i], v[-1]) for v in inside.vertices]
        sides += [min(places) - 1, max(places) + 1]
    return _inside(cube(sides, most_cells), inequalities)


def _inside(mesh: FaceLattice, inequalities: Sequence[Inequality]) -> FaceLattice:
    columns = []
    for g in inequalities:
        scale = lcm(*(c.denominator for c in g))
        columns.append([int(c * scale) for c in g])
    form = integers([[list(row) for row in zip(*columns, strict=True)]])
    for i in range(len(columns)):
        none = numpy.zeros(mesh.count[mesh.d], dtype=numpy.int64)
        signs, _, _ = mesh.cut(form[:, :, i : i + 1].take(none))
        if not (signs > 0).any():
            raise Unsupported("the inequalities leave no interior; take others")
        mesh = mesh.restricted(signs[:, 0] > 0)
    return mesh
