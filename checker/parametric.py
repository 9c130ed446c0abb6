"""Rational functions of one parameter on an open interval, ordered where the order is uniform.

A comparison holds for *every* value of the parameter in the interval or it is refused: x > y when
x - y has no root and no pole in the interval and is positive at one point of it.  A certificate
checked over this field is therefore a statement for all parameters at once (Section 5.3.2 of the
thesis: every slope alpha in (0, 1)).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from checker import polynomial as poly
from checker.errors import rejected
from checker.polynomial import Polynomial


@dataclass(frozen=True)
class RationalFunction:
    """top / bottom on the open interval (lo, hi): coprime, bottom monic and without a root inside."""

    top: Polynomial
    bottom: Polynomial
    lo: Fraction
    hi: Fraction

    def __post_init__(self) -> None:
        if not self.lo < self.hi or not self.bottom or self.bottom[-1] != 1:
            raise ValueError("expected lo < hi and a monic denominator")
        if len(self.bottom) > 1 and len(poly.gcd(self.top, self.bottom)) > 1:
            raise ValueError("expected coprime numerator and denominator")
        if len(self.bottom) > 1 and poly.constant_sign(self.bottom, self.lo, self.hi) is None:
            raise rejected("E_SIGN_VARIES", "", "a denominator without a root in the interval", self)

    def parts(self) -> Polynomial:
        """All coefficients, for the meter of work."""
        return self.top + self.bottom

    def _new(self, top: Polynomial, bottom: Polynomial) -> RationalFunction:
        if len(bottom) > 1:
            common = poly.gcd(top, bottom)
            top, bottom = poly.divide(top, common)[0], poly.divide(bottom, common)[0]
        if bottom[-1] != 1:
            top, bottom = poly.scale(top, Fraction(1) / bottom[-1]), poly.monic(bottom)
        return RationalFunction(top, bottom, self.lo, self.hi)

    def _lift(self, other: RationalFunction | Fraction | int) -> RationalFunction:
        if isinstance(other, RationalFunction):
            return other
        return self._new(poly.trim((Fraction(other),)), (Fraction(1),))

    def __add__(self, other: RationalFunction | Fraction | int) -> RationalFunction:
        y = self._lift(other)
        if self.bottom == y.bottom:
            return self._new(poly.add(self.top, y.top), self.bottom)
        top = poly.add(poly.multiply(self.top, y.bottom), poly.multiply(y.top, self.bottom))
        return self._new(top, poly.multiply(self.bottom, y.bottom))

    def __neg__(self) -> RationalFunction:
        return self._new(poly.scale(self.top, -1), self.bottom)

    def __sub__(self, other: RationalFunction | Fraction | int) -> RationalFunction:
        return self + -self._lift(other)

    def __rsub__(self, other: Fraction | int) -> RationalFunction:
        return -self + other

    def __mul__(self, other: RationalFunction | Fraction | int) -> RationalFunction:
        y = self._lift(other)
        return self._new(poly.multiply(self.top, y.top), poly.multiply(self.bottom, y.bottom))

    def __truediv__(self, other: RationalFunction | Fraction | int) -> RationalFunction:
        y = self._lift(other)
        if not y.top:
            raise ZeroDivisionError("division by the zero function")
        return self._new(poly.multiply(self.top, y.bottom), poly.multiply(self.bottom, y.top))

    def __rtruediv__(self, other: Fraction | int) -> RationalFunction:
        return self._lift(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def sign(self) -> int:
        """The sign on the whole interval; `E_SIGN_VARIES` when there is not one."""
        top = poly.constant_sign(self.top, self.lo, self.hi)
        if top is None:
            raise rejected("E_SIGN_VARIES", "", "one sign for every parameter in the interval", self)
        return top * (poly.constant_sign(self.bottom, self.lo, self.hi) or 0)

    def __lt__(self, other: RationalFunction | Fraction | int) -> bool:
        return (self - other).sign() < 0

    def __gt__(self, other: RationalFunction | Fraction | int) -> bool:
        return (self - other).sign() > 0

    def __le__(self, other: RationalFunction | Fraction | int) -> bool:
        return (self - other).sign() <= 0

    def __ge__(self, other: RationalFunction | Fraction | int) -> bool:
        return (self - other).sign() >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, Fraction)):
            return self == self._lift(other)
        if not isinstance(other, RationalFunction):
            return False
        return (self.top, self.bottom) == (other.top, other.bottom)

    def __hash__(self) -> int:
        return hash((self.top, self.bottom))

    def __str__(self) -> str:
        top, bottom = ("[" + ", ".join(map(str, p)) + "]" for p in (self.top, self.bottom))
        return top if len(self.bottom) == 1 else f"{top}/{bottom}"
