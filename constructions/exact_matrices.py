"""Exact linear algebra on FLINT's rational matrices: bases of rows, left inverses, parts of matrices."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mat

from checker.segment import Row
from constructions.exact_network import fast, slow


def from_rows(rows: Sequence[Sequence[object]]) -> fmpq_mat:
    """The matrix with these rows of the kernel's rationals."""
    return fmpq_mat(len(rows), len(rows[0]), [fast(x) for row in rows for x in row])


def to_units(U: fmpq_mat) -> list[Row]:
    """The columns of U, as rows of units."""
    return [tuple(slow(x) for x in row) for row in U.transpose().table()]


def with_ones(F: fmpq_mat) -> fmpq_mat:
    """[F, 1]."""
    return fmpq_mat(F.nrows(), F.ncols() + 1, [x for row in F.table() for x in [*row, fmpq(1)]])


def rows_of_matrix(M: fmpq_mat, rows: Sequence[int]) -> fmpq_mat:
    """M(rows, :); at least one row."""
    return fmpq_mat(len(rows), M.ncols(), [M[i, j] for i in rows for j in range(M.ncols())])


def columns_of_matrix(M: fmpq_mat, columns: Sequence[int]) -> fmpq_mat:
    """M(:, columns); at least one column."""
    return fmpq_mat(M.nrows(), len(columns), [M[i, j] for i in range(M.nrows()) for j in columns])


def pivots(M: fmpq_mat) -> list[int]:
    """The first columns of M that form a basis of its column space."""
    reduced, rank = M.rref()
    found: list[int] = []
    for i in range(rank):
        found.append(next(j for j in range(M.ncols()) if reduced[i, j] != 0))
    return found


def basis_rows(M: fmpq_mat) -> list[int]:
    """The first rows of M that form a basis of its row space."""
    return pivots(M.transpose())


def left_inverse(W: fmpq_mat, rows: Sequence[int]) -> fmpq_mat:
    """L with L W = I that is zero but for the columns `rows`; W(rows, :) is invertible."""
    inverse = rows_of_matrix(W, rows).inv()
    L = fmpq_mat(W.ncols(), W.nrows())
    for i in range(W.ncols()):
        for n, j in enumerate(rows):
            L[i, j] = inverse[i, n]
    return L


def right_inverse(M: fmpq_mat) -> fmpq_mat:
    """R with M R = I, for M of full row rank; zero but for as many rows as M has."""
    return left_inverse(M.transpose(), pivots(M)).transpose()


def coordinates(M: fmpq_mat, columns: Sequence[int], of: Sequence[int]) -> fmpq_mat:
    """C with M(:, columns) C = M(:, of); the columns are independent and span the others."""
    chosen = columns_of_matrix(M, columns)
    rows = basis_rows(chosen)
    return rows_of_matrix(chosen, rows).inv() * rows_of_matrix(columns_of_matrix(M, of), rows)
