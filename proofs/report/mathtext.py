"""Titles in `$...$` LaTeX as runs of plain text, for pictures in which no TeX sets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofs.report.characters import MATH, SIGN

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}^_]|\s+|.", re.DOTALL)
_WORDS = {"mathrm", "text", "operatorname", "mathit"}  # what follows is set as it stands
_DOUBLE = {"R": "ℝ", "Q": "ℚ", "N": "ℕ", "Z": "ℤ"}
_RELATIONS = frozenset("=<>≤≥≠∈∩∪⊂→")
_SPACES = {",": "\u2009", ";": "\u2005", " ": " ", "quad": "  ", "ldots": "…", "dots": "…", "cdots": "⋯"}


@dataclass(frozen=True)
class Run:
    """A piece of text: slanted or not, and 1 for an exponent, -1 for an index."""

    text: str
    italic: bool = False
    shift: int = 0


def runs(text: str) -> list[Run]:
    """A sentence in which `$...$` is mathematics; unpaired `$` are text."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return [Run(text)]
    found: list[Run] = []
    for i, part in enumerate(parts):
        found += _math(part) if i % 2 else [Run(part)]
    return [run for run in found if run.text]


def plain(text: str) -> str:
    """The same as one string."""
    return "".join(run.text for run in runs(text))


def _math(source: str) -> list[Run]:
    tokens = [token for token in _TOKEN.findall(source) if not token.isspace()]
    return list(_joined(_walk(tokens, 0, False)))


def _walk(tokens: list[str], shift: int, upright: bool) -> Iterator[Run]:
    """Take tokens from the front of the list until its group ends."""
    while tokens:
        token = tokens.pop(0)
        if token == "}":
            return
        if token == "{":
            yield from _walk(tokens, shift, upright)
        elif token in "^_":
            yield from _group(tokens, shift or (1 if token == "^" else -1), upright)
        elif token[0] == "\\" and len(token) > 1:
            yield from _command(token[1:], tokens, shift, upright)
        else:
            yield _character(token, shift, upright)


def _group(tokens: list[str], shift: int, upright: bool) -> Iterator[Run]:
    """One token, or all within braces."""
    if tokens and tokens[0] == "{":
        tokens.pop(0)
        yield from _walk(tokens, shift, upright)
    elif tokens:
        yield from _walk([tokens.pop(0)], shift, upright)


def _command(name: str, tokens: list[str], shift: int, upright: bool) -> Iterator[Run]:
    if name in _WORDS:
        yield from _group(tokens, shift, True)
    elif name == "mathbb":
        inner = "".join(run.text for run in _group(tokens, shift, True))
        yield Run("".join(_DOUBLE.get(c, c) for c in inner), False, shift)
    elif name in ("hat", "bar", "tilde"):
        mark = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}[name]
        for run in _group(tokens, shift, upright):
            yield Run(run.text + mark, run.italic, run.shift)
    elif name in _SPACES:
        yield Run(_SPACES[name], False, shift)
    elif name in SIGN:
        yield _character(SIGN[name], shift, upright)
    else:
        yield Run(name, False, shift)


def _character(c: str, shift: int, upright: bool) -> Run:
    c = {"-": "\N{MINUS SIGN}", "'": "\N{PRIME}"}.get(c, c)
    if not shift and not upright and c in _RELATIONS:
        return Run(f" {c} ", False, shift)
    letter = c.isalpha() and c not in _DOUBLE.values()
    return Run(c, letter and not upright and (c in MATH or c.isascii()), shift)


def _joined(found: Iterator[Run]) -> Iterator[Run]:
    last: Run | None = None
    for run in found:
        if last is not None and (last.italic, last.shift) == (run.italic, run.shift):
            last = Run(last.text + run.text, run.italic, run.shift)
            continue
        if last is not None:
            yield last
        last = run
    if last is not None:
        yield last
