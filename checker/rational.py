"""Rational numbers as strings: `-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?`, lowest terms, ASCII, no `-0`, no `/1`."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd

from checker.errors import exceeded, malformed, shorten
from checker.limits import current

_FORM = re.compile(r"(-?)(0|[1-9][0-9]*)(?:/([1-9][0-9]*))?", re.ASCII)
_EXPECTED = "a rational in lowest terms, such as -3/4"


def decode_rational(value: object, at: str) -> Fraction:
    """The rational written by `value`; `E_NUMBER` for any other form, `E_LIMIT_DIGITS` past the limit."""
    if not isinstance(value, str):
        raise malformed("E_NUMBER", at, _EXPECTED + ", as a string", type(value).__name__)
    if len(value) > 2 * current().digits + 2:
        raise exceeded("E_LIMIT_DIGITS", at, f"integers of at most {current().digits} digits", value)
    match = _FORM.fullmatch(value)
    if match is None or value == "-0":
        raise malformed("E_NUMBER", at, _EXPECTED, value)
    sign, top, bottom = match.groups()
    if max(len(top), len(bottom or "")) > current().digits:
        raise exceeded("E_LIMIT_DIGITS", at, f"integers of at most {current().digits} digits", value)
    try:
        numerator, denominator = int(top), int(bottom or "1")
    except ValueError:  # an interpreter set to a lower limit than ours
        raise exceeded("E_LIMIT_DIGITS", at, "integers this interpreter converts", value) from None
    if bottom is not None and (denominator == 1 or gcd(numerator, denominator) != 1):
        raise malformed("E_LOWEST_TERMS", at, _EXPECTED, value)
    return Fraction(-numerator if sign else numerator, denominator)


def encode_rational(number: Fraction) -> str:
    """The one string that `decode_rational` reads back as `number`."""
    return str(number)


def decode_integer(value: object, at: str, low: int, high: int, code: str = "E_INDEX") -> int:
    """An integer `low <= n < high` written as a rational string; `code` when it is out of range."""
    number = decode_rational(value, at)
    if number.denominator != 1 or not low <= number.numerator < high:
        raise malformed(code, at, f"an integer from {shorten(low)} to {shorten(high - 1)}", value)
    return number.numerator
