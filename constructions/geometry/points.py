"""Points of the plane as meets of two integer lines, with floats that know their error, and exact signs.

A line is an integer triple (a, b, c), the zero set of a X + b Y + c W; a point is homogeneous, W > 0, or
W = 0 for a direction.  Both are kept as floats with a proven bound on their error; a sign that the bound
leaves open is found from the integers.  Since a point is always the meet of two lines that the network gives,
exact numbers do not grow as cells are cut again and again.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import numpy

from constructions.geometry.growing import Bools, Growing, Ints
from constructions.geometry.integer_network import Signs
from constructions.geometry.integers import EXACT, UNIT, Floats, Integers, integers
from constructions.geometry.root_integers import Tensor, rounded

Triple = tuple[Any, Any, Any]  # integers, or numbers of Z[sqrt d]
_COARSE = 2.0**-24  # a point known less well than this is computed exactly and rounded
_NEXT, _LAST = numpy.asarray([1, 2, 0]), numpy.asarray([2, 0, 1])
_SAFETY = 1.0001  # covers the rounding of the bounds themselves


class Points:
    """All lines and points of a subdivision; `exact` counts the decisions that floats left open."""

    def __init__(self) -> None:
        self.lines = Growing(numpy.zeros((0, 3)))
        self.line_error = Growing(numpy.zeros(0))
        self._blocks: list[Tensor] = []
        self._starts: list[int] = []
        self.xyw = Growing(numpy.zeros((0, 3)))
        self.error = Growing(numpy.zeros(0))  # of each coordinate, absolute
        self.size = Growing(numpy.zeros(0))  # the largest coordinate
        self.meets = Growing(numpy.zeros((0, 2), dtype=numpy.int64))
        self.exact_points: dict[int, Triple] = {}
        self._has_directions = False
        self.exact = 0

    def add_lines(self, triples: Tensor) -> Ints:
        """New lines from a tensor of shape (k, 3); their numbers."""
        start = self.lines.size
        floats, error = triples.approximate(), numpy.zeros(len(triples.digits[0]))
        if len(triples.digits) > 1:
            size = triples.magnitude().max(axis=1)
            largest = numpy.abs(floats).max(axis=1)
            largest[largest == 0] = size[largest == 0]
            floats = floats / largest[:, None]
            error = triples.relative_error * (size / largest) * _SAFETY + UNIT
        self.lines.append(floats)
        self.line_error.append(error)
        self._blocks.append(triples)
        self._starts.append(start)
        return numpy.arange(start, self.lines.size)

    def line(self, number: int) -> Triple:
        """A line as integers."""
        block = bisect_right(self._starts, number) - 1
        a, b, c = self._blocks[block].exact(number - self._starts[block])
        return a, b, c

    def add_meets(self, first: Ints, second: Ints, a: Ints, b: Ints) -> Ints:
        """New points, where line `first` cuts the open edge from point a to point b of line `second`."""
        p, q = self.lines.view[first], self.lines.view[second]
        errors = self.line_error.view[first] + self.line_error.view[second]
        left, right = p[:, _NEXT] * q[:, _LAST], p[:, _LAST] * q[:, _NEXT]
        cross = left - right
        most = (numpy.abs(left) + numpy.abs(right)).max(axis=1)
        is_exact = (errors == 0) & (most < EXACT)
        error = numpy.where(is_exact, 0.0, most * (errors + 4 * UNIT) * _SAFETY)
        size = numpy.abs(cross).max(axis=1)
        side, least = cross[:, 2], error
        # On the way from a to b: W > 0, or between two directions less than a straight angle apart.
        at_infinity = self._at_infinity(a, b)
        if at_infinity.any():
            ends = self.xyw.view
            along = (ends[a] / self.size.view[a, None] + ends[b] / self.size.view[b, None])[:, :2]
            side = numpy.where(at_infinity, (cross[:, :2] * along).sum(axis=1), side)
            least = numpy.where(at_infinity, 4 * error + 8 * UNIT * size, error)
        unsure = (error > _COARSE * size) | (size < 2.0**-400) | (numpy.abs(side) <= least)
        new = numpy.arange(self.xyw.size, self.xyw.size + len(first))
        flipped = cross * (1.0 - 2.0 * (side < 0))[:, None]
        flipped[at_infinity, 2] = 0.0
        self._append(flipped, error, size, first, second)
        for i in numpy.nonzero(unsure)[0].tolist():
            self._settle(int(new[i]), int(a[i]), int(b[i]))
        return new

    def add_corners(self, corners: list[Triple], lines: list[tuple[int, int]]) -> Ints:
        """The points of the domain, given as integers, with two lines through each."""
        new = numpy.arange(self.xyw.size, self.xyw.size + len(corners))
        zero, (first, second) = numpy.zeros((len(corners), 3)), numpy.asarray(lines, dtype=numpy.int64).T
        self._append(zero, zero[:, 0], zero[:, 0], first, second)
        self._has_directions = any(corner[2] == 0 for corner in corners)
        for i, corner in zip(new.tolist(), corners, strict=True):
            self._place(i, corner)
        return new

    def _at_infinity(self, a: Ints, b: Ints) -> Bools:
        """Whether both ends of each edge are directions."""
        if not self._has_directions:
            return numpy.zeros(len(a), dtype=bool)
        w = self.xyw.view[:, 2]
        found: Bools = (w[a] == 0) & (w[b] == 0)
        return found

    def _append(self, xyw: Floats, error: Floats, size: Floats, first: Ints, second: Ints) -> None:
        self.xyw.append(xyw)
        self.error.append(error)
        self.size.append(size)
        self.meets.append_columns(first, second)

    def _settle(self, point: int, a: int, b: int) -> None:
        """A new point that floats know badly: its integers, on the side of the edge's ends."""
        self.exact += 1
        x, y, w = _cross(*(self.line(int(n)) for n in self.meets.view[point]))
        p, q = self.point(a), self.point(b)
        # Between directions p and q: s p + t q with s, t > 0 iff p, x turn the way p, q do.
        at_infinity = p[2] == q[2] == 0
        turn = (p[0] * q[1] - p[1] * q[0]) * (p[0] * y - p[1] * x) if at_infinity else w
        self._place(point, (x, y, w) if turn > 0 else (-x, -y, -w))

    def _place(self, point: int, exact: Triple) -> None:
        self.exact_points[point] = exact
        fits = all(isinstance(c, int) and abs(c) <= EXACT for c in exact)
        self.xyw.view[point] = floats = [float(c) for c in exact] if fits else rounded(exact)
        self.size.view[point] = max(map(abs, floats))
        self.error.view[point] = 0.0 if fits else 4 * UNIT * max(map(abs, floats))

    def point(self, number: int) -> Triple:
        """A point as integers with W >= 0."""
        if number in self.exact_points:
            return self.exact_points[number]
        x, y, w = _cross(*(self.line(int(n)) for n in self.meets.view[number]))
        # Its floats are known well: the largest of them has the right sign.
        floats = self.xyw.view[number]
        k = int(numpy.abs(floats).argmax())
        found = (x, y, w) if ((x, y, w)[k] > 0) == (floats[k] > 0) else (-x, -y, -w)
        self.exact_points[number] = found
        return found

    def signs(
        self, points: Ints, forms: Tensor, floats: Floats, weights: Floats, cells: Ints, units: Ints | None
    ) -> Signs:
        """The sign of the forms of cells[i] at points[i]: of all of them, or of units[i] alone.

        forms has shape (cells, 3, n), `floats` are its approximations, and `weights` bounds the sum of the
        coefficients' sizes for each cell; the signs have shape (k, n) or (k,).
        """
        chosen = floats[cells] if units is None else floats[cells, :, units][:, :, None]
        value, relative = self._at(points, forms, chosen)
        bound = weights[cells] * relative
        if len(forms.digits) == 1:
            bound[(self.error.view[points] == 0) & (weights[cells] * self.size.view[points] < EXACT)] = -1.0
        signs = (value > 0).view(numpy.int8) - (value < 0).view(numpy.int8)
        rows, columns = numpy.nonzero(numpy.abs(value) <= bound[:, None])
        if len(rows):
            self._decide(signs, rows, columns, value, relative, points, forms, chosen, cells, units)
        return signs if units is None else signs[:, 0]

    def values(
        self, points: Ints, forms: Tensor, floats: Floats, weights: Floats, cells: Ints, units: Ints
    ) -> tuple[Floats, Floats]:
        """The value of form units[i] of cells[i] at points[i], as a float, and a bound on its error."""
        value, relative = self._at(points, forms, floats[cells, :, units][:, :, None])
        return value[:, 0], weights[cells] * relative

    def _at(self, points: Ints, forms: Tensor, chosen: Floats) -> tuple[Floats, Floats]:
        """Values of shape (k, n), and the bound on their errors over the sum of the coefficients' sizes."""
        xyw = self.xyw.view[points]
        value = xyw[:, :1] * chosen[:, 0]
        value += xyw[:, 1:2] * chosen[:, 1]
        value += xyw[:, 2:] * chosen[:, 2]
        size, error = self.size.view[points], self.error.view[points]
        return value, (error + size * (forms.relative_error + 8 * UNIT)) * _SAFETY

    def _decide(
        self, signs: Signs, rows: Ints, columns: Ints, value: Floats, relative: Floats,
        points: Ints, forms: Tensor, chosen: Floats, cells: Ints, units: Ints | None,
    ) -> None:  # fmt: skip
        """Those signs that the bound for the whole cell leaves open: by their own bound, else by integers."""
        which = columns if units is None else units[rows]
        own = forms.each(lambda part: part[cells[rows], :, which])
        weight = own.magnitude().sum(axis=1)
        unsure = (numpy.abs(value[rows, columns]) <= weight * relative[rows]) & (weight > 0)
        signs[rows[weight == 0], columns[weight == 0]] = 0
        rows, columns, which = rows[unsure], columns[unsure], which[unsure]
        self.exact += len(rows)
        triples = forms.exact((cells[rows], slice(None), which))
        for i, c, (p, q, r), point in zip(rows, columns, triples, points[rows].tolist(), strict=True):
            x, y, w = self.point(point)
            total = p * x + q * y + r * w
            signs[i, c] = (total > 0) - (total < 0)


def _cross(p: Triple, q: Triple) -> Triple:
    return p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]


def lines_of(triples: list[Triple]) -> Integers:
    """Lines as a tensor."""
    return integers(triples)
