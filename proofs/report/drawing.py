"""What both ways of drawing a picture share: where panels stand, scales, ticks, and decimals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import floor

from proofs.picture import SERIES, Panel, Picture, Point, Shape

MOST_TICKS = 6
_LONGEST_NAME = 12


def decimal(x: Fraction, digits: int = 3) -> str:
    """x rounded to so many decimals, without trailing zeros."""
    scaled = floor(abs(x) * 10**digits + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**digits)
    text = f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".")
    return f"-{text}" if x < 0 and scaled else text


def node_name(id: str) -> str:
    """An id as a node of the graph shows it: the end of a long one, such as a user's file.

    >>> node_name("thm-3.4.16"), node_name("my.counterexample.toml:claims[0]")
    ('thm-3.4.16', '…l:claims[0]')
    """
    return id if len(id) <= _LONGEST_NAME else f"…{id[1 - _LONGEST_NAME :]}"


@dataclass(frozen=True)
class Place:
    """A panel at its place: lower left corner (left, bottom), size, y upwards."""

    panel: Panel
    left: Fraction
    bottom: Fraction
    width: Fraction
    height: Fraction

    def __call__(self, point: Point) -> Point:
        """Where a point of the panel is drawn."""
        xlo, xhi, ylo, yhi = self.panel.box
        x = self.left + (point[0] - xlo) / (xhi - xlo) * self.width
        return x, self.bottom + (point[1] - ylo) / (yhi - ylo) * self.height

    @property
    def is_line(self) -> bool:
        """Whether the panel shows a set of numbers."""
        return not self.panel.axes[1]

    @property
    def is_chart(self) -> bool:
        """Whether each axis has its own unit."""
        return self.panel.ratio is not None

    def ticks(self, axis: int) -> list[tuple[Fraction, str]]:
        """Round numbers along an axis (0 or 1), with what is written there, between `$`."""
        lo, hi = self.panel.box[2 * axis : 2 * axis + 2]
        if self.panel.logarithmic[axis]:
            step = max(1, floor((hi - lo) / MOST_TICKS))
            return [(Fraction(n), f"10^{{{n}}}") for n in range(-floor(-lo), floor(hi) + 1, step)]
        return [(t, decimal(t)) for t in ticks(lo, hi)]


def ticks(lo: Fraction, hi: Fraction) -> list[Fraction]:
    """At most seven multiples of 1, 2 or 5 times a power of ten."""
    step = Fraction(1)
    while (hi - lo) / step > MOST_TICKS:
        step *= 10
    while (hi - lo) / (step / 10) <= MOST_TICKS:
        step /= 10
    step = next(s for s in (step / 5, step / 2, step) if (hi - lo) / s <= MOST_TICKS)
    first = -floor(-lo / step)
    return [step * n for n in range(first, floor(hi / step) + 1)]


def grid(picture: Picture, columns: int, width: Fraction, gap: Point) -> list[Place]:
    """Panels of one width in rows from the top; the plane is drawn with equal units on both axes."""
    places: list[Place] = []
    bottom = Fraction(0)
    for start in range(0, len(picture.panels), columns):
        row = picture.panels[start : start + columns]
        tallest = max(_height(panel, width) for panel in row)
        bottom -= tallest + (gap[1] if start else 0)
        for i, panel in enumerate(row):
            height = _height(panel, width)
            left = i * (width + gap[0])
            places.append(Place(panel, left, bottom + (tallest - height) / 2, width, height))
    return places


def _height(panel: Panel, width: Fraction) -> Fraction:
    xlo, xhi, ylo, yhi = panel.box
    if panel.ratio is not None:
        return width * panel.ratio
    return width if not panel.axes[1] else width * (yhi - ylo) / (xhi - xlo)


def columns_for(count: int) -> int:
    """Three panels to a row, or two where that leaves no gap."""
    return count if count < 3 else (2 if count in (2, 4) else 3)


def layers(panel: Panel) -> Iterator[tuple[Shape, list[Shape]]]:
    """Runs of shapes drawn alike, from back to front, so that neighbours become one path."""
    for (_, _, _, label, _), run in groupby(panel.shapes, key=_style):
        shapes = list(run)
        if label:
            yield from ((shape, [shape]) for shape in shapes)
        else:
            yield shapes[0], shapes


def is_series(shape: Shape) -> bool:
    """Whether it is a line or a mark of a chart."""
    return shape.fill in SERIES


def _style(shape: Shape) -> tuple[int, str, bool, str, bool]:
    return min(len(shape.corners), 3), shape.fill, shape.dashed, shape.label, shape.border


def anticlockwise(shape: Shape) -> tuple[Point, ...]:
    """The corners of a polygon, turned so that shared borders cancel in a path filled by winding number."""
    corners = shape.corners
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    area = sum((p[0] * q[1] - p[1] * q[0] for p, q in pairs), Fraction(0))
    return corners if area >= 0 else corners[::-1]


def centre(shape: Shape) -> Point:
    """The mean of the corners, where a label goes."""
    n = len(shape.corners)
    x, y = (sum((p[i] for p in shape.corners), Fraction(0)) / n for i in (0, 1))
    return x, y
