"""Evidence for `region-components`, `region-connected` and `region-disconnected`, by cells.

The pieces of C_j are joined when they share a point; for every pair the LP gives the point or the
multipliers that keep them apart, so the number of components found is the number certified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from checker import Field, Json, Network, Reader
from checker.polyhedron import strict
from constructions.cells import Arrangement, Cell, arrangement
from constructions.certificate import NotFound, region_claim
from constructions.linear_program import Infeasible, solve


@dataclass(frozen=True)
class Components:
    """The components of C_j within the domain, as sets of pieces, with what shows them."""

    found: Arrangement
    j: int
    pieces: tuple[Cell, ...]
    witnesses: tuple[tuple[Any, ...], ...]
    label: tuple[int, ...]
    links: tuple[tuple[int, int, tuple[Any, ...]], ...]
    nodes: tuple[Json, ...]

    @property
    def count(self) -> int:
        """The number of components."""
        return len(set(self.label))

    def tree(self, labels: Sequence[int]) -> Json:
        """The nodes of the split tree, its leaves labelled."""
        nodes = list(self.nodes)
        for cell, label in zip(self.pieces, labels, strict=True):
            nodes[cell.node] = {"inside": str(label)}
        return nodes

    def links_json(self) -> Json:
        """A spanning forest of shared points."""
        return [[str(a), str(b), self.found.vector(x)] for a, b, x in self.links]

    def separations(self, labels: Sequence[int]) -> Json:
        """Multipliers for each pair of pieces with different labels."""
        return [
            self.found.empty(_common(self.pieces[a], self.pieces[b], self.j))
            for a, b in combinations(range(len(self.pieces)), 2)
            if labels[a] != labels[b]
        ]

    def witness_of(self, labels: Sequence[int], label: int) -> Json:
        """A point of a piece with this label."""
        return self.found.vector(self.witnesses[list(labels).index(label)])


def _common(a: Cell, b: Cell, j: int) -> tuple[Any, ...]:
    return a.constraints + b.constraints + strict(a.margins(j))


def components(network: Network, field: Field, j: int, domain: Sequence[Any] = ()) -> Components:
    """The connected components of C_j (class from 0) within {g >= 0 for g in domain}."""
    found = arrangement(network, field, domain)
    nodes, pieces, witnesses = list(found.nodes), [], []
    for cell in found.cells:
        answer = solve(cell.region(j), found.dimension)
        if isinstance(answer, Infeasible):
            nodes[cell.node] = {"outside": found.multipliers(answer)}
        else:
            pieces.append(cell)
            witnesses.append(answer.point)
    label, links = _join(found, pieces, j)
    return Components(found, j, tuple(pieces), tuple(witnesses), label, links, tuple(nodes))


def _join(found: Arrangement, pieces: Sequence[Cell], j: int) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    label, links = list(range(len(pieces))), []
    for a, b in combinations(range(len(pieces)), 2):
        if label[a] == label[b]:
            continue
        point = found.feasible(_common(pieces[a], pieces[b], j))
        if point is not None:
            links.append((a, b, point))
            old = label[b]
            label = [label[a] if x == old else x for x in label]
    names = {x: n for n, x in enumerate(dict.fromkeys(label))}
    return tuple(names[x] for x in label), tuple(links)


def certify_components(network: Network, field: Field, j: int, domain_json: Json = None) -> bytes:
    """A certificate for the number of components of C_j."""
    found = components(network, field, j, read_domain(network, field, domain_json))
    claim = region_claim("region-components", network, field, j, domain_json, components=str(found.count))
    return claim.with_evidence(
        {
            "tree": found.tree(found.label),
            "links": found.links_json(),
            "separations": found.separations(found.label),
            "witnesses": [found.witness_of(found.label, c) for c in range(found.count)],
        }
    )


def certify_connected(network: Network, field: Field, j: int, domain_json: Json = None) -> bytes:
    """A certificate that C_j is connected; `NotFound` with one that it is not, otherwise."""
    found = components(network, field, j, read_domain(network, field, domain_json))
    if found.count > 1:
        counter = certify_disconnected(network, field, j, domain_json)
        raise NotFound(f"the region of class {j} has {found.count} components", counter)
    claim = region_claim("region-connected", network, field, j, domain_json)
    return claim.with_evidence({"tree": found.tree(found.label), "links": found.links_json()})


def certify_disconnected(network: Network, field: Field, j: int, domain_json: Json = None) -> bytes:
    """A certificate by cells that C_j is not connected; `NotFound` with one that it is, otherwise."""
    found = components(network, field, j, read_domain(network, field, domain_json))
    if found.count < 2:
        counter = certify_connected(network, field, j, domain_json)
        raise NotFound(f"the region of class {j} has {found.count} component(s)", counter)
    labels = [min(x, 1) for x in found.label]
    claim = region_claim("region-disconnected", network, field, j, domain_json)
    return claim.with_evidence(
        {
            "tree": found.tree(labels),
            "separations": found.separations(labels),
            "witnesses": [found.witness_of(labels, c) for c in (0, 1)],
        }
    )


def read_domain(network: Network, field: Field, domain: Json) -> tuple[Any, ...]:
    """The domain of a claim as affine forms g with g >= 0."""
    return Reader(field).half_spaces(domain if domain is not None else [], "/domain", network.input_dim)
