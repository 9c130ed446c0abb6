"""The graph of uses as SVG: border by verdict, fill and pattern by evidence, a node a link or a label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from proofs.ledger import EVIDENCE
from proofs.report.drawing import decimal, node_name
from proofs.report.layout import Route, layout
from proofs.report.model import VERDICTS, Report
from proofs.report.svg import escaped

LONGEST = 7  # nodes in a row, or more when there are so many that the graph would be a ribbon
_COLUMN, _ROW, _WIDTH, _HEIGHT = 106, 74, 92, 28  # pixels
_LEGEND = 64  # room above the first row
_FONT = "ui-monospace, 'DejaVu Sans Mono', monospace"
COLOURS = """
--ink: #1b2a41; --quiet: #55647a; --paper: #ffffff; --hair: #9aa5b4; --schema: #b9d7ec; --instance: #e8f2f9;
--v-holds: #00795a; --v-holds-as-corrected: #9a5c00; --v-refuted: #b34400;
--v-open: #55647a; --v-failed: #8b0000;
"""
DARK = """
--ink: #e4eaf2; --quiet: #a9b5c5; --paper: #10161f; --hair: #66758a; --schema: #1f4c6b; --instance: #16293a;
--v-holds: #4cc9a4; --v-holds-as-corrected: #e8b14a; --v-refuted: #ff9161;
--v-open: #a9b5c5; --v-failed: #ff7a7a;
"""
STYLE = f"""
.graph text {{ font: 13px {_FONT}; fill: var(--ink); text-anchor: middle;
  paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }}
.graph .legend {{ font-size: 12px; text-anchor: start; fill: var(--quiet); }}
.graph .use {{ fill: none; stroke: var(--hair); stroke-width: 1.1; }}
.graph .tip {{ fill: var(--hair); }} .graph .line {{ stroke: var(--hair); stroke-width: 1; }}
.graph rect {{ stroke-width: 1.8; fill: var(--paper); }}
.graph .unchecked rect {{ stroke: var(--hair); stroke-width: 0.8; }}
.graph .v-holds rect {{ stroke: var(--v-holds); }}
.graph .v-holds-as-corrected rect {{ stroke: var(--v-holds-as-corrected); stroke-dasharray: 6 3; }}
.graph .v-refuted rect {{ stroke: var(--v-refuted); stroke-width: 3.2; stroke-dasharray: 11 2 2 2; }}
.graph .v-open rect {{ stroke: var(--v-open); stroke-dasharray: 1.5 3; }}
.graph .v-failed rect {{ stroke: var(--v-failed); stroke-width: 4.5; }}
.graph .e-schema rect {{ fill: var(--schema); }} .graph .e-instance rect {{ fill: var(--instance); }}
.graph .e-enclosure rect {{ fill: url(#lines); }} .graph .e-numeric rect {{ fill: url(#cross); }}
.graph .e-cited rect {{ fill: url(#slant); }}
.graph .sample rect {{ stroke-width: 1.2; }} .graph .sample[class*="e-"] rect {{ stroke: var(--hair); }}
.graph a:focus {{ outline: none; }}
.graph a:focus rect, .graph a:hover rect {{ stroke-width: 5; stroke-dasharray: none; }}
.graph a:focus text {{ text-decoration: underline; }}
"""
_PATTERN = (
    '<pattern id="{}" width="{s}" height="{s}" patternUnits="userSpaceOnUse">'
    '<path class="line" d="{}"/></pattern>'
)
_DEFINITIONS = "".join(
    (
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" ',
        'orient="auto"><path class="tip" d="M0 0L8 4L0 8Z"/></marker>',
        _PATTERN.format("slant", "M-1 1L1 -1M0 7L7 0M6 8L8 6", s=7),
        _PATTERN.format("lines", "M0 3H6", s=6),
        _PATTERN.format("cross", "M0 0L8 8M0 8L8 0", s=8),
        "</defs>",
    )
)


def draw(report: Report, links: Mapping[str, str] | None = None, standalone: bool = True) -> str:
    """The graph of all claims that the ledger knows, or within a report of those it needs.

    `links` gives the addresses of nodes.
    """
    pages = {page.theorem.id: page for page in report.pages}
    theorems = report.theorems if standalone else report.drawn
    longest = max(LONGEST, isqrt(len(theorems)) + 1)
    found = layout({id: theorem.uses for id, theorem in theorems.items()}, longest)
    width = max(int(found.width * _COLUMN) + 20, 640)
    height = _LEGEND + found.height * _ROW + 16
    style = (
        f"<style>svg {{{COLOURS}}} @media (prefers-color-scheme: dark) {{ svg {{{DARK}}} }}{STYLE}</style>"
    )
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="graph" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="group" aria-label="Graph of claims: what uses what">',
        *([style, f'<rect class="paper" width="{width}" height="{height}"/>'] if standalone else []),
        _DEFINITIONS,
        *_legend(),
        *_segments(found.routes.values()),
    ]
    for id, (x, y) in found.nodes.items():
        page = pages.get(id)
        classes = f"v-{page.verdict} e-{page.evidence}" if page else "unchecked"
        status = f"{page.verdict}, {page.evidence}" if page else "not checked"
        title = f"{id}: {theorems[id].title} ({status})"
        lines.append(_node(id, _middle(x, Fraction(y)), classes, title, (links or {}).get(id)))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _node(id: str, at: tuple[Fraction, Fraction], classes: str, title: str, link: str | None) -> str:
    x, y = at
    shown = escaped(node_name(id))
    inner = (
        f"<title>{escaped(title)}</title>"
        f'<rect x="{decimal(x - _WIDTH // 2)}" y="{decimal(y - _HEIGHT // 2)}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" rx="4"/><text x="{decimal(x)}" y="{decimal(y + 5)}">{shown}</text>'
    )
    if link is None:
        return f'<g class="{classes}">{inner}</g>'
    return f'<a class="{classes}" href="{escaped(link)}" aria-label="{escaped(title)}">{inner}</a>'


def _legend() -> list[str]:
    """A sample of each border and of each fill."""
    lines = ['<g aria-hidden="true">']
    for y, letter, names in ((16, "v", VERDICTS), (40, "e", EVIDENCE[::-1])):
        x = 8
        for name in names:
            box = f'<rect x="{x}" y="{y - 8}" width="26" height="15" rx="3"/>'
            text = f'<text class="legend" x="{x + 32}" y="{y + 4}">{name}</text>'
            lines.append(f'<g class="sample {letter}-{name}">{box}{text}</g>')
            x += 50 + 8 * len(name)
    return [*lines, "</g>"]


def _segments(routes: Iterable[Route]) -> list[str]:
    """Each stretch of the edges once, upright at both ends, with a tip where it meets a node."""
    lines: dict[str, None] = {}
    for route in routes:
        for i, ((a, b), (c, d)) in enumerate(pairwise(route)):
            last = i == len(route) - 2
            (x, y), (u, v) = _middle(a, Fraction(b)), _middle(c, Fraction(d))
            y, v = y + (_HEIGHT // 2 if i == 0 else 0), v - (_HEIGHT // 2 if last else 0)
            bend = decimal((y + v) / 2)
            p, q = decimal(x), decimal(u)
            path = f"M{p} {decimal(y)}C{p} {bend} {q} {bend} {q} {decimal(v)}"
            tip = ' marker-end="url(#tip)"' if last else ""
            lines[f'<path class="use"{tip} d="{path}"/>'] = None
    return list(lines)


def _middle(column: Fraction, row: Fraction) -> tuple[Fraction, Fraction]:
    return column * _COLUMN + 10, row * _ROW + _LEGEND + _HEIGHT
