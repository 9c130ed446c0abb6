"""Exhibits about the nearly triangular Psi of Lemma 4.3.2: entries, alphas, the bound on the determinant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import permutations
from math import factorial, prod
from typing import Any

from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork
from constructions.skip_weights import lemma_weights
from constructions.triangular import (
    Enclosed,
    Rows,
    by_logarithms,
    determinant,
    enclosed,
    epsilon,
    least_alpha,
    one_backward_path,
    reordered,
)
from proofs.chapter4.lem_4_3_2 import three_layers
from proofs.feature_exhibits import identity, product, total
from proofs.skip_exhibits import FOUR
from proofs.table_exhibits import at_most
from proofs.theorem import Exhibit

SIZES = (2, 3, 4, 5)  # of the exact instances
ALPHAS = (16, 32, 64)  # of case 2, N = 4


@cache
def three_layers_enclosed() -> tuple[SkipNetwork, ExactMatrix, Enclosed]:
    """The weights of the proof for skips in three layers, N = 4, samples in the order of (4.5)."""
    made = lemma_weights(three_layers(), FOUR)
    X = reordered(FOUR, made.order)
    return made.network, X, enclosed(made.network, X)


@cache
def backward_path_enclosed(alpha: int, N: int = 4) -> Enclosed:
    """Case 2."""
    return enclosed(*one_backward_path(alpha, N))


def entries(name: str, found: Enclosed) -> Exhibit:
    """Psi lies within the error of the entries found."""
    return Exhibit(f"{name}: Psi to 119 binary digits", lambda: found.certificate)


def below_diagonal(A: Rows) -> list[Fraction]:
    """The entries i > j."""
    return [A[i][j] for i in range(len(A)) for j in range(i)]


def logarithms(N: int) -> tuple[Fraction, int, Rows]:
    """epsilon, alpha and Psi of the exact instance."""
    return epsilon(N), least_alpha(N), by_logarithms(N, least_alpha(N))


def small_below(N: int) -> Exhibit:
    """(4.8), exactly."""
    eps, alpha, A = logarithms(N)
    name = f"N = {N}, inputs log 2^k: alpha = {alpha}, and the largest entry below the diagonal <= {eps}"
    return at_most(name, max(below_diagonal(A)), eps)


def small_below_three_layers() -> Exhibit:
    """(4.8) from the enclosure."""
    _, _, found = three_layers_enclosed()
    largest = max(below_diagonal(found.entries)) + found.error
    return at_most("skips in three layers: entries below the diagonal at most 1/768", largest, epsilon(4))


def leibniz(A: Rows) -> Any:
    """det A as a sum of N! products of numbers."""
    N = len(A)
    return total(*(_term(A, p) for p in permutations(range(N))))


def _term(A: Rows, p: tuple[int, ...]) -> Any:
    odd = sum(p[i] > p[j] for j in range(len(p)) for i in range(j)) % 2
    return product("-1" if odd else "1", *(str(A[i][j]) for j, i in enumerate(p)))


def bounded(N: int) -> Iterator[Exhibit]:
    """(4.10), exactly: the determinant, and its distance from prod sigma(beta) = 2^-N."""
    eps, alpha, A = logarithms(N)
    det = determinant(A)
    yield identity(f"N = {N}, alpha = {alpha}: det Psi by Leibniz's formula", leibniz(A), str(det))
    bound = factorial(N) * eps
    yield at_most(
        f"N = {N}: |det Psi - 2^-{N}| <= N! C^(N-1) epsilon = {bound}", abs(det - Fraction(1, 2**N)), bound
    )


def bounded_three_layers() -> tuple[Exhibit, ...]:
    """(4.10) for skips in three layers: Leibniz's formula is Lipschitz with N N! for entries of at most 1."""
    _, _, found = three_layers_enclosed()
    det = determinant(found.entries)
    slack = 4 * factorial(4) * 2 * found.error
    return (
        entries("skips in three layers", found),
        identity("skips in three layers: det of the midpoints", leibniz(found.entries), str(det)),
        at_most(
            "skips in three layers: |det Psi - 1/16| <= 1/32",
            abs(det - Fraction(1, 16)) + slack,
            Fraction(1, 32),
        ),
    )


def case_two(alpha: int) -> tuple[Exhibit, ...]:
    """Case 2: |det - prod of the diagonal| <= (N! - 1) (largest entry below it) (largest entry)^(N - 1)."""
    found = backward_path_enclosed(alpha)
    A, N = found.entries, 4
    det, diagonal = determinant(A), prod((A[j][j] for j in range(N)), start=Fraction(1))
    largest = max(x for row in A for x in row) + found.error
    bound = (factorial(N) - 1) * (max(below_diagonal(A)) + found.error) * largest ** (N - 1)
    slack = 4 * factorial(4) * largest**3 * 2 * found.error
    return (
        entries(f"four softplus units, alpha = {alpha}", found),
        identity(f"alpha = {alpha}: det of the midpoints", leibniz(A), str(det)),
        at_most(
            f"alpha = {alpha}: |det Psi - (log 2)^4| is at most Leibniz's bound by the enclosed entries",
            abs(det - diagonal) + slack,
            bound,
        ),
    )
