"""Regions of any domain slab by slab: tasks that need nothing of each other, in every dimension.

Slabs a <= x_1 <= b overlap a little, so that each wall between two regions has points inside some slab.  An
activation region is its signs (the set with given signs is convex), hence they are counted by joining sets
of signs.  Linear regions are the components of a graph on the regions, and components of a class those of
a graph on pairs (signs, leaders); a slab gives those edges whose wall it sees, and the totals join them.
So the totals depend neither on the number of slabs nor on their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy

from constructions.geometry.face_lattice import FaceLattice
from constructions.geometry.growing import Bools, Ints, component_labels
from constructions.geometry.integer_network import Forms, IntegerNetwork, Signs, Unsupported, whole
from constructions.geometry.plane_regions import MOST_CELLS
from constructions.geometry.pooling import advance
from constructions.geometry.root_integers import Tensor
from constructions.geometry.space_domains import Inequality, polyhedron, space
from constructions.geometry.space_regions import MOST_DIMENSIONS, SpaceRegions, cut_cells, decide

Json = dict[str, Any]
_OVERLAP = Fraction(1, 64)  # of the width of a slab, on both sides
_SPREAD = 4  # slabs of an unbounded domain: where its corners are, and so far to both sides


def slabs(d: int, domain: Sequence[Inequality], count: int) -> list[tuple[Inequality, ...]]:
    """The domain {a x + c >= 0 for each (a, c)}, or all of R^d, in `count` slabs as inequalities."""
    if d > MOST_DIMENSIONS:
        raise Unsupported(f"the network has {d} inputs; {MOST_DIMENSIONS} at most; give a line or a slice")
    mesh = polyhedron(domain, MOST_CELLS) if domain else space(d, MOST_CELLS)
    places = [Fraction(v[0], v[-1]) for v in mesh.vertices if v[-1] != 0]
    left, right = (any(v[-1] == 0 and v[0] * side > 0 for v in mesh.vertices) for side in (-1, 1))
    lo, hi = min(places) - _SPREAD * left, max(places) + _SPREAD * right
    width, found = (hi - lo) / count, []
    for i in range(count):
        a, b = lo + width * (i - _OVERLAP), lo + width * (i + 1 + _OVERLAP)
        rest = (Fraction(0),) * (d - 1)
        sides = [(Fraction(1), *rest, -a)] if i > 0 else []
        sides += [(Fraction(-1), *rest, b)] if i < count - 1 else []
        found.append((*domain, *sides))
    return found


def summary(
    network: IntegerNetwork,
    slab: Sequence[Inequality],
    d: int,
    start: Forms | None = None,
    most_cells: int = MOST_CELLS,
) -> Json:
    """What the totals need to know of a slab, as a JSON value; `start` gives the inputs of a slice."""
    mesh = polyhedron(slab, most_cells) if slab else space(d, most_cells)
    forms = network.first(start or whole(d)).take(numpy.zeros(mesh.count[d], dtype=numpy.int64))
    kept: list[Signs] = []
    for k in range(len(network.layers) - 1):
        forms, owner, patterns = advance(network, k, forms, partial(cut_cells, mesh))
        kept = [*(s[owner] for s in kept), *patterns]
    outputs = forms.values
    rows = numpy.concatenate([*kept, numpy.zeros((mesh.count[d], 1), numpy.int8)], axis=1) + 1
    patterns_, region = _numbered(["".join(map(str, row)) for row in rows.tolist()])
    names, function = _numbered([repr(row) for row in outputs.exact()])
    _, cells = mesh.sides()
    same = cells[function[cells[:, 0]] == function[cells[:, 1]]]
    of_region = dict(zip(region.tolist(), function.tolist(), strict=True))
    return {
        "classes": outputs.shape[2],
        "regions": patterns_,
        "functions": [names[of_region[i]] for i in range(len(patterns_))],
        "linear": _pairs(region, same),
        **_leaders(mesh, outputs, region),
        "exact": mesh.exact,
    }


def _leaders(mesh: FaceLattice, outputs: Tensor, region: Ints) -> Json:
    """The pairs (region, leaders) of the cells, and which of them meet in walls with the same leaders."""
    owner, at = decide(mesh, outputs)
    levels = mesh.all_below(at)
    winners, on_wall = levels[mesh.d], levels[mesh.d - 1]
    keys = [f"{r} {_key(w)}" for r, w in zip(region[owner].tolist(), winners, strict=True)]
    nodes, node = _numbered(keys)
    walls, cells = mesh.sides()
    left, right = winners[cells[:, 0]], winners[cells[:, 1]]
    same = (left == right).all(axis=1) & (left == on_wall[walls]).all(axis=1)
    found = [(int(r), key) for r, key in (name.split(" ") for name in nodes)]
    return {"parts": found, "joined": _pairs(node, cells[same])}


def _key(winners: Bools) -> str:
    return ",".join(map(str, numpy.nonzero(winners)[0].tolist()))


def _numbered(names: Sequence[str]) -> tuple[list[str], Ints]:
    """The different names in order, and for each entry its place among them."""
    every = sorted(set(names))
    number = {name: i for i, name in enumerate(every)}
    return every, numpy.asarray([number[name] for name in names], dtype=numpy.int64)


def _pairs(number: Ints, cells: Ints) -> list[tuple[int, int]]:
    """The different pairs of numbers of neighbours."""
    return sorted({(min(a, b), max(a, b)) for a, b in number[cells].tolist() if a != b})


def total(parts: Sequence[Json]) -> SpaceRegions:
    """The regions of the whole domain from the summaries of its slabs."""
    functions = {name: f for p in parts for name, f in zip(p["regions"], p["functions"], strict=True)}
    regions = {name: i for i, name in enumerate(sorted(functions))}
    linear = [(regions[p["regions"][a]], regions[p["regions"][b]]) for p in parts for a, b in p["linear"]]
    nodes: dict[tuple[int, str], int] = {}
    joined = []
    for p in parts:
        own = [nodes.setdefault((regions[p["regions"][r]], key), len(nodes)) for r, key in p["parts"]]
        joined += [(own[a], own[b]) for a, b in p["joined"]]
    label, keys = _labels(len(nodes), joined), [key for _, key in nodes]
    leaders: dict[str, set[int]] = {}
    for key, component in zip(keys, label.tolist(), strict=True):
        leaders.setdefault(key, set()).add(component)
    ties = ((tuple(map(int, key.split(","))), len(found)) for key, found in leaders.items() if "," in key)
    return SpaceRegions(
        len(regions),
        len(set(_labels(len(regions), linear).tolist())),
        len(set(functions.values())),
        None,
        None,
        tuple(len(leaders.get(str(j), ())) for j in range(parts[0]["classes"])),
        tuple(sorted(ties)),
        sum(p["exact"] for p in parts),
    )


def _labels(count: int, links: Sequence[tuple[int, int]]) -> Ints:
    pairs: Ints = numpy.asarray(links, dtype=numpy.int64).reshape(-1, 2)
    return component_labels(count, pairs[:, 0], pairs[:, 1])
