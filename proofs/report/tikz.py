"""Pictures as TikZ: one `tikzpicture`; its styles (`region`, `rim`, ...) stand in the report's preamble."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from proofs.picture import Picture, Point, Shape
from proofs.report.drawing import Place, anticlockwise, centre, columns_for, decimal, grid, is_series, layers
from proofs.report.escape import Tex, sentence

WIDTHS = {1: Fraction(6), 2: Fraction(11, 2), 3: Fraction(17, 4)}  # of a panel, in centimetres
_GAP = (Fraction(11, 10), Fraction(3, 2))


def draw(picture: Picture) -> Tex:
    """The picture without its caption."""
    columns = columns_for(len(picture.panels))
    places = grid(picture, columns, WIDTHS[columns], _GAP) if picture.panels else []
    lines = [line for place in places for line in _panel(place)]
    return Tex("\n".join([r"\begin{tikzpicture}[x=1cm,y=1cm]", *lines, r"\end{tikzpicture}"]))


def _panel(place: Place) -> list[str]:
    left, bottom = place.left, place.bottom
    corner = _at((left, bottom)), _at((left + place.width, bottom + place.height))
    middle = (left + place.width / 2, bottom + place.height)
    title = f"\\node[paneltitle] at {_at(middle)} {{{sentence(place.panel.title)}}};"
    shapes = [line for shape, run in layers(place.panel) for line in _run(place, shape, run)]
    inner = [r"\begin{scope}", f"\\clip {corner[0]} rectangle {corner[1]};", *_axes(place), *shapes]
    frame = [] if place.is_line else [f"\\draw[frame] {corner[0]} rectangle {corner[1]};"]
    return [title, *inner, r"\end{scope}", *frame, *_ticks(place), *_names(place)]


def _axes(place: Place) -> list[str]:
    if place.is_chart:
        return []
    xlo, xhi, ylo, yhi = place.panel.box
    ends = []
    if ylo < 0 < yhi:
        ends.append(((xlo, Fraction(0)), (xhi, Fraction(0))))
    if xlo < 0 < xhi and not place.is_line:
        ends.append(((Fraction(0), ylo), (Fraction(0), yhi)))
    style = "line axis" if place.is_line else "axis"
    return [f"\\draw[{style}] {_at(place(a))} -- {_at(place(b))};" for a, b in ends]


def _ticks(place: Place) -> list[str]:
    lines = []
    zero = place((place.panel.box[0], Fraction(0)))[1] if place.is_line else place.bottom
    for t, name in place.ticks(0):
        x = place((t, Fraction(0)))[0]
        mark = f"\\draw[tick] {_at((x, zero))} -- ++(0,-0.07)"
        lines.append(f"{mark} node[ticklabel,below] {{${name}$}};")
    for t, name in place.ticks(1) if not place.is_line else ():
        y = place((Fraction(0), t))[1]
        mark = f"\\draw[tick] {_at((place.left, y))} -- ++(-0.07,0)"
        lines.append(f"{mark} node[ticklabel,left] {{${name}$}};")
    return lines


def _names(place: Place) -> list[str]:
    x, y = place.panel.axes
    right = place.left + place.width
    if place.is_line:
        level = place((Fraction(0), Fraction(0)))[1]
        return [f"\\node[axisname,anchor=west] at {_at((right, level))} {{${x}$}};"]
    top = place.bottom + place.height
    return [
        f"\\node[axisname,anchor=west] at {_at((right, place.bottom))} {{${x}$}};",
        f"\\node[axisname,anchor=south west,xshift=-2.5pt] at {_at((place.left, top))} {{${y}$}};",
    ]


def _run(place: Place, shape: Shape, run: list[Shape]) -> list[str]:
    count = len(shape.corners)
    if shape.fill == "text":
        lines = []
    elif is_series(shape):
        lines = _series(place, shape, run)
    elif count == 1:
        style = "hollow" if shape.dashed else "end"
        lines = [f"\\path[{style}] {_at(place(s.corners[0]))} circle[radius=0.065cm];" for s in run]
    elif count == 2:
        style = {"region": "stretch", "other": "other stretch"}.get(shape.fill, "")
        style = style or ("rim,dashed" if shape.dashed else "rim")
        lines = [f"\\draw[{style}] {' '.join(_path(place, s.corners) for s in run)};"]
    else:
        outline = " ".join(f"{_path(place, anticlockwise(s))} -- cycle" for s in run)
        lines = [] if shape.fill == "none" else [f"\\fill[{shape.fill}] {outline};"]
        if shape.border:
            lines.append(f"\\draw[{'rim,dashed' if shape.dashed else 'rim'}] {outline};")
    if shape.label:
        lines.append(f"\\node[shapelabel] at {_at(place(centre(shape)))} {{{sentence(shape.label)}}};")
    return lines


def _series(place: Place, shape: Shape, run: list[Shape]) -> list[str]:
    """A line of a chart, or its marks."""
    if len(shape.corners) > 1:
        return [f"\\draw[series {shape.fill}] {' '.join(_path(place, s.corners) for s in run)};"]
    return [f"\\node[spot {shape.fill}] at {_at(place(s.corners[0]))} {{}};" for s in run]


def _path(place: Place, corners: Iterable[Point]) -> str:
    return " -- ".join(_at(place(p)) for p in corners)


def _at(point: Point) -> str:
    return f"({decimal(point[0], 4)},{decimal(point[1], 4)})"
