"""All regions of a piecewise linear network on the plane, or a convex part of it, exactly.

*Activation regions* are the cells with interior on which every hidden unit keeps its sign (against each
breakpoint of its activation; identically zero is one sign).  *Linear regions* are unions of them, joined
through edges, on which the network is one affine function; *affine pieces* are the different functions.  C_j
is where f_j is greater than every other output; two cells of C_j are joined through an edge when f_j is
greater on the open edge.  (An open set that holds a vertex holds the edges at it nearby: edges are enough.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.geometry.growing import Bools, Ints, component_labels
from constructions.geometry.integer_network import Forms, IntegerNetwork, Signs, Unsupported, whole
from constructions.geometry.mesh import Outline
from constructions.geometry.points import Triple
from constructions.geometry.pooling import advance
from constructions.geometry.root_integers import Tensor, magnitude, ratio
from constructions.geometry.sign_bits import Words, packed, some, unpacked
from constructions.geometry.subdivision import Subdivision

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

    def corners(self, cell: int) -> list[Triple]:
        """The corners of a cell as integers (X, Y, W); W = 0 for a direction."""
        return [self.mesh.points.point(int(v)) for v in self.mesh.ring(cell)]

    def area(self, cell: int) -> Any:
        """The exact area of a cell, a `Fraction` or a `Surd`; None when it is unbounded."""
        return polygon_area(self.corners(cell))

    def area_of_class(self, j: int) -> Any:
        """The exact area of C_j, a `Fraction` or a `Surd`; None when it is unbounded.

        The sum of p x q / 2 along its border: where two of its cells meet, their terms cancel, so that the
        common denominator grows with the border and not with the cells.
        """
        mesh, inside = self.mesh, numpy.append(self._alone(j), False)  # the last: no cell, number -1
        cycles = mesh.cycles
        cells = numpy.repeat(numpy.arange(mesh.cells), cycles.size)
        edges = mesh.edges.view[cycles.edge]
        other = numpy.where(edges[:, 3] == cells, edges[:, 4], edges[:, 3])
        border = inside[cells] & ~inside[other]
        ends = edges[border, 0] + edges[border, 1] - cycles.vertex[border]
        chain = dict[int, list[int]]()
        for a, b in zip(cycles.vertex[border].tolist(), ends.tolist(), strict=True):
            chain.setdefault(a, []).append(b)
        total: Any = Fraction(0)
        while chain:  # along the border, so that the terms of one line add up to a short one
            at = next(iter(chain))
            while at in chain:
                (x, y, w), end = mesh.points.point(at), chain[at].pop()
                p, q, r = mesh.points.point(end)
                if w == 0 or r == 0:
                    return None
                total = ratio(x * q - y * p, w * r) + total
                if not chain[at]:
                    del chain[at]
                at = end
        return magnitude(total) / 2

    def _alone(self, j: int) -> Bools:
        found: Bools = self.winners[:, j] & (self.winners.sum(axis=1) == 1)
        return found


def polygon_area(ring: Sequence[Triple]) -> Any:
    """The area of a convex polygon from its corners (X, Y, W); None when one of them is a direction."""
    if any(w == 0 for _, _, w in ring):
        return None
    total: Any = Fraction(0)
    for (x, y, w), (p, q, r) in zip(ring, [*ring[1:], ring[0]], strict=True):
        total = ratio(x * q - y * p, w * r) + total
    return magnitude(total) / 2


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
    keep = bool(outline.artificial) or network.pools
    return _counted(*refine(network, outline, start, most_cells, keep), network.pools)


def refine(
    network: IntegerNetwork, outline: Outline, start: Forms, most_cells: int, keep_signs: bool
) -> tuple[Subdivision, Tensor, list[Signs]]:
    """The activation regions, but for artificial edges between them; the outputs and the signs on the cells.

    The signs, and the patterns of pooling units, are a list of arrays, empty unless they are to be kept.
    """
    mesh = Subdivision(outline, most_cells)
    forms, _, kept = pass_through(network, mesh, start, keep_signs)
    return mesh, forms.values, kept


def pass_through(
    network: IntegerNetwork, mesh: Subdivision, start: Forms, keep_signs: bool
) -> tuple[Forms, Ints, list[Signs]]:
    """Cut the cells of a subdivision by every hidden unit of a network.

    The outputs on the new cells, the old cell of each of them, and the patterns of each hidden layer.
    """
    origin: Ints = numpy.arange(mesh.cells)
    forms = network.first(start).take(numpy.zeros(mesh.cells, dtype=numpy.int64))
    kept: list[Signs] = []

    def cut(values: Tensor) -> tuple[Signs, Ints]:
        made = mesh.cut(values)
        return made.signs, made.owner

    for k in range(len(network.layers) - 1):
        forms, owner, patterns = advance(network, k, forms, cut)
        kept = [*(s[owner] for s in kept), *patterns] if keep_signs else []
        origin = origin[owner]
    return forms, origin, kept


def _counted(mesh: Subdivision, outputs: Tensor, patterns: list[Signs], pools: bool) -> PlaneRegions:
    inner = numpy.nonzero(mesh.edges.view[:, 4] >= 0)[0]
    between = mesh.edges.view[inner]
    # Across an artificial edge, and one where two inputs of a pooling unit are equal and a third is larger,
    # cells are one region unless some unit changes its pattern there.
    seams = numpy.full(len(inner), pools) | numpy.isin(between[:, 2], list(mesh.artificial))
    for layer in patterns:
        seams[seams] = (layer[between[seams, 3]] == layer[between[seams, 4]]).all(axis=1)
    activation = component_labels(mesh.cells, between[seams, 3], between[seams, 4])
    _, function = distinct_rows(outputs)
    same = function[between[:, 3]] == function[between[:, 4]]
    linear = component_labels(mesh.cells, between[same, 3], between[same, 4])
    vertices, edges = _skeleton(mesh, inner[seams])
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


def distinct_rows(outputs: Tensor) -> tuple[int, Ints]:
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
    """Vertices and edges of the activation regions, without the seams and what only they made."""
    if not len(seams) and not mesh.artificial:
        return mesh.points.xyw.size, mesh.ends.size
    ends, finite = mesh.ends.view[:, :2], mesh.points.xyw.view[:, 2] != 0
    real = finite[ends].any(axis=1)
    real[seams] = False
    degree = numpy.bincount(ends[real].ravel(), minlength=len(finite))
    # Two edges at a vertex of convex regions lie on one line: it is no vertex, but at a corner of the domain.
    flat = (degree == 2) & finite
    if not mesh.artificial:
        flat[: mesh.domain_corners] = False
    return int(((degree > 0) & finite & ~flat).sum()), int(real.sum()) - int(flat.sum())


def decide(mesh: Subdivision, outputs: Tensor) -> tuple[Ints, Bools]:
    """Cut the cells where the leading class changes; their old cells, and the leaders at the vertices."""
    classes = outputs.shape[2]
    lead = numpy.zeros(mesh.cells, dtype=numpy.int64)
    owner = numpy.arange(mesh.cells)
    winners = numpy.zeros((mesh.points.xyw.size, classes), dtype=bool)
    winners[:, 0] = True
    for k in range(1, classes):
        rows = owner
        best = outputs.each(lambda part, r=rows, c=lead: part[r, :, c][..., None])
        challenger = outputs.each(lambda part, r=rows, c=k: part[r, :, c : c + 1])
        cuts = mesh.cut(challenger.minus(best))
        # The leaders so far at a new vertex: those at both ends of the edge that it cuts.
        new = winners[cuts.ends[:, 0]] & winners[cuts.ends[:, 1]]
        winners, at_vertices = numpy.concatenate([winners, new]), cuts.at_vertices()
        winners[at_vertices > 0] = False
        winners[at_vertices >= 0, k] = True
        owner, lead = owner[cuts.owner], lead[cuts.owner]
        lead[cuts.signs[:, 0] > 0] = k
    return owner, winners


def common_leaders(mesh: Subdivision, vertex_winners: Bools) -> Bools:
    """The leaders on a cell: those at all of its corners."""
    return mesh.at_all_corners(vertex_winners)


def leader_labels(mesh: Subdivision, winners: Bools, vertex_winners: Bools) -> Ints:
    """The component of each cell among the cells with the same leaders.

    Two cells and the open edge between them must have the same leaders; for a single leader this is the
    strict inequality.
    """
    return _labels(mesh, *_leaders_at_edges(mesh, winners, vertex_winners))


def _leaders_at_edges(
    mesh: Subdivision, winners: Bools, vertex_winners: Bools
) -> tuple[Ints, Words, Words, Words]:
    """The edges between two cells, and the leaders on the first cell, on the second and on the edge."""
    edges = mesh.edges.view
    inner = edges[edges[:, 4] >= 0]
    cells, vertices = packed(winners), packed(vertex_winners)
    on_edge = vertices[inner[:, 0]] & vertices[inner[:, 1]]
    return inner, cells[inner[:, 3]], cells[inner[:, 4]], on_edge


def _labels(mesh: Subdivision, inner: Ints, left: Words, right: Words, on_edge: Words) -> Ints:
    same = ~some((left ^ right) | (left ^ on_edge))
    return component_labels(mesh.cells, inner[same, 3], inner[same, 4])


def _components(
    mesh: Subdivision, winners: Bools, vertex_winners: Bools
) -> tuple[tuple[int, ...], Ints, tuple[Ties, ...]]:
    classes = winners.shape[1]
    inner, left, right, on_edge = _leaders_at_edges(mesh, winners, vertex_winners)
    labels = _labels(mesh, inner, left, right, on_edge)
    alone = winners.sum(axis=1) == 1
    counts, component = [], numpy.full(mesh.cells, -1)
    for j in range(classes):
        cells = numpy.nonzero(winners[:, j] & alone)[0]
        names, index = numpy.unique(labels[cells], return_inverse=True)
        counts.append(len(names))
        component[cells] = index.reshape(-1)
    shared: dict[tuple[int, ...], list[set[int]]] = {}
    for cell in numpy.nonzero(~alone)[0].tolist():
        key = tuple(numpy.nonzero(winners[cell])[0].tolist())
        shared.setdefault(key, [set(), set()])[0].add(int(labels[cell]))
    wider = numpy.nonzero(some(left ^ on_edge) & some(right ^ on_edge))[0]
    on = unpacked(on_edge[wider], classes)
    for i in numpy.nonzero(on.sum(axis=1) > 1)[0].tolist():
        key = tuple(numpy.nonzero(on[i])[0].tolist())
        shared.setdefault(key, [set(), set()])[1].add(int(wider[i]))
    ties = tuple(Ties(key, len(cells), len(lines)) for key, (cells, lines) in sorted(shared.items()))
    return tuple(counts), component, ties
