"""Expressions of the claims `identity` and `identity-fails` as LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby

from checker import Json
from proofs.report.characters import SIGN
from proofs.report.escape import escape

LINE, LONGEST = 60, 600  # characters of LaTeX
_GREEK = frozenset(SIGN)
_RATIONAL = re.compile(r"(-?)([0-9]+)(?:/([0-9]+))?")


def equation(body: Mapping[str, Json], relation: str) -> str:
    """left = right, with the relations that are assumed."""
    formula = f"{expression(body['left'])}{relation}{expression(body['right'])}"
    text = _in_short(body["left"]) if len(formula) > LONGEST else f"${_breakable(formula)}$"
    relations = body.get("relations")
    assumed = [_relation(r) for r in relations if isinstance(r, dict)] if isinstance(relations, list) else []
    return text + (f" given ${', '.join(assumed)}$" if assumed else "")


def _breakable(formula: str) -> str:
    """A formula that fills more than a line may be broken between factors."""
    return formula.replace(r"\,", r"\,\allowbreak ") if len(formula) > LINE else formula


def _in_short(left: Json) -> str:
    """An equation too long to be read: the terms of its left side are counted."""
    terms = left.get("sum") if isinstance(left, dict) else None
    if not isinstance(terms, list) or len(expression(terms[0])) > LONGEST:
        return "the equation given, too long to be shown"
    return (
        f"an equation whose left side has {len(terms)} terms, the first ${_breakable(expression(terms[0]))}$"
    )


def _relation(relation: Mapping[str, Json]) -> str:
    word = relation["word"]
    left = r"\,".join(symbol(str(s)) for s in word) if isinstance(word, list) else ""
    return f"{left}={expression(relation['equals'])}"


def expression(value: Json) -> str:
    """Any expression; sums within products are bracketed."""
    if not isinstance(value, dict):
        return _coefficient(value)
    ((kind, inside),) = value.items()
    if kind == "symbol":
        return symbol(str(inside))
    if kind in ("identity", "zero"):
        sizes = inside if isinstance(inside, list) else [inside]
        index = r" \times ".join(symbol(str(s)) for s in sizes)
        return f"{'I' if kind == 'identity' else '0'}_{{{index}}}"
    parts = inside if isinstance(inside, list) else [inside]
    if kind == "sum":
        return _signed([expression(part) for part in parts])
    return _product([f"({expression(p)})" if _is_sum(p) else expression(p) for p in parts])


def _is_sum(value: Json) -> bool:
    if isinstance(value, dict):
        inside = value.get("sum")
        return isinstance(inside, list) and len(inside) > 1
    return isinstance(value, list)


def _signed(terms: list[str]) -> str:
    return "".join(term if i == 0 or term.startswith("-") else f"+{term}" for i, term in enumerate(terms))


def _product(factors: list[str]) -> str:
    sign = "-" if factors.count("-1") % 2 else ""
    kept = [x for x in factors if x not in ("1", "-1")] or ["1"]
    powers = [(x, len(list(run))) for x, run in groupby(kept)]
    bracketed = [f"({x})" if x.startswith("-") and (i or sign) else x for i, (x, _) in enumerate(powers)]
    return sign + r"\,".join(
        x if n == 1 else f"{x}^{{{n}}}" for x, (_, n) in zip(bracketed, powers, strict=True)
    )


def _coefficient(value: Json) -> str:
    if isinstance(value, list):
        return ", ".join(_coefficient(x) for x in value)
    match = _RATIONAL.fullmatch(str(value))
    if match is None:
        return rf"\text{{{escape(value)}}}"
    sign, top, bottom = match.groups()
    return rf"{sign}\tfrac{{{top}}}{{{bottom}}}" if bottom else sign + top


def symbol(name: str) -> str:
    """`W2` as W_2, `sigma` as the Greek letter, `dW` and longer words upright."""
    match = re.fullmatch(r"([A-Za-z]+)_?([0-9]*)('*)", name)
    if match is None:
        return rf"\text{{{escape(name)}}}"
    letters, digits, primes = match.groups()
    letters = f"\\{letters}" if letters in _GREEK else letters
    head = letters if len(letters) == 1 or letters.startswith("\\") else rf"\mathit{{{letters}}}"
    return head + (f"_{{{digits}}}" if digits else "") + primes
