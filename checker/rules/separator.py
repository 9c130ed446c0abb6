"""A decision region is disconnected: its cells fall into two parts, or a hyperplane misses it.

By cells: two labels, both inhabited, every pair of pieces with different labels separated.
By a hyperplane H = {<a, x> = b} that contains no point of C_j, with a point of C_j strictly on each
side: C_j is the union of two disjoint open parts, neither empty.  That C_j misses H is shown either by
a split tree of H (piecewise linear networks) or, when f_j - f_k depends on H on one linear form t
only, by the signs of a piecewise rational function of t (`checker.rules.line`).
"""

from __future__ import annotations

from checker.codec import Json, as_list, as_object
from checker.errors import malformed, rejected
from checker.notation import Reader
from checker.polyhedron import Constraint, Constraints, negative, value_at
from checker.rules.cells import read_region, read_witness
from checker.rules.components import check_inhabited, check_separations, read_pieces
from checker.rules.line import check_misses_line


def region_disconnected(read: Reader, claim: Json, evidence: Json) -> None:
    """`region-disconnected`: C_j, within the domain, is not connected."""
    if not isinstance(evidence, dict) or "hyperplane" not in evidence:
        _by_cells(read, claim, evidence)
    else:
        _by_hyperplane(read, claim, evidence)


def _by_cells(read: Reader, claim: Json, evidence: Json) -> None:
    network, j, domain, _ = read_region(read, claim)
    tree, separations, witnesses = as_object(evidence, "/evidence", "tree", "separations", "witnesses")
    pieces = read_pieces(read, network, j, domain, tree, 2)
    check_separations(read, pieces, separations)
    check_inhabited(read, pieces, witnesses, 2)


def _by_hyperplane(read: Reader, claim: Json, evidence: Json) -> None:
    network, j, domain, _ = read_region(read, claim)
    plane, miss, points = as_object(evidence, "/evidence", "hyperplane", "miss", "points")
    form = read.half_space(plane, "/evidence/hyperplane", network.input_dim)
    if all(c == 0 for c in form[:-1]):
        raise malformed("E_HYPERPLANE", "/evidence/hyperplane", "a normal that is not zero", plane)
    for side, point in zip((-1, 1), as_list(points, "/evidence/points", length=2), strict=True):
        at = f"/evidence/points/{(side + 1) // 2}"
        x = read_witness(read, point, at, network, j, domain)
        if not side * value_at(form, x) > 0:
            where = "below" if side < 0 else "above"
            raise rejected("E_SIDE", at, f"a point strictly {where} the hyperplane", point)
    if isinstance(miss, dict) and set(miss) == {"tree"}:
        on_plane: Constraints = (*domain, Constraint(form, False), Constraint(negative(form), False))
        pieces = read_pieces(read, network, j, on_plane, miss["tree"], 1, "/evidence/miss/tree")
        if pieces.inside:
            at = pieces.inside[0][0].at
            raise rejected("E_NOT_MISSED", at, "a leaf with no point of the region", "inside")
    else:
        (line,) = as_object(miss, "/evidence/miss", "line")
        check_misses_line(read, network, j, form, line, "/evidence/miss/line")
