"""The grammar of a number in a user's file: a sum of rational multiples of square roots, read exactly.

    sum    =  [sign] term { sign term }            term     =  ratio [ "*" root ]  |  root
    root   =  "sqrt(" ratio ")" [ "/" decimal ]    ratio    =  decimal [ "/" decimal ]

sqrt(8) is 2*sqrt(2), sqrt(1/2) is 1/2*sqrt(2), and sqrt(4) is 2.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import isqrt

LENGTH, DIGITS, EXPONENT, RADICAND = 10_000, 4000, 400, 10**9  # what one number may need
BITS = 13_287  # of an integer of 4,000 digits
_DECIMAL = re.compile(r"([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,9}))?", re.ASCII)
_TOKEN = re.compile(r"[0-9.]+(?:[eE][+-]?[0-9]+)?|sqrt|[-+*/()]", re.ASCII)


class Unreadable(Exception):
    """A text is no number of this grammar; the message says what was found."""


@lru_cache(maxsize=4096)
def split_square(n: int) -> tuple[int, int]:
    """(s, d) with n = s^2 d and d square-free, for n >= 1.

    >>> split_square(72)
    (6, 2)
    """
    s, d, p = 1, 1, 2
    while p**3 <= n:
        while n % (p * p) == 0:
            n, s = n // (p * p), s * p
        if n % p == 0:
            n, d = n // p, d * p
        p += 1
    root = isqrt(n)  # what is left is 1, a prime, a product of two primes or a square of one
    return (s * root, d) if root * root == n else (s, d * n)


def _decimal(token: str) -> Fraction:
    match = _DECIMAL.fullmatch(token)
    whole, part, exponent = match.groups(default="") if match else ("", "", "")
    if match is None or not whole + part:
        raise Unreadable(f"{token!r}")
    if abs(int(exponent or "0")) > EXPONENT:
        raise Unreadable(f"an exponent beyond {EXPONENT}: {token}")
    if len(whole + part) > DIGITS:
        raise Unreadable(f"more than {DIGITS} digits")
    return int(whole + part) * Fraction(10) ** (int(exponent or "0") - len(part))


class _Parser:
    """Recursive descent over the tokens of one text; no rule calls itself, so the depth is fixed."""

    def __init__(self, text: str) -> None:
        if re.sub(_TOKEN, "", text).strip(" \t"):
            raise Unreadable(f"{text!r}")
        self.tokens = _TOKEN.findall(text)
        self.position = 0

    def accept(self, *tokens: str) -> str:
        """The next token if it is one of these, else nothing."""
        if self.position < len(self.tokens) and self.tokens[self.position] in tokens:
            self.position += 1
            return str(self.tokens[self.position - 1])
        return ""

    def need(self, token: str) -> None:
        """Pass over a token that must come next."""
        if not self.accept(token):
            raise Unreadable(f"{self.rest()} where {token!r} belongs")

    def rest(self) -> str:
        """The next token, for an error."""
        left = self.tokens[self.position :]
        return repr(left[0]) if left else "the end"

    def decimal(self) -> Fraction:
        """One decimal without sign."""
        if self.position == len(self.tokens) or self.tokens[self.position][0] not in "0123456789.":
            raise Unreadable(f"{self.rest()} where digits belong")
        self.position += 1
        return _decimal(self.tokens[self.position - 1])

    def divided(self, value: Fraction) -> Fraction:
        """`value`, divided by the decimal that may follow."""
        if not self.accept("/"):
            return value
        divisor = self.decimal()
        if divisor == 0:
            raise Unreadable("a division by 0")
        return value / divisor

    def root(self) -> tuple[Fraction, int]:
        """What follows `sqrt`, as c sqrt(d) with d square-free."""
        self.need("(")
        value = self.divided(self.decimal())
        self.need(")")
        if value.numerator * value.denominator >= RADICAND:
            raise Unreadable(f"a square root with numerator times denominator beyond {RADICAND}")
        s, d = split_square(value.numerator * value.denominator) if value else (0, 1)
        return self.divided(Fraction(s, value.denominator)), d

    def term(self) -> tuple[Fraction, int]:
        """c sqrt(d) as (c, d); d is 1 for a rational."""
        if self.accept("sqrt"):
            return self.root()
        value = self.divided(self.decimal())
        if not self.accept("*"):
            return value, 1
        self.need("sqrt")
        factor, d = self.root()
        return value * factor, d

    def sum(self) -> dict[int, Fraction]:
        """The whole text as {d: coefficient of sqrt(d)}, zero coefficients left out."""
        total: dict[int, Fraction] = {}
        sign = self.accept("+", "-") or "+"
        while sign:
            value, d = self.term()
            total[d] = total.get(d, Fraction(0)) + (value if sign == "+" else -value)
            sign = self.accept("+", "-")
        if self.position < len(self.tokens):
            raise Unreadable(f"{self.rest()} where + or - belongs")
        return {d: value for d, value in total.items() if value}


def parse(text: str) -> dict[int, Fraction]:
    """{d: c} such that the number is the sum of the c sqrt(d), d square-free; `Unreadable` otherwise.

    >>> parse("1/2*sqrt(8) - 3")
    {2: Fraction(1, 1), 1: Fraction(-3, 1)}
    """
    if len(text) > LENGTH:
        raise Unreadable(f"a text of more than {LENGTH} characters")
    try:
        found = _Parser(text).sum()
    except ValueError:  # an interpreter set to convert fewer digits
        raise Unreadable("more digits than this interpreter converts") from None
    for value in found.values():
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > BITS:
            raise Unreadable(f"a value of more than {DIGITS} digits")
    return found
