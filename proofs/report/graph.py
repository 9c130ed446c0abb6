"""The graph of uses as TikZ: border by verdict, fill and its pattern by evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from proofs.ledger import EVIDENCE
from proofs.report.drawing import decimal, node_name
from proofs.report.escape import Tex, escape
from proofs.report.layout import Route, layout
from proofs.report.model import VERDICTS, Report

LONGEST = 7
MOST = 48  # nodes of one graph that can be read on a page
_COLUMN, _ROW = Fraction(23, 10), Fraction(-29, 20)  # centimetres
_HALF = Fraction(3, 10)  # half the height of a node


def parts(report: Report) -> list[tuple[str, Tex]]:
    """The graph of the claims shown and all they use, or, where that is too large for a page, one a chapter.

    In a chapter's graph stand its claims, what they use, and the arrows from them alone.
    """
    uses = {id: tuple(theorem.uses) for id, theorem in report.drawn.items()}
    if len(uses) <= MOST:
        return [("", draw(report, uses))]
    groups: dict[str, list[str]] = {}
    for id, theorem in report.drawn.items():
        groups.setdefault(_chapter(id, theorem.kind), []).append(id)
    found = []
    for name, ids in groups.items():
        others = sorted({other for id in ids for other in uses[id]} - set(ids))
        found.append((name, draw(report, {id: uses[id] for id in ids} | dict.fromkeys(others, ()))))
    return found


def _chapter(id: str, kind: str) -> str:
    match = re.search(r"\d+", id)
    if kind == "own" or not match:
        return "Claims of this work"
    return f"Chapter {match[0]}"


def draw(report: Report, uses: Mapping[str, Sequence[str]]) -> Tex:
    """A graph of these uses; claims that were not checked are drawn pale."""
    pages = {page.theorem.id: page for page in report.pages}
    index = {id: n for n, id in enumerate(pages, 1)}
    found = layout(uses, LONGEST)
    lines = _segments(found.routes.values())
    for id, (x, y) in found.nodes.items():
        style = "unchecked"
        if id in pages:
            style = f"v {pages[id].verdict},e {pages[id].evidence}"
        lines.append(f"\\node[claim,{style}] at {_at(x, Fraction(y))} {{{_label(id, index.get(id))}}};")
    return Tex("\n".join([r"\begin{tikzpicture}[x=1cm,y=1cm]", *lines, r"\end{tikzpicture}"]))


def legend() -> Tex:
    """A sample of each border and each fill."""
    lines = []
    for y, letter, names in ((0, "v", VERDICTS), (-1, "e", EVIDENCE[::-1])):
        x = Fraction(0)
        for name in names:
            style = f"{letter} {name}" if letter == "v" else f"draw=hair,line width=0.4pt,e {name}"
            spot = f"{_cm(x)},{_cm(Fraction(4 * y, 5))}"
            lines.append(f"\\node[claim,{style},minimum width=9mm] at ({spot}) {{}};")
            lines.append(f"\\node[legend] at ({spot}) {{{name}}};")
            x += Fraction(17, 10) + Fraction(len(name), 8)
    return Tex("\n".join([r"\begin{tikzpicture}[x=1cm,y=1cm]", *lines, r"\end{tikzpicture}"]))


def _label(id: str, index: int | None) -> Tex:
    name = escape(node_name(id))
    return name if index is None else Tex(f"\\hyperref[claim-{index}]{{{name}}}")


def _segments(routes: Iterable[Route]) -> list[str]:
    """Each stretch of the edges once, upright at both ends, with a tip where it meets a node."""
    lines: dict[str, None] = {}
    for route in routes:
        for i, ((x, y), (u, v)) in enumerate(pairwise(route)):
            last = i == len(route) - 2
            start = y * _ROW - (_HALF if i == 0 else 0)
            end = v * _ROW + (_HALF if last else 0)
            bend = (start - end) / 2
            p, q = _cm(x * _COLUMN), _cm(u * _COLUMN)
            curve = f"({p},{_cm(start - bend)}) and ({q},{_cm(end + bend)})"
            ends = f"({p},{_cm(start)})", f"({q},{_cm(end)})"
            style = "use" if last else "use,-"
            lines[f"\\draw[{style}] {ends[0]} .. controls {curve} .. {ends[1]};"] = None
    return list(lines)


def _at(column: Fraction, row: Fraction) -> str:
    return f"({_cm(column * _COLUMN)},{_cm(row * _ROW)})"


def _cm(x: Fraction) -> str:
    return decimal(x, 3)
