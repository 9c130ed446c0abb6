"""Psi of the proof of Lemma 4.3.2 in numbers: exactly at logarithms of powers of 2, or enclosed on a grid.

Source: thesis, Equations (4.7) to (4.11).  With c_i = 2^(N - i), inputs log c_i and one shared weight alpha
the entries 1 / (1 + (c_j / c_i)^alpha) are rational; beta = 0 and C = 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import factorial, prod

import numpy
from flint import ctx

from checker import Json, Rationals
from constructions.certificate import Claim
from constructions.evidence.skip import psi
from constructions.feature_matrix import data_json
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork, Unit

Rows = list[list[Fraction]]


def epsilon(N: int) -> Fraction:
    """prod sigma(beta) / (2 N! C^(N - 1)) = 2^-N / (2 N!)."""
    return Fraction(1, 2 ** (N + 1) * factorial(N))


def least_alpha(N: int) -> int:
    """The least integer of at least (sigma^-1(epsilon) - beta) / max delta, where max delta = -log 2."""
    alpha = 1
    while 2**alpha * epsilon(N) < 1 - epsilon(N):
        alpha += 1
    return alpha


def by_logarithms(N: int, alpha: int) -> Rows:
    """Psi for N samples and as many units of the first layer."""
    power = [Fraction(2) ** (alpha * (N - i)) for i in range(N)]
    return [[1 / (1 + below / here) for below in power] for here in power]


def determinant(A: Rows) -> Fraction:
    """By Leibniz's formula."""
    return sum((term(A, p) for p in permutations(range(len(A)))), Fraction(0))


def term(A: Rows, p: Sequence[int]) -> Fraction:
    """sign(p) prod_j A_p(j)j."""
    swaps = sum(p[i] > p[j] for j in range(len(p)) for i in range(j))
    return prod((A[i][j] for j, i in enumerate(p)), start=Fraction((-1) ** swaps))


@dataclass(frozen=True)
class Enclosed:
    """A certificate that Psi lies within `error` of `entries`, entry by entry."""

    entries: Rows
    error: Fraction
    certificate: bytes


def enclosed(network: SkipNetwork, X: ExactMatrix, digits: int = 120, bits: int = 512) -> Enclosed:
    """Psi rounded to multiples of 2^-digits, digits >= 60, by the claim `fit` with V = 2^(digits - 60) I."""
    kept, ctx.prec = ctx.prec, bits
    try:
        whole = [[int((x * 2**digits).mid().floor().unique_fmpz()) for x in row] for row in psi(network, X)]
    finally:
        ctx.prec = kept
    M, error = len(network.skip), Fraction(2, 2**digits)
    scale = 2 ** (digits - 60)
    V: Json = [[str(scale * int(i == j)) for j in range(M)] for i in range(M)]
    body: dict[str, Json] = {
        "units": [unit.json() for unit in network.units],
        "skip": [str(p) for p in network.skip],
        "data": data_json(X),
        "weight": {"denominator": "1", "rows": V},
        "targets": {"denominator": str(2**60), "rows": [[str(x) for x in row] for row in whole]},
        "error": str(error * scale),
    }
    made = Claim("fit", Rationals(), body).with_evidence({"bits": str(bits)})
    return Enclosed([[Fraction(x, 2**digits) for x in row] for row in whole], error, made)


def reordered(X: ExactMatrix, order: Sequence[int]) -> ExactMatrix:
    """The samples in this order."""
    return ExactMatrix(numpy.ascontiguousarray(X.numerators[list(order)]), X.denominator)


def one_backward_path(alpha: int, N: int) -> tuple[SkipNetwork, ExactMatrix]:
    """Case 2: N softplus units with weight alpha above one softplus unit, beta = 0, samples N - 1, ..., 0."""
    X = ExactMatrix(numpy.arange(N - 1, -1, -1, dtype=numpy.int64).reshape(N, 1), 1)
    below = Unit("softplus", Fraction(0), (0,), (Fraction(1),), 1)
    kept, ctx.prec = ctx.prec, 256
    try:
        values = psi(SkipNetwork(1, (below,), (1,)), X)
        biases = [Fraction(int((-x * alpha * 2**64).mid().floor().unique_fmpz()), 2**64) for (x,) in values]
    finally:
        ctx.prec = kept
    above = [Unit("softplus", b, (1,), (Fraction(alpha),), 2) for b in biases]
    return SkipNetwork(1, (below, *above), tuple(range(2, N + 2))), X
