"""A decision region equals a given union of open polyhedra, or a point shows that it does not.

On a leaf of the split tree f is affine, so C_j is there an open polyhedron Q (within the closed cell).
The leaf shows both inclusions: Q lies in one polyhedron P_i of the union (or is empty), and every P_i,
within the cell, is empty or lies in Q.  A polyhedron lies in an open half-space {h > 0} when adding
-h >= 0 leaves no point.
"""

from __future__ import annotations

from checker.codec import Json, as_list, as_object, as_tuple
from checker.errors import rejected
from checker.network import Vector
from checker.notation import Reader
from checker.polyhedron import Constraint, Constraints, check_empty, negative, strict
from checker.rational import decode_integer
from checker.rules.cells import Leaf, leaves, read_region

Polyhedra = tuple[tuple[Vector, ...], ...]


def region_is(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-is`: within the domain, C_j is the union of the polyhedra (each a list of open half-spaces)."""
    network, j, domain, (polyhedra_,) = read_region(read, claim, "polyhedra")
    polyhedra = _read_polyhedra(read, polyhedra_, network.input_dim)
    (tree,) = as_object(evidence, "/evidence", "tree")
    for leaf in leaves(network, domain, tree, "/evidence/tree", read):
        region, union = as_object(leaf.says, leaf.at, "region", "polyhedra")
        _check_region_in_union(leaf, j, polyhedra, region, read)
        entries = as_list(union, f"{leaf.at}/polyhedra", len(polyhedra))
        for i, (polyhedron, entry) in enumerate(zip(polyhedra, entries, strict=True)):
            part = leaf.cell + strict(polyhedron)
            _check_within(part, leaf.margins(j), entry, f"{leaf.at}/polyhedra/{i}", read)


def _check_region_in_union(leaf: Leaf, j: int, polyhedra: Polyhedra, says: Json, read: Reader) -> None:
    """`{"empty": multipliers}` or `{"index": i, "within": multipliers for each side of P_i}`."""
    at = f"{leaf.at}/region"
    if isinstance(says, dict) and set(says) == {"empty"}:
        check_empty(leaf.region(j), says["empty"], f"{at}/empty", read)
        return
    index, within = as_object(says, at, "index", "within")
    i = decode_integer(index, f"{at}/index", 0, len(polyhedra))
    _check_within(leaf.region(j), polyhedra[i], {"within": within}, at, read)


def _check_within(part: Constraints, sides: tuple[Vector, ...], says: Json, at: str, read: Reader) -> None:
    """`{"empty": multipliers}`, or `{"within": [...]}`: for each side h, `part` with h <= 0 is empty."""
    if isinstance(says, dict) and set(says) == {"empty"}:
        check_empty(part, says["empty"], f"{at}/empty", read)
        return
    (within,) = as_object(says, at, "within")
    entries = as_list(within, f"{at}/within", len(sides))
    for k, (side, multipliers) in enumerate(zip(sides, entries, strict=True)):
        outside = (*part, Constraint(negative(side), False))
        check_empty(outside, multipliers, f"{at}/within/{k}", read)


def region_is_not(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-is-not`: a point of the domain lies in C_j or in the union, and not in both."""
    network, j, domain, (polyhedra_,) = read_region(read, claim, "polyhedra")
    polyhedra = _read_polyhedra(read, polyhedra_, network.input_dim)
    (point,) = as_object(evidence, "/evidence", "point")
    x = read.vector(point, "/evidence/point", network.input_dim)
    if not all(side.holds(x) for side in domain):
        raise rejected("E_WITNESS", "/evidence/point", "a point of the domain", point)
    in_union = any(all(side.holds(x) for side in strict(p)) for p in polyhedra)
    if network.contains(x, j) == in_union:
        where = "both" if in_union else "neither"
        raise rejected("E_WITNESS", "/evidence/point", "a point of exactly one of region and union", where)


def _read_polyhedra(read: Reader, value: Json, dimension: int) -> Polyhedra:
    return as_tuple(lambda v, p: read.half_spaces(v, p, dimension), value, "/claim/polyhedra")
