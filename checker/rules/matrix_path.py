"""Full rank along a polyline of matrices, by an inverse that moves as a polynomial.

claim     matrices: M_0, ..., M_n of one shape; every matrix on the segments between them has full rank
evidence  inverses: for each segment the coefficients L_0, L_1, ... of L(t) = L_0 + L_1 t + ...

With M(t) = M_(i-1) + t (M_i - M_(i-1)), transposed if it has fewer rows than columns, the evidence has
L(t) M(t) = p(t) I with p != 0 on [0, 1] (Sturm); so the columns of M(t) are independent for these t.  If
M(t) has full rank there, L = adj(M^T M) M^T does it.  Source: thesis, Proposition 3.4.8.
"""

from __future__ import annotations

from checker import polynomial as poly
from checker.codec import Json, as_object, as_tuple
from checker.errors import malformed, rejected, shorten
from checker.field import ParametricField
from checker.limits import spend
from checker.network import Matrix, dot
from checker.notation import Reader
from checker.polynomial import Number, Polynomial
from checker.rules.rank import read_matrix


def path_full_rank(read: Reader, claim: Json, evidence: Json) -> None:
    """`path-full-rank`: every matrix on the polyline through `matrices` has full rank."""
    (vertices,) = as_object(claim, "/claim", "matrices")
    (given,) = as_object(evidence, "/evidence", "inverses")
    if isinstance(read.field, ParametricField):
        raise malformed("E_FIELD", "/claim/field", "Q or Q(sqrt d)", "a parameter")
    matrices = as_tuple(lambda v, at: read_matrix(read, v, at), vertices, "/claim/matrices", least=2)
    for i, matrix in enumerate(matrices):
        _has_shape(matrix, len(matrices[0]), len(matrices[0][0]), f"/claim/matrices/{i}")
    if len(matrices[0]) < len(matrices[0][0]):
        matrices = tuple(tuple(zip(*matrix, strict=True)) for matrix in matrices)
    inverses = as_tuple(
        lambda v, at: as_tuple(read.matrix, v, at, least=1), given, "/evidence/inverses", len(matrices) - 1
    )
    for i, inverse in enumerate(inverses):
        _check_segment(matrices[i], matrices[i + 1], inverse, f"/evidence/inverses/{i}")


def _check_segment(start: Matrix, end: Matrix, inverse: tuple[Matrix, ...], at: str) -> None:
    """L(t) (start + t (end - start)) = p(t) I, and p does not vanish on [0, 1]."""
    n = len(start[0])
    for a, part in enumerate(inverse):
        _has_shape(part, n, len(start), f"{at}/{a}")
    bottom = list(zip(*start, strict=True))
    slope = [
        [y - x for x, y in zip(*pair, strict=True)]
        for pair in zip(bottom, zip(*end, strict=True), strict=True)
    ]
    found: Polynomial = ()
    for j in range(n):
        for k in range(n):
            spend(0, 1 + len(inverse) * len(start) // 16)
            entry: list[Number] = [0] * (len(inverse) + 1)
            for a, part in enumerate(inverse):
                entry[a] = entry[a] + dot(part[j], bottom[k])
                entry[a + 1] = entry[a + 1] + dot(part[j], slope[k])
            product = poly.trim(entry)
            if j == k == 0:
                found = product
            if product != (found if j == k else ()):
                raise rejected("E_INVERSE", at, "L(t) M(t) = p(t) I", f"entry {j}, {k}: {shorten(product)}")
    if not poly.constant_sign(found, 0, 1) or any(poly.evaluate(found, t) == 0 for t in (0, 1)):
        raise rejected("E_SINGULAR", at, "p without a zero on [0, 1]", found)


def _has_shape(matrix: Matrix, rows: int, columns: int, at: str) -> None:
    if (len(matrix), len(matrix[0])) != (rows, columns):
        found = f"{len(matrix)} x {len(matrix[0])}"
        raise malformed("E_SHAPE", at, f"a matrix of {rows} x {columns}", found)
