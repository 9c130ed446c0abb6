"""Convex cells of the plane edge to edge: vertices, edges, and cells as cycles of both."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy

from constructions.geometry.growing import Bools, Growing, Ints
from constructions.geometry.integer_network import Signs
from constructions.geometry.points import Points, Triple, lines_of
from constructions.geometry.sign_bits import Words, packed, some, unpacked


@dataclass(frozen=True)
class Outline:
    """A domain as integer lines, corners, and cells: cycles of (corner, line of the edge to the next one).

    artificial: the lines that only help to describe an unbounded domain.
    """

    lines: tuple[Triple, ...]
    corners: tuple[tuple[Triple, tuple[int, int]], ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]
    artificial: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class Cycles:
    """Cells as cycles, one behind the other: vertices, and for each the edge to the next one.

    size: the lengths of the cycles; owner: a number that each cell carries; plus, minus: for each cell the
    functions that are positive, negative, at some of its vertices.
    """

    vertex: Ints
    edge: Ints
    size: Ints
    owner: Ints
    plus: Words
    minus: Words

    @property
    def start(self) -> Ints:
        """Where each cycle begins."""
        found: Ints = numpy.cumsum(self.size) - self.size
        return found

    def chosen(self, which: Bools) -> Cycles:
        """Some of the cells."""
        if which.all():
            return self
        inside = numpy.repeat(which, self.size)
        return Cycles(
            self.vertex[inside], self.edge[inside], self.size[which], self.owner[which],
            self.plus[which], self.minus[which],
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Cuts:
    """What a cut leaves: signs on the new cells (0: identically zero), and the old cell of each.

    plus, minus: the signs at all vertices, as bits; ends: for each new vertex the ends of the edge it cut.
    """

    signs: Signs
    owner: Ints
    plus: Words
    minus: Words
    ends: Ints

    def zero_everywhere(self) -> Bools:
        """The vertices at which all the functions vanish."""
        return ~some(self.plus | self.minus)

    def at_vertices(self) -> Signs:
        """The signs of the first function at the vertices."""
        return unpacked(self.plus, 1)[:, 0] - unpacked(self.minus, 1)[:, 0]


@dataclass(frozen=True, eq=False)
class Table:
    """An array of rows."""

    view: Ints


class Mesh:
    """Vertices, edges (ends and line) and cells."""

    def __init__(self, outline: Outline, most_cells: int) -> None:
        self.points, self.most_cells, self.artificial = Points(), most_cells, outline.artificial
        self.points.add_lines(lines_of(list(outline.lines)))
        self.points.add_corners([c for c, _ in outline.corners], [m for _, m in outline.corners])
        self.domain_corners = len(outline.corners)
        edges: dict[tuple[int, int], tuple[int, int]] = {}
        vertices, sides = [], []
        for cycle in outline.cells:
            for (corner, line), (end, _) in pairwise((*cycle, cycle[0])):
                key = (min(corner, end), max(corner, end))
                vertices.append(corner)
                sides.append(edges.setdefault(key, (len(edges), line))[0])
        table = [(*key, line) for key, (_, line) in edges.items()]
        self.ends = Growing(numpy.asarray(table, dtype=numpy.int64), by_columns=True)  # a, b, line
        size = numpy.asarray([len(c) for c in outline.cells], dtype=numpy.int64)
        none = packed(numpy.zeros((len(size), 1), dtype=bool))
        self._neighbours: Ints | None = None
        self.cycles = Cycles(
            numpy.asarray(vertices), numpy.asarray(sides), size, numpy.arange(len(size)), none, none
        )

    @property
    def cells(self) -> int:
        """The number of cells."""
        return len(self.cycles.size)

    @property
    def lengths(self) -> Table:
        """The number of corners of each cell."""
        return Table(self.cycles.size)

    @property
    def edges(self) -> Table:
        """For each edge its ends, its line, and the cells beside it, -1 where there is none."""
        if self._neighbours is None:
            cycles = self.cycles
            cell = numpy.repeat(numpy.arange(self.cells), cycles.size)
            table = numpy.full((self.ends.size, 5), -1, order="F")
            table[:, :3] = self.ends.view
            table[cycles.edge[::-1], 3] = cell[::-1]  # the first cell that has the edge, and the last
            table[cycles.edge, 4] = cell
            table[table[:, 3] == table[:, 4], 4] = -1
            self._neighbours = table
        return Table(self._neighbours)

    @property
    def corners(self) -> Table:
        """The cycles of vertices as rows of one length, filled with 0."""
        size = self.cycles.size
        used = numpy.arange(int(size.max())) < size[:, None]
        table = numpy.zeros(used.shape, dtype=numpy.int64)
        table[used] = self.cycles.vertex
        return Table(table)

    def ring(self, cell: int) -> Ints:
        """The corners of one cell, in order."""
        start = int(self.cycles.size[:cell].sum())
        return self.cycles.vertex[start : start + int(self.cycles.size[cell])]

    def at_all_corners(self, flags: Bools) -> Bools:
        """Which cells have the flag (or each of a row of flags) at all of their corners."""
        found: Bools = numpy.logical_and.reduceat(flags[self.cycles.vertex], self.cycles.start, axis=0)
        return found

    def cell_of_vertices(self) -> Ints:
        """Some cell at each vertex."""
        found = numpy.zeros(self.points.xyw.size, dtype=numpy.int64)
        found[self.cycles.vertex] = numpy.repeat(numpy.arange(self.cells), self.cycles.size)
        return found
