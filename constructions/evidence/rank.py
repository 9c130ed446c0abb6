"""Evidence for `rank`: an invertible minor modulo a prime, and null vectors.

The rank is computed exactly by FLINT over Q; over Q(sqrt d) by elimination.  Pivot rows and columns come
from elimination modulo a prime, where the inverse of the minor is then taken.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

from flint import fmpq, fmpq_mat, nmod_mat

from checker import Field, Json, QuadraticField, Rationals, Reader, Surd
from checker.rules.rank import read_matrix
from constructions.certificate import Claim, NotFound

Matrix = tuple[tuple[Any, ...], ...]
# Primes p = 7 (mod 8), where 2 has a square root; a random prime of this size misses a rank with
# probability about 1/p, and then the next one is tried.
_PRIMES = (2147483647, 2147483423, 2147483399, 2147483327, 2147482951)


def certify_rank(claim: Claim) -> bytes:
    """Evidence for a rank claim; `NotFound` with the certified true rank when the claim is wrong."""
    body = dict(claim.body)
    matrix = read_matrix(Reader(claim.field), body["matrix"], "/matrix")
    r, relation = exact_rank(matrix, claim.field), str(body["relation"])
    claimed = int(str(body["rank"]))
    true = {"=": r == claimed, ">=": r >= claimed, "<=": r <= claimed}.get(relation, False)
    if not true:
        counter = certify_rank(Claim("rank", claim.field, {**body, "relation": "=", "rank": str(r)}))
        raise NotFound(f"the rank is {r}", counter)
    evidence: dict[str, Json] = {}
    if relation in ("=", ">="):
        evidence["minor"] = minor(matrix, claim.field, claimed)
    if relation in ("=", "<="):
        evidence["null"] = null_vectors(matrix, claim.field, claimed)
    return claim.with_evidence(evidence)


def exact_rank(matrix: Matrix, field: Field) -> int:
    """The rank, exactly; a full rank modulo one prime settles it."""
    full = min(len(matrix), len(matrix[0]))
    for p in _PRIMES[:1] if isinstance(field, Rationals) else ():
        residues = _residues(matrix, 0, p)
        if residues is not None and len(_pivots(residues, p)) == full:
            return full
    if isinstance(field, Rationals):
        return int(_flint(matrix).rank())
    return len(_echelon(matrix)[0])


def minor(matrix: Matrix, field: Field, r: int) -> Json:
    """`{"rows", "columns", "modulus", "inverse"}` (and `"root"`) of an invertible r x r minor."""
    for p in _PRIMES:
        root = _square_root(field, p)
        residues = None if root is None else _residues(matrix, root, p)
        if residues is None:
            continue
        columns = _pivots(residues, p)[:r]
        rows = _pivots([[row[c] for row in residues] for c in columns], p)[:r]
        if len(rows) < r:
            continue
        if r == 0:
            inverse: list[list[int]] = []
        else:
            block = nmod_mat(r, r, [residues[i][c] for i in rows for c in columns], p)
            inverse = [[int(x) for x in row] for row in block.inv().table()]
        found: dict[str, Json] = {
            "rows": [str(i) for i in rows],
            "columns": [str(c) for c in columns],
            "modulus": str(p),
            "inverse": [[str(x) for x in row] for row in inverse],
        }
        if isinstance(field, QuadraticField):
            found["root"] = str(root)
        return found
    raise NotFound("no prime of the list keeps the rank; give the minor by hand")


def null_vectors(matrix: Matrix, field: Field, r: int) -> Json:
    """Null vectors in echelon form, on the side where fewer are needed."""
    side = "right" if len(matrix[0]) <= len(matrix) else "left"
    lines: Matrix = matrix if side == "right" else tuple(zip(*matrix, strict=True))
    n = len(lines[0])
    if n == r:
        return {"side": side, "vectors": [], "pivots": []}
    pivots, rows = _echelon(lines) if not isinstance(field, Rationals) else _rref(lines)
    free = [c for c in range(n) if c not in pivots]
    vectors: list[Json] = []
    zero = lines[0][0] - lines[0][0]
    for c in free:
        x = [zero] * n
        x[c] = zero + 1
        for row, pivot in zip(rows, pivots, strict=True):
            x[pivot] = -row[c]
        vectors.append([field.encode(value) for value in x])
    return {"side": side, "vectors": vectors, "pivots": [str(c) for c in free]}


def _flint(matrix: Matrix) -> Any:
    return fmpq_mat(
        len(matrix), len(matrix[0]), [fmpq(x.numerator, x.denominator) for row in matrix for x in row]
    )


def _rref(matrix: Matrix) -> tuple[list[int], list[list[Fraction]]]:
    reduced, rank = _flint(matrix).rref()
    rows = [[Fraction(int(x.p), int(x.q)) for x in row] for row in reduced.table()[:rank]]
    return [next(k for k, x in enumerate(row) if x != 0) for row in rows], rows


def _echelon(matrix: Matrix) -> tuple[list[int], list[list[Any]]]:
    """Pivot columns and the reduced row echelon form over any field."""
    rows, pivots = [list(row) for row in matrix], list[int]()
    for c in range(len(rows[0])):
        k = len(pivots)
        pivot = next((i for i in range(k, len(rows)) if rows[i][c] != 0), None)
        if pivot is None:
            continue
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][c] for x in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[c] != 0:
                rows[i] = [x - row[c] * y for x, y in zip(row, rows[k], strict=True)]
        pivots.append(c)
    return pivots, rows[: len(pivots)]


def _square_root(field: Field, p: int) -> int | None:
    """s with s^2 = d (mod p), 0 over Q; None when there is none.  p = 3 (mod 4)."""
    if not isinstance(field, QuadraticField):
        return 0
    s = pow(field.d, (p + 1) // 4, p)
    return s if s * s % p == field.d % p else None


def _residues(matrix: Matrix, root: int, p: int) -> list[list[int]] | None:
    out = []
    for row in matrix:
        pairs = [(x.a, x.b) if isinstance(x, Surd) else (x, Fraction(0)) for x in row]
        clear = lcm(*(part.denominator for pair in pairs for part in pair))
        if clear % p == 0:
            return None
        out.append([int(a * clear + b * clear * root) % p for a, b in pairs])
    return out


def _pivots(rows: list[list[int]], p: int) -> list[int]:
    """The pivot columns of the reduced echelon form modulo p."""
    if not rows:
        return []
    reduced, rank = nmod_mat(len(rows), len(rows[0]), [x for row in rows for x in row], p).rref()
    table = reduced.table()[:rank]
    return [next(k for k, x in enumerate(row) if int(x) != 0) for row in table]
