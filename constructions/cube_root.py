"""Sigmoid, tanh and ELU features modulo p^k under e^(1/D) -> g, where g is a primitive cube root of unity.

Any unit g with units 1 + g^n serves the random solve (docs/proofs/random-solve.md).  With g^2 + g + 1 = 0 an
entry depends on m = D z modulo 3 alone.  With chi = 0, 1, -1 for m = 0, 1, 2 (mod 3),
    sigmoid = 1/2 + (1/2 + g) chi,     tanh = c chi for c = (g^2 - 1)/(g^2 + 1),
    D ELU = max(m, 0) + D [m < 0] (g^|m|^-1 - 1), the power being 1, g, -1 - g for -m = 0, 2, 1 (mod 3),
so that one or two matrices of small integers take the place of the k matrices of digits that another g needs.
The price: samples (or units) whose m agree modulo 3 become equal.
"""

from __future__ import annotations

from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.feature_matrix import FeatureMatrix, Integers
from constructions.modular_elimination import Array, Term, centred, expansion, reduce

NAMES = ("sigmoid", "tanh", "elu")
_ROWS = 64  # at a time, so that they stay in the cache
_SMALL = 2**50  # m / 3 is then off by less than 1/6


def cube_root_of_unity(p: int, k: int) -> int:
    """A primitive cube root of unity modulo p^k, for a prime p = 1 (mod 3)."""
    h = next(h for h in range(2, p) if pow(h, (p - 1) // 3, p) != 1)
    return int(pow(h, (p - 1) // 3 * p ** (k - 1), p**k))


def coefficients(sigma: str, denominator: int, g: int, modulus: int) -> tuple[int, int]:
    """(constant, factor of chi); for the ELU the factors of [m < 0, chi != 0] and of chi."""
    if sigma == "sigmoid":
        half = pow(2, -1, modulus)
        return half, (half + g) % modulus
    if sigma == "tanh":
        square = g * g % modulus
        return 0, (square - 1) * pow(square + 1, -1, modulus) % modulus
    # m = -1: g^-1 ... chi = 1 (m = 1 mod 3) gives g^m - 1 = g - 1, chi = -1 gives g^2 - 1 = -g - 2.
    half = pow(2, -1, modulus)
    return denominator * -3 * half % modulus, denominator * (2 * g + 1) * half % modulus


def modulo_three(x: NDArray[Any]) -> Array:
    """The residues -1, 0, 1 of integers, as floats; through floats only where they surely are exact."""
    small = x.dtype != object and int(numpy.abs(x).max(initial=0)) < _SMALL
    return centred(x if small else x % 3, 3)


class CubeRoot:
    """What the search needs of such an image: the residues modulo p, and the terms that add up to it."""

    def __init__(self, matrix: FeatureMatrix, p: int, k: int) -> None:
        if matrix.sigma not in NAMES:
            raise ValueError(f"no image for {matrix.sigma} features")
        self.p, self.k, self.sigma = p, k, str(matrix.sigma)
        self.root = cube_root_of_unity(p, k)
        self.constant, self.factor = coefficients(self.sigma, matrix.denominator, self.root, p**k)

    def first(self, numerators: Integers) -> Array:
        """The centred residues modulo p."""
        p, found = self.p, numpy.empty(numerators.shape)
        constant, factor = (c % p - p * (c % p > p // 2) for c in (self.constant, self.factor))
        for at in range(0, len(found), _ROWS):
            part = numerators[at : at + _ROWS]
            chi = modulo_three(part)
            row = chi * factor
            if self.sigma != "elu":
                row += constant
            else:
                negative = (part < 0).astype(numpy.float64)
                row = (row + constant * numpy.abs(chi)) * negative
                row += centred(numpy.maximum(part, 0), p)
            found[at : at + _ROWS] = reduce(row, p)
        return found

    def terms(self, numerators: Integers) -> list[Term]:
        """Pairs (coefficient modulo p^k, matrix of centred residues); None is the matrix of ones."""
        chi = modulo_three(numerators)
        if self.sigma == "tanh":
            return [(self.factor, chi)]
        if self.sigma == "sigmoid":
            return [(self.constant, None), (self.factor, chi)]
        chi *= numerators < 0
        return [
            *(
                (self.p**d, part)
                for d, part in enumerate(expansion(numpy.maximum(numerators, 0), self.p, self.k))
            ),
            (self.constant, numpy.abs(chi)),
            (self.factor, chi),
        ]

    def collapses(self, matrix: FeatureMatrix) -> bool:
        """Whether samples or units that differ become equal, so that less than their number is left."""
        M = matrix.numerators
        if M.dtype == object or self.sigma == "elu":
            return False
        few = kinds(modulo_three(M))
        return few < min(M.shape) and few < kinds(M)


def kinds(M: NDArray[Any]) -> int:
    """The number of different rows or columns, whichever is less, by random sums; nearly always right."""
    draw = numpy.random.default_rng(0).integers(-(2**35), 2**35, max(M.shape))
    draw = draw.astype(M.dtype)  # exact for entries -1, 0, 1 as floats; integers wrap
    rows, columns = M @ draw[: M.shape[1]], M.T @ draw[: M.shape[0]]
    return min(len(numpy.unique(rows)), len(numpy.unique(columns)))
