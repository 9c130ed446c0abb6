"""A strip of images along a path of inputs, as in Figures 5.7 and 5.8 of the thesis, with its margin below.

Nguyen (2019), Section 5.3.5, samples a hand-made path at 10^4 points.  Here each frame is an exact point
of the polyline and the number under it is its margin, computed exactly and then rounded; the curve is the
margin along the whole path, exact at every kink.  Grey values are clipped to the range of the two ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from math import isqrt, sqrt

from checker import Network
from checker.network import Vector
from checker.rules.membership import margins_along

FRAMES = 10
SIDE, GAP, PROFILE = 72, 8, 64  # user units: width of a frame, space between two, height of the curve
GREYS = 16
Sample = tuple[float, Fraction]  # a fraction of the length of the path, and the margin there


@dataclass(frozen=True)
class Strip:
    """What is drawn: images of `shape` (rows, columns) at equal steps along the path, and the margin."""

    shape: tuple[int, int]
    frames: tuple[tuple[Vector, Fraction], ...]
    profile: tuple[Sample, ...]


def strip(network: Network, j: int, vertices: Sequence[Vector], shape: tuple[int, int]) -> Strip:
    """The strip of a polyline of at least one vertex, all of them inputs of shape[0] * shape[1] pixels."""
    way = _Way(vertices)
    profile = [
        (way.place(i, t), margin)
        for i, (a, b) in enumerate(way.segments)
        for t, margin in margins_along(network, j, a, b)
    ]
    points = [way.point(n / (FRAMES - 1)) for n in range(FRAMES)]
    frames = tuple((x, Fraction(network.margin(x, j) or 0)) for x in points)
    return Strip(shape, frames, tuple(sorted(profile)))


def shape_of(text: str | None, pixels: int) -> tuple[int, int]:
    """(rows, columns) from HxW, or, without a text, of the square image; `ValueError` if neither fits.

    >>> shape_of(None, 64), shape_of("2x3", 6)
    ((8, 8), (2, 3))
    """
    side = isqrt(pixels)
    if text is None and side * side == pixels:
        return side, side
    match = re.fullmatch(r"([1-9][0-9]{0,5})x([1-9][0-9]{0,5})", text or "")
    if match is None or int(match[1]) * int(match[2]) != pixels:
        raise ValueError(f"expected HxW with H*W = {pixels} inputs, found {text or 'none'}; say 1x{pixels}")
    return int(match[1]), int(match[2])


class _Way:
    """A polyline by arc length, from 0 to 1; lengths are floats, for drawing only."""

    def __init__(self, vertices: Sequence[Vector]) -> None:
        self.segments = list(pairwise(vertices)) or [(vertices[0], vertices[0])]
        lengths = [sqrt(sum(float(y - x) ** 2 for x, y in zip(*s, strict=True))) for s in self.segments]
        total = sum(lengths) or 1.0
        self.lengths = [length / total for length in lengths]
        self.starts = [sum(self.lengths[:i]) for i in range(len(lengths))]

    def place(self, i: int, t: Fraction) -> float:
        """Where the point t of segment i is."""
        return self.starts[i] + float(t) * self.lengths[i]

    def point(self, s: float) -> Vector:
        """An exact point of the path, near s."""
        i = max((i for i, start in enumerate(self.starts) if start < s), default=0)
        along = (s - self.starts[i]) / self.lengths[i] if self.lengths[i] else 0.0
        t = Fraction(round(min(max(along, 0.0), 1.0) * 1024), 1024)
        return tuple(x + t * (y - x) for x, y in zip(*self.segments[i], strict=True))


def svg(made: Strip, title: str) -> str:
    """The strip as an SVG image of its own; `title` is plain words."""
    height = SIDE * made.shape[0] // made.shape[1]
    width = FRAMES * (SIDE + GAP) + GAP
    tall = height + PROFILE + 50
    low, high = _range(made)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {tall}" font-family="sans-serif" '
        f'font-size="10" text-anchor="middle">',
        f'<title>{title}</title><rect width="100%" height="100%" fill="#fff"/>',
    ]
    for n, (x, margin) in enumerate(made.frames):
        left = GAP + n * (SIDE + GAP)
        scale = f"{SIDE / made.shape[1]:.4f}"
        parts.append(f'<g transform="translate({left},{GAP}) scale({scale})" shape-rendering="crispEdges">')
        parts.append(f'{_image(x, made.shape, low, high)}</g>')
        name = {0: "S: ", FRAMES - 1: "T: "}.get(n, "")
        parts.append(f'<text x="{left + SIDE // 2}" y="{height + 22}">{name}{float(margin):.3g}</text>')
    return "\n".join([*parts, _curve(made.profile, width, height + 32), "</svg>\n"])


def _range(made: Strip) -> tuple[Fraction, Fraction]:
    values = [*made.frames[0][0], *made.frames[-1][0]]
    return min(values), max(values)


def _image(x: Vector, shape: tuple[int, int], low: Fraction, high: Fraction) -> str:
    """One image: black, and for each lighter grey one path of horizontal strokes."""
    rows, columns = shape
    spread = high - low or Fraction(1)
    greys = [round(min(max((v - low) / spread, Fraction(0)), Fraction(1)) * (GREYS - 1)) for v in x]
    strokes: dict[int, list[str]] = {}
    for r in range(rows):
        c = 0
        for grey, run in groupby(greys[r * columns : (r + 1) * columns]):
            length = len(list(run))
            strokes.setdefault(grey, []).append(f"M{c} {r}.5h{length}")
            c += length
    out = f'<rect width="{columns}" height="{rows}"/>'
    for grey in sorted(strokes.keys() - {0}):
        out += f'<path stroke="#{f"{grey:x}" * 3}" d="{"".join(strokes[grey])}"/>'
    return out


def _curve(profile: Sequence[Sample], width: int, top: int) -> str:
    """The margin along the path over the axis of margin 0."""
    highest = max((float(margin) for _, margin in profile), default=1.0) or 1.0
    first, last, floor = GAP + SIDE // 2, width - GAP - SIDE // 2, top + PROFILE
    heights = [(first + s * (last - first), floor - float(m) / highest * PROFILE) for s, m in profile]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in heights)
    return (
        f'<polyline fill="none" stroke="#06c" points="{points}"/>\n'
        f'<path stroke="#000" d="M{first} {floor}.5H{last}"/>'
        f'<text x="{width // 2}" y="{floor + 13}">margin along the path, from 0 to {highest:.3g}</text>'
    )
