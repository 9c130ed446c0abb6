"""The exact set of inputs of a plane on which two networks agree.

The cells of both networks together are cut once more where a difference of outputs changes its sign. Then
no difference changes its sign within a cell, so the zeros of each are a face of the cell, and so are their
common zeros: the cell, an edge, a vertex, or nothing. A face agrees iff its vertices do.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.geometry.growing import Bools
from constructions.geometry.integer_network import Forms, IntegerNetwork, Unsupported, whole
from constructions.geometry.integers import integers
from constructions.geometry.mesh import Outline
from constructions.geometry.plane_regions import MOST_CELLS, pass_through, polygon_area
from constructions.geometry.points import Triple
from constructions.geometry.root_integers import lifted
from constructions.geometry.subdivision import Subdivision


@dataclass(frozen=True)
class Agreement:
    """Faces by their corners as (X, Y, W): the point (X/W, Y/W), or for W = 0 the direction (X, Y).

    polygons: cells where the networks agree; segments: edges of no such cell; points: of neither.
    """

    polygons: tuple[tuple[Triple, ...], ...]
    segments: tuple[tuple[Triple, Triple], ...]
    points: tuple[Triple, ...]
    everywhere: bool

    def area(self) -> Any:
        """The exact area, a `Fraction` or a `Surd`; None when it is infinite."""
        total: Any = Fraction(0)
        for ring in self.polygons:
            area = polygon_area(ring)
            if area is None:
                return None
            total = area + total
        return total


def agreement(
    first: IntegerNetwork,
    second: IntegerNetwork,
    outline: Outline,
    start: Forms | None = None,
    most_cells: int = MOST_CELLS,
) -> Agreement:
    """Where the two networks take equal values, within a domain; `Unsupported` for different shapes."""
    ends = [(n.input_dim, n.layers[-1].width) for n in (first, second)]
    if len({first.root, second.root} - {1}) > 1:
        raise Unsupported("both networks need weights in one field Q(sqrt d)")
    if ends[0] != ends[1]:
        raise Unsupported(f"networks of equal inputs and outputs are needed; found {ends[0]} and {ends[1]}")
    mesh, start = Subdivision(outline, most_cells), start or whole(first.input_dim)
    left, _, _ = pass_through(first, mesh, start, False)
    right, owner, _ = pass_through(second, mesh, start, False)
    scaled = [
        lifted(left.values.take(owner).times(integers([right.denominator])), second.root),
        lifted(right.values.times(integers([left.denominator])), first.root),
    ]
    cuts = mesh.cut(scaled[0].minus(scaled[1]))
    return _faces(mesh, cuts.zero_everywhere())


def _faces(mesh: Subdivision, zero: Bools) -> Agreement:
    """The largest faces with all their vertices among the zeros."""
    cells = mesh.at_all_corners(zero)
    edges = mesh.edges.view
    agree = zero[edges[:, 0]] & zero[edges[:, 1]]
    outer = agree & ~cells[edges[:, 3]] & ~(cells[edges[:, 4]] & (edges[:, 4] >= 0))
    covered = numpy.zeros_like(zero)
    covered[edges[agree, :2].ravel()] = True
    infinite = mesh.points.xyw.view[:, 2] == 0
    outer &= ~(infinite[edges[:, 0]] & infinite[edges[:, 1]])
    alone = zero & ~covered & ~infinite
    point = mesh.points.point
    return Agreement(
        tuple(_ring(mesh, cell) for cell in numpy.nonzero(cells)[0].tolist()),
        tuple((point(a), point(b)) for a, b in edges[outer, :2].tolist()),
        tuple(point(v) for v in numpy.nonzero(alone)[0].tolist()),
        bool(cells.all()),
    )


def _ring(mesh: Subdivision, cell: int) -> tuple[Triple, ...]:
    return tuple(mesh.points.point(v) for v in mesh.ring(cell).tolist())
