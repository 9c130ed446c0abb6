"""One layer's cuts of the cells of a mesh: first all edges, then the cells in rounds.

A round cuts each cell by the first function that still takes both signs in it; so the number of array
operations grows with the depth of the cuts and not with the number of units.
"""

from __future__ import annotations

from dataclasses import replace

import numpy

from constructions.geometry.growing import Bools, Growing, Ints
from constructions.geometry.integers import UNIT, TooLarge
from constructions.geometry.mesh import Cycles, Mesh
from constructions.geometry.root_integers import Tensor
from constructions.geometry.sign_bits import Words, bit, lowest, packed, some, unpacked, without

_BLOCK = 1 << 15  # entries of the blocks in which signs are computed: they stay in the cache
_COARSE = 0.01  # a ratio known less well than this is not used


class Cut:
    """One layer's worth of cuts."""

    def __init__(self, mesh: Mesh, forms: Tensor) -> None:
        self.mesh, self.points, self.forms, self.n = mesh, mesh.points, forms, forms.shape[2]
        self.floats = forms.approximate()
        self.weights = forms.weights(self.floats)
        self.born: list[Ints] = []
        self._line_of = numpy.full(
            mesh.cells * self.n, -1, dtype=numpy.int32
        )  # of each form, once it is needed
        cells = mesh.cell_of_vertices()
        step = max(1, _BLOCK // max(self.n, 1))
        plus, minus = [], []
        for start in range(0, len(cells), step):
            these = numpy.arange(start, min(start + step, len(cells)))
            signs = self.points.signs(these, forms, self.floats, self.weights, cells[these], None)
            plus.append(packed(signs > 0))
            minus.append(packed(signs < 0))
        self.plus, self.minus = Growing(numpy.concatenate(plus)), Growing(numpy.concatenate(minus))

    def run(self) -> Cycles:
        """All cells, cut."""
        every = replace(self.mesh.cycles, owner=numpy.arange(self.mesh.cells))
        every = self._with_signs(every.vertex, every.edge, every.size, every.owner)
        pending = some(every.plus & every.minus)
        if not pending.any():
            return every
        done, todo = [every.chosen(~pending)], self._cut_edges(every.chosen(pending))
        count = len(every.size)
        while len(todo.size):
            if count + len(todo.size) > self.mesh.most_cells:
                raise TooLarge(f"more than {self.mesh.most_cells} cells", count)
            count += len(todo.size)
            todo = self._halves(todo)
            pending = some(todo.plus & todo.minus)
            if not pending.any():
                done.append(todo)
                break
            done.append(todo.chosen(~pending))
            todo = todo.chosen(pending)
        return Cycles(*(numpy.concatenate([getattr(part, name) for part in done]) for name in _FIELDS))

    def _with_signs(self, vertex: Ints, edge: Ints, size: Ints, owner: Ints) -> Cycles:
        start = numpy.cumsum(size) - size
        plus = numpy.bitwise_or.reduceat(self.plus.view[vertex], start, axis=0)
        minus = numpy.bitwise_or.reduceat(self.minus.view[vertex], start, axis=0)
        return Cycles(vertex, edge, size, owner, plus, minus)

    def _lines(self, cells: Ints, columns: Ints) -> Ints:
        """The numbers of the lines where these forms vanish."""
        keys = cells * self.n + columns
        missing = keys[self._line_of[keys] < 0]
        if len(missing):
            order = numpy.arange(len(missing))
            self._line_of[missing] = order
            once = missing[self._line_of[missing] == order]  # of equal keys the last one
            which, unit = numpy.divmod(once, self.n)
            self._line_of[once] = self.points.add_lines(self.forms.each(lambda part: part[which, :, unit]))
        found: Ints = self._line_of[keys]
        return found

    def _crossed(self, edges: Ints) -> Words:
        """The functions with opposite signs at the ends."""
        a, b = self.mesh.ends.view[edges, 0], self.mesh.ends.view[edges, 1]
        plus, minus = self.plus.view, self.minus.view
        found: Words = (plus[a] & minus[b]) | (minus[a] & plus[b])
        return found

    def _chains(self, edges: Ints, cells: Ints) -> tuple[Ints, Ints]:
        """Cut edges at every zero: all pieces, edge after edge from its first end, and how many each has.

        cells: for each edge an old cell whose forms hold on it.
        """
        crossed = self._crossed(edges)
        touched = numpy.nonzero(some(crossed))[0]
        count = numpy.ones(len(edges), dtype=numpy.int64)
        if not len(touched):
            return edges, count
        rows, units = numpy.nonzero(unpacked(crossed[touched], self.n))
        known, order = self._order(edges[touched], cells[touched], rows, units)
        parts = []
        if known.any():
            order = order[known[rows[order]]]
            at, rank = touched[known], numpy.cumsum(known) - 1
            found = self._cut_in_order(edges[at], cells[at], crossed[at], rank[rows[order]], units[order])
            parts.append((at, *found))
        if not known.all():
            at = touched[~known]
            parts.append((at, *self._cut_one_by_one(edges[at], cells[at])))
        for at, _, number in parts:
            count[at] = number
        start = numpy.cumsum(count) - count
        pieces = numpy.repeat(edges, count)
        for at, some_pieces, number in parts:
            pieces[_runs(start[at], number)] = some_pieces
        return pieces, count

    def _order(self, edges: Ints, cells: Ints, rows: Ints, units: Ints) -> tuple[Bools, Ints]:
        """Of which edges floats know the order of the zeros, and the zeros (row, unit) in that order.

        On the edge from a to b the zero of f moves with |f(a)| / |f(b)|, whatever the scale of a and b.
        """
        a, b = self.mesh.ends.view[edges[rows], 0], self.mesh.ends.view[edges[rows], 1]
        known = numpy.ones(len(edges), dtype=bool)
        if len(rows) == len(edges):
            return known, numpy.arange(len(rows))
        with numpy.errstate(all="ignore"):
            value, bound = self.points.values(a, self.forms, self.floats, self.weights, cells[rows], units)
            ratio, error = numpy.abs(value), bound / numpy.abs(value)
            value, bound = self.points.values(b, self.forms, self.floats, self.weights, cells[rows], units)
            ratio, error = ratio / numpy.abs(value), error + bound / numpy.abs(value)
            error = 1.01 * error + 4 * UNIT
            order = numpy.lexsort((ratio, rows))
            row, ratio, error = rows[order], ratio[order], error[order]
            apart = (ratio * (1 + error))[:-1] < (ratio * (1 - error))[1:]
            apart &= (error[:-1] < _COARSE) & (error[1:] < _COARSE)
        known[row[1:][(row[1:] == row[:-1]) & ~apart]] = False
        return known, order

    def _cut_in_order(
        self, edges: Ints, cells: Ints, crossed: Words, rows: Ints, units: Ints
    ) -> tuple[Ints, Ints]:
        """The chains of edges all of whose zeros are given, edge after edge and in order."""
        mesh = self.mesh
        a, b, line = mesh.ends.view[edges[rows]].T
        new = self.points.add_meets(self._lines(cells[rows], units), line, a, b)
        self.born.append(numpy.stack([a, b], axis=1))
        count = numpy.bincount(rows, minlength=len(edges))
        first = numpy.cumsum(count) - count
        own = numpy.zeros((len(rows), crossed.shape[1]), dtype=numpy.uint64)
        own[numpy.arange(len(rows)), units >> 6] = numpy.uint64(1) << (units & 63).astype(numpy.uint64)
        # Before this zero those that have had theirs, with the sign that they have at b; else that at a.
        passed = numpy.bitwise_xor.accumulate(own, axis=0) ^ own
        passed ^= passed[first[rows]]
        ahead = crossed[rows] ^ passed ^ own
        for signs in (self.plus, self.minus):
            at_a, at_b = signs.view[a], signs.view[b]
            signs.append(((at_a | at_b) & ~crossed[rows]) | (at_a & ahead) | (at_b & passed))
        halves = numpy.arange(mesh.ends.size, mesh.ends.size + len(rows))
        last = numpy.ones(len(rows), dtype=bool)
        last[:-1] = rows[1:] != rows[:-1]
        end = numpy.append(new[1:], 0)
        end[last] = b[last]
        mesh.ends.append_columns(new, end, line)
        mesh.ends.view[edges, 1] = new[first]
        pieces = numpy.empty(len(edges) + len(rows), dtype=numpy.int64)
        place = numpy.arange(len(rows)) + rows + 1
        pieces[place] = halves
        pieces[first + numpy.arange(len(edges))] = edges
        return pieces, count + 1

    def _cut_one_by_one(self, edges: Ints, cells: Ints) -> tuple[Ints, Ints]:
        """The same for any edges: each by one of its functions, then the halves, with exact signs."""
        pieces, group = edges, numpy.arange(len(edges))
        todo = group
        while True:
            crossed = self._crossed(pieces[todo])
            found = some(crossed)
            todo, crossed = todo[found], crossed[found]
            if not len(todo):
                return pieces, numpy.bincount(group, minlength=len(edges))
            new = self._cut_at(pieces[todo], cells[group[todo]], crossed)
            count = numpy.ones(len(pieces), dtype=numpy.int64)
            count[todo] = 2
            start = numpy.cumsum(count) - count
            pieces, group = numpy.repeat(pieces, count), numpy.repeat(group, count)
            todo = start[todo]
            pieces[todo + 1] = new
            todo = numpy.concatenate([todo, todo + 1])

    def _cut_at(self, edges: Ints, cells: Ints, crossed: Words) -> Ints:
        """Cut each edge by the first of the functions that cross it; the numbers of the second halves."""
        mesh, columns = self.mesh, lowest(crossed)
        a, b, line = mesh.ends.view[edges].T
        new = self.points.add_meets(self._lines(cells, columns), line, a, b)
        self.born.append(numpy.stack([a, b], axis=1))
        # A function linear on the edge: the ends decide, unless their signs are opposite.
        plus = (self.plus.view[a] | self.plus.view[b]) & ~crossed
        minus = (self.minus.view[a] | self.minus.view[b]) & ~crossed
        rows, units = numpy.nonzero(unpacked(without(crossed, columns), self.n))
        if len(rows):
            signs = self.points.signs(new[rows], self.forms, self.floats, self.weights, cells[rows], units)
            for words, sign in ((plus, 1), (minus, -1)):
                flags = numpy.zeros((len(edges), self.n), dtype=bool)
                flags[rows[signs == sign], units[signs == sign]] = True
                numpy.bitwise_or(words, packed(flags), out=words)
        self.plus.append(plus)
        self.minus.append(minus)
        halves = numpy.arange(mesh.ends.size, mesh.ends.size + len(edges))
        mesh.ends.append_columns(new, b, line)
        mesh.ends.view[edges, 1] = new
        return halves

    def _cut_edges(self, cells: Cycles) -> Cycles:
        """Put the zeros of all functions on the edges of these cells."""
        cell_of = numpy.full(self.mesh.ends.size, -1)
        cell_of[cells.edge] = numpy.repeat(cells.owner, cells.size)
        edges = numpy.nonzero(cell_of >= 0)[0]
        edges = edges[some(self._crossed(edges))]
        forward = self.mesh.ends.view[cells.edge, 0] == cells.vertex
        pieces, count = self._chains(edges, cell_of[edges])
        ends = self.mesh.ends.view
        # Edges that are not cut are pieces too; each chain once forth and once back, then vertex by vertex.
        number, start = numpy.ones(len(cell_of), dtype=numpy.int64), numpy.arange(len(cell_of))
        number[edges], start[edges] = count, len(cell_of) + numpy.cumsum(count) - count
        pieces = numpy.concatenate([numpy.arange(len(cell_of)), pieces])
        count = number[cells.edge]
        begin = start[cells.edge]
        begin = numpy.where(forward, begin, 2 * len(pieces) - begin - count)
        index = _runs(begin, count)
        edge = numpy.concatenate([pieces, pieces[::-1]])[index]
        vertex = numpy.concatenate([ends[pieces, 0], ends[pieces[::-1], 1]])[index]
        return replace(cells, vertex=vertex, edge=edge, size=numpy.add.reduceat(count, cells.start))

    def _halves(self, cells: Cycles) -> Cycles:
        """Every cell cut in two by the first function that takes both signs in it."""
        mesh, start, size = self.mesh, cells.start, cells.size
        columns = lowest(cells.plus & cells.minus)
        zero = ~bit(self.plus.view | self.minus.view, cells.vertex, numpy.repeat(columns, size))
        first, second = numpy.nonzero(zero)[0].reshape(-1, 2).T
        chords = numpy.arange(mesh.ends.size, mesh.ends.size + len(size))
        lines = self._lines(cells.owner, columns)
        mesh.ends.append_columns(cells.vertex[first], cells.vertex[second], lines)
        pieces, count = self._chains(chords, cells.owner)
        ends, turned = mesh.ends.view, pieces[::-1]
        edge = numpy.concatenate([cells.edge, turned, pieces])
        vertex = numpy.concatenate([cells.vertex, ends[turned, 1], ends[pieces, 0]])
        # From the first zero to the second and back along the chord; from the second on, and forth along it.
        after = numpy.cumsum(count)
        back, forth = len(cells.edge) + len(pieces) - after, len(cells.edge) + len(pieces) + after - count
        half = second - first
        begins = numpy.stack([first, back, second, start, forth], axis=1)
        counts = numpy.stack([half, count, start + size - second, first - start, count], axis=1)
        index = _runs(begins.ravel(), counts.ravel())
        sizes = numpy.stack([half + count, size - half + count], axis=1).ravel()
        return self._with_signs(vertex[index], edge[index], sizes, numpy.repeat(cells.owner, 2))


_FIELDS = ("vertex", "edge", "size", "owner", "plus", "minus")


def _runs(begin: Ints, count: Ints) -> Ints:
    """begin[0], begin[0] + 1, ..., count[0] of them; then count[1] from begin[1] on; and so forth."""
    after = numpy.cumsum(count)
    found: Ints = numpy.repeat(begin - after + count, count)
    found += numpy.arange(len(found))
    return found
