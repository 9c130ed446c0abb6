"""Univariate polynomials over an ordered field, and their signs on an interval by Sturm's theorem.

A polynomial is the tuple of its coefficients, constant term first, without trailing zeros; () is
zero.  An interval is a pair (lo, hi); None stands for the infinite end.

Sturm (1829): for a square-free p the number of real roots in (lo, hi], p(lo) != 0 != p(hi), is the
number of sign variations of the sequence p, p', -rem(p, p'), ... at lo less that at hi.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, zip_longest
from typing import Any

from checker.errors import exceeded
from checker.limits import current, spend

Number = Any  # an element of an ordered field: Fraction, Surd, RationalFunction
Polynomial = tuple[Number, ...]
End = Number | None


def trim(coefficients: Sequence[Number]) -> Polynomial:
    """The polynomial with these coefficients; `E_LIMIT_DEGREE` past the limit."""
    n = len(coefficients)
    while n and coefficients[n - 1] == 0:
        n -= 1
    if n > current().degree + 1:
        raise exceeded("E_LIMIT_DEGREE", "", f"degree at most {current().degree}", n - 1)
    spend(max(map(size, coefficients[:n]), default=0), n)
    return tuple(coefficients[:n])


def add(p: Polynomial, q: Polynomial) -> Polynomial:
    """p + q."""
    return trim([x + y for x, y in zip_longest(p, q, fillvalue=0)])


def scale(p: Polynomial, c: Number) -> Polynomial:
    """c p."""
    return trim([c * x for x in p])


def multiply(p: Polynomial, q: Polynomial) -> Polynomial:
    """p q."""
    out: list[Number] = [0] * (len(p) + len(q) - 1) if p and q else []
    for i, x in enumerate(p):
        for j, y in enumerate(q):
            out[i + j] = out[i + j] + x * y
            spend(size(out[i + j]))
    return trim(out)


def size(number: Number) -> int:
    """Bits of an element of any of the fields, for the meter of work."""
    if isinstance(number, int):
        return number.bit_length()
    parts = getattr(number, "parts", None)
    if parts is not None:
        return sum(size(part) for part in parts())
    if hasattr(number, "b"):
        return size(number.a) + size(number.b)
    return int(number.numerator.bit_length() + number.denominator.bit_length())


def divide(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder of p by q != 0."""
    rest: list[Number] = list(p)
    quotient: list[Number] = [0] * max(len(p) - len(q) + 1, 0)
    inverse = Fraction(1) / q[-1]  # Fraction(1): int / int would be a float
    for k in range(len(p) - len(q), -1, -1):
        factor = rest[k + len(q) - 1] * inverse
        quotient[k] = factor
        for i, y in enumerate(q):
            rest[k + i] = rest[k + i] - factor * y
            spend(size(rest[k + i]))
    return trim(quotient), trim(rest[: len(q) - 1])


def monic(p: Polynomial) -> Polynomial:
    """p divided by its leading coefficient; zero stays zero."""
    return scale(p, Fraction(1) / p[-1]) if p else p


def gcd(p: Polynomial, q: Polynomial) -> Polynomial:
    """The monic greatest common divisor."""
    while q:
        p, q = q, monic(divide(p, q)[1])
    return monic(p)


def derivative(p: Polynomial) -> Polynomial:
    """p'."""
    return trim([k * x for k, x in enumerate(p)][1:])


def evaluate(p: Polynomial, t: Number) -> Number:
    """p(t), by Horner's rule."""
    value: Number = 0
    for x in reversed(p):
        value = value * t + x
        spend(size(value))
    return value


def odd_part(p: Polynomial) -> Polynomial:
    """The product of the distinct roots of odd multiplicity of p != 0, that is where p changes sign."""
    # Yun: with a_1 = gcd(p, p'), w = p / a_1 is square-free and successive gcds split off multiplicities.
    rest = gcd(p, derivative(p))
    w = monic(divide(p, rest)[0])
    odd: Polynomial = (p[-1],)
    multiplicity = 1
    while len(w) > 1:
        y = gcd(w, rest)
        factor = divide(w, y)[0]
        if multiplicity % 2:
            odd = multiply(odd, factor)
        w, rest = y, divide(rest, y)[0]
        multiplicity += 1
    return odd


def _variations(sequence: list[Polynomial], t: End, side: int) -> int:
    """Sign variations at t, or at side * infinity."""
    signs = []
    for p in sequence:
        value = p[-1] * side ** (len(p) - 1) if t is None else evaluate(p, t)
        if value != 0:
            signs.append(value > 0)
    return sum(x != y for x, y in pairwise(signs))


def count_roots(p: Polynomial, lo: End, hi: End) -> int:
    """The number of distinct roots of p != 0 in the open interval (lo, hi), by Sturm's theorem."""
    for end in (lo, hi):
        while end is not None and evaluate(p, end) == 0:
            p = divide(p, (-end, Fraction(1)))[0]
    p = divide(p, gcd(p, derivative(p)))[0]
    sequence = [p, derivative(p)]
    while sequence[-1]:
        sequence.append(scale(divide(sequence[-2], sequence[-1])[1], -1))
    sequence.pop()
    return _variations(sequence, lo, -1) - _variations(sequence, hi, 1)


def inner_point(lo: End, hi: End) -> Number:
    """A point strictly between lo < hi."""
    if lo is None:
        return 0 if hi is None else hi - 1
    return lo + 1 if hi is None else (lo + hi) * Fraction(1, 2)


def constant_sign(p: Polynomial, lo: End, hi: End) -> int | None:
    """The sign of p throughout the open interval (lo, hi); None when it varies or vanishes inside."""
    if not p:
        return 0
    if len(p) > 1 and count_roots(p, lo, hi):
        return None
    value = evaluate(p, inner_point(lo, hi))
    return 1 if value > 0 else -1


def nonpositive(p: Polynomial, lo: End, hi: End) -> bool:
    """Whether p <= 0 on all of (lo, hi); roots of even multiplicity are allowed."""
    return not p or constant_sign(odd_part(p), lo, hi) == -1
