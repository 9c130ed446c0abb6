"""The numbers of one user file, each read exactly, and the field they lie in: Q or one Q(sqrt d).

A number is a string of `number_grammar`, such as `"-3/4"`, `"0.25"` or `"1/2*sqrt(2) - 3"`, or a JSON or
TOML integer.  A JSON or TOML float is refused, because `0.1` there may mean one tenth or the nearest
float: the string `"0.1"` is one tenth.
"""

from __future__ import annotations

import re
from fractions import Fraction

from checker import Field, QuadraticField, Rationals, Surd
from checker.network import Vector
from constructions.formats.errors import InputError, Place
from constructions.formats.number_grammar import BITS, DIGITS, Unreadable, parse

Exact = Fraction | Surd
EXPECTED = "a number such as -3/4, 0.25, 1e-3 or 1/2*sqrt(2) - 3"
_SIMPLE = re.compile(r"(-?[0-9]{1,300})(?:/([0-9]{1,300}))?", re.ASCII)  # any interpreter converts 300


class FloatText(str):
    """A float as a JSON or TOML file spells it, kept as text so that it can be refused with its place."""


class Numbers:
    """Reads the numbers of one file and finds the field they lie in, Q or Q(sqrt d)."""

    def __init__(self, d: int = 1) -> None:
        self.d = d

    def read(self, value: object, at: Place) -> Exact:
        """A string of the grammar, or an integer; `InputError` for anything else."""
        if type(value) is int:
            if abs(value).bit_length() <= BITS:
                return Fraction(value)
            raise InputError(at, f"an integer of at most {DIGITS} digits", "a longer one", "shorten it")
        if type(value) is not str:
            raise InputError(
                at, "a number as a string", _describe(value), 'write "0.1" for exactly one tenth'
            )
        simple = _SIMPLE.fullmatch(value)
        if simple and (bottom := int(simple[2] or "1")):  # most numbers, and the quickest way
            return Fraction(int(simple[1]), bottom)
        try:
            return self._gathered(parse(value), at)
        except Unreadable as error:
            raise InputError(at, EXPECTED, error, "write it in one of these forms") from None

    def _gathered(self, parts: dict[int, Fraction], at: Place) -> Exact:
        roots = [d for d in parts if d > 1]
        for d in roots:
            if self.d not in (1, d):
                found = f"sqrt({self.d}) and sqrt({d})"
                raise InputError(
                    at, "square roots of one integer in a file", found, "use one field Q(sqrt d)"
                )
            self.d = d
        rational = parts.get(1, Fraction(0))
        return Surd(rational, parts[self.d], self.d) if roots else rational

    @property
    def field(self) -> Field:
        """The field of all that was read so far."""
        return Rationals() if self.d == 1 else QuadraticField(self.d)

    def lift(self, values: Vector) -> Vector:
        """`values` as elements of that field."""
        if self.d == 1:
            return values
        return tuple(v if isinstance(v, Surd) else Surd(Fraction(v), Fraction(0), self.d) for v in values)


def _describe(value: object) -> str:
    if isinstance(value, (float, FloatText)):
        return f"the float {value}"
    return "null" if value is None else f"a {type(value).__name__}"


def rational(value: object, at: Place) -> Fraction:
    """A number without square roots; `InputError` otherwise."""
    number = Numbers().read(value, at)
    if isinstance(number, Surd):
        raise InputError(at, "a rational number", value, "round it to a fraction or a decimal")
    return number


def write_number(number: Exact) -> str:
    """The text that `Numbers.read` reads back as `number`.

    >>> write_number(Surd(Fraction(3), Fraction(-1, 2), 2))
    '3 - 1/2*sqrt(2)'
    """
    if not isinstance(number, Surd):
        return str(Fraction(number))
    if number.b == 0:
        return str(number.a)
    root = f"{abs(number.b)}*sqrt({number.d})"
    if number.a == 0:
        return root if number.b > 0 else f"-{root}"
    return f"{number.a} {'+' if number.b > 0 else '-'} {root}"
