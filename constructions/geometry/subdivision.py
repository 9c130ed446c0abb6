"""A convex domain of the plane, divided into convex polygons edge to edge by continuous functions.

The units of a piecewise linear network are continuous, so the sign of a unit at a vertex does not depend on
the cell it is computed in, and two cells that share an edge cut it at the same point.  Hence the subdivision
stays edge to edge: neighbours are known without comparing coordinates.  Only a function that takes both signs
in a cell cuts it; a vertex where the function vanishes is an end of the cut, never perturbed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

from constructions.geometry.growing import Bools, Growing, Ints
from constructions.geometry.integer_network import Signs
from constructions.geometry.integers import Integers, TooLarge
from constructions.geometry.points import Points, Triple, lines_of

_BLOCK = 1 << 15  # entries of the blocks in which signs are computed: they stay in the cache


@dataclass(frozen=True)
class Outline:
    """A domain as integer lines, corners, and cells: cycles of (corner, line of the edge to the next one).

    artificial: the lines that only help to describe an unbounded domain.
    """

    lines: tuple[Triple, ...]
    corners: tuple[tuple[Triple, tuple[int, int]], ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]
    artificial: frozenset[int] = frozenset()


class Subdivision:
    """Vertices, edges (ends, line, the cells on both sides or -1), cells (cycles of vertices and edges)."""

    def __init__(self, outline: Outline, most_cells: int) -> None:
        self.points, self.most_cells, self.artificial = Points(), most_cells, outline.artificial
        self.points.add_lines(lines_of(list(outline.lines)))
        self.points.add_corners([c for c, _ in outline.corners], [m for _, m in outline.corners])
        edges: dict[tuple[int, int], list[int]] = {}
        width = max(map(len, outline.cells))
        vertices = numpy.zeros((len(outline.cells), width), dtype=numpy.int64)
        sides = numpy.zeros_like(vertices)
        for cell, cycle in enumerate(outline.cells):
            for i, (corner, line) in enumerate(cycle):
                end = cycle[(i + 1) % len(cycle)][0]
                key = (min(corner, end), max(corner, end))
                entry = edges.setdefault(key, [len(edges), line])
                entry.append(cell)
                vertices[cell, i], sides[cell, i] = corner, entry[0]
        table = [(*key, line, *(*cells, -1)[:2]) for key, (_, line, *cells) in edges.items()]
        self.edges = Growing(
            numpy.asarray(table, dtype=numpy.int64), by_columns=True
        )  # a, b, line, left, right
        self.corners, self.sides = Growing(vertices), Growing(sides)
        self.lengths = Growing(numpy.asarray([len(c) for c in outline.cells], dtype=numpy.int64))

    @property
    def cells(self) -> int:
        """The number of cells."""
        return self.lengths.size

    def used(self) -> Bools:
        """Which entries of `corners` and `sides` are in use."""
        found: Bools = numpy.arange(self.corners.view.shape[1]) < self.lengths.view[:, None]
        return found

    def cell_of_vertices(self) -> Ints:
        """Some cell at each vertex."""
        found = numpy.zeros(self.points.xyw.size, dtype=numpy.int64)
        cells, places = numpy.nonzero(self.used())
        found[self.corners.view[cells, places]] = cells
        return found

    def cut(self, forms: Integers) -> tuple[Signs, Ints, Signs]:
        """Cut every cell by the zeros of its forms, of shape (cells, 3, n).

        The forms of one column are one continuous function.  Signs on the new cells (0: identically zero),
        the old cell of each new one, and the signs at the vertices.
        """
        return _Cut(self, forms).run()


class _Cut:
    """One layer's worth of cuts, column by column."""

    def __init__(self, mesh: Subdivision, forms: Integers) -> None:
        self.mesh, self.points, self.forms = mesh, mesh.points, forms
        self.floats = forms.approximate()
        self.weights = numpy.abs(self.floats).sum(axis=1).max(axis=1, initial=0.0)
        self.owner = Growing(numpy.arange(mesh.cells))
        cells = mesh.cell_of_vertices()
        n = forms.shape[2]
        block = max(1, _BLOCK // max(n, 1))
        signs = numpy.zeros((len(cells), n), dtype=numpy.int8)
        for start in range(0, len(cells), block):
            these = numpy.arange(start, min(start + block, len(cells)))
            signs[these] = self.points.signs(these, forms, self.floats, self.weights, cells[these], None)
        self.signs = Growing(signs, by_columns=True)

    def run(self) -> tuple[Signs, Ints, Signs]:
        for column in range(self.forms.shape[2]):
            self._cut(column)
        return self._cell_signs(), self.owner.view, self.signs.view

    def _cell_signs(self) -> Signs:
        """All corners of a cell have the same sign or zero, once every column has cut."""
        signs, mesh = numpy.ascontiguousarray(self.signs.view), self.mesh
        total = numpy.zeros((mesh.cells, signs.shape[1]), dtype=numpy.int8)
        for k in range(mesh.corners.view.shape[1]):
            rows = numpy.nonzero(mesh.lengths.view > k)[0]
            found = signs[mesh.corners.view[rows, k]]
            if len(rows) == mesh.cells:
                total |= found
            else:
                total[rows] |= found
        return total  # 0 | 1 = 1 and 0 | -1 = -1

    def _cut(self, column: int) -> None:
        mesh = self.mesh
        sign = self.signs.view[:, column]
        if not len(sign) or sign.min() >= 0 or sign.max() <= 0:
            return
        edges = mesh.edges.view
        crossed = numpy.nonzero(sign[edges[:, 0]] * sign[edges[:, 1]] < 0)[0]
        touched = edges[crossed, 3:].ravel()
        hit = numpy.zeros(mesh.cells, dtype=bool)
        hit[touched[touched >= 0]] = True
        cells = numpy.nonzero(hit)[0]
        if (sign == 0).any():
            cells = self._through_vertices(sign, cells)
        if not len(cells):
            return
        if mesh.cells + len(cells) > mesh.most_cells:
            raise TooLarge(f"more than {mesh.most_cells} cells", mesh.cells)
        owners = self.owner.view[cells]
        lines = self.points.add_lines(self.forms.each(lambda part: part[owners, :, column]))
        line_of = numpy.zeros(mesh.cells, dtype=numpy.int64)
        line_of[cells] = lines
        new, halves = self._cut_edges(crossed, column, line_of)
        self._cut_cells(cells, lines, crossed, new, halves, column)

    def _through_vertices(self, sign: Signs, cells: Ints) -> Ints:
        """All cells in which the function takes both signs."""
        mesh = self.mesh
        at = sign[mesh.corners.view]
        at[~mesh.used()] = 0
        both = (at.max(axis=1) > 0) & (at.min(axis=1) < 0)
        return numpy.nonzero(both)[0]

    def _cut_edges(self, crossed: Ints, column: int, line_of: Ints) -> tuple[Ints, Ints]:
        """New vertices on the crossed edges, with their signs, and the numbers of the second halves."""
        mesh = self.mesh
        a, b, line, left, right = mesh.edges.view[crossed].T
        cell = numpy.where(left >= 0, left, right)
        new = self.points.add_meets(line_of[cell], line, a, b)
        # A function linear on the edge: the ends decide, unless their signs are opposite.
        at_a, at_b = self.signs.view[a], self.signs.view[b]
        signs = at_a | at_b
        opposite = at_a * at_b < 0
        signs[opposite] = 0
        rows, columns = numpy.nonzero(opposite)
        later = columns > column
        rows, columns = rows[later], columns[later]
        if len(rows):
            owners = self.owner.view[cell[rows]]
            signs[rows, columns] = self.points.signs(
                new[rows], self.forms, self.floats, self.weights, owners, columns
            )
        self.signs.append(signs)
        halves = numpy.arange(mesh.edges.size, mesh.edges.size + len(crossed))
        mesh.edges.append_columns(new, b, line, left, right)
        return new, halves

    def _cut_cells(
        self, cells: Ints, lines: Ints, crossed: Ints, new: Ints, halves: Ints, column: int
    ) -> None:
        mesh = self.mesh
        count, width = len(cells), mesh.corners.view.shape[1]
        corners, sides = mesh.corners.view[cells], mesh.sides.view[cells]
        length = mesh.lengths.view[cells]
        cut = numpy.full(mesh.edges.size, -1)
        cut[crossed] = numpy.arange(len(crossed))
        which = cut[sides]
        is_cut = (which >= 0) & (numpy.arange(width) < length[:, None])
        place = numpy.arange(width) + numpy.cumsum(is_cut, axis=1) - is_cut
        rows = numpy.arange(count)[:, None]
        ring, ring_sides = numpy.zeros((2, count, width + 2), dtype=numpy.int64)
        forward = mesh.edges.view[sides, 0] == corners
        ring[rows, place] = corners
        row, at = numpy.nonzero(is_cut)
        edge, half = sides[row, at], halves[which[row, at]]
        along = forward[row, at]
        ring_sides[rows, place] = sides
        ring_sides[row, place[row, at]] = numpy.where(along, edge, half)
        ring[row, place[row, at] + 1] = new[which[row, at]]
        ring_sides[row, place[row, at] + 1] = numpy.where(along, half, edge)
        mesh.edges.view[crossed, 1] = new
        length = length + is_cut.sum(axis=1)
        zero = (self.signs.view[:, column][ring] == 0) & (numpy.arange(width + 2) < length[:, None])
        ends = numpy.nonzero(zero)[1].reshape(count, 2)
        self._replace(cells, lines, ring, ring_sides, length, ends)

    def _replace(
        self, cells: Ints, lines: Ints, ring: Ints, ring_sides: Ints, length: Ints, ends: Ints
    ) -> None:
        """Each ring becomes two cells, from its first zero to the second and on to the first again."""
        mesh, count = self.mesh, len(cells)
        first, second = ends.T
        rows = numpy.arange(count)
        number = numpy.empty((2, count), dtype=numpy.int64)
        number[0] = second - first + 1
        number[1] = length - number[0] + 2
        width = max(int(number.max()), mesh.corners.view.shape[1])
        steps = numpy.arange(width)
        chords = numpy.arange(mesh.edges.size, mesh.edges.size + count)
        others = numpy.arange(mesh.cells, mesh.cells + count)
        mesh.edges.append_columns(ring[rows, first], ring[rows, second], lines, cells, others)
        for table in (mesh.corners, mesh.sides):
            table.widen(width)
        index = ends.T[:, :, None] + steps
        index -= length[:, None] * (index >= length[:, None])
        numpy.minimum(index, ring.shape[1] - 1, out=index)  # beyond the end of a row: never read
        corners, sides = ring[rows[:, None], index], ring_sides[rows[:, None], index]
        sides[0, rows, number[0] - 1] = chords
        sides[1, rows, number[1] - 1] = chords
        mesh.corners.view[cells], mesh.sides.view[cells] = corners[0], sides[0]
        mesh.lengths.view[cells] = number[0]
        mesh.corners.append(corners[1])
        mesh.sides.append(sides[1])
        mesh.lengths.append(number[1])
        self.owner.append(self.owner.view[cells])
        row, at = numpy.nonzero(steps < (number[1] - 1)[:, None])
        edge = sides[1, row, at]
        edges = mesh.edges.view
        left = edges[edge, 3] == cells[row]
        edges[edge[left], 3] = others[row[left]]
        edges[edge[~left], 4] = others[row[~left]]
