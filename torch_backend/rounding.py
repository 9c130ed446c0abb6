"""Exact numbers as floats with their rounding errors, and the constants of the error analysis.

Notation of Higham (2002), Accuracy and Stability of Numerical Algorithms, 3.1: u is the unit roundoff,
gamma_n = n u / (1 - n u).  |fl(x^T y) - x^T y| <= gamma_n |x|^T |y| for any order of summation, fused or not.
Bounds are themselves computed in float64, from non-negative terms only, and then enlarged.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, isqrt, nextafter
from typing import Any

import torch

from checker import RationalFunction, Surd

DTYPES = {"float64": torch.float64, "float32": torch.float32, "bfloat16": torch.bfloat16}
_SQRT_BITS = 400


def gamma(n: int, dtype: torch.dtype) -> float:
    """An upper bound of gamma_n for a type; infinite where n u >= 1."""
    u = torch.finfo(dtype).eps / 2
    return inf if n * u >= 1 else n * u / (1 - n * u) * (1 + 2**-40)


def tiny(dtype: torch.dtype) -> float:
    """What one operation may lose to underflow, also where subnormal numbers are flushed to zero."""
    return float(torch.finfo(dtype).tiny)


def enlarged(bound: torch.Tensor, terms: int) -> torch.Tensor:
    """A float64 bound made of sums of so many non-negative terms, with room for their own rounding."""
    return bound * (1 + 4 * gamma(terms + 16, torch.float64)) + tiny(torch.float64)


def rational(x: Any) -> tuple[Fraction, Fraction]:
    """A rational near an exact number, and a bound of the distance.

    A function of a parameter is taken at the middle of the parameter's interval.
    """
    if isinstance(x, (int, Fraction)):
        return Fraction(x), Fraction(0)
    if isinstance(x, Surd):
        root = Fraction(isqrt(x.d << (2 * _SQRT_BITS)), 2**_SQRT_BITS)
        return x.a + x.b * root, abs(x.b) * Fraction(1, 2**_SQRT_BITS)
    if isinstance(x, RationalFunction):
        middle = (x.lo + x.hi) / 2
        return _at(x.top, middle) / _at(x.bottom, middle), Fraction(0)
    raise TypeError(f"a number of type {type(x).__name__}")


def _at(coefficients: Sequence[Fraction], t: Fraction) -> Fraction:
    return sum((c * t**i for i, c in enumerate(coefficients)), Fraction(0))


def upper(x: Fraction) -> float:
    """The float above x >= 0, or infinity."""
    try:
        return nextafter(float(x), inf) if x else 0.0
    except OverflowError:
        return inf


def rounded(x: Any, dtype: torch.dtype) -> tuple[float, float]:
    """An exact number in a type, as a float, and a bound of the error."""
    near, distance = rational(x)
    try:
        value = float(near)
        if dtype != torch.float64:
            value = torch.tensor(value, dtype=torch.float64).to(dtype).double().item()
    except OverflowError:
        value = inf
    if value in (inf, -inf):
        raise ValueError(f"a number of {len(str(abs(near).numerator))} digits is beyond {dtype}")
    return value, upper(abs(Fraction(value) - near) + distance)


def vector(xs: Sequence[Any], dtype: torch.dtype, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """Exact numbers as a tensor of the type, and the bounds of their errors in float64."""
    pairs = [rounded(x, dtype) for x in xs]
    values = torch.tensor([v for v, _ in pairs], dtype=torch.float64, device=device).to(dtype)
    return values, torch.tensor([e for _, e in pairs], dtype=torch.float64, device=device)


def matrix(
    rows: Sequence[Sequence[Any]], dtype: torch.dtype, device: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    """The same for a matrix given by its rows."""
    values, errors = vector([x for row in rows for x in row], dtype, device)
    shape = (len(rows), len(rows[0]))
    return values.reshape(shape), errors.reshape(shape)
