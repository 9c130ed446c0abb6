"""The ordered field that a claim computes in: Q, Q(sqrt d), or rational functions on an interval.

A claim declares it once; every number of its claim and evidence is then read in that field.
An element is a rational string, or a list of at least two coefficients of the generator (last one
not zero), or, over an interval, `{"bottom": [...], "top": [...]}`; each element has one form.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from checker import polynomial as poly
from checker.codec import Json, as_list, as_object
from checker.errors import exceeded, malformed
from checker.limits import current
from checker.parametric import RationalFunction
from checker.polynomial import Number
from checker.quadratic import Surd
from checker.rational import decode_integer, decode_rational, encode_rational


def _coefficients(value: Json, at: str, least: int = 2) -> tuple[Fraction, ...]:
    entries = as_list(value, at, least=least)
    if len(entries) > current().degree + 1:
        raise exceeded("E_LIMIT_DEGREE", at, f"degree at most {current().degree}", len(entries) - 1)
    numbers = tuple(decode_rational(entry, f"{at}/{i}") for i, entry in enumerate(entries))
    if numbers[-1] == 0:
        raise malformed("E_NUMBER", at, "a last coefficient that is not zero", "0")
    return numbers


@dataclass(frozen=True)
class Rationals:
    """The field Q."""

    def decode(self, value: Json, at: str) -> Number:
        """A rational string."""
        return decode_rational(value, at)

    def encode(self, number: Number) -> Json:
        """The one form of `number`."""
        return encode_rational(number)

    def declaration(self) -> Json:
        """What a claim writes under `field`."""
        return "Q"


@dataclass(frozen=True)
class QuadraticField:
    """The field Q(sqrt d) inside the reals, d > 1 not a square."""

    d: int

    def decode(self, value: Json, at: str) -> Number:
        """A rational string, or `[a, b]` for a + b sqrt(d) with b != 0."""
        if isinstance(value, str):
            return Surd(decode_rational(value, at), Fraction(0), self.d)
        a, b = _coefficients(as_list(value, at, length=2), at)
        return Surd(a, b, self.d)

    def encode(self, number: Number) -> Json:
        """The one form of `number`, a `Surd` or a rational."""
        if not isinstance(number, Surd) or number.b == 0:
            return encode_rational(number.a if isinstance(number, Surd) else Fraction(number))
        return [encode_rational(number.a), encode_rational(number.b)]

    def declaration(self) -> Json:
        """What a claim writes under `field`."""
        return {"sqrt": str(self.d)}


@dataclass(frozen=True)
class ParametricField:
    """Rational functions of a parameter in the open interval (lo, hi)."""

    lo: Fraction
    hi: Fraction

    def decode(self, value: Json, at: str) -> Number:
        """A rational string, coefficients of a polynomial, or `{"bottom", "top"}`."""
        bottom: tuple[Fraction, ...] = (Fraction(1),)
        if isinstance(value, str):
            top = poly.trim((decode_rational(value, at),))
        elif isinstance(value, list):
            top = _coefficients(value, at)
        else:
            low, high = as_object(value, at, "bottom", "top")
            top, bottom = _coefficients(high, f"{at}/top", 1), _coefficients(low, f"{at}/bottom")
        if bottom[-1] != 1 or len(poly.gcd(top, bottom)) > 1 < len(bottom):
            raise malformed("E_LOWEST_TERMS", at, "coprime polynomials, the lower one monic", value)
        return RationalFunction(top, bottom, self.lo, self.hi)

    def encode(self, number: Number) -> Json:
        """The one form of `number`, a `RationalFunction` or a rational."""
        if not isinstance(number, RationalFunction):
            return encode_rational(Fraction(number))
        top: list[Json] = [encode_rational(c) for c in number.top] or ["0"]
        if len(number.bottom) > 1:
            return {"bottom": [encode_rational(c) for c in number.bottom], "top": top}
        return top if len(top) > 1 else top[0]

    def declaration(self) -> Json:
        """What a claim writes under `field`."""
        return {"parameter": [encode_rational(self.lo), encode_rational(self.hi)]}


Field = Rationals | QuadraticField | ParametricField


def decode_field(value: Json, at: str) -> Field:
    """`"Q"`, `{"sqrt": d}` or `{"parameter": [lo, hi]}`."""
    if value == "Q":
        return Rationals()
    if isinstance(value, dict) and set(value) == {"sqrt"}:
        d = decode_integer(value["sqrt"], f"{at}/sqrt", 2, 10**9, "E_FIELD")
        if isqrt(d) ** 2 == d:
            raise malformed("E_FIELD", f"{at}/sqrt", "an integer that is not a square", d)
        return QuadraticField(d)
    if isinstance(value, dict) and set(value) == {"parameter"}:
        ends = as_list(value["parameter"], f"{at}/parameter", length=2)
        lo, hi = (decode_rational(end, f"{at}/parameter/{i}") for i, end in enumerate(ends))
        if not lo < hi:
            raise malformed("E_FIELD", f"{at}/parameter", "an interval that is not empty", ends)
        return ParametricField(lo, hi)
    raise malformed("E_FIELD", at, '"Q", {"sqrt": d} or {"parameter": [lo, hi]}', value)
