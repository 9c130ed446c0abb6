"""Bounds of quadratic forms by sums of squares: |A x|^2 against c |x|^2, from both sides, for all x.

A rational A^T A - c I that is positive semidefinite is L D L^T over the rationals.  The identity that is
certified has the norm on the left and the squares on the right, so nothing rests on the factorisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from proofs.feature_exhibits import identity, product, total
from proofs.theorem import Exhibit

Rows = Sequence[Sequence[Fraction | int]]


def squared(x: Any) -> Any:
    """x^2."""
    return product(x, x)


def norm(entries: Sequence[Any]) -> Any:
    """The sum of the squares."""
    return total(*map(squared, entries))


def combination(row: Sequence[Fraction | int], names: Sequence[str]) -> Any:
    """sum_j row_j names_j."""
    return total("0", *(product(str(c), x) for c, x in zip(row, names, strict=True) if c))


def times(A: Rows, X: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """A X for numbers A and expressions X."""
    return [
        [total("0", *(product(str(a), X[j][s]) for j, a in enumerate(row) if a)) for s in range(len(X[0]))]
        for row in A
    ]


def transposed(A: Any) -> list[list[Any]]:
    """The transpose."""
    return [list(column) for column in zip(*A, strict=True)]


def gram(A: Rows, c: Fraction | int, sign: int = 1) -> list[list[Fraction]]:
    """sign (A^T A - c I)."""
    columns = transposed(A)
    return [
        [
            sign * (sum((Fraction(x) * y for x, y in zip(a, b, strict=True)), Fraction(0)) - c * (i == j))
            for j, b in enumerate(columns)
        ]
        for i, a in enumerate(columns)
    ]


def squares(M: Sequence[Sequence[Fraction]], names: Sequence[str]) -> Any:
    """x^T M x as a sum of squares with positive coefficients; `ValueError` when M has a negative pivot."""
    rows, terms = [list(row) for row in M], []
    for k in range(len(rows)):
        d = rows[k][k]
        if d < 0 or (d == 0 and any(rows[k][k:])):
            raise ValueError(f"not positive semidefinite: pivot {k} is {d}")
        if d == 0:
            continue
        line = [x / d for x in rows[k]]
        terms.append(product(str(d), squared(combination([Fraction(0)] * k + line[k:], names))))
        for i in range(k + 1, len(rows)):
            rows[i] = [x - rows[i][k] * y for x, y in zip(rows[i], line, strict=True)]
    return total("0", *terms)


def bounded(
    name: str,
    left: Any,
    entries: Sequence[str],
    A: Rows,
    c: Fraction | int,
    sign: int = 1,
    role: str = "supports",
) -> Exhibit:
    """sign (left - c |x|^2) is a sum of squares, where left is |A x|^2 written out, x = (entries)."""
    difference = total(product(sign, left), product(str(-sign * Fraction(c)), norm(entries)))
    return identity(name, difference, squares(gram(A, c, sign), entries), *sorted(entries), role=role)
