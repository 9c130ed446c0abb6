"""Pictures as data: panels of polygons, segments and points of exact plane sets, and of curves over an axis.

Drawn as TikZ in the report and as SVG elsewhere; coordinates become decimals only when drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

Point = tuple[Fraction, Fraction]
SERIES = ("first", "second", "third")  # each has its colour, its dashes and its mark


@dataclass(frozen=True)
class Shape:
    """A polygon (3 or more corners), a segment (2) or a point (1), with its role in the picture.

    `fill`: "region", "other", "none"; `dashed` draws the border as not belonging to the set, a point as
    a ring.  A segment with a fill belongs to the set, one without bounds it.  `border` False draws the
    fill alone, so that neighbours show no seam.  Of a chart, `fill` is one of `SERIES`: an open line through
    its corners, a point a mark of that series; "text" stands for the label alone.
    """

    corners: tuple[Point, ...]
    fill: str = "region"
    dashed: bool = False
    label: str = ""
    border: bool = True


@dataclass(frozen=True)
class Panel:
    """One panel: a title in `$...$` LaTeX, the box shown, and its shapes from back to front.

    With no name for the second axis the panel is a line, and the second coordinates are 0.  A panel with a
    `ratio` of height to width is a chart: the axes have their own units, and on those that are
    `logarithmic` a coordinate is the exponent of ten.
    """

    title: str
    box: tuple[Fraction, Fraction, Fraction, Fraction]  # x lo, x hi, y lo, y hi
    shapes: tuple[Shape, ...]
    axes: tuple[str, str] = ("x_1", "x_2")
    ratio: Fraction | None = None
    logarithmic: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class Picture:
    """Panels in reading order, with a caption."""

    caption: str
    panels: tuple[Panel, ...] = field(default_factory=tuple)
