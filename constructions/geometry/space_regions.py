"""All regions of a piecewise linear network on R^d, a box or a polyhedron; words as in `plane_regions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import Any

import numpy

from constructions.geometry.face_lattice import FaceLattice
from constructions.geometry.growing import Bools, Ints, component_labels
from constructions.geometry.integer_network import IntegerNetwork, Signs, Unsupported, whole
from constructions.geometry.plane_regions import MOST_CELLS, distinct_rows
from constructions.geometry.pooling import advance
from constructions.geometry.root_integers import Tensor
from constructions.geometry.space_domains import Inequality, cube, polyhedron, space
from constructions.geometry.volumes import volume

MOST_DIMENSIONS = 8


@dataclass(frozen=True)
class SpaceRegions:
    """The counts; ties: for each set of classes that share the maximum on cells, its components.

    vertices, edges: of the activation regions; None for unbounded domains and for networks with max-pooling.
    mesh: the cells, each of one class or tie; leaders: (cells, classes), who attains the maximum; activation:
    the activation region of each cell; all three None where only counts are known.
    """

    activation_regions: int
    linear_regions: int
    affine_pieces: int
    vertices: int | None
    edges: int | None
    components: tuple[int, ...]
    ties: tuple[tuple[tuple[int, ...], int], ...]
    exact_fallbacks: int
    mesh: FaceLattice | None = field(default=None, compare=False)
    leaders: Bools | None = field(default=None, compare=False)
    activation: Ints | None = field(default=None, compare=False)

    def volume_of_class(self, j: int) -> Any:
        """The exact volume of C_j, a `Fraction` or a `Surd`; None when it is infinite."""
        mesh, leaders = self._known()
        return volume(mesh, leaders[:, j] & (leaders.sum(axis=1) == 1))

    def volume_of_region(self, region: int) -> Any:
        """The exact volume of an activation region, from 0; None when it is infinite."""
        mesh, _ = self._known()
        return volume(mesh, numpy.asarray(self.activation == region))

    def _known(self) -> tuple[FaceLattice, Bools]:
        if self.mesh is None or self.leaders is None:
            raise Unsupported("volumes need the cells, and only counts are known here")
        return self.mesh, self.leaders


def space_regions(
    network: IntegerNetwork,
    box: tuple[Fraction, ...] | None = None,
    most_cells: int = MOST_CELLS,
    inequalities: Sequence[Inequality] = (),
) -> SpaceRegions:
    """The regions on R^d, in the box lo hi lo hi ..., or where all inequalities a x + c >= 0 hold.

    `TooLarge` beyond `most_cells` cells.
    """
    d = network.input_dim
    if d > MOST_DIMENSIONS:
        raise Unsupported(f"the network has {d} inputs; {MOST_DIMENSIONS} at most; give a line or a slice")
    if any(len(g) != d + 1 for g in inequalities):
        raise Unsupported(f"an inequality needs {d} coefficients and a constant")
    if inequalities:
        mesh = polyhedron(inequalities, most_cells)
    else:
        mesh = space(d, most_cells) if box is None else cube(box, most_cells)
    artificial = bool(mesh.artificial.view.any())
    unbounded = any(v[-1] == 0 for v in mesh.vertices)
    forms = network.first(whole(d)).take(numpy.zeros(mesh.count[d], dtype=numpy.int64))
    kept: list[Signs] = []
    for k in range(len(network.layers) - 1):
        forms, owner, patterns = advance(network, k, forms, partial(cut_cells, mesh))
        kept = [*(s[owner] for s in kept), *patterns] if artificial or network.pools else []
    return _counted(mesh, forms.values, kept, unbounded, network.pools)


def cut_cells(mesh: FaceLattice, forms: Tensor) -> tuple[Signs, Ints]:
    """Cut every cell; signs on the new cells, and their old cells."""
    signs, owner, _ = mesh.cut(forms)
    return signs, owner


def _counted(
    mesh: FaceLattice, outputs: Tensor, patterns: list[Signs], unbounded: bool, pools: bool
) -> SpaceRegions:
    walls, cells = mesh.sides()
    seams = mesh.artificial.view[walls] | pools
    for layer in patterns:
        seams[seams] = (layer[cells[seams, 0]] == layer[cells[seams, 1]]).all(axis=1)
    count = mesh.count[mesh.d]
    activation = component_labels(count, cells[seams, 0], cells[seams, 1])
    pieces, function = distinct_rows(outputs)
    same = function[cells[:, 0]] == function[cells[:, 1]]
    linear = component_labels(count, cells[same, 0], cells[same, 1])
    vertices, edges = (None, None) if unbounded or pools else (mesh.count[0], mesh.count[1])
    owner, vertex_winners = decide(mesh, outputs)
    components, ties, leaders = _components(mesh, vertex_winners)
    return SpaceRegions(
        int(activation.max()) + 1,
        int(linear.max()) + 1,
        pieces,
        vertices,
        edges,
        components,
        ties,
        mesh.exact,
        mesh,
        leaders,
        activation[owner],
    )


def decide(mesh: FaceLattice, outputs: Tensor) -> tuple[Ints, Bools]:
    """Cut the cells where the leading class changes; their old cells, and the leaders at the vertices."""
    classes = outputs.shape[2]
    lead = numpy.zeros(mesh.count[mesh.d], dtype=numpy.int64)
    owner: Ints = numpy.arange(mesh.count[mesh.d])
    winners = numpy.zeros((mesh.count[0], classes), dtype=bool)
    winners[:, 0] = True
    for k in range(1, classes):
        rows = owner
        best = outputs.each(lambda part, r=rows, c=lead: part[r, :, c][..., None])
        challenger = outputs.each(lambda part, r=rows, c=k: part[r, :, c : c + 1])
        known, ends = mesh.count[0], mesh.ends.view.copy()
        signs, parent, at = mesh.cut(challenger.minus(best))
        new = numpy.zeros((mesh.count[0], classes), dtype=bool)
        new[:known] = winners
        # A cut edge keeps its positive part, from an old end to the new vertex.
        cut = numpy.nonzero(mesh.ends.view[: len(ends), 1] >= known)[0]
        new[mesh.ends.view[cut, 1]] = winners[ends[cut, 0]] & winners[ends[cut, 1]]
        winners = new
        winners[at[:, 0] > 0] = False
        winners[at[:, 0] >= 0, k] = True
        owner, lead = owner[parent], lead[parent]
        lead[signs[:, 0] > 0] = k
    return owner, winners


def _components(mesh: FaceLattice, vertex_winners: Bools) -> tuple[tuple[int, ...], Any, Bools]:
    levels = mesh.all_below(vertex_winners)
    winners, on_wall = levels[mesh.d], levels[mesh.d - 1]
    walls, cells = mesh.sides()
    left, right = winners[cells[:, 0]], winners[cells[:, 1]]
    same = (left == right).all(axis=1) & (left == on_wall[walls]).all(axis=1)
    labels = component_labels(mesh.count[mesh.d], cells[same, 0], cells[same, 1])
    alone = winners.sum(axis=1) == 1
    counts = tuple(len(numpy.unique(labels[winners[:, j] & alone])) for j in range(winners.shape[1]))
    shared: dict[tuple[int, ...], set[int]] = {}
    for cell in numpy.nonzero(~alone)[0].tolist():
        key = tuple(numpy.nonzero(winners[cell])[0].tolist())
        shared.setdefault(key, set()).add(int(labels[cell]))
    return counts, tuple((key, len(cells)) for key, cells in sorted(shared.items())), winners
