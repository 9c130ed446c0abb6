"""Pictures as self-contained SVG, with a title and a description, for light and dark backgrounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from html import escape

from proofs.picture import Picture, Point, Shape
from proofs.report.drawing import Place, anticlockwise, centre, columns_for, decimal, grid, is_series, layers
from proofs.report.mathtext import plain, runs

WIDTHS = {1: Fraction(320), 2: Fraction(300), 3: Fraction(230)}  # of a panel, in pixels
CIRCLE, SQUARE, TRIANGLE = (
    "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0",
    "m-3 -3h6v6h-6Z",
    "m0 -4l3.7 6.5h-7.4Z",
)
_GAP = (Fraction(52), Fraction(66))
_LEFT, _TOP, _RIGHT, _BOTTOM = 40, 40, 28, 36
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLE = """
text { font-family: "Latin Modern Roman", "STIX Two Text", "Times New Roman", serif; fill: #1b2a41; }
.paper { fill: #ffffff; } .region { fill: #c5ddf0; } .other { fill: #e6e9ee; }
.rim { fill: none; stroke: #005b8f; stroke-width: 1.6; } .dashed { stroke-dasharray: 6 4; }
.stretch { fill: none; stroke: #0072b2; stroke-width: 4.5; }
.other-stretch { fill: none; stroke: #8a94a3; stroke-width: 4.5; }
.first { stroke: #0072b2; } .second { stroke: #b34400; } .third { stroke: #00795a; }
.series { fill: none; stroke-width: 2; } .second.series { stroke-dasharray: 7 4; }
.third.series { stroke-dasharray: 2 3; } .mark { fill: #ffffff; stroke-width: 1.8; }
.end { fill: #005b8f; stroke: #005b8f; stroke-width: 1.6; }
.hollow { fill: #ffffff; stroke: #005b8f; stroke-width: 1.6; }
.axis { stroke: #9aa5b4; stroke-width: 0.8; } .line-axis { stroke: #5c6b7f; stroke-width: 1; }
.frame { fill: none; stroke: #aeb7c4; stroke-width: 0.9; } .tick { stroke: #7b8797; stroke-width: 0.9; }
.title { font-size: 16px; text-anchor: middle; } .label { font-size: 15px; text-anchor: middle; }
.number { font-size: 11px; fill: #5c6b7f; } .name { font-size: 13px; fill: #5c6b7f; }
.m { text-anchor: middle; } .e { text-anchor: end; } .i { font-style: italic; }
@media (prefers-color-scheme: dark) {
text { fill: #e4eaf2; } .paper, .hollow, .mark { fill: #10161f; }
.first { stroke: #4ba3dc; } .second { stroke: #ff9161; } .third { stroke: #4cc9a4; }
.region { fill: #1d4a6b; } .other { fill: #262e3a; }
.rim, .hollow { stroke: #6cb8ea; } .end { fill: #6cb8ea; stroke: #6cb8ea; } .stretch { stroke: #4ba3dc; }
.other-stretch { stroke: #6b7685; } .axis { stroke: #566172; } .line-axis { stroke: #98a4b5; }
.frame { stroke: #465160; } .tick { stroke: #7f8b9b; } .number, .name { fill: #a3afbf; }
}
"""


def draw(picture: Picture, title: str) -> str:
    """The picture as one SVG document; `title` names it for readers of the file."""
    columns = columns_for(len(picture.panels))
    places = grid(picture, columns, WIDTHS[columns], _GAP) if picture.panels else []
    right = max((place.left + place.width for place in places), default=Fraction(0))
    depth = -min((place.bottom for place in places), default=Fraction(0))
    width, height = decimal(right + _LEFT + _RIGHT), decimal(depth + _TOP + _BOTTOM)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title description">'
    )
    lines = [
        head,
        f'<title id="title">{escaped(plain(title))}</title>',
        f'<desc id="description">{escaped(plain(picture.caption))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *(line for n, place in enumerate(places) for line in _panel(place, n)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _panel(place: Place, n: int) -> list[str]:
    x, y = _pixel((place.left, place.bottom + place.height))
    box = f'x="{x}" y="{y}" width="{decimal(place.width)}" height="{decimal(place.height)}"'
    middle = _pixel((place.left + place.width / 2, place.bottom + place.height + 11))
    shapes = [line for shape, run in layers(place.panel) for line in _run(place, shape, run)]
    frame = [] if place.is_line else [f'<rect class="frame" {box}/>']
    return [
        f'<clipPath id="panel-{n}"><rect {box}/></clipPath>',
        _label("title", middle, place.panel.title),
        f'<g clip-path="url(#panel-{n})">',
        *_axes(place),
        *shapes,
        "</g>",
        *frame,
        *_ticks(place),
        *_names(place),
    ]


def _axes(place: Place) -> list[str]:
    if place.is_chart:
        return []
    xlo, xhi, ylo, yhi = place.panel.box
    zero = Fraction(0)
    ends = [((xlo, zero), (xhi, zero))] if ylo < 0 < yhi else []
    if xlo < 0 < xhi and not place.is_line:
        ends.append(((zero, ylo), (zero, yhi)))
    style = "line-axis" if place.is_line else "axis"
    return [_line(style, place(a), place(b)) for a, b in ends]


def _ticks(place: Place) -> list[str]:
    lines = []
    level = place((place.panel.box[0], Fraction(0)))[1] if place.is_line else place.bottom
    for t, name in place.ticks(0):
        x = place((t, Fraction(0)))[0]
        lines.append(_line("tick", (x, level), (x, level - 4)))
        lines.append(_label("number m", _pixel((x, level - 16)), f"${name}$"))
    for t, name in place.ticks(1) if not place.is_line else ():
        y = place((Fraction(0), t))[1]
        lines.append(_line("tick", (place.left, y), (place.left - 4, y)))
        lines.append(_label("number e", _pixel((place.left - 7, y - 4)), f"${name}$"))
    return lines


def _names(place: Place) -> list[str]:
    x, y = (f"${axis}$" for axis in place.panel.axes)
    right = place.left + place.width
    if place.is_line:
        level = place((Fraction(0), Fraction(0)))[1]
        return [_label("name", _pixel((right + 6, level - 4)), x)]
    return [
        _label("name", _pixel((right + 6, place.bottom - 4)), x),
        _label("name", _pixel((place.left, place.bottom + place.height + 9)), y),
    ]


def _run(place: Place, shape: Shape, run: list[Shape]) -> list[str]:
    count = len(shape.corners)
    dashed = " dashed" if shape.dashed else ""
    if shape.fill == "text":
        lines = []
    elif is_series(shape):
        lines = _series(place, shape, run)
    elif count == 1:
        style = "hollow" if shape.dashed else "end"
        spots = [_pixel(place(s.corners[0])) for s in run]
        lines = [f'<circle class="{style}" cx="{x}" cy="{y}" r="4"/>' for x, y in spots]
    elif count == 2:
        style = {"region": "stretch", "other": "other-stretch"}.get(shape.fill, f"rim{dashed}")
        lines = [f'<path class="{style}" d="{" ".join(_path(place, s.corners) for s in run)}"/>']
    else:
        outline = " ".join(f"{_path(place, anticlockwise(s))} Z" for s in run)
        lines = [] if shape.fill == "none" else [f'<path class="{shape.fill}" d="{outline}"/>']
        if shape.border:
            lines.append(f'<path class="rim{dashed}" d="{outline}"/>')
    if shape.label:
        lines.append(_label("label", _pixel(place(centre(shape))), shape.label))
    return lines


def _series(place: Place, shape: Shape, run: list[Shape]) -> list[str]:
    """A line of a chart, or its marks: circles, squares, triangles."""
    if len(shape.corners) > 1:
        line = " ".join(_path(place, s.corners) for s in run)
        return [f'<path class="{shape.fill} series" d="{line}"/>']
    outline = {"first": CIRCLE, "second": SQUARE, "third": TRIANGLE}[shape.fill]
    spots = [_pixel(place(s.corners[0])) for s in run]
    return [f'<path class="{shape.fill} mark" d="M{x} {y}{outline}"/>' for x, y in spots]


def _path(place: Place, corners: Iterable[Point]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in (_pixel(place(p)) for p in corners))


def _line(style: str, a: Point, b: Point) -> str:
    (x, y), (u, v) = _pixel(a), _pixel(b)
    return f'<line class="{style}" x1="{x}" y1="{y}" x2="{u}" y2="{v}"/>'


def _pixel(point: Point) -> tuple[str, str]:
    """Rightwards and downwards."""
    return decimal(point[0] + _LEFT, 2), decimal(_TOP - point[1], 2)


def _label(style: str, at: tuple[str, str], text: str) -> str:
    """Text with its indices and exponents; the shift is undone by the run that follows."""
    spans, level = [], 0
    for run in runs(text):
        move = f' dy="{decimal(Fraction(4 * (level - run.shift)))}"' if run.shift != level else ""
        size = ' font-size="72%"' if run.shift else ""
        slant = ' class="i"' if run.italic else ""
        spans.append(f"<tspan{slant}{size}{move}>{escaped(run.text)}</tspan>")
        level = run.shift
    return f'<text class="{style}" x="{at[0]}" y="{at[1]}" xml:space="preserve">{"".join(spans)}</text>'


def escaped(text: str) -> str:
    """Any text as XML; characters that XML cannot hold are replaced."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
