"""SVG pictures of the regions of a network: cells, decision regions by colour, components by shade."""

from __future__ import annotations

from fractions import Fraction
from xml.sax.saxutils import escape

import numpy

from constructions.geometry.along_line import Line
from constructions.geometry.growing import Ints
from constructions.geometry.plane_regions import PlaneRegions

Window = tuple[Fraction, ...]  # xlo, xhi, ylo, yhi
_SIZE, _MARGIN, _KEY = 640, 44, 150
# Okabe and Ito (2008): distinct without red-green vision too.
_COLOURS = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999")
_TIE = "url(#tie)"
_HATCH = (
    '<pattern id="tie" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#fff"/><rect width="2" height="6" fill="#777"/></pattern>'
)


def window_of(regions: PlaneRegions) -> Window:
    """A box around all vertices, with a margin."""
    xyw = regions.mesh.points.xyw.view
    finite = xyw[xyw[:, 2] != 0]
    places = finite[:, :2] / finite[:, 2:]
    window = []
    for k in range(2):
        lo, hi = float(places[:, k].min()), float(places[:, k].max())
        room = max(hi - lo, 2.0) / 8
        window += [Fraction(lo - room).limit_denominator(64), Fraction(hi + room).limit_denominator(64)]
    return tuple(window)


def _shade(colour: str, step: int) -> str:
    """The colour, mixed with white: a component later than the first is paler."""
    mix = (0.0, 0.45, 0.25, 0.6, 0.12, 0.7)[step % 6]
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(p + (255 - p) * mix):02x}" for p in parts)


def _number(x: float) -> str:
    text = f"{x:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _plural(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def drawing_of_plane(regions: PlaneRegions, window: Window, axes: tuple[str, str], wanted: int | None) -> str:
    """The cells within a box, filled by class and component, with the borders of the decision regions."""
    mesh, classes = regions.mesh, len(regions.components)
    xlo, xhi, ylo, yhi = map(float, window)
    xyw = mesh.points.xyw.view
    at = numpy.empty((len(xyw), 2))
    at[:, 0] = _MARGIN + (xyw[:, 0] / xyw[:, 2] - xlo) / (xhi - xlo) * _SIZE
    at[:, 1] = _MARGIN + (yhi - xyw[:, 1] / xyw[:, 2]) / (yhi - ylo) * _SIZE
    texts = [f"{_number(x)} {_number(y)}" for x, y in at.tolist()]
    fills: dict[str, list[str]] = {}
    lengths = mesh.lengths.view.tolist()
    alone = regions.winners.sum(axis=1) == 1
    leaders, components = regions.winners.argmax(axis=1).tolist(), regions.component.tolist()
    for cell, ring in enumerate(mesh.corners.view.tolist()):
        j = leaders[cell]
        if alone[cell] and wanted is not None and j != wanted:
            continue
        fill = _shade(_COLOURS[j % len(_COLOURS)], components[cell]) if alone[cell] else _TIE
        fills.setdefault(fill, []).append("M" + "L".join(texts[v] for v in ring[: lengths[cell]]) + "Z")
    body = [f'<path fill="{fill}" d="{"".join(paths)}"/>' for fill, paths in sorted(fills.items())]
    thin, thick = _borders(regions)
    for edges, width, colour in ((thin, "0.4", "#555"), (thick, "1.8", "#000")):
        path = "".join(f"M{texts[a]}L{texts[b]}" for a, b in edges[:, :2].tolist())
        body.append(f'<path fill="none" stroke="{colour}" stroke-width="{width}" d="{path}"/>')
    body.append(_frame(_SIZE, [str(x) for x in window], axes))
    key = [
        (_COLOURS[j % len(_COLOURS)], f"class {j + 1}: {_plural(regions.components[j], 'component')}")
        for j in range(classes)
        if wanted in (None, j)
    ]
    if not alone.all():
        key.append((_TIE, "tie"))
    return _document(_SIZE, body, key)


def _borders(regions: PlaneRegions) -> tuple[Ints, Ints]:
    """The borders of activation regions within one class, and where the set of leading classes changes."""
    edges = regions.mesh.edges.view
    inner = edges[(edges[:, 3:] >= 0).all(axis=1)]
    winners = regions.winners
    on = regions.vertex_winners[inner[:, 0]] & regions.vertex_winners[inner[:, 1]]
    change = (winners[inner[:, 3]] != winners[inner[:, 4]]).any(axis=1) | (on != winners[inner[:, 3]]).any(
        axis=1
    )
    border = regions.activation[inner[:, 3]] != regions.activation[inner[:, 4]]
    return inner[border & ~change], inner[change]


def drawing_of_line(
    line: Line, classes: int, origin: Fraction, scale: Fraction, name: str, wanted: int | None
) -> str:
    """A strip: the class on each piece by colour, a tick at each breakpoint."""
    finite = [float(t) for t in line.cuts if t is not None] or [0.0, 1.0]
    room = max(finite[-1] - finite[0], 1.0) / 8
    lo = finite[0] - (room if line.cuts[0] is None else 0)
    hi = finite[-1] + (room if line.cuts[-1] is None else 0)
    place = [_MARGIN + (float(t) - lo) / (hi - lo) * _SIZE for t in line.cuts[1:-1] if t is not None]
    ends = [_MARGIN, *place, _MARGIN + _SIZE]
    body = []
    for left, right, winners in zip(ends, ends[1:], line.winners, strict=False):
        (first, *rest) = sorted(winners)
        if not rest and wanted not in (None, first):
            continue
        fill = _TIE if rest else _COLOURS[first % len(_COLOURS)]
        size = f'width="{_number(right - left)}" height="60"'
        body.append(f'<rect x="{_number(left)}" y="{_MARGIN}" {size} fill="{fill}"/>')
    ticks = "".join(
        f"M{_number(_MARGIN + (float(t) - lo) / (hi - lo) * _SIZE)} {_MARGIN}v60" for t in line.breakpoints
    )
    body.append(f'<path stroke="#000" stroke-width="0.6" d="{ticks}"/>')
    shown = [f"{float(origin) + float(scale) * x:.6g}" for x in (lo, hi)]
    body.append(_frame(60, [*shown, "", ""], (name, "")))
    key = [
        (_COLOURS[j % len(_COLOURS)], f"class {j + 1}: {_plural(line.components(j), 'interval')}")
        for j in range(classes)
        if wanted in (None, j)
    ]
    return _document(max(60, 20 * len(key)), body, key)


def _frame(height: int, ends: list[str], axes: tuple[str, str]) -> str:
    """The border of the box with the numbers at its corners and the names of its axes."""
    bottom = _MARGIN + height
    name = [a.replace("_1", "₁").replace("_2", "₂") for a in axes]
    texts = [
        (_MARGIN, bottom + 18, ends[0], "middle"),
        (_MARGIN + _SIZE, bottom + 18, ends[1], "middle"),
        (_MARGIN - 8, bottom, ends[2], "end"),
        (_MARGIN - 8, _MARGIN + 8, ends[3], "end"),
        (_MARGIN + _SIZE // 2, bottom + 20, name[0], "middle"),
        (_MARGIN - 14, _MARGIN + height // 2, name[1], "end"),
    ]
    box = f'<rect x="{_MARGIN}" y="{_MARGIN}" width="{_SIZE}" height="{height}" fill="none" stroke="#000"/>'
    return box + "".join(
        f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        for x, y, text, anchor in texts
        if text
    )


def _document(height: int, body: list[str], key: list[tuple[str, str]]) -> str:
    """The whole file, with a key on the right."""
    width, tall = _SIZE + 2 * _MARGIN + _KEY, height + 2 * _MARGIN
    left = _SIZE + _MARGIN + 16
    rows = [
        f'<rect x="{left}" y="{_MARGIN + 20 * i}" width="12" height="12" fill="{fill}" stroke="#000"/>'
        f'<text x="{left + 18}" y="{_MARGIN + 20 * i + 11}">{escape(text)}</text>'
        for i, (fill, text) in enumerate(key)
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall}" '
        f'viewBox="0 0 {width} {tall}" font-family="serif" font-size="13">'
    )
    background = '<rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, f"<defs>{_HATCH}</defs>", background, *body, *rows, "</svg>"]) + "\n"
