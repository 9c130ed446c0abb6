"""A polyhedral subdivision in any dimension as its faces of every dimension, cut by continuous functions.

A face of dimension k knows its faces of dimension k - 1 (an edge its two ends).  A function that is linear on
every cell cuts a face iff it takes both signs at its vertices; then the face becomes two, with a new face of
dimension k - 1 between them (Edelsbrunner, Algorithms in Combinatorial Geometry, 1987, Chapter 7).  As the
function is continuous, cells that share a face cut it alike, so the subdivision stays face to face.

Vertices are primitive integer vectors (X_1, ..., X_d, W) with W >= 0, and W = 0 for directions.
"""

from __future__ import annotations

from copy import copy
from typing import Any

import numpy

from constructions.geometry.growing import Bools, Growing, Ints
from constructions.geometry.integer_network import Signs
from constructions.geometry.integers import UNIT, Floats, TooLarge
from constructions.geometry.root_integers import Tensor, primitive, rounded

Vector = tuple[Any, ...]  # integers, or numbers of Z[sqrt r]
_BLOCK = 1 << 15


class FaceLattice:
    """All faces; `face[k]`, `sub[k]` list the pairs (face of dimension k >= 2, its face of dimension k - 1).

    home[k]: some cell around each face of dimension k, by its number when the last cut began.  artificial,
    at_infinity: of the faces of dimension d - 1.
    """

    def __init__(self, vertices: list[Vector], faces: list[list[tuple[int, ...]]], most_cells: int) -> None:
        """faces[k]: the faces of dimension k >= 1 as tuples of vertices, each convex hull a face."""
        self.d, self.most_cells, self.exact = len(faces) - 1, most_cells, 0
        self.vertices = list(vertices)
        self.floats = Growing(_floats(self.vertices))
        self.ends = Growing(numpy.asarray(faces[1], dtype=numpy.int64).reshape(-1, 2))
        self.face, self.sub = dict[int, Growing](), dict[int, Growing]()
        for k in range(2, self.d + 1):
            smaller = {frozenset(f): i for i, f in enumerate(faces[k - 1])}
            pairs = [(i, n) for i, f in enumerate(faces[k]) for g, n in smaller.items() if g.issubset(f)]
            table = numpy.asarray(pairs, dtype=numpy.int64)
            self.face[k], self.sub[k] = Growing(table[:, 0]), Growing(table[:, 1])
        self.count = [len(vertices), *(len(level) for level in faces[1:])]
        none = numpy.zeros(self.count[self.d - 1], dtype=bool)
        self.artificial, self.at_infinity = Growing(none), Growing(none)
        self.home: list[Growing] = []

    def pairs(self, k: int) -> tuple[Ints, Ints]:
        """The incidences of dimension k with k - 1."""
        if k > 1:
            return self.face[k].view, self.sub[k].view
        return numpy.repeat(numpy.arange(self.count[1]), 2), self.ends.view.ravel()

    def cut(self, forms: Tensor) -> tuple[Signs, Ints, Signs]:
        """Cut every cell by the zeros of its forms, of shape (cells, d + 1, n).

        Signs on the new cells, the old cell of each new one, and the signs at the vertices.
        """
        self.home = [Growing(numpy.zeros(n, dtype=numpy.int64)) for n in self.count]
        self.home[self.d] = Growing(numpy.arange(self.count[self.d]))
        for k in range(self.d, 0, -1):
            face, sub = self.pairs(k)
            self.home[k - 1].view[sub] = self.home[k].view[face]
        return _Cut(self, forms).run()

    def all_below(self, flags: Any) -> list[Any]:
        """For each dimension, which faces have all their vertices in `flags` (an array over vertices)."""
        found = [flags]
        for k in range(1, self.d + 1):
            face, sub = self.pairs(k)
            level = numpy.ones((self.count[k], *flags.shape[1:]), dtype=bool)
            if flags.ndim == 1:
                level[face[~found[-1][sub]]] = False
            else:
                for column in range(flags.shape[1]):
                    level[face[~found[-1][sub, column]], column] = False
            found.append(level)
        return found

    def restricted(self, cells: Bools) -> FaceLattice:
        """Some of the cells with all their faces, numbered afresh."""
        kept = [numpy.zeros(n, dtype=bool) for n in self.count]
        kept[self.d] = cells
        for k in range(self.d, 0, -1):
            face, sub = self.pairs(k)
            kept[k - 1][sub[kept[k][face]]] = True
        number = [numpy.cumsum(level) - 1 for level in kept]
        found = copy(self)
        found.count = [int(level.sum()) for level in kept]
        found.vertices = [v for v, keep in zip(self.vertices, kept[0], strict=True) if keep]
        found.floats = Growing(self.floats.view[kept[0]])
        found.ends = Growing(number[0][self.ends.view[kept[1]]])
        found.face, found.sub = {}, {}
        for k in range(2, self.d + 1):
            face, sub = self.pairs(k)
            both = kept[k][face]
            found.face[k], found.sub[k] = Growing(number[k][face[both]]), Growing(number[k - 1][sub[both]])
        walls = kept[self.d - 1]
        found.artificial = Growing(self.artificial.view[walls])
        found.at_infinity = Growing(self.at_infinity.view[walls])
        return found

    def sides(self) -> tuple[Ints, Ints]:
        """The faces of dimension d - 1 between two cells, and those two cells."""
        face, sub = (self.face[self.d].view, self.sub[self.d].view) if self.d > 1 else self.pairs(1)
        order = numpy.argsort(sub, kind="stable")
        face, sub = face[order], sub[order]
        inner = numpy.nonzero(sub[1:] == sub[:-1])[0]
        return sub[inner], numpy.stack([face[inner], face[inner + 1]], axis=1)


class _Cut:
    """One layer's worth of cuts, column by column."""

    def __init__(self, mesh: FaceLattice, forms: Tensor) -> None:
        self.mesh, self.forms, self.approximate = mesh, forms, forms.approximate()
        self.weights = forms.magnitude().sum(axis=1)
        n, count = forms.shape[2], mesh.count[0]
        signs = numpy.zeros((count, n), dtype=numpy.int8)
        cells, step = mesh.home[0].view, max(1, _BLOCK // max(n, 1))
        for start in range(0, count, step):
            these = numpy.arange(start, min(start + step, count))
            signs[these] = self._signs(these, cells[these])
        self.signs = Growing(signs, by_columns=True)
        self.cell_signs = Growing(numpy.zeros((mesh.count[mesh.d], n), dtype=numpy.int8))

    def run(self) -> tuple[Signs, Ints, Signs]:
        for column in range(self.forms.shape[2]):
            self._cut(column)
        return self.cell_signs.view, self.mesh.home[self.mesh.d].view, self.signs.view

    def _signs(self, points: Ints, cells: Ints, units: Ints | None = None) -> Signs:
        """The signs of the forms of cells[i] at points[i], all or units[i] alone; integers settle them."""
        at = self.mesh.floats.view[points]
        chosen = self.approximate[cells] if units is None else self.approximate[cells, :, units][:, :, None]
        weight = (self.weights[cells] if units is None else self.weights[cells, units][:, None]) * 1.0001
        value = numpy.zeros((len(points), chosen.shape[2]))
        for i in range(at.shape[1]):
            value += at[:, i, None] * chosen[:, i]
        error = self.forms.relative_error + (2 * at.shape[1] + 6) * UNIT
        signs = (value > 0).view(numpy.int8) - (value < 0).view(numpy.int8)
        rows, columns = numpy.nonzero((numpy.abs(value) <= weight * error) & (weight > 0))
        exact = self._exact(points[rows], cells[rows], columns if units is None else units[rows])
        self.mesh.exact += len(rows)
        signs[rows, columns] = [(x > 0) - (x < 0) for x in exact]
        return signs if units is None else signs[:, 0]

    def _exact(self, points: Ints, cells: Ints, columns: Ints) -> list[Any]:
        """The exact values, up to the denominator of the forms."""
        rows = self.forms.exact((cells, slice(None), columns))
        at = (self.mesh.vertices[p] for p in points.tolist())
        return [sum(a * x for a, x in zip(row, v, strict=True)) for row, v in zip(rows, at, strict=True)]

    def _cut(self, column: int) -> None:
        mesh, d = self.mesh, self.mesh.d
        sign = numpy.ascontiguousarray(self.signs.view[:, column])
        plus, minus = [sign > 0], [sign < 0]
        for k in range(1, d + 1):
            face, sub = mesh.pairs(k)
            for flags in (plus, minus):
                level = numpy.zeros(mesh.count[k], dtype=bool)
                level[face[flags[k - 1][sub]]] = True
                flags.append(level)
        self.cell_signs.view[:, column] = plus[d].astype(numpy.int8) - minus[d]
        both = [p & m for p, m in zip(plus, minus, strict=True)]
        parts = [numpy.nonzero(b)[0] for b in both]
        if not len(parts[d]):
            return
        if mesh.count[d] + len(parts[d]) > mesh.most_cells:
            raise TooLarge(f"more than {mesh.most_cells} cells", mesh.count[d])
        self._split(column, plus, minus, both, parts)

    def _split(
        self, column: int, plus: list[Bools], minus: list[Bools], both: list[Bools], parts: list[Ints]
    ) -> None:
        """Every face that takes both signs becomes its positive part, a new negative part and their wall."""
        mesh, d = self.mesh, self.mesh.d
        sizes = [len(p) for p in parts]
        negative, wall = [], []  # for each face that is cut: the numbers of its negative part and its wall
        for k in range(d + 1):
            negative.append(_numbers(mesh.count[k], parts[k], mesh.count[k]))
            if k:
                wall.append(_numbers(mesh.count[k], parts[k], mesh.count[k - 1] + sizes[k - 1]))
        wall.insert(0, wall[0][:0])
        changes = [self._changes(k, plus, minus, both, negative, wall) for k in range(2, d + 1)]
        self._cut_edges(column, parts[1], plus, negative[1], wall[1])
        for k in range(1, d + 1):
            mesh.home[k].append(mesh.home[k].view[parts[k]])
            if k == d - 1:
                for flags in (mesh.artificial, mesh.at_infinity):
                    flags.append(flags.view[parts[k]])
                    flags.append(numpy.zeros(sizes[d], dtype=bool))
            if k < d:
                mesh.home[k].append(mesh.home[k + 1].view[parts[k + 1]])
        if d == 1:
            self._flag_points(sizes)
        for k, (moved, to, new, below) in enumerate(changes, 2):
            mesh.face[k].view[moved] = to
            mesh.face[k].append(new[0])
            mesh.sub[k].append(new[1])
            if k == 2:
                order = numpy.argsort(below[0], kind="stable")
                mesh.ends.append(below[1][order].reshape(-1, 2))
            else:
                mesh.face[k - 1].append(below[0])
                mesh.sub[k - 1].append(below[1])
        self.cell_signs.append(self.cell_signs.view[parts[d]])
        cells = self.cell_signs.view
        cells[parts[d], column], cells[mesh.count[d] :, column] = 1, -1
        for k in range(d + 1):
            mesh.count[k] += (sizes[k] if k else 0) + (sizes[k + 1] if k < d else 0)

    def _flag_points(self, sizes: list[int]) -> None:
        for flags in (self.mesh.artificial, self.mesh.at_infinity):
            flags.append(numpy.zeros(sizes[1], dtype=bool))

    def _changes(
        self,
        k: int,
        plus: list[Bools],
        minus: list[Bools],
        both: list[Bools],
        negative: list[Ints],
        wall: list[Ints],
    ) -> tuple[Any, Any, tuple[Ints, Ints], tuple[Ints, Ints]]:
        """For dimension k: pairs that move to the negative part, where to, new pairs, pairs of the walls."""
        mesh = self.mesh
        face, sub = mesh.pairs(k)
        hit = numpy.nonzero(both[k][face])[0]
        f, s = face[hit], sub[hit]
        is_cut = both[k - 1][s]
        moved = minus[k - 1][s] & ~is_cut
        f_cut, s_cut = f[is_cut], s[is_cut]
        cells = numpy.nonzero(both[k])[0]
        new_face = [negative[k][f_cut], cells, negative[k][cells]]
        new_sub = [negative[k - 1][s_cut], wall[k][cells], wall[k][cells]]
        # A positive side that touches the zeros in dimension k - 2 does so in one of its faces.
        small_face, small_sub = mesh.pairs(k - 1)
        zero = ~(plus[k - 2] | minus[k - 2])[small_sub] & (plus[k - 1] & ~minus[k - 1])[small_face]
        touch = numpy.full(mesh.count[k - 1], -1)
        touch[small_face[zero]] = small_sub[zero]
        touching = numpy.nonzero(~is_cut & (touch[s] >= 0))[0]
        below_face = numpy.concatenate([wall[k][f_cut], wall[k][f[touching]]])
        below_sub = numpy.concatenate([wall[k - 1][s_cut], touch[s[touching]]])
        return (
            hit[moved],
            negative[k][f[moved]],
            (numpy.concatenate(new_face), numpy.concatenate(new_sub)),
            (below_face, below_sub),
        )

    def _cut_edges(self, column: int, edges: Ints, plus: list[Bools], negative: Ints, wall: Ints) -> None:
        """New vertices, as positive combinations of the ends of their edges, and their signs."""
        mesh = self.mesh
        first, second = mesh.ends.view[edges].T
        up, down = numpy.where(plus[0][first], (first, second), (second, first))
        home = mesh.home[1].view[edges]
        units = numpy.full(len(edges), column)
        high, low = self._exact(up, home, units), self._exact(down, home, units)
        for a, b, p, q in zip(up.tolist(), down.tolist(), high, low, strict=True):
            new = [p * y - q * x for x, y in zip(mesh.vertices[a], mesh.vertices[b], strict=True)]
            mesh.vertices.append(primitive(new))
        start = mesh.count[0]
        points = numpy.arange(start, start + len(edges))
        mesh.floats.append(_floats(mesh.vertices[start:]) if len(edges) else numpy.zeros((0, mesh.d + 1)))
        mesh.home[0].append(home)
        mesh.ends.view[edges] = numpy.stack([up, points], axis=1)
        mesh.ends.append(numpy.stack([down, points], axis=1))
        at_up, at_down = self.signs.view[up], self.signs.view[down]
        signs = at_up | at_down
        opposite = at_up * at_down < 0
        signs[opposite] = 0
        opposite[:, : column + 1] = False
        rows, columns = numpy.nonzero(opposite)
        signs[rows, columns] = self._signs(points[rows], home[rows], columns)
        self.signs.append(signs)


def _numbers(count: int, chosen: Ints, start: int) -> Ints:
    """An array over faces with consecutive numbers at the chosen ones."""
    found = numpy.full(count, -1)
    found[chosen] = numpy.arange(start, start + len(chosen))
    return found


def _floats(vertices: list[Vector]) -> Floats:
    """Each vertex over a number near its largest coordinate, correctly rounded."""
    try:
        return numpy.asarray([[x / size for x in v] for v in vertices for size in [max(map(abs, v))]])
    except TypeError:  # not all are integers
        return numpy.asarray([rounded(v) for v in vertices])
