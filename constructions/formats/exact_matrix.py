"""Matrices of rationals as integers over one denominator: exact, and as compact as their entries allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place

BITS = 4096  # of a common denominator
LARGE = 10**6  # entries that may be larger than 63 bits
_REMEDY = "round the data to a common grid, say to 6 decimals"


@dataclass(frozen=True, eq=False)
class ExactMatrix:
    """The N x d matrix numerators / denominator.

    numerators: an integer array, of dtype object (Python integers) only if 64 bits do not suffice.
    """

    numerators: NDArray[Any]
    denominator: int

    def __len__(self) -> int:
        return int(self.numerators.shape[0])

    @property
    def width(self) -> int:
        """The number of columns."""
        return int(self.numerators.shape[1])

    def row(self, i: int) -> tuple[Fraction, ...]:
        """Row i, for 0 <= i < N; `IndexError` otherwise."""
        if not 0 <= i < len(self):
            raise IndexError(f"row {i} of {len(self)}")
        return tuple(Fraction(value, self.denominator) for value in self.numerators[i].tolist())

    def first(self, n: int) -> ExactMatrix:
        """The first n rows."""
        return ExactMatrix(self.numerators[:n], self.denominator)

    def rows(self) -> tuple[tuple[Fraction, ...], ...]:
        """All rows."""
        return tuple(self.row(i) for i in range(len(self)))


def from_array(values: NDArray[Any], at: Place) -> ExactMatrix:
    """A matrix from an array of N samples, each flattened; floats are the dyadic rationals they are."""
    if values.dtype.kind not in "biuf" or values.dtype.itemsize > 8:
        raise InputError(at, "integers or floats of at most 64 bits", values.dtype, "convert with astype")
    if values.ndim < 2 or values.size == 0:
        raise InputError(at, "an array (samples, features), not empty", f"shape {values.shape}", "reshape it")
    flat = values.reshape(len(values), -1)
    if flat.dtype.kind == "b":
        flat = flat.astype(numpy.uint8)
    return ExactMatrix(flat, 1) if flat.dtype.kind in "iu" else _from_floats(flat.astype(numpy.float64), at)


def _from_floats(values: NDArray[Any], at: Place) -> ExactMatrix:
    """x = m 2^e with m odd, so 2^k is a common denominator for k = max(0, -min e)."""
    bad = numpy.argwhere(~numpy.isfinite(values))
    if len(bad):
        i, j = bad[0].tolist()
        raise InputError(at / i / j, "a finite number", values[i, j], "drop or fill what is missing")
    fraction, exponent = numpy.frexp(values)  # x = fraction * 2^exponent with 1/2 <= |fraction| < 1
    mantissa = numpy.ldexp(fraction, 53).astype(numpy.int64)
    zeros = numpy.frexp((mantissa & -mantissa).astype(numpy.float64))[1] - 1  # trailing zero bits
    odd, e = mantissa >> numpy.maximum(zeros, 0), exponent - 53 + zeros
    nonzero = mantissa != 0
    k = max(0, -int(e[nonzero].min())) if nonzero.any() else 0
    shift = numpy.where(nonzero, e + k, 0)
    if not nonzero.any() or int(exponent[nonzero].max()) + k <= 62:
        return ExactMatrix(numpy.left_shift(odd, shift), 1 << k)
    _check_large(values.size, at)
    return ExactMatrix(odd.astype(object) << shift.astype(object), 1 << k)


def _check_large(entries: int, at: Place) -> None:
    if entries > LARGE:
        found = f"{entries} entries"
        raise InputError(at, f"64-bit numerators, or at most {LARGE} entries", found, _REMEDY)


def from_fractions(rows: Sequence[Sequence[Fraction]], at: Place) -> ExactMatrix:
    """A matrix from rows of equal length; `InputError` if their common denominator is too large."""
    denominator = 1
    for i, row in enumerate(rows):
        denominator = lcm(denominator, *(x.denominator for x in row))
        if denominator.bit_length() > BITS:
            raise InputError(at / i, f"a common denominator of {BITS} bits", "a larger one", _REMEDY)
    exact = [[x.numerator * (denominator // x.denominator) for x in row] for row in rows]
    if max(abs(value) for row in exact for value in row) < 2**63:
        return ExactMatrix(numpy.array(exact, dtype=numpy.int64), denominator)
    _check_large(len(exact) * len(exact[0]), at)
    return ExactMatrix(numpy.array(exact, dtype=object), denominator)
