"""The number of connected components of a decision region, by its cells.

The leaves of the split tree cut C_j (within the domain) into finitely many convex pieces, each closed
in C_j.  Join two pieces when they share a point.  The union of the pieces of one class of this graph is
connected, and it is closed in C_j, as is the union of the others; so the classes are exactly the
components (docs/proofs/nerve.md).  The evidence labels each piece, links pieces of one label by shared
points, and separates each pair of pieces with different labels by multipliers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from checker.codec import Json, as_list, as_object
from checker.errors import rejected
from checker.limits import spend
from checker.network import Network, Vector
from checker.notation import Reader
from checker.polyhedron import Constraints, check_empty, strict
from checker.rational import decode_integer
from checker.rules.cells import Leaf, leaves, read_region, read_witness

T = TypeVar("T")


@dataclass(frozen=True)
class Pieces:
    """The pieces of C_j that the tree leaves, with their labels 0, ..., labels - 1."""

    network: Network
    j: int
    domain: Constraints
    inside: tuple[tuple[Leaf, int], ...]


def region_components(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-components`: C_j, within the domain, has exactly `components` components."""
    network, j, domain, (count,) = read_region(read, claim, "components")
    c = decode_integer(count, "/claim/components", 0, 10**6)
    tree, links, separations, witnesses = as_object(
        evidence, "/evidence", "tree", "links", "separations", "witnesses"
    )
    pieces = read_pieces(read, network, j, domain, tree, c)
    check_links(read, pieces, links)
    check_separations(read, pieces, separations)
    check_inhabited(read, pieces, witnesses, c)


def region_connected(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-connected`: C_j, within the domain, is connected; the empty region is."""
    network, j, domain, _ = read_region(read, claim)
    tree, links = as_object(evidence, "/evidence", "tree", "links")
    check_links(read, read_pieces(read, network, j, domain, tree, 1), links)


def read_pieces(
    read: Reader,
    network: Network,
    j: int,
    domain: Constraints,
    tree: Json,
    labels: int,
    at: str = "/evidence/tree",
) -> Pieces:
    """Leaves are `{"inside": label}`, or `{"outside": multipliers}` where C_j has no point."""
    inside = []
    for leaf in leaves(network, domain, tree, at, read):
        if isinstance(leaf.says, dict) and set(leaf.says) == {"outside"}:
            check_empty(leaf.region(j), leaf.says["outside"], f"{leaf.at}/outside", read)
        else:
            (label,) = as_object(leaf.says, leaf.at, "inside")
            inside.append((leaf, decode_integer(label, f"{leaf.at}/inside", 0, labels, "E_LABEL")))
    return Pieces(network, j, domain, tuple(inside))


def check_links(read: Reader, pieces: Pieces, links: Json) -> None:
    """`[[a, b, point], ...]`: point lies in pieces a and b; the links join all pieces of one label."""
    joined, count = list[tuple[int, int]](), len(pieces.inside)
    for n, entry in enumerate(as_list(links, "/evidence/links")):
        at = f"/evidence/links/{n}"
        first, second, point = as_list(entry, at, length=3)
        a = decode_integer(first, f"{at}/0", 0, count)
        b = decode_integer(second, f"{at}/1", 0, count)
        x = read_witness(read, point, f"{at}/2", pieces.network, pieces.j, pieces.domain)
        for i in (a, b):
            if not all(side.holds(x) for side in pieces.inside[i][0].cell):
                raise rejected("E_LINK", at, f"a point of piece {i}", point)
        if pieces.inside[a][1] != pieces.inside[b][1]:
            raise rejected("E_LINK", at, "two pieces of one label", f"{a}, {b}")
        joined.append((a, b))
    found = parts(range(count), joined)
    if found != len({label for _, label in pieces.inside}):
        raise rejected("E_NOT_LINKED", "/evidence/links", "links joining all pieces of a label", found)


def parts(nodes: Collection[T], links: Iterable[tuple[T, T]]) -> int:
    """The number of components of a graph."""
    parent = {node: node for node in nodes}
    for link in links:
        a, b = (_root(parent, node) for node in link)
        parent[a] = b
    return len({_root(parent, node) for node in nodes})


def _root(parent: dict[T, T], node: T) -> T:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


def check_separations(read: Reader, pieces: Pieces, separations: Json) -> None:
    """Multipliers for each pair a < b of pieces with different labels, in lexicographic order."""
    inside = pieces.inside
    spend(0, 1 + len(inside) ** 2 // 16)
    pairs = [
        (a, b) for a in range(len(inside)) for b in range(a + 1, len(inside)) if inside[a][1] != inside[b][1]
    ]
    entries = as_list(separations, "/evidence/separations")
    if len(entries) != len(pairs):
        found = f"{len(entries)} for {len(pairs)} pairs"
        raise rejected("E_SEPARATIONS", "/evidence/separations", "one entry for each pair", found)
    for n, ((a, b), multipliers) in enumerate(zip(pairs, entries, strict=True)):
        common = inside[a][0].cell + inside[b][0].cell + strict(inside[a][0].margins(pieces.j))
        check_empty(common, multipliers, f"/evidence/separations/{n}", read)


def check_inhabited(read: Reader, pieces: Pieces, witnesses: Json, labels: int) -> None:
    """A point of C_j in some piece of each label."""
    entries = as_list(witnesses, "/evidence/witnesses", length=labels)
    for label, point in enumerate(entries):
        at = f"/evidence/witnesses/{label}"
        x = read_witness(read, point, at, pieces.network, pieces.j, pieces.domain)
        if label not in [found for leaf, found in pieces.inside if _holds(leaf, x)]:
            raise rejected("E_WITNESS", at, f"a point in a piece with label {label}", point)


def _holds(leaf: Leaf, x: Vector) -> bool:
    return all(side.holds(x) for side in leaf.cell)
