"""The floats of trained networks as exact rationals: each is an integer times a power of 2."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from constructions.formats.errors import InputError, Place

Row = tuple[Fraction, ...]


def exact_row(values: Sequence[object], at: Place) -> Row:
    """The floats (or integers) of one row, exactly; `InputError` at the first that is not finite.

    >>> exact_row([0.1], Place("example"))
    (Fraction(3602879701896397, 36028797018963968),)
    """
    return tuple([_exact(x, at, j) for j, x in enumerate(values)])


def _exact(x: object, at: Place, j: int) -> Fraction:
    if isinstance(x, int | float) and not isinstance(x, bool) and math.isfinite(x):
        return Fraction(x)
    raise InputError(at / j, "a finite real number", x, "train again, or replace it")


def parameter(value: float, shortest: str, decimal: bool) -> Fraction:
    """A float parameter of an activation: exactly, or (`decimal`) as its shortest decimal reads.

    >>> parameter(0.01, "0.01", decimal=True)
    Fraction(1, 100)
    """
    return Fraction(shortest) if decimal else Fraction(value)


def parameter_note(name: str, value: Fraction, shortest: str) -> str:
    """What to tell the user about a parameter that was stored as a float."""
    return f"{name} {shortest} is a float, read as {value}"
