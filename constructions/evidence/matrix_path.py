"""Evidence for `path-full-rank`: left inverses along the segments of a polyline of matrices.

A linear one, L_0 + t L_1 with product I, is sought first (rows of W that move by multiples of others have
one); else adj(M^T M) M^T, whose product is det(M^T M) I, by the recursion of Faddeev and LeVerrier.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import fmpq, fmpq_mat, fmpq_poly

from checker import Json, Rationals, Reader, Verified, verify
from checker.rational import encode_rational
from checker.rules.loss_path import rows_of
from checker.rules.rank import read_matrix
from constructions.certificate import Claim, NotFound
from constructions.exact_matrices import from_rows
from constructions.exact_network import slow
from constructions.parameter_path import Trail

_ZERO = fmpq_poly([0])


def full_rank_claim(matrices: Sequence[fmpq_mat]) -> Claim:
    """The claim that no matrix on the polyline through these (of one shape) drops in rank."""
    given: list[Json] = [{"entries": _encoded(matrix)} for matrix in matrices]
    return Claim("path-full-rank", Rationals(), {"matrices": given})


def certify_full_rank(claim: Claim) -> bytes:
    """Evidence over Q; `NotFound` when the rank drops, or a degree exceeds the kernel's limit."""
    certificate = with_inverses(claim)
    verdict = verify(certificate)
    if not isinstance(verdict, Verified):
        raise NotFound(f"the path is not seen to keep its rank: {verdict}")
    return certificate


def with_inverses(claim: Claim) -> bytes:
    """The claim with left inverses, whether or not the rank drops (then their p has a zero)."""
    if not isinstance(claim.field, Rationals):
        raise NotFound("paths of full rank are sought over Q only; give the inverses by hand")
    given = dict(claim.body)["matrices"]
    read = Reader(claim.field)
    matrices = [
        from_rows(read_matrix(read, value, f"/matrices/{i}"))
        for i, value in enumerate(given if isinstance(given, list) else [])
    ]
    if len({(matrix.nrows(), matrix.ncols()) for matrix in matrices}) != 1:
        raise NotFound("the matrices of a path have one shape, and there is at least one of them")
    if matrices[0].nrows() < matrices[0].ncols():
        matrices = [matrix.transpose() for matrix in matrices]
    inverses: list[Json] = []
    for start, end in pairwise(matrices):
        parts = linear_inverse(start, end) or adjugate_inverse(start, end)
        inverses.append([_encoded(part) for part in parts])
    return claim.with_evidence({"inverses": inverses})


def weights_along(trail: Trail, k: int) -> list[fmpq_mat]:
    """W_(k+1)^T at the vertices of a trail where it moves, for layer k (from 0), its start first."""
    rows = rows_of(trail.start)[k]
    found = [[row[:-1] for row in rows]]
    for move in trail.moves:
        for layer, j, row in move:
            if layer == k:
                rows[j] = row
        now = [row[:-1] for row in rows]
        if now != found[-1]:
            found.append(now)
    return [from_rows(weights) for weights in found]


def linear_inverse(start: fmpq_mat, end: fmpq_mat) -> list[fmpq_mat] | None:
    """[L_0, L_1] with (L_0 + t L_1)(start + t (end - start)) = I for all t; None if there is none."""
    m, n = start.nrows(), start.ncols()
    change = end - start
    # [L_0, L_1] [[A, D, 0], [0, A, D]] = [I, 0, 0], transposed: 3n equations, n right sides.
    system = fmpq_mat(3 * n, 2 * m + n)
    for k in range(n):
        for j in range(m):
            system[k, j] = start[j, k]
            system[n + k, j] = change[j, k]
            system[n + k, m + j] = start[j, k]
            system[2 * n + k, m + j] = change[j, k]
        system[k, 2 * m + k] = fmpq(1)
    reduced, rank = system.rref()
    found = [fmpq_mat(n, m), fmpq_mat(n, m)]
    for i in range(rank):
        pivot = next(c for c in range(2 * m + n) if reduced[i, c] != 0)
        if pivot >= 2 * m:
            return None
        for k in range(n):
            found[pivot // m][k, pivot % m] = reduced[i, 2 * m + k]
    return found if found[1] != fmpq_mat(n, m) else found[:1]


def adjugate_inverse(start: fmpq_mat, end: fmpq_mat) -> list[fmpq_mat]:
    """The coefficients of adj(M^T M) M^T, M = start + t (end - start)."""
    m, n = start.nrows(), start.ncols()
    M = [[fmpq_poly([start[i, j], end[i, j] - start[i, j]]) for j in range(n)] for i in range(m)]
    across = [list(column) for column in zip(*M, strict=True)]
    gram = _times(across, M)
    power = [[fmpq_poly([int(i == j)]) for j in range(n)] for i in range(n)]
    for k in range(1, n):
        product = _times(gram, power)
        trace = sum((product[i][i] for i in range(n)), _ZERO) * fmpq(-1, k)
        power = [[x + trace if i == j else x for j, x in enumerate(row)] for i, row in enumerate(product)]
    adjugate = _times(power, across)
    length = max(1, *(len(p.coeffs()) for row in adjugate for p in row))
    return [fmpq_mat(n, m, [p[a] for row in adjugate for p in row]) for a in range(length)]


def _times(A: list[list[fmpq_poly]], B: list[list[fmpq_poly]]) -> list[list[fmpq_poly]]:
    columns = list(zip(*B, strict=True))
    return [[sum((x * y for x, y in zip(row, c, strict=True)), _ZERO) for c in columns] for row in A]


def _encoded(matrix: fmpq_mat) -> list[Json]:
    return [[encode_rational(slow(x)) for x in row] for row in matrix.table()]
