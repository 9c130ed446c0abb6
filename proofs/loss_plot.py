"""An SVG of the loss along a path, beside the straight line; logarithmic where it varies much."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from xml.sax.saxutils import escape

Curve = Sequence[tuple[float, float]]
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 640.0, 360.0, 70.0, 40.0, 50.0
_STYLE = (
    "text{font:13px sans-serif;fill:#222}.path{stroke:#0b6e4f}.line{stroke:#c1440e;stroke-dasharray:6 4}"
    ".bound{stroke:#777;stroke-dasharray:2 3}svg{background:#fff}polyline,line{fill:none;stroke-width:2}"
)


def loss_plot(path: Curve, line: Curve, bound: float, title: str) -> bytes:
    """The two curves over [0, 1], and a horizontal line at the certified bound."""
    values = [y for _, y in [*path, *line]] + [bound]
    top = max(values)
    floor = max(min(values), top * 1e-9, 1e-300)
    logarithmic = top > 0 and top / floor > 100

    def height(y: float) -> float:
        if top <= 0:
            part = 0.0
        elif logarithmic:
            part = (log10(max(y, floor)) - log10(floor)) / (log10(top) - log10(floor))
        else:
            part = y / top
        return _HEIGHT - _BOTTOM - part * (_HEIGHT - _BOTTOM - _TOP)

    def points(curve: Curve) -> str:
        scale = _WIDTH - _LEFT - 20
        return " ".join(f"{_LEFT + x * scale:.2f},{height(y):.2f}" for x, y in curve)

    level = height(bound)
    marks = [(top, height(top)), (bound, level), (floor if logarithmic else 0.0, _HEIGHT - _BOTTOM)]
    labels = [
        f'<text x="{_LEFT - 6}" y="{y + 4:.2f}" text-anchor="end">{v:.2g}</text>' for v, y in _apart(marks)
    ]
    scale = "logarithmic" if logarithmic else "linear"
    text = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text x="{_LEFT}" y="22">{escape(title)}</text>',
        *labels,
        f'<line class="bound" x1="{_LEFT}" x2="{_WIDTH - 20:g}" y1="{level:.2f}" y2="{level:.2f}"/>',
        f'<polyline class="line" points="{points(line)}"/><polyline class="path" points="{points(path)}"/>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 28}">from A (left) to B (right), {scale} scale; solid: the path, '
        "each segment equally long;</text>",
        f'<text x="{_LEFT}" y="{_HEIGHT - 11}">dashed: the straight line; dotted: the certified bound</text>',
        "</svg>",
    ]
    return "\n".join(text).encode() + b"\n"


def _apart(marks: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The marks that do not cover an earlier one."""
    kept: list[tuple[float, float]] = []
    for value, y in marks:
        if all(abs(y - other) > 14 for _, other in kept):
            kept.append((value, y))
    return kept
