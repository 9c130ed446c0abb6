"""The number of activation regions of a piecewise linear network, by its split tree.

An activation region within the domain is a non-empty open set on which each hidden unit stays strictly
between two breakpoints of its activation, or is constant. The nodes of the tree cover the domain; an ended
cell has no interior, and a leaf is a closed cell whose interior, if it has one, is a single region: a point
strictly inside shows that it has. Two leaves differ in the piece of some unit that is not constant on their
common parent, so they are different regions. Hence leaves and regions correspond one to one. Cuts by other
hyperplanes would divide a region, and are refused.
"""

from __future__ import annotations

from dataclasses import replace

from checker.codec import Json, as_list, as_object
from checker.errors import malformed, rejected
from checker.notation import Reader
from checker.polyhedron import closed
from checker.rational import decode_integer
from checker.rules.cells import leaves


def activation_regions(read: Reader, claim: Json, evidence: Json) -> None:
    """`activation-regions`: within the domain there are exactly `regions`; leaves are `{"point": x}`."""
    network_, domain_, count = as_object(claim, "/claim", "network", "domain", "regions")
    network = read.network(network_, "/claim/network")
    domain = closed(read.half_spaces(domain_, "/claim/domain", network.input_dim))
    expected = decode_integer(count, "/claim/regions", 0, 10**6)
    (tree,) = as_object(evidence, "/evidence", "tree")
    for n, node in enumerate(as_list(tree, "/evidence/tree")):
        if isinstance(node, dict) and "cut" in node:
            raise malformed("E_TREE", f"/evidence/tree/{n}", "no cut: it divides a region", node)
    found = 0
    for leaf in leaves(network, domain, tree, "/evidence/tree", read):
        (point,) = as_object(leaf.says, leaf.at, "point")
        x = read.vector(point, f"{leaf.at}/point", network.input_dim)
        if not all(replace(side, strict=True).holds(x) for side in leaf.cell):
            raise rejected("E_WITNESS", f"{leaf.at}/point", "a point strictly inside the cell", point)
        found += 1
    if found != expected:
        raise rejected("E_REGIONS", "/claim/regions", f"{found}, the leaves of the tree", expected)
