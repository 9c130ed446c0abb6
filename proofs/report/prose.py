"""Text into HTML: everything is escaped but, in sentences of theorem files, known mathematics between `$`."""

from __future__ import annotations

import re
import unicodedata

from proofs.report.characters import ACCENTS, TEXT
from proofs.report.escape import SYMBOL, Tex, quoted
from proofs.report.mathml import formula, known_formula
from proofs.report.svg import escaped

_TOKEN = re.compile(
    r"\$(?P<math>[^$]*)\$|\\texttt\{(?P<code>[^{}]*)\}|\{\\ttfamily\\char(?P<char>[0-9]+)\}"
    r"|\\(?P<mark>[`'^~=.\"uvHrc])\{(?P<letter>\\?[A-Za-z])\}|(?P<word>\\allowbreak\{\}|\\[A-Za-z]+\{\})"
    r"|\\(?P<sign>[&#%_])|(?P<kept>['-]\{\})|(?P<dash>---?)|(?P<quote>``|'')|(?P<rest>.)",
    re.DOTALL,
)
_WORDS = {command: c for c, command in TEXT.items()} | {
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
}
_MARKS = {mark: c for c, mark in ACCENTS.items()}
_DASHES = {"--": "\N{EN DASH}", "---": "\N{EM DASH}", "``": "“", "''": "”"}


class Html(str):
    """Markup, to be written as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Itself: it is markup already, also to others."""
        return self


def html(value: object) -> object:
    """Any text as HTML that shows just this text; markup passes."""
    if hasattr(value, "__html__"):
        return value
    return tex(value) if isinstance(value, Tex) else Html(escaped(str(value)))


def sentence(text: str) -> Html:
    """A sentence of a theorem file: what stands between `$` is mathematics; unpaired `$` are text."""
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return Html(escaped(text))
    return Html("".join(formula(part) if i % 2 else escaped(quoted(part)) for i, part in enumerate(parts)))


def label(text: str) -> Html:
    """A short name, in which `C_1` or `t^3` is set as the symbol it means."""
    parts = SYMBOL.split(quoted(text))
    return Html("".join(known_formula(part) if i % 2 else escaped(part) for i, part in enumerate(parts)))


def mathematics(source: str) -> Html:
    """A formula that the report made itself."""
    return Html(known_formula(source))


def tex(source: Tex) -> Html:
    """What the report made as LaTeX text, such as the words for a claim."""
    return Html("".join(_piece(match) for match in _TOKEN.finditer(source)))


def _piece(match: re.Match[str]) -> str:
    kind, found = str(match.lastgroup), match.group(0)
    if kind == "math":
        return known_formula(match["math"])
    if kind == "code":
        return f"<code>{escaped(match['code'])}</code>"
    if kind == "letter":
        accented = unicodedata.normalize("NFC", match["letter"].lstrip("\\") + _MARKS[match["mark"]])
        return escaped(accented)
    if found == r"\allowbreak{}":
        return "<wbr>"
    if kind == "char":
        return escaped(chr(int(match["char"])))
    plain = {
        "word": _WORDS.get(found, ""),
        "sign": match["sign"] or "",
        "kept": found[0],
        "dash": _DASHES.get(found, ""),
        "quote": _DASHES.get(found, ""),
        "rest": {"~": "\N{NO-BREAK SPACE}", "`": "‘"}.get(found, found),
    }
    return escaped(plain[kind])
