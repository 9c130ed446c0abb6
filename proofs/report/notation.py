"""Exact numbers and matrices as LaTeX: fractions, a + b sqrt(d), rational functions of alpha."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any

from checker import Field, Json, RationalFunction, Surd, canonical_bytes
from proofs.report.escape import Tex, breakable

INLINE = 12  # rows and columns shown whole
_SHOWN = 3  # of a larger matrix: so many at either end
_DIGITS = 30  # of a longer integer: eight at either end, and their number
PARAMETER = r"\alpha"


def _integer(n: int) -> str:
    digits = str(abs(n))
    if len(digits) > _DIGITS:
        digits = rf"{digits[:8]}{{\ldots}}{digits[-8:]}_{{({len(digits)}\text{{ digits}})}}"
    return f"-{digits}" if n < 0 else digits


def _fraction(x: Fraction) -> str:
    sign = "-" if x < 0 else ""
    top, bottom = _integer(abs(x.numerator)), _integer(x.denominator)
    return _integer(x.numerator) if x.denominator == 1 else rf"{sign}\tfrac{{{top}}}{{{bottom}}}"


def _term(c: Fraction, symbol: str) -> str:
    """c * symbol."""
    if not symbol or abs(c) != 1:
        return _fraction(c) + symbol
    return f"-{symbol}" if c < 0 else symbol


def _sum(terms: Sequence[tuple[Fraction, str]]) -> str:
    text = ""
    for c, symbol in terms:
        if c != 0:
            term = _term(c, symbol)
            text += term if not text or term.startswith("-") else f"+{term}"
    return text or "0"


def _powers(coefficients: Sequence[Fraction]) -> str:
    names = ["", PARAMETER, *(f"{PARAMETER}^{{{i}}}" for i in range(2, len(coefficients)))]
    return _sum(list(zip(map(Fraction, coefficients), names, strict=False)))


def number(x: Any) -> Tex:
    """One number of any of the fields."""
    if isinstance(x, Surd):
        return Tex(_sum([(x.a, ""), (x.b, rf"\sqrt{{{x.d}}}")]))
    if isinstance(x, RationalFunction):
        top = _powers(x.top)
        return Tex(top if len(x.bottom) == 1 else rf"\frac{{{top}}}{{{_powers(x.bottom)}}}")
    return Tex(_fraction(Fraction(x)))


def times(c: Any, symbol: str) -> str:
    """c times a symbol, its coefficient in brackets where it is a sum; c alone without a symbol."""
    tex = number(c)
    if not symbol:
        return tex
    if tex in ("1", "-1"):
        return f"{tex[:-1]}{symbol}"
    return rf"({tex})\,{symbol}" if "+" in tex or "-" in tex[1:] else rf"{tex}\,{symbol}"


def combination(coefficients: Sequence[Any], symbols: Sequence[str]) -> str:
    """The sum of coefficients times symbols."""
    text = ""
    for c, symbol in zip(coefficients, symbols, strict=False):
        if c != 0:
            term = times(c, symbol)
            text += term if not text or term.startswith("-") else f"+{term}"
    return text or "0"


@dataclass(frozen=True)
class Shown:
    """A matrix for readers: LaTeX of it, or of its ends with the hash of the whole; and all entries."""

    name: Tex
    shape: str
    tex: Tex
    entries: Any
    sha256: str = ""

    @property
    def breakable_hash(self) -> Tex:
        """The hash, in type-writer type."""
        return breakable(self.sha256)


def matrix(name: str, rows: Sequence[Sequence[Any]], field: Field) -> Shown:
    """A matrix under its name, `name` being LaTeX."""
    entries: list[Json] = [[field.encode(x) for x in row] for row in rows]
    shape = f"{len(rows)} x {len(rows[0])}"
    whole = len(rows) <= INLINE and len(rows[0]) <= INLINE
    lines = [" & ".join(_shortened([number(x) for x in row], r"\cdots")) for row in _ends(rows)]
    body = r" \\ ".join(_shortened(lines, _dots(len(rows[0])), len(rows)))
    digest = "" if whole else sha256(canonical_bytes(entries)).hexdigest()
    return Shown(Tex(name), shape, Tex(rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"), entries, digest)


def vector(name: str, entries: Sequence[Any], field: Field) -> Shown:
    """A column."""
    return matrix(name, [(x,) for x in entries], field)


def _ends(rows: Sequence[Any]) -> list[Any]:
    return list(rows) if len(rows) <= INLINE else [*rows[:_SHOWN], *rows[-_SHOWN:]]


def _shortened(parts: list[str] | list[Tex], dots: str, count: int | None = None) -> list[str]:
    """All parts, or the first and last with dots between; `count` when the ends were already taken."""
    if (len(parts) if count is None else count) <= INLINE:
        return list(parts)
    return [*parts[:_SHOWN], dots, *parts[-_SHOWN:]]


def _dots(columns: int) -> str:
    shown = columns if columns <= INLINE else 2 * _SHOWN + 1
    return " & ".join([r"\vdots"] * shown)
