"""All regions of a piecewise linear network on the plane, or a convex part of it, exactly.

*Activation regions* are the cells with interior on which every hidden unit keeps its sign (against each
breakpoint of its activation; identically zero is one sign).  *Linear regions* are unions of them, joined
through edges, on which the network is one affine function; *affine pieces* are the different functions.  C_j
is where f_j is greater than every other output; two cells of C_j are joined through an edge when f_j is
greater on the open edge.  (An open set that holds a vertex holds the edges at it nearby: edges are enough.)
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.geometry.growing import Bools, Ints, component_labels
from constructions.geometry.integer_network import Forms, IntegerNetwork, Signs, Unsupported, whole
from constructions.geometry.integers import Integers
from constructions.geometry.subdivision import Outline, Subdivision

MOST_CELLS = 2_000_000


@dataclass(frozen=True, eq=False)
class Ties:
    """A set of classes that share the maximum: components of the cells and number of edges where they do."""

    classes: tuple[int, ...]
    components: int
    edges: int


@dataclass(frozen=True, eq=False)
class PlaneRegions:
    """The counts, and the subdivision behind them, in which each cell lies in one class or tie.

    activation, linear: for each cell of `mesh` its activation region and its linear region, from 0.
    winners: (cells, classes), whether the class attains the maximum on the cell; component: for each cell
    the number of its component among those of its class, or -1 in a tie.
    """

    activation_regions: int
    linear_regions: int
    affine_pieces: int
    vertices: int
    edges: int
    components: tuple[int, ...]
    ties: tuple[Ties, ...]
    exact_fallbacks: int
    mesh: Subdivision
    activation: Ints
    linear: Ints
    winners: Bools
    vertex_winners: Bools
    component: Ints

    def corners(self, cell: int) -> list[tuple[int, int, int]]:
        """The corners of a cell as integers (X, Y, W); W = 0 for a direction."""
        n = int(self.mesh.lengths.view[cell])
        return [self.mesh.points.point(int(v)) for v in self.mesh.corners.view[cell, :n]]

    def area(self, cell: int) -> Fraction | None:
        """The exact area of a cell; None when it is unbounded."""
        ring = self.corners(cell)
        if any(w == 0 for _, _, w in ring):
            return None
        points = [(Fraction(x, w), Fraction(y, w)) for x, y, w in ring]
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        return abs(sum((p[0] * q[1] - p[1] * q[0] for p, q in pairs), Fraction(0))) / 2

    def area_of_class(self, j: int) -> Fraction | None:
        """The exact area of C_j; None when it is unbounded.

        The sum of p x q / 2 along its border: where two of its cells meet, their terms cancel, so that the
        common denominator grows with the border and not with the cells.
        """
        mesh, inside = self.mesh, numpy.append(self._alone(j), False)  # the last: no cell, number -1
        cells, places = numpy.nonzero(mesh.used() & inside[:-1, None])
        edges = mesh.edges.view[mesh.sides.view[cells, places]]
        other = numpy.where(edges[:, 3] == cells, edges[:, 4], edges[:, 3])
        border = ~inside[other]
        cells, places = cells[border], places[border]
        following = (places + 1) % mesh.lengths.view[cells]
        chain = dict[int, list[int]]()
        for a, b in zip(mesh.corners.view[cells, places], mesh.corners.view[cells, following], strict=True):
            chain.setdefault(int(a), []).append(int(b))
        total = Fraction(0)
        while chain:  # along the border, so that the terms of one line add up to a short one
            at = next(iter(chain))
            while at in chain:
                (x, y, w), end = mesh.points.point(at), chain[at].pop()
                p, q, r = mesh.points.point(end)
                if w == 0 or r == 0:
                    return None
                total += Fraction(x * q - y * p, w * r)
                if not chain[at]:
                    del chain[at]
                at = end
        return abs(total) / 2

    def _alone(self, j: int) -> Bools:
        found: Bools = self.winners[:, j] & (self.winners.sum(axis=1) == 1)
        return found


def plane_regions(
    network: IntegerNetwork, outline: Outline, start: Forms | None = None, most_cells: int = MOST_CELLS
) -> PlaneRegions:
    """The regions within a domain; `start` gives the inputs as forms in two variables, for a slice.

    `TooLarge` when there are more than `most_cells` cells.
    """
    start = start or whole(network.input_dim)
    if start.values.shape[1] != 3:
        raise Unsupported(
            f"a plane has 2 coordinates; the network has {network.input_dim} inputs: give a slice"
        )
    return _counted(*refine(network, outline, start, most_cells, bool(outline.artificial)))


def refine(
    network: IntegerNetwork, outline: Outline, start: Forms, most_cells: int, keep_signs: bool
) -> tuple[Subdivision, Integers, list[Signs]]:
    """The activation regions, but for artificial edges between them; the outputs and the signs on the cells.

    The signs are a list over the hidden layers, empty unless they are to be kept.
    """
    mesh = Subdivision(outline, most_cells)
    forms, _, kept = pass_through(network, mesh, start, keep_signs)
    return mesh, forms.values, kept


def pass_through(
    network: IntegerNetwork, mesh: Subdivision, start: Forms, keep_signs: bool
) -> tuple[Forms, Ints, list[Signs]]:
    """Cut the cells of a subdivision by every hidden unit of a network.

    The outputs on the new cells, the old cell of each of them, and the signs of each hidden layer.
    """
    origin: Ints = numpy.arange(mesh.cells)
    forms = network.first(start).take(numpy.zeros(mesh.cells, dtype=numpy.int64))
    kept: list[Signs] = []
    for k, layer in enumerate(network.layers[:-1]):
        if layer.breakpoints:
            signs, owner, _ = mesh.cut(network.breakpoint_forms(k, forms).values)
            patterns = network.patterns(k, signs)
            kept = [s[owner] for s in kept] + [signs] if keep_signs else []
            origin = origin[owner]
        else:
            owner, patterns = numpy.arange(mesh.cells), numpy.zeros((mesh.cells, layer.width), numpy.int8)
        forms = network.following(k, forms, patterns, owner)
    return forms, origin, kept


def _counted(mesh: Subdivision, outputs: Integers, signs: list[Signs]) -> PlaneRegions:
    between = mesh.edges.view[(mesh.edges.view[:, 3:] >= 0).all(axis=1)]
    # Across an artificial edge cells are one region unless some unit changes its sign there.
    seams = numpy.isin(between[:, 2], list(mesh.artificial))
    for layer in signs:
        seams[seams] = (layer[between[seams, 3]] == layer[between[seams, 4]]).all(axis=1)
    activation = component_labels(mesh.cells, between[seams, 3], between[seams, 4])
    _, function = distinct_rows(outputs)
    same = function[between[:, 3]] == function[between[:, 4]]
    linear = component_labels(mesh.cells, between[same, 3], between[same, 4])
    vertices, edges = _skeleton(mesh, between[seams])
    owner, vertex_winners = decide(mesh, outputs)
    winners = common_leaders(mesh, vertex_winners)
    components, component, ties = _components(mesh, winners, vertex_winners)
    return PlaneRegions(
        int(activation.max()) + 1,
        int(linear.max()) + 1,
        int(function.max()) + 1,
        vertices,
        edges,
        components,
        ties,
        mesh.points.exact,
        mesh,
        activation[owner],
        linear[owner],
        winners,
        vertex_winners,
        component,
    )


def distinct_rows(outputs: Integers) -> tuple[int, Ints]:
    """How many different rows there are, and which of them each cell has."""
    cells = outputs.shape[0]
    rows = numpy.concatenate([part.reshape(cells, -1) for part in outputs.digits], axis=1) + 0.0  # no -0
    rows = rows.astype(numpy.int64)
    mixed = rows @ numpy.random.default_rng(0).integers(-(2**62), 2**62, rows.shape[1])  # modulo 2^64
    _, first, index = numpy.unique(mixed, return_index=True, return_inverse=True)
    index = index.reshape(-1)
    if not numpy.array_equal(rows, rows[first[index]]):  # two rows with one mixture
        _, index = numpy.unique(rows, axis=0, return_inverse=True)
        index = index.reshape(-1)
    return int(index.max()) + 1, index


def _skeleton(mesh: Subdivision, seams: Ints) -> tuple[int, int]:
    """Vertices and edges of the activation regions, without those that only an artificial line made."""
    edges, xyw = mesh.edges.view, mesh.points.xyw.view
    finite = ~((xyw[edges[:, 0], 2] == 0) & (xyw[edges[:, 1], 2] == 0))
    if not mesh.artificial:
        return mesh.points.xyw.size, len(edges)
    real = finite.copy()
    removed = {(int(a), int(b)) for a, b in seams[:, :2]}
    lines = numpy.isin(edges[:, 2], list(mesh.artificial))
    for i in numpy.nonzero(lines)[0].tolist():
        real[i] = real[i] and (int(edges[i, 0]), int(edges[i, 1])) not in removed
    degree = numpy.bincount(edges[real, :2].ravel(), minlength=len(xyw))[xyw[:, 2] != 0]
    # Two edges at a vertex of convex regions lie on one line: the vertex is not one.
    return int((degree > 2).sum()), int(real.sum()) - int((degree == 2).sum())


def decide(mesh: Subdivision, outputs: Integers) -> tuple[Ints, Bools]:
    """Cut the cells where the leading class changes; their old cells, and the leaders at the vertices."""
    classes = outputs.shape[2]
    lead = numpy.zeros(mesh.cells, dtype=numpy.int64)
    owner = numpy.arange(mesh.cells)
    winners = numpy.zeros((mesh.points.xyw.size, classes), dtype=bool)
    winners[:, 0] = True
    for k in range(1, classes):
        rows = owner
        best = outputs.each(lambda part, r=rows, c=lead: part[r, :, c][..., None])  # type: ignore[misc]
        challenger = outputs.each(lambda part, r=rows, c=k: part[r, :, c : c + 1])  # type: ignore[misc]
        known, edges_before = mesh.points.xyw.size, mesh.edges.view.copy()
        signs, parent, at_vertices = mesh.cut(challenger.minus(best))
        winners = _extended(winners, known, edges_before, mesh, at_vertices[:, 0])
        winners[at_vertices[:, 0] > 0] = False
        winners[at_vertices[:, 0] >= 0, k] = True
        owner, lead = owner[parent], lead[parent]
        lead[signs[:, 0] > 0] = k
    return owner, winners


def _extended(winners: Bools, known: int, edges: Ints, mesh: Subdivision, sign: Any) -> Bools:
    """The leaders so far at new vertices: those at both ends of the edge that each of them cuts."""
    new = numpy.zeros((mesh.points.xyw.size, winners.shape[1]), dtype=bool)
    new[:known] = winners
    changed = numpy.nonzero(mesh.edges.view[: len(edges), 1] != edges[:, 1])[0]
    cut = mesh.edges.view[changed, 1]
    new[cut] = winners[edges[changed, 0]] & winners[edges[changed, 1]]
    return new


def common_leaders(mesh: Subdivision, vertex_winners: Bools) -> Bools:
    """The leaders on a cell: those at all of its corners."""
    found = numpy.ones((mesh.cells, vertex_winners.shape[1]), dtype=bool)
    cells, places = numpy.nonzero(~mesh.used())
    corners = mesh.corners.view.copy()
    corners[cells, places] = corners[cells, 0]
    for k in range(corners.shape[1]):
        found &= vertex_winners[corners[:, k]]
    return found


def leader_labels(mesh: Subdivision, winners: Bools, vertex_winners: Bools) -> Ints:
    """The component of each cell among the cells with the same leaders.

    Two cells and the open edge between them must have the same leaders; for a single leader this is the
    strict inequality.
    """
    inner = mesh.edges.view[(mesh.edges.view[:, 3:] >= 0).all(axis=1)]
    on_edge = vertex_winners[inner[:, 0]] & vertex_winners[inner[:, 1]]
    left, right = winners[inner[:, 3]], winners[inner[:, 4]]
    same = (left == right).all(axis=1) & (left == on_edge).all(axis=1)
    return component_labels(mesh.cells, inner[same, 3], inner[same, 4])


def _components(
    mesh: Subdivision, winners: Bools, vertex_winners: Bools
) -> tuple[tuple[int, ...], Ints, tuple[Ties, ...]]:
    edges = mesh.edges.view
    inner = edges[(edges[:, 3:] >= 0).all(axis=1)]
    on_edge = vertex_winners[inner[:, 0]] & vertex_winners[inner[:, 1]]
    left, right = winners[inner[:, 3]], winners[inner[:, 4]]
    labels = leader_labels(mesh, winners, vertex_winners)
    alone = winners.sum(axis=1) == 1
    counts, component = [], numpy.full(mesh.cells, -1)
    for j in range(winners.shape[1]):
        cells = numpy.nonzero(winners[:, j] & alone)[0]
        names, index = numpy.unique(labels[cells], return_inverse=True)
        counts.append(len(names))
        component[cells] = index.reshape(-1)
    shared: dict[tuple[int, ...], list[set[int]]] = {}
    for cell in numpy.nonzero(~alone)[0].tolist():
        key = tuple(numpy.nonzero(winners[cell])[0].tolist())
        shared.setdefault(key, [set(), set()])[0].add(int(labels[cell]))
    wider = (left != on_edge).any(axis=1) & (right != on_edge).any(axis=1)
    wider = numpy.nonzero(wider & (on_edge.sum(axis=1) > 1))[0]
    for i in wider.tolist():
        key = tuple(numpy.nonzero(on_edge[i])[0].tolist())
        shared.setdefault(key, [set(), set()])[1].add(i)
    ties = tuple(Ties(key, len(cells), len(lines)) for key, (cells, lines) in sorted(shared.items()))
    return tuple(counts), component, ties
