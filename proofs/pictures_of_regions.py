"""Pictures of the recursive preimages of Section 5.3: exact sets, drawn panel by panel from V_j to C_j.

Everything is computed exactly; coordinates in Q(sqrt d) are rounded to twelve decimals for drawing only.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt
from typing import Any

from checker import Field, Network, Surd
from checker.network import Vector
from constructions.polygons import Box, faces, lies_on, merged
from constructions.preimages import (
    ACTIVATED,
    AFFINE,
    START,
    UNDER_AFFINE,
    UNDER_SIGMA,
    Part,
    Step,
    bounding,
    parts,
    steps,
)
from proofs.picture import Panel, Picture, Point, Shape

Span = Sequence[Fraction | int]  # lo, hi for every axis, or x lo, x hi, y lo, y hi
_SCALE = 10**12
_LETTERS = "PQRSTUXYZ"
_TITLES = {
    START: "${name}$",
    ACTIVATED: r"${name}={last}\cap\mathrm{{range}}(\sigma)$",
    UNDER_SIGMA: r"${name}=\sigma^{{-1}}({last})$",
    AFFINE: r"${name}={last}\cap\mathrm{{range}}(h_{{{layer}}})$",
    UNDER_AFFINE: r"${name}=h_{{{layer}}}^{{-1}}({last})$",
}


def picture_of_preimages(
    network: Network, field: Field, j: int, spans: Sequence[Span], caption: str = ""
) -> Picture:
    """One panel for each step in at most two dimensions; `spans` are the boxes, the last one repeated."""
    every = list(steps(network, field, j))
    names = _names(len(every), j)
    panels: list[Panel] = []
    for i, step in enumerate(every):
        last = every[i - 1] if step.how in (ACTIVATED, AFFINE) else None
        if step.dimension > 2 or step.network.input_dim > step.dimension:
            continue
        title = _TITLES[step.how].format(name=names[i], last=names[i - 1], layer=step.layer)
        axis = "x" if i == len(every) - 1 else "y"
        panels.append(_panel(title, step, last, field, _box(spans[min(i, len(spans) - 1)], step), axis))
    return Picture(caption or _caption(network, j), tuple(panels))


def picture_of_region(network: Network, field: Field, j: int, span: Span, caption: str = "") -> Picture:
    """C_j alone, for a network on the line or the plane."""
    step = list(steps(network, field, j))[-1]
    panel = _panel(f"$C_{{{j + 1}}}$", step, None, field, _box(span, step), "x")
    return Picture(caption or f"The decision region $C_{{{j + 1}}}$, computed exactly.", (panel,))


def _names(count: int, j: int) -> list[str]:
    inner = [_LETTERS[i] if i < len(_LETTERS) else f"A_{{{i + 1}}}" for i in range(count - 2)]
    return [f"V_{{{j + 1}}}", *inner, f"C_{{{j + 1}}}"][-count:]


def _caption(network: Network, j: int) -> str:
    widths = "-".join(map(str, network.widths))
    return (
        f"How $C_{{{j + 1}}}$ arises in a network of widths {widths}, with $h_k(y)=W_k^T y+b_k$ "
        "and $\\sigma$ applied to each coordinate; every set is exact. Dashed borders and hollow ends do "
        "not belong to the set."
    )


def _box(span: Span, step: Step) -> Box:
    ends = [Fraction(x) for x in span]
    pairs = list(zip(ends[::2], ends[1::2], strict=True))
    return tuple(pairs[i % len(pairs)] for i in range(step.dimension))


def _panel(title: str, step: Step, last: Step | None, field: Field, box: Box, axis: str) -> Panel:
    shapes: list[Shape] = []
    if last is not None:
        shapes += [_polygon(p, "other") for p in parts(last, field, box) if len(p.corners) > 2]
    pieces = parts(step, field, box)
    if step.image is not None:
        shapes += whole_line(step, field, box)
    shapes += on_line(step, pieces) if step.network.input_dim == 1 else in_plane(pieces)
    if step.dimension == 1:
        return Panel(title, (*box[0], Fraction(-1), Fraction(1)), tuple(shapes), (axis, ""))
    return Panel(title, (*box[0], *box[1]), tuple(shapes), (f"{axis}_1", f"{axis}_2"))


def in_plane(pieces: Sequence[Part]) -> list[Shape]:
    """The fill without inner borders, then the true border: dashed where it is not in the set."""
    shapes = [_polygon(part, "region") for part in pieces]
    for dashed in (False, True):
        edges = [
            (face[0], face[1])
            for part in pieces
            for face in faces(part.corners)
            if lies_on(face, part.margins) == dashed and (dashed or lies_on(face, part.within))
        ]
        shapes += [Shape((_point(p), _point(q)), "none", dashed) for p, q in merged(edges)]
    return shapes


def _polygon(part: Part, fill: str) -> Shape:
    return Shape(tuple(_point(p) for p in part.corners), fill, border=False)


def on_line(step: Step, pieces: Sequence[Part]) -> list[Shape]:
    """The intervals of a step with one input, joined across inner walls, and their ends: rings where open."""
    joined: list[list[Vector]] = []
    ends: list[Shape] = []
    for part in sorted(pieces, key=lambda part: part.corners):
        lo, hi = part.corners
        if joined and joined[-1][1] == lo and not lies_on((lo,), part.margins):
            joined[-1][1] = hi
        else:
            joined.append([lo, hi])
        for end in faces(part.corners):
            dashed = lies_on(end, part.margins)
            if dashed or lies_on(end, part.within):
                ends.append(Shape((_point(step.place(end[0])),), "region", dashed))
    segments = [Shape((_point(step.place(lo)), _point(step.place(hi))), "region") for lo, hi in joined]
    return segments + list(dict.fromkeys(ends))


def whole_line(step: Step, field: Field, box: Box) -> list[Shape]:
    """The range of h within the box, as a thin line."""
    (lo, hi) = bounding(step, field, box)[0]
    return [Shape((_point(step.place((lo,))), _point(step.place((hi,)))), "none")] if lo < hi else []


def _point(p: Vector) -> Point:
    x, *rest = p
    return _rational(x), _rational(rest[0]) if rest else Fraction(0)


def _rational(x: Any) -> Fraction:
    """x itself, or, for an irrational a + b sqrt(d), less by 10^-12 at most."""
    if not isinstance(x, Surd):
        return Fraction(x)
    if x.b == 0:
        return x.a
    size = x.b * x.b * x.d * _SCALE**2
    root = isqrt(size.numerator // size.denominator)  # |b| sqrt(d) 10^12, rounded down
    return x.a + Fraction(root if x.b > 0 else -root - 1, _SCALE)
