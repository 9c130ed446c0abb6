"""The real quadratic field Q(sqrt d): numbers a + b sqrt(d) with exact signs.

The sign of a + b sqrt(d) is that of a and b where they agree, and else is decided by comparing
a^2 with d b^2; no approximation of sqrt(d) occurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

Rational = Fraction | int


@dataclass(frozen=True)
class Surd:
    """The real number a + b sqrt(d); d is a positive integer that is not a square."""

    a: Fraction
    b: Fraction
    d: int

    def __post_init__(self) -> None:
        if self.d < 2 or isqrt(self.d) ** 2 == self.d:
            raise ValueError(f"sqrt({self.d}): expected a positive integer that is not a square")

    def _lift(self, other: Surd | Rational) -> Surd:
        if isinstance(other, Surd):
            if other.d != self.d:
                raise ValueError(f"sqrt({self.d}) and sqrt({other.d}) do not lie in one field")
            return other
        return Surd(Fraction(other), Fraction(0), self.d)

    def __add__(self, other: Surd | Rational) -> Surd:
        y = self._lift(other)
        return Surd(self.a + y.a, self.b + y.b, self.d)

    def __neg__(self) -> Surd:
        return Surd(-self.a, -self.b, self.d)

    def __sub__(self, other: Surd | Rational) -> Surd:
        y = self._lift(other)
        return Surd(self.a - y.a, self.b - y.b, self.d)

    def __rsub__(self, other: Rational) -> Surd:
        return -self + other

    def __mul__(self, other: Surd | Rational) -> Surd:
        y = self._lift(other)
        return Surd(self.a * y.a + self.d * self.b * y.b, self.a * y.b + self.b * y.a, self.d)

    def __truediv__(self, other: Surd | Rational) -> Surd:
        y = self._lift(other)
        norm = y.a * y.a - self.d * y.b * y.b  # zero only for y = 0, as d is not a square
        return self * Surd(y.a / norm, -y.b / norm, self.d)

    def __rtruediv__(self, other: Rational) -> Surd:
        return self._lift(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def sign(self) -> int:
        """-1, 0 or 1, exactly."""
        signs = (self.a > 0) - (self.a < 0), (self.b > 0) - (self.b < 0)
        if signs[0] * signs[1] >= 0:
            return signs[0] or signs[1]
        return signs[0] if self.a**2 > self.d * self.b**2 else signs[1]

    def __lt__(self, other: Surd | Rational) -> bool:
        return (self - other).sign() < 0

    def __gt__(self, other: Surd | Rational) -> bool:
        return (self - other).sign() > 0

    def __le__(self, other: Surd | Rational) -> bool:
        return (self - other).sign() <= 0

    def __ge__(self, other: Surd | Rational) -> bool:
        return (self - other).sign() >= 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, Fraction)):
            return self.b == 0 and self.a == other
        return isinstance(other, Surd) and (self.a, self.b, self.d) == (other.a, other.b, other.d)

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.d)) if self.b else hash(self.a)

    def __str__(self) -> str:
        return f"{self.a} + {self.b}*sqrt({self.d})"
