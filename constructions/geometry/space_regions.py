"""All regions of a piecewise linear network on R^d or a box, for any d; definitions as in `plane_regions`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.geometry.face_lattice import FaceLattice, cube, space
from constructions.geometry.growing import Bools, Ints, component_labels
from constructions.geometry.integer_network import IntegerNetwork, Unsupported, whole
from constructions.geometry.integers import Integers
from constructions.geometry.plane_regions import MOST_CELLS, distinct_rows

MOST_DIMENSIONS = 8


@dataclass(frozen=True)
class SpaceRegions:
    """The counts; ties: for each set of classes that share the maximum on cells, its components.

    vertices, edges: of the activation regions; None for all of R^d.
    """

    activation_regions: int
    linear_regions: int
    affine_pieces: int
    vertices: int | None
    edges: int | None
    components: tuple[int, ...]
    ties: tuple[tuple[tuple[int, ...], int], ...]
    exact_fallbacks: int


def space_regions(
    network: IntegerNetwork, box: tuple[Fraction, ...] | None = None, most_cells: int = MOST_CELLS
) -> SpaceRegions:
    """The regions on R^d, or in the box lo hi lo hi ...; `TooLarge` beyond `most_cells` cells."""
    d = network.input_dim
    if d > MOST_DIMENSIONS:
        raise Unsupported(f"the network has {d} inputs; {MOST_DIMENSIONS} at most; give a line or a slice")
    mesh = space(d, most_cells) if box is None else cube(box, most_cells)
    forms = network.first(whole(d)).take(numpy.zeros(mesh.count[d], dtype=numpy.int64))
    signs_so_far: list[Any] = []
    for k, layer in enumerate(network.layers[:-1]):
        if layer.breakpoints:
            signs, owner, _ = mesh.cut(network.breakpoint_forms(k, forms).values)
            patterns = network.patterns(k, signs)
            signs_so_far = [s[owner] for s in signs_so_far] + [signs] if box is None else []
        else:
            owner = numpy.arange(mesh.count[d])
            patterns = numpy.zeros((mesh.count[d], layer.width), numpy.int8)
        forms = network.following(k, forms, patterns, owner)
    return _counted(mesh, forms.values, signs_so_far, box is None)


def _counted(mesh: FaceLattice, outputs: Integers, signs: list[Any], unbounded: bool) -> SpaceRegions:
    walls, cells = mesh.sides()
    seams = mesh.artificial.view[walls]
    for layer in signs:
        seams[seams] = (layer[cells[seams, 0]] == layer[cells[seams, 1]]).all(axis=1)
    count = mesh.count[mesh.d]
    activation = component_labels(count, cells[seams, 0], cells[seams, 1])
    pieces, function = distinct_rows(outputs)
    same = function[cells[:, 0]] == function[cells[:, 1]]
    linear = component_labels(count, cells[same, 0], cells[same, 1])
    vertices, edges = (None, None) if unbounded else (mesh.count[0], mesh.count[1])
    components, ties = _components(mesh, _decide(mesh, outputs))
    return SpaceRegions(
        int(activation.max()) + 1,
        int(linear.max()) + 1,
        pieces,
        vertices,
        edges,
        components,
        ties,
        mesh.exact,
    )


def _decide(mesh: FaceLattice, outputs: Integers) -> Bools:
    """Cut the cells where the leading class changes; the leaders at the vertices."""
    classes = outputs.shape[2]
    lead = numpy.zeros(mesh.count[mesh.d], dtype=numpy.int64)
    owner: Ints = numpy.arange(mesh.count[mesh.d])
    winners = numpy.zeros((mesh.count[0], classes), dtype=bool)
    winners[:, 0] = True
    for k in range(1, classes):
        rows = owner
        best = outputs.each(lambda part, r=rows, c=lead: part[r, :, c][..., None])  # type: ignore[misc]
        challenger = outputs.each(lambda part, r=rows, c=k: part[r, :, c : c + 1])  # type: ignore[misc]
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
    return winners


def _components(mesh: FaceLattice, vertex_winners: Bools) -> tuple[tuple[int, ...], Any]:
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
    return counts, tuple((key, len(cells)) for key, cells in sorted(shared.items()))
