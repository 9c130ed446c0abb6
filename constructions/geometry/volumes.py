"""Exact volumes of unions of cells of a face lattice, from the walls that bound them.

The union R is, up to signs, the sum of the cones from the origin over its bounding walls.  A wall is
triangulated by pulling its first vertex: the simplices of its faces that miss the vertex, joined with it.
With D(p) = det(v_1, ..., v_d, p) in homogeneous coordinates, which is linear in p and vanishes on the wall,
the cone over the simplex v_1 ... v_d has the signed volume D(origin) sign(D(u)) / (d! W_1 ... W_d), where u
is a vertex of the cell in R beside the wall and not on it.  Walls between two cells of R do not occur, so
the denominator grows with the border of R and not with its cells.
Source: divergence theorem; pulling triangulations, De Loera, Rambau and Santos, Triangulations (2010), 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import factorial, prod
from typing import Any

import numpy

from constructions.geometry.face_lattice import FaceLattice
from constructions.geometry.growing import Bools, Ints
from constructions.geometry.root_integers import ratio

Simplex = tuple[int, ...]


def volume(mesh: FaceLattice, chosen: Bools) -> Any:
    """The volume of the chosen cells together, a `Fraction` or a `Surd`; None when it is infinite."""
    cell, wall = mesh.pairs(mesh.d)
    count = numpy.bincount(wall[chosen[cell]], minlength=mesh.count[mesh.d - 1])
    border = chosen[cell] & (count[wall] == 1)
    faces, terms = Faces(mesh), list[Any]()
    for c, w in zip(cell[border].tolist(), wall[border].tolist(), strict=True):
        if any(mesh.vertices[v][-1] == 0 for v in faces.vertices(mesh.d - 1, w)):
            return None
        terms += _cones(mesh, faces, c, w)
    while len(terms) > 1:  # in pairs, so that few sums are long
        terms = [*(a + b for a, b in zip(terms[::2], terms[1::2], strict=False)), *terms[len(terms) & ~1 :]]
    return terms[0] / factorial(mesh.d) if terms else Fraction(0)


def _cones(mesh: FaceLattice, faces: Faces, cell: int, wall: int) -> Iterator[Any]:
    on = set(faces.vertices(mesh.d - 1, wall))
    beside = next(v for v in faces.vertices(mesh.d, cell) if v not in on)
    origin = (*(0,) * mesh.d, 1)
    for simplex in faces.simplices(mesh.d - 1, wall):
        rows = [mesh.vertices[v] for v in simplex]
        inner = determinant([*rows, mesh.vertices[beside]])
        yield ratio(determinant([*rows, origin]) * (1 if inner > 0 else -1), prod(row[-1] for row in rows))


def determinant(rows: list[Any]) -> Any:
    """The determinant of a square matrix over a ring, by expansion along the first column."""
    if len(rows) == 1:
        return rows[0][0]
    total, sign = 0, 1
    for i, row in enumerate(rows):
        if row[0]:
            total = row[0] * determinant([r[1:] for r in rows[:i] + rows[i + 1 :]]) * sign + total
        sign = -sign
    return total


class Faces:
    """The faces of each face, their vertices, and their triangulations, each found once."""

    def __init__(self, mesh: FaceLattice) -> None:
        """Every face of the mesh."""
        self.below: list[tuple[Ints, Ints]] = [(numpy.zeros(0, int), numpy.zeros(0, int))]
        for k in range(1, mesh.d + 1):
            face, sub = mesh.pairs(k)
            order = numpy.argsort(face, kind="stable")
            self.below.append((sub[order], numpy.searchsorted(face[order], numpy.arange(mesh.count[k] + 1))))
        self._vertices = dict[tuple[int, int], tuple[int, ...]]()
        self._simplices = dict[tuple[int, int], tuple[Simplex, ...]]()

    def faces(self, k: int, face: int) -> list[int]:
        """The faces of dimension k - 1 of a face of dimension k."""
        sub, start = self.below[k]
        found: list[int] = sub[start[face] : start[face + 1]].tolist()
        return found

    def vertices(self, k: int, face: int) -> tuple[int, ...]:
        """The vertices, increasing."""
        if k == 0:
            return (face,)
        if (k, face) not in self._vertices:
            found = {v for f in self.faces(k, face) for v in self.vertices(k - 1, f)}
            self._vertices[k, face] = tuple(sorted(found))
        return self._vertices[k, face]

    def simplices(self, k: int, face: int) -> tuple[Simplex, ...]:
        """A triangulation."""
        if k == 0:
            return ((face,),)
        if (k, face) not in self._simplices:
            top = self.vertices(k, face)[0]
            far = (f for f in self.faces(k, face) if top not in self.vertices(k - 1, f))
            self._simplices[k, face] = tuple((top, *s) for f in far for s in self.simplices(k - 1, f))
        return self._simplices[k, face]
