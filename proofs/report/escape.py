"""Text into LaTeX: everything is escaped but, in sentences of theorem files, known mathematics between `$`.

The result is ASCII. A character that TeX's own fonts do not have is shown by its code point.
"""

from __future__ import annotations

import re
import unicodedata

from proofs.report.characters import ACCENTED, ACCENTS, MATH, TEXT
from proofs.report.mathematics import is_known

_LONG = 24  # longer runs without a space may be broken anywhere
_SPECIAL = {
    "\\": r"$\backslash$", "{": r"$\{$", "}": r"$\}$", "$": r"{\ttfamily\char36}",
    "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}", "<": "$<$", ">": "$>$", "|": "$|$", "'": "'{}",
    '"': r"{\ttfamily\char34}", "`": r"{\ttfamily\char96}",
    "-": "-{}", "\n": " ", "\t": " ", "\r": " ",
}  # fmt: skip
_LINE = 40  # characters of LaTeX that fit a line of a narrow column
SYMBOL = re.compile(r"(?<![A-Za-z0-9_^])([A-Za-z][_^][0-9]{1,3})(?![A-Za-z0-9_^])")
_HYPHENS = re.compile(r"(?<=[A-Za-z0-9])-\{\}(?=[A-Za-z0-9])")


class Tex(str):
    """LaTeX source, to be printed as it is."""

    __slots__ = ()


def escape(text: object) -> Tex:
    """Any text, so that TeX prints just this text; `Tex` passes."""
    if isinstance(text, Tex):
        return text
    words = re.split(r"([ \t\r\n]+)", str(text))
    return Tex(_HYPHENS.sub("-", "".join(_word(word) for word in words)))


def _word(word: str) -> str:
    if len(word) <= _LONG:
        return "".join(map(character, word))
    return r"\allowbreak{}".join(map(character, word))


def character(c: str) -> str:
    """One character."""
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii() and c.isprintable():
        return c
    if c in TEXT:
        return TEXT[c]
    if c in MATH:
        return f"${MATH[c]}$"
    parts = unicodedata.normalize("NFD", c)
    if len(parts) == 2 and parts[0] in ACCENTED and parts[1] in ACCENTS:
        letter = {"i": r"\i", "j": r"\j"}.get(parts[0], parts[0]) if parts[1] != "\u0327" else parts[0]
        return f"\\{ACCENTS[parts[1]]}{{{letter}}}"
    return f"\\texttt{{U+{ord(c):04X}}}"


def sentence(text: str) -> Tex:
    """A sentence of a theorem file: what stands between `$` is mathematics; unpaired `$` are text."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return escape(text)
    return Tex("".join(_math(part) if i % 2 else escape(quoted(part)) for i, part in enumerate(parts)))


def label(text: str) -> Tex:
    """A short name, in which `C_1` or `t^3` is set as the symbol it means."""
    parts = SYMBOL.split(quoted(text))
    return Tex("".join(_symbol(part) if i % 2 else escape(part) for i, part in enumerate(parts)))


def _symbol(text: str) -> str:
    return f"${text[:2]}{{{text[2:]}}}$"


def quoted(text: str) -> str:
    """Pairs of straight quotes, and those of TeX, as round ones."""
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return text.replace("``", "“").replace("''", "”")


def _math(source: str) -> str:
    """Mathematics, its characters beyond ASCII replaced by commands; what TeX might run is shown instead."""
    if not is_known(source):
        return escape(f"${source}$")
    inner = "".join(c if c.isascii() else _in_math(c) for c in source.replace("\n", " "))
    return f"${_may_break(inner) if len(inner) > _LINE else inner}$" if inner.strip() else ""


def _may_break(inner: str) -> str:
    """Break points behind the commas that stand in no group: TeX itself breaks at signs alone."""
    depth, found = 0, []
    for i, c in enumerate(inner):
        depth += (c == "{") - (c == "}")
        found.append(c)
        if c == "," and depth == 0 and inner[i - 1 : i] != "\\":
            found.append(r"\allowbreak ")
    return "".join(found)


def _in_math(c: str) -> str:
    return (
        f"{{{MATH[c]}}}" if c in MATH and MATH[c][0] not in "^_" else MATH.get(c, f"\\text{{{character(c)}}}")
    )


def bookmark(text: str) -> Tex:
    """Plain ASCII for the reader's side bar: no commands, no mathematics."""
    plain = unicodedata.normalize("NFKD", text.replace("$", "")).encode("ascii", "ignore").decode()
    return Tex(" ".join(re.sub(r"[^A-Za-z0-9 .,:;()=+*/'-]", " ", plain).split()))


def breakable(digits: str, every: int = 8) -> Tex:
    """A hash in type-writer type that may be broken after every eighth digit."""
    parts = [escape(digits[i : i + every]) for i in range(0, len(digits), every)]
    return Tex(r"\texttt{" + r"\allowbreak{}".join(parts) + "}")
