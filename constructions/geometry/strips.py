"""Regions of a box of the plane strip by strip: several processes, bounded memory, and restarts.

Vertical seams divide the box. A unit restricted to a seam is one function, so both strips beside it divide
it at the same points, and their edges match by order. Two cells that face each other across such an edge
are one activation region iff every unit has the same sign on both, one linear region iff the network is the
same function on both, and in one component iff they and the edge have the same leading classes. A strip is
summarised by its counts and its borders; the totals do not depend on the number of strips.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy

from constructions.geometry.domains import box
from constructions.geometry.growing import Ints, component_labels
from constructions.geometry.integer_network import Forms, IntegerNetwork, Unsupported, whole
from constructions.geometry.plane_regions import (
    MOST_CELLS,
    common_leaders,
    decide,
    distinct_rows,
    leader_labels,
    refine,
)
from constructions.geometry.space_regions import SpaceRegions
from constructions.geometry.subdivision import Subdivision

_RIGHT, _LEFT = 1, 3  # the lines of these sides in the outline of a box
Json = dict[str, Any]


@dataclass(frozen=True)
class Strip:
    """One strip of a box: xlo, xhi, ylo, yhi."""

    sides: tuple[Fraction, Fraction, Fraction, Fraction]


def strips(sides: Sequence[Fraction], count: int) -> list[Strip]:
    """The box xlo xhi ylo yhi as `count` strips of equal width."""
    xlo, xhi, ylo, yhi = sides
    cuts = [xlo + (xhi - xlo) * Fraction(i, count) for i in range(count + 1)]
    return [Strip((a, b, ylo, yhi)) for a, b in pairwise(cuts)]


def summary(
    network: IntegerNetwork, strip: Strip, start: Forms | None = None, most_cells: int = MOST_CELLS
) -> Json:
    """What the totals need to know of a strip, as a JSON value."""
    if network.pools:
        raise Unsupported("networks with max-pooling are not cut into strips; leave --strips and --keep out")
    start = start or whole(network.input_dim)
    mesh, outputs, signs = refine(network, box(*strip.sides), start, most_cells, True)
    _, function = distinct_rows(outputs)
    inner = mesh.edges.view[(mesh.edges.view[:, 3:] >= 0).all(axis=1)]
    same = function[inner[:, 3]] == function[inner[:, 4]]
    linear = component_labels(mesh.cells, inner[same, 3], inner[same, 4])
    names = [repr(row) for row in outputs.exact()]
    rows = numpy.concatenate([*signs, numpy.zeros((mesh.cells, 1), numpy.int8)], axis=1) + 1
    degree = numpy.bincount(mesh.edges.view[:, :2].ravel(), minlength=mesh.points.xyw.size)
    counts = {
        "classes": outputs.shape[2],
        "cells": mesh.cells,
        "vertices": mesh.points.xyw.size,
        "edges": mesh.ends.size,
    }
    borders = {}
    for side in (_LEFT, _RIGHT):
        vertices, cells = _border(mesh, side)
        on = [1, *([2] * (len(vertices) - 2)), 1]  # edges of the border itself at its vertices
        borders[str(side)] = {
            "degrees": [int(degree[v]) - own for v, own in zip(vertices, on, strict=True)],
            "signs": ["".join(map(str, rows[c].tolist())) for c in cells],
            "linear": [int(linear[c]) for c in cells],
            "functions": [names[c] for c in cells],
        }
    table = {**counts, "linear": int(linear.max()) + 1, "functions": sorted(set(names)), "borders": borders}
    return {**table, **_leaders(mesh, outputs), "exact": mesh.points.exact}


def _leaders(mesh: Subdivision, outputs: Any) -> Json:
    """Components by their leading classes, and those on both borders."""
    _, at = decide(mesh, outputs)
    winners = common_leaders(mesh, at)
    labels = leader_labels(mesh, winners, at)
    _, first = numpy.unique(labels, return_index=True)
    groups = [_key(winners[cell]) for cell in first.tolist()]
    sides = {}
    for side in (_LEFT, _RIGHT):
        vertices, cells = _border(mesh, side)
        on = [_key(at[a] & at[b]) for a, b in pairwise(vertices)]
        sides[str(side)] = {"labels": [int(labels[c]) for c in cells], "on": on}
    return {"groups": groups, "leaders": sides}


def _key(winners: Any) -> str:
    return ",".join(map(str, numpy.nonzero(winners)[0].tolist()))


def _border(mesh: Subdivision, side: int) -> tuple[list[int], list[int]]:
    """The vertices on a side of the box from below, and the cells at the edges between them."""
    edges = mesh.edges.view[mesh.edges.view[:, 2] == side]
    around: dict[int, list[tuple[int, int]]] = {}
    for a, b, _, left, right in edges.tolist():
        cell = max(left, right)
        around.setdefault(a, []).append((b, cell))
        around.setdefault(b, []).append((a, cell))
    # The corners of the box are vertices 0 to 3, from below left around; a side starts at its lower one.
    vertices, cells, before = [1 if side == _RIGHT else 0], list[int](), -1
    while len(vertices) <= len(edges):
        following, cell = next((v, c) for v, c in around[vertices[-1]] if v != before)
        before = vertices[-1]
        vertices.append(following)
        cells.append(cell)
    return vertices, cells


def total(parts: Sequence[Json]) -> SpaceRegions:
    """The regions of the whole box from the summaries of its strips, from left to right."""
    seams = [
        (i, a["borders"][str(_RIGHT)], b["borders"][str(_LEFT)]) for i, (a, b) in enumerate(pairwise(parts))
    ]
    joined = [
        [x == y for x, y in zip(left["signs"], right["signs"], strict=True)] for _, left, right in seams
    ]
    vertices, edges = sum(p["vertices"] for p in parts), sum(p["edges"] for p in parts)
    for (_, left, right), same in zip(seams, joined, strict=True):
        seam = [not s for s in same]
        own = [int(a) + int(b) for a, b in zip([False, *seam], [*seam, False], strict=True)]
        degrees = map(sum, zip(left["degrees"], right["degrees"], own, strict=True))
        flat = sum(d == 2 for d in degrees)  # two edges on one line: no vertex
        vertices -= len(own) + flat
        edges -= len(seam) + sum(same) + flat
    cells = sum(p["cells"] for p in parts)
    activation = cells - sum(map(sum, joined))
    linear = _merged(
        ((i, n) for i, p in enumerate(parts) for n in range(p["linear"])),
        (
            ((i, x), (i + 1, y))
            for i, left, right in seams
            for x, y, f, g in zip(
                left["linear"], right["linear"], left["functions"], right["functions"], strict=True
            )
            if f == g
        ),
    )
    functions = {name for p in parts for name in p["functions"]}
    counts = Counter(_groups(parts))
    classes = 1 + max(int(j) for key in counts for j in key.split(","))
    return SpaceRegions(
        activation,
        len(set(linear.values())),
        len(functions),
        vertices,
        edges,
        tuple(counts[str(j)] for j in range(max(classes, parts[0]["classes"]))),
        tuple(
            sorted((tuple(map(int, key.split(","))), count) for key, count in counts.items() if "," in key)
        ),
        sum(p["exact"] for p in parts),
    )


def _groups(parts: Sequence[Json]) -> list[str]:
    """The leading classes of each component of the whole box."""
    names = {(i, n): key for i, p in enumerate(parts) for n, key in enumerate(p["groups"])}
    links = []
    for i, (a, b) in enumerate(pairwise(parts)):
        left, right = a["leaders"][str(_RIGHT)], b["leaders"][str(_LEFT)]
        for x, y, on in zip(left["labels"], right["labels"], left["on"], strict=True):
            if names[i, x] == names[i + 1, y] == on:
                links.append(((i, x), (i + 1, y)))
    merged = _merged(names, links)
    roots = set(merged.values())
    return [names[root] for root in sorted(roots)]


def _merged(nodes: Iterable[Hashable], links: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """For each node the name of its component."""
    every = list(nodes)
    number = {node: i for i, node in enumerate(every)}
    pairs: Ints = numpy.asarray([(number[a], number[b]) for a, b in links], dtype=numpy.int64).reshape(-1, 2)
    labels = component_labels(len(every), pairs[:, 0], pairs[:, 1])
    first: dict[int, Any] = {}
    return {node: first.setdefault(int(label), node) for node, label in zip(every, labels, strict=True)}
