"""The recursive preimages of Section 5.3: how C_j arises, layer by layer from the last to the first.

With h_k(y) = W_k^T y + b_k and f = h_L o sigma o h_{L-1} o ... o h_1, start with the set V of outputs of
the last hidden layer that h_L sends to class j, and go back: within the range of sigma, under sigma,
within the range of h_k, under h_k.  Each such set is the decision region of the rest of the network
(perhaps within a range), hence a union of convex polyhedra, which `parts` computes exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from checker import Activation, Constraint, Field, Layer, Network, ParametricField, Piece
from checker.network import Matrix, Vector, dot
from constructions.cells import arrangement
from constructions.certificate import NotFound
from constructions.polygons import Box, Corners, corners

Number = Any
START, ACTIVATED, UNDER_SIGMA, AFFINE, UNDER_AFFINE = "start", "range sigma", "sigma", "range h", "h"


@dataclass(frozen=True)
class Step:
    """One set: where `network` chooses class j, within `within` (forms g >= 0), or the image of that.

    `how` is one of the five names above and `layer` the k it speaks of.  When `image` is given, as
    (matrix A, vector c), the set is {A u + c : u in the region of `network`}, a set of a larger space.
    """

    how: str
    layer: int
    network: Network
    j: int
    within: tuple[Vector, ...] = ()
    image: tuple[Matrix, Vector] | None = None

    @property
    def dimension(self) -> int:
        """The dimension of the space the set lies in."""
        return self.network.input_dim if self.image is None else len(self.image[1])

    def place(self, u: Vector) -> Vector:
        """The point of the set that belongs to the input u of `network`."""
        if self.image is None:
            return u
        return tuple(dot(row, u, c) for row, c in zip(*self.image, strict=True))

    def contains(self, u: Vector) -> bool:
        """Whether the point that belongs to u is in the set."""
        inside = all(Constraint(form, False).holds(u) for form in self.within)
        return inside and self.network.contains(u, self.j)


@dataclass(frozen=True)
class Part:
    """A convex piece of a step: closed walls between pieces, and the strict and closed sides of the set."""

    walls: tuple[Vector, ...]
    margins: tuple[Vector, ...]
    within: tuple[Vector, ...]
    corners: Corners = field(default=())

    def contains(self, u: Vector) -> bool:
        """Whether u satisfies every side."""
        closed = all(Constraint(form, False).holds(u) for form in (*self.walls, *self.within))
        return closed and all(Constraint(form, True).holds(u) for form in self.margins)


def steps(network: Network, field: Field, j: int) -> Iterator[Step]:
    """From V_j to C_j, but for steps that change nothing (a range that is everything, h the identity)."""
    for k in range(len(network.layers), 0, -1):
        layer, tail = network.layers[k - 1], network.layers[k:]
        d, n = len(layer.weight[0]), len(layer.bias)
        if not tail:
            yield Step(START, k, Network(d, (layer,)), j)
            continue
        bounds = _range(layer.activation, n, field)
        if bounds:
            yield Step(ACTIVATED, k, Network(n, tail), j, bounds)
        unit, zero = _unit(field, n), (number(field, 0),) * n
        if not layer.activation.is_identity():
            yield Step(UNDER_SIGMA, k, Network(n, (Layer(unit, zero, layer.activation), *tail)), j)
        basis = independent_columns(layer.weight)
        if 0 < len(basis) < n:
            matrix = tuple(tuple(row[c] for c in basis) for row in layer.weight)
            inner = Layer(matrix, layer.bias, layer.activation)
            yield Step(AFFINE, k, Network(len(basis), (inner, *tail)), j, image=(matrix, layer.bias))
        if (layer.weight, layer.bias) != (unit, zero):
            yield Step(UNDER_AFFINE, k, Network(d, (layer, *tail)), j)


def parts(step: Step, field: Field, box: Box) -> list[Part]:
    """The convex pieces, with interior, of a step within a box of its space, with corners in 1-D and 2-D.

    Corners are in the coordinates of `step.network`; `step.place` sends them to the space of the step.
    """
    if isinstance(field, ParametricField) or not step.network.is_piecewise_linear():
        raise NotFound("corners exist for piecewise linear networks without a parameter only")
    frame = _frame(step, field, box)
    found = arrangement(step.network, field, (*step.within, *frame))
    given = len(step.within) + len(frame)
    outer = bounding(step, field, box) if step.network.input_dim <= 2 else ()
    pieces = []
    for cell in found.cells:
        walls = tuple(side.form for side in cell.constraints[given:])
        margins = cell.margins(step.j)
        if any(all(c == 0 for c in form[:-1]) and form[-1] <= 0 for form in margins):
            continue
        where = corners(outer, (*step.within, *frame, *walls, *margins)) if outer else ()
        if where or not outer:
            pieces.append(Part(walls, margins, step.within, where))
    return pieces


def independent_columns(matrix: Matrix) -> list[int]:
    """The first columns that span the column space."""
    rows, chosen = [list(row) for row in matrix], list[int]()
    for c in range(len(matrix[0])):
        r = len(chosen)
        pivot = next((i for i in range(r, len(rows)) if rows[i][c] != 0), None)
        if pivot is None:
            continue
        rows[r], rows[pivot] = rows[pivot], rows[r]
        for i in range(r + 1, len(rows)):
            factor = rows[i][c] / rows[r][c]
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[r], strict=True)]
        chosen.append(c)
    return chosen


def number(field: Field, x: Fraction | int) -> Number:
    """A rational as an element of the field."""
    return field.decode(str(Fraction(x)), "")


def _unit(field: Field, n: int) -> Matrix:
    return tuple(tuple(number(field, int(i == k)) for k in range(n)) for i in range(n))


def _range(sigma: Activation, n: int, field: Field) -> tuple[Vector, ...]:
    """The range of sigma on R^n as forms g >= 0; none when it is all of R^n."""
    values = [sigma(t) for t in sigma.breakpoints] or [sigma(number(field, 0))]
    rise = (-_slope(sigma.pieces[0]), _slope(sigma.pieces[-1]))
    if all(_slope(piece) == 0 for piece in sigma.pieces):
        raise NotFound("a constant activation: its range has no interior")
    forms: list[Vector] = []
    for axis in _unit(field, n):
        if not any(s < 0 for s in rise):
            forms.append((*axis, -min(values)))
        if not any(s > 0 for s in rise):
            forms.append((*(-c for c in axis), max(values)))
    return tuple(forms)


def _slope(piece: Piece) -> Number:
    return (*piece.top, 0, 0)[1]


def _frame(step: Step, field: Field, box: Box) -> tuple[Vector, ...]:
    """The box, as forms g >= 0 in the coordinates of the step's network."""
    matrix, shift = step.image or (_unit(field, step.dimension), (number(field, 0),) * step.dimension)
    forms: list[Vector] = []
    for row, c, (lo, hi) in zip(matrix, shift, box, strict=True):
        if any(x != 0 for x in row):
            forms.append((*row, c - number(field, lo)))
            forms.append((*(-x for x in row), number(field, hi) - c))
    return tuple(forms)


def bounding(step: Step, field: Field, box: Box) -> Box:
    """A box, in the coordinates of the step's network, that holds all that lands in the given box."""
    if step.image is None:
        return tuple((number(field, lo), number(field, hi)) for lo, hi in box)
    if step.network.input_dim > 1:
        return ()
    low: list[Number] = []
    high: list[Number] = []
    for slope, c in _frame(step, field, box):
        (low if slope > 0 else high).append(-c / slope)
    return ((max(low), min(high)),)
