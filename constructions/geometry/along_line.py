"""A network along a line, exactly: every breakpoint, the classes in between, through any input dimension.

With x = A + t (B - A) each unit is a linear form a t + c on each piece found so far; it changes sign within
the piece iff its signs at the two ends are opposite, and then at t = -c / a.  All pieces and units of a layer
are treated at once.  Points of the line are homogeneous pairs (T, W), W >= 0: a ray is no special case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key, partial
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.geometry.integer_network import Forms, IntegerNetwork, Signs, subspace
from constructions.geometry.integers import UNIT, Floats
from constructions.geometry.pooling import pool
from constructions.geometry.root_integers import RootInteger, RootIntegers, Tensor, ratio, rounded

Ints = NDArray[numpy.intp]
Pair = tuple[Any, Any]  # integers, or numbers of Z[sqrt r]


@dataclass(frozen=True)
class Ends:
    """Points (T, W) of the line: exact integers, and floats of size at most 1 with a bound on their error."""

    exact: tuple[Pair, ...]
    floats: Floats
    error: Floats

    def value(self, i: int) -> Any:
        """The parameter t of point i, a `Fraction` or a `Surd`; None for an infinite one."""
        top, bottom = self.exact[i]
        return ratio(top, bottom) if bottom else None


@dataclass(frozen=True)
class Line:
    """The pieces of a network along a line or segment, cut where a unit or the leading class changes.

    breakpoints: every t, a `Fraction` or a `Surd`, at which a hidden unit changes its piece, or a pooling
    unit the inputs that are its maximum, increasing.  kinks: those at which the network is not affine.
    cuts: all ends of pieces, the domain's (None when infinite) included.
    winners: for each piece between cuts, the classes that attain the maximum there; at_cuts: the same at
    the cuts themselves (at an infinite end: in that direction).
    """

    breakpoints: tuple[Any, ...]
    kinks: tuple[Any, ...]
    cuts: tuple[Any, ...]
    winners: tuple[frozenset[int], ...]
    at_cuts: tuple[frozenset[int], ...]
    fallbacks: int

    @property
    def pieces(self) -> int:
        """The number of maximal intervals on which every hidden unit keeps its pattern."""
        return len(self.breakpoints) + 1

    def components(self, j: int) -> int:
        """The number of components of the decision region of class j (from 0), open in the segment."""
        count, inside = 0, False
        for i, winners in enumerate(self.winners):
            joined = inside and self.at_cuts[i] == {j}
            if winners == {j} and not joined:
                count += 1
            inside = winners == {j}
        return count


class _Cells:
    """The pieces found so far: their ends, in order."""

    def __init__(self, lo: Pair, hi: Pair) -> None:
        self.fallbacks = 0
        self.ends = _ends([lo, hi])

    def keep(self, start: NDArray[numpy.bool_]) -> None:
        """Join each piece that does not start anew to the one before it."""
        kept = [*numpy.nonzero(start)[0].tolist(), len(start)]
        ends = self.ends
        self.ends = Ends(tuple(ends.exact[i] for i in kept), ends.floats[kept], ends.error[kept])

    def split(self, forms: Tensor) -> tuple[Signs, Ints]:
        """Cut every piece where one of its forms (pieces, 2, n) changes sign.

        The sign of each form on each new piece (0: identically zero), and the old piece it lies in.
        """
        left, right = self._signs(forms, 0), self._signs(forms, 1)
        cell, unit = numpy.nonzero(left * right < 0)
        old = len(left)
        inside = numpy.where(left != 0, left, right)
        if not any(w for _, w in self.ends.exact):  # no finite end: a constant vanishes at both
            inside = numpy.where(
                inside != 0, inside, numpy.sign(forms.approximate()[:, 1]).astype(numpy.int8)
            )
        if not len(cell):
            return inside, numpy.arange(old)
        points, order = self._sorted(forms, cell, unit)
        new_ends, owner, first = [], [], []
        group = numpy.empty(len(cell), dtype=numpy.intp)  # the new end that each change of sign falls on
        at = 0
        inner: list[list[Pair]] = [[] for _ in range(old)]
        for i in order:
            c = int(cell[i])
            if not inner[c] or not _same(inner[c][-1], points[i]):
                inner[c].append(points[i])
            group[i] = len(inner[c]) - 1
        for c in range(old):
            first.append(at)
            new_ends.append(self.ends.exact[c])
            new_ends.extend(inner[c])
            owner.extend([c] * (len(inner[c]) + 1))
            at += len(inner[c]) + 1
        new_ends.append(self.ends.exact[-1])
        owners = numpy.asarray(owner, dtype=numpy.intp)
        signs = inside[owners]
        # Beyond its change a unit has the sign of the right end.
        start = numpy.asarray(first, dtype=numpy.intp)[cell] + group + 1
        stop = numpy.asarray([*first, at], dtype=numpy.intp)[cell + 1]
        rows = numpy.arange(len(owners))[:, None]
        beyond = (rows >= start) & (rows < stop)
        where, which = numpy.nonzero(beyond)
        signs[where, unit[which]] = right[cell[which], unit[which]]
        self.ends = _ends(new_ends)
        return signs, owners

    def _signs(self, forms: Tensor, side: int) -> Signs:
        """The sign of each form at the left (0) or right (1) end of its piece."""
        n = len(self.ends.exact) - 1
        points, error = self.ends.floats[side : n + side], self.ends.error[side : n + side]
        floats = forms.approximate()
        value = floats[:, 0] * points[:, :1] + floats[:, 1] * points[:, 1:]
        size = forms.magnitude().sum(axis=1)
        bound = size * (1.0001 * (error + forms.relative_error + 4 * UNIT))[:, None]
        signs: Signs = numpy.sign(value).astype(numpy.int8)
        open_pairs = numpy.nonzero((numpy.abs(value) <= bound) & (size > 0))
        self.fallbacks += len(open_pairs[0])
        if len(open_pairs[0]):
            cells, units = open_pairs
            tops, constants = forms.exact((cells, 0, units)), forms.exact((cells, 1, units))
            exact = [
                _sign(a * self.ends.exact[i + side][0] + c * self.ends.exact[i + side][1])
                for i, a, c in zip(cells.tolist(), tops, constants, strict=True)
            ]
            signs[open_pairs] = exact
        return signs

    def _sorted(self, forms: Tensor, cell: Ints, unit: Ints) -> tuple[list[Pair], list[int]]:
        """The zeros -c / a as pairs, and their order by piece and then along the line."""
        tops, bottoms = forms.exact((cell, 1, unit)), forms.exact((cell, 0, unit))
        points = [(-c, a) if a > 0 else (c, -a) for c, a in zip(tops, bottoms, strict=True)]
        if isinstance(forms, RootIntegers):  # by exact comparisons alone
            ranked = sorted(range(len(cell)), key=cmp_to_key(partial(_compare, cell.tolist(), points)))
            self.fallbacks += len(ranked)
            return points, ranked
        near = numpy.asarray([c / a for c, a in points])
        order = numpy.lexsort((near, cell))
        # Python divides integers correctly rounded, so floats that differ are in the right order.
        equal = (numpy.diff(near[order]) == 0) & (numpy.diff(cell[order]) == 0)
        found: list[int] = order.tolist()
        for i in numpy.nonzero(equal)[0].tolist():
            self.fallbacks += 1
            k = i + 1
            while k > 0 and _out_of_order(cell, points, found[k - 1], found[k]):
                found[k], found[k - 1] = found[k - 1], found[k]
                k -= 1
        return points, found


def _less(p: Pair, q: Pair) -> bool:
    return bool(p[0] * q[1] < q[0] * p[1])


def _compare(cell: list[int], points: list[Pair], i: int, k: int) -> int:
    if cell[i] != cell[k]:
        return cell[i] - cell[k]
    return _less(points[k], points[i]) - _less(points[i], points[k])


def _out_of_order(cell: Ints, points: list[Pair], i: int, k: int) -> bool:
    return bool(cell[i] == cell[k]) and _less(points[k], points[i])


def _same(p: Pair, q: Pair) -> bool:
    return bool(p[0] * q[1] == q[0] * p[1])


def _sign(x: Any) -> int:
    return int(x > 0) - int(x < 0)


def _ends(exact: Sequence[Pair]) -> Ends:
    """Points with their floats, each correctly rounded over a number near the larger of the two."""
    if any(isinstance(x, RootInteger) for pair in exact for x in pair):
        floats = numpy.asarray([rounded(pair) for pair in exact])
        return Ends(tuple(exact), floats, numpy.full(len(exact), 4 * UNIT))
    size = [max(abs(t), w) for t, w in exact]
    floats = numpy.asarray([(t / m, w / m) for (t, w), m in zip(exact, size, strict=True)])
    return Ends(tuple(exact), floats, numpy.full(len(exact), UNIT))


def restrict(network: IntegerNetwork, a: Sequence[Any], b: Sequence[Any], infinite: bool = False) -> Line:
    """The network on the segment from a (t = 0) to b (t = 1), or on the whole line through them.

    a and b are points of the input space, a != b.
    """
    start = subspace([[y - x for x, y in zip(a, b, strict=True)]], a)
    cells = _Cells((-1, 0), (1, 0)) if infinite else _Cells((0, 1), (1, 1))
    forms = network.first(start)
    for k in range(len(network.layers) - 1):
        forms = _advance(network, k, forms, cells)
    breakpoints = cells.ends.exact[1:-1]
    kinks = [t for t, p, q in zip(breakpoints, *_neighbours(forms), strict=True) if p != q]
    winners, at_cuts = _winners(cells, forms)
    cuts = tuple(cells.ends.value(i) for i in range(len(cells.ends.exact)))
    return Line(_quotients(breakpoints), _quotients(kinks), cuts, winners, at_cuts, cells.fallbacks)


def _advance(network: IntegerNetwork, k: int, forms: Forms, cells: _Cells) -> Forms:
    """The pieces cut by layer k and its pooling; the pre-activations of layer k + 1."""
    layer, count = network.layers[k], len(cells.ends.exact) - 1
    patterns, owner = numpy.zeros((count, layer.width), dtype=numpy.int8), numpy.arange(count)
    if layer.breakpoints:
        signs, owner = cells.split(network.breakpoint_forms(k, forms).values)
        patterns = network.patterns(k, signs)
    if layer.pool is None:
        return network.following(k, forms, patterns, owner)
    features, parent, winners = pool(network.features(k, forms, patterns, owner), layer.pool, cells.split)
    # Where a later input is the larger one, an earlier comparison divides nothing: the pieces join again.
    start = numpy.ones(len(parent), dtype=bool)
    start[1:] = (parent[1:] != parent[:-1]) | (winners[1:] != winners[:-1]).any(axis=1)
    cells.keep(start)
    return network.affine(k + 1, features.take(numpy.nonzero(start)[0]))


def _quotients(points: Sequence[Pair]) -> tuple[Any, ...]:
    return tuple(ratio(t, w) for t, w in points)


def _neighbours(forms: Forms) -> tuple[Any, Any]:
    rows = forms.values.exact()
    return rows[:-1], rows[1:]


def _winners(cells: _Cells, forms: Forms) -> tuple[tuple[frozenset[int], ...], tuple[frozenset[int], ...]]:
    """The classes at the maximum on each piece and at each cut, after cutting where the leader changes."""
    values = forms.values
    cell_count, _, classes = values.shape
    inside = numpy.zeros((cell_count, classes), dtype=bool)
    inside[:, 0] = True
    for k in range(1, classes):
        leader = inside.argmax(axis=1)
        rows = numpy.arange(len(inside))
        best = values.each(lambda part, r=rows, c=leader: part[r, :, c][..., None])
        signs, owner = cells.split(values[:, :, k : k + 1].minus(best))
        values, inside = values[owner], inside[owner]
        inside[signs[:, 0] > 0] = False
        inside[signs[:, 0] >= 0, k] = True
    rows = values.exact()
    at_cuts = [_at_point(cells.ends.exact[i], rows[max(i - 1, 0)]) for i in range(len(inside) + 1)]
    return _named(inside), tuple(at_cuts)


def _named(inside: NDArray[numpy.bool_]) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(numpy.nonzero(row)[0].tolist()) for row in inside)


def _at_point(point: Pair, piece: Any) -> frozenset[int]:
    """The classes at the maximum at a cut, by the forms of a piece beside it."""
    (slopes, constants), (t, w) = piece, point
    at = [a * t + c * w for a, c in zip(slopes, constants, strict=True)]
    most = max(at)
    return frozenset(k for k, value in enumerate(at) if value == most)
