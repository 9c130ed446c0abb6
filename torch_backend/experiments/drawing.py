"""SVG pictures of experiments: curves, heat maps and strips of images, without a library.

Colours are told apart by those who do not see them all (Okabe and Ito), and curves by their dashes too.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import isfinite, log10

Points = Sequence[tuple[float, float]]
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")
DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 4", "1 4", "")
_STYLE = "text{font:12px sans-serif;fill:#222}.axis{stroke:#555;fill:none}.curve{fill:none;stroke-width:1.8}"
_W, _H, _LEFT, _RIGHT, _TOP, _BOTTOM = 360.0, 250.0, 56.0, 12.0, 30.0, 40.0


@dataclass(frozen=True)
class Chart:
    """Named curves in one frame; logarithmic: the scale upwards; level: a horizontal line and its name."""

    title: str
    curves: Sequence[tuple[str, Points]]
    x: str = ""
    y: str = ""
    logarithmic: bool = False
    level: tuple[float, str] | None = None


@dataclass(frozen=True)
class Heat:
    """A grid of values over two directions, dark where low; rows from below."""

    title: str
    values: Sequence[Sequence[float]]


def svg(title: str, panels: Sequence[Chart | Heat], columns: int = 2) -> bytes:
    """The panels in rows."""
    columns = min(columns, len(panels))
    rows = -(-len(panels) // columns)
    tall = [max(_height(p) for p in panels[i * columns : (i + 1) * columns]) for i in range(rows)]
    box = f"0 0 {columns * _W:g} {sum(tall) + 24:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"><title>{escape(title)}</title>',
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="8" y="16" font-weight="bold">{escape(title)}</text>',
    ]
    for n, panel in enumerate(panels):
        row, column = divmod(n, columns)
        parts.append(f'<g transform="translate({column * _W:g},{24 + sum(tall[:row]):g})">')
        parts += _chart(panel) if isinstance(panel, Chart) else _heat(panel)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]).encode() + b"\n"


def _height(panel: Chart | Heat) -> float:
    return _H + 16 * len(panel.curves) if isinstance(panel, Chart) else _W - _LEFT - _RIGHT + _TOP + 24


def _chart(chart: Chart) -> list[str]:
    every = [p for _, curve in chart.curves for p in curve if isfinite(p[1])]
    xs = [x for x, _ in every] or [0.0, 1.0]
    ys = [y for _, y in every] + ([chart.level[0]] if chart.level else [])
    if chart.logarithmic:
        positive = [y for y in ys if y > 0] or [1.0]
        low, high = log10(max(min(positive), max(positive) * 1e-14)), log10(max(positive))
    else:
        low, high = min([0.0, *ys]), max(ys or [1.0])
    high = high if high > low else low + 1
    left, right = min(xs), max(xs) if max(xs) > min(xs) else min(xs) + 1
    inner_w, inner_h = _W - _LEFT - _RIGHT, _H - _TOP - _BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        value = (log10(max(y, 10**low)) if chart.logarithmic else y) if isfinite(y) else high
        part = min(max((value - low) / (high - low), 0.0), 1.0)
        return _LEFT + (x - left) / (right - left) * inner_w, _TOP + (1 - part) * inner_h

    middle = f'x="{_LEFT + inner_w / 2:g}" text-anchor="middle"'
    bottom, ends = _TOP + inner_h, (10**low, 10**high) if chart.logarithmic else (low, high)
    parts = [
        f'<text x="{_LEFT:g}" y="18">{escape(chart.title)}</text>',
        f'<path class="axis" d="M{_LEFT:g} {_TOP:g}V{bottom:g}H{_W - _RIGHT:g}"/>',
        f'<text x="{_LEFT - 5:g}" y="{bottom:g}" text-anchor="end">{ends[0]:.2g}</text>',
        f'<text x="{_LEFT - 5:g}" y="{_TOP + 9:g}" text-anchor="end">{ends[1]:.2g}</text>',
        f'<text x="{_LEFT:g}" y="{bottom + 15:g}">{left:g}</text>',
        f'<text x="{_W - _RIGHT:g}" y="{bottom + 15:g}" text-anchor="end">{right:g}</text>',
        f'<text {middle} y="{bottom + 15:g}">{escape(chart.x)}</text>',
        f'<text x="14" y="{_TOP + inner_h / 2:g}" text-anchor="middle" '
        f'transform="rotate(-90 14 {_TOP + inner_h / 2:g})">{escape(chart.y)}</text>',
    ]
    if chart.level is not None:
        y = at(left, chart.level[0])[1]
        parts.append(f'<path class="axis" stroke-dasharray="2 3" d="M{_LEFT:g} {y:.1f}H{_W - _RIGHT:g}"/>')
        parts.append(
            f'<text x="{_W - _RIGHT:g}" y="{y - 3:.1f}" text-anchor="end">{escape(chart.level[1])}</text>'
        )
    for n, (name, curve) in enumerate(chart.curves):
        look = f'stroke="{COLOURS[n % 7]}"' + (f' stroke-dasharray="{d}"' if (d := DASHES[n % 7]) else "")
        points = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in curve)
        parts.append(f'<polyline class="curve" {look} points="{points}"/>')
        y = _H + 16 * n
        parts.append(f'<path class="curve" {look} d="M{_LEFT:g} {y - 4:g}h24"/>')
        parts.append(f'<text x="{_LEFT + 30:g}" y="{y:g}">{escape(name)}</text>')
    return parts


def _heat(heat: Heat) -> list[str]:
    rows = [list(row) for row in heat.values][::-1]
    flat = sorted(v for row in rows for v in row if isfinite(v))
    low, high = (flat[0], flat[-1]) if flat else (0.0, 1.0)
    scaled = [[(min(max(v, low), high) - low) / ((high - low) or 1.0) for v in row] for row in rows]
    side = _W - _LEFT - _RIGHT
    image = png([[_heat_colour(v) for v in row] for row in scaled])
    return [
        f'<text x="{_LEFT:g}" y="18">{escape(heat.title)}</text>',
        f'<image x="{_LEFT:g}" y="{_TOP:g}" width="{side:g}" height="{side:g}" preserveAspectRatio="none" '
        f'image-rendering="pixelated" href="{image}"/>',
        f'<text x="{_LEFT:g}" y="{_TOP + side + 15:g}">dark {low:.4g}, light {high:.4g}</text>',
    ]


def _heat_colour(v: float) -> tuple[int, int, int]:
    """From dark blue through green to yellow, lighter all the way."""
    stops = ((0.0, (0, 20, 70)), (0.35, (20, 90, 130)), (0.7, (90, 170, 110)), (1.0, (250, 235, 120)))
    for (a, p), (b, q) in pairwise(stops):
        if v <= b:
            t = (v - a) / (b - a)
            red, green, blue = (round(x + t * (y - x)) for x, y in zip(p, q, strict=True))
            return red, green, blue
    return stops[-1][1]


def png(pixels: Sequence[Sequence[tuple[int, int, int]]]) -> str:
    """An image as a data URI."""
    raw = b"".join(b"\0" + bytes(c for pixel in row for c in pixel) for row in pixels)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", len(pixels[0]), len(pixels), 8, 2, 0, 0, 0)
    data = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + data).decode()


def grey(values: Sequence[Sequence[float]]) -> str:
    """A grey image, 0 black and 1 white, as a data URI."""
    levels = [[round(255 * min(max(v, 0.0), 1.0)) for v in row] for row in values]
    return png([[(v, v, v) for v in row] for row in levels])


def strip(title: str, rows: Sequence[Sequence[tuple[Sequence[Sequence[float]], str, str]]]) -> bytes:
    """Rows of images, each with a word under it and a colour around it."""
    side, gap = 64, 24
    width = max(map(len, rows)) * (side + gap) + gap
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {len(rows) * (side + 40) + 30}" '
        f'role="img"><title>{escape(title)}</title><style>{_STYLE}</style>',
        f'<rect width="100%" height="100%" fill="#fff"/><text x="{gap}" y="18">{escape(title)}</text>',
    ]
    for r, row in enumerate(rows):
        for c, (image, word, colour) in enumerate(row):
            x, y = gap + c * (side + gap), 30 + r * (side + 40)
            parts.append(
                f'<image x="{x}" y="{y}" width="{side}" height="{side}" image-rendering="pixelated" '
                f'href="{grey(image)}"/><rect x="{x}" y="{y}" width="{side}" height="{side}" fill="none" '
                f'stroke="{colour}" stroke-width="3"/>'
                f'<text x="{x + side / 2:g}" y="{y + side + 17}" text-anchor="middle">{escape(word)}</text>'
            )
    return "\n".join([*parts, "</svg>"]).encode() + b"\n"
