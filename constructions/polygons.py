"""Convex sets in a box of the line or the plane, exactly: half-spaces in, corners out, any ordered field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from checker.network import Vector
from checker.polyhedron import value_at

Number = Any
Box = tuple[tuple[Number, Number], ...]  # (lo, hi) for each coordinate; one or two of them
Corners = tuple[Vector, ...]


def corners(box: Box, forms: Iterable[Vector]) -> Corners:
    """The corners, in order, of {g >= 0 for g in forms} within the box; empty when it has no interior."""
    if len(box) == 1:
        return _interval(box[0], forms)
    (left, right), (low, high) = box
    polygon = [(left, low), (right, low), (right, high), (left, high)]
    for form in forms:
        polygon = _clip(polygon, form)
    distinct = [p for i, p in enumerate(polygon) if p != polygon[i - 1]]
    return tuple(distinct) if len(distinct) > 2 and area(distinct) > 0 else ()


def _interval(box: tuple[Number, Number], forms: Iterable[Vector]) -> Corners:
    lo, hi = box
    for slope, constant in forms:
        if slope == 0 and constant < 0:
            return ()
        if slope != 0:
            root = -constant / slope
            lo, hi = (max(lo, root), hi) if slope > 0 else (lo, min(hi, root))
    return ((lo,), (hi,)) if lo < hi else ()


def _clip(polygon: list[Vector], form: Vector) -> list[Vector]:
    """Sutherland and Hodgman (1974), for one half-plane."""
    kept: list[Vector] = []
    for i, q in enumerate(polygon):
        p = polygon[i - 1]
        at_p, at_q = value_at(form, p), value_at(form, q)
        if (at_p > 0 and at_q < 0) or (at_p < 0 and at_q > 0):
            kept.append(between(p, q, at_p / (at_p - at_q)))
        if at_q >= 0:
            kept.append(q)
    return kept


def between(p: Vector, q: Vector, t: Number) -> Vector:
    """p + t (q - p)."""
    return tuple(a + t * (b - a) for a, b in zip(p, q, strict=True))


def area(polygon: Sequence[Vector]) -> Number:
    """Twice the signed area."""
    pairs = zip(polygon, [*polygon[1:], polygon[0]], strict=True)
    return sum(p[0] * q[1] - p[1] * q[0] for p, q in pairs)


def faces(found: Corners) -> tuple[Corners, ...]:
    """The edges of a polygon, or the two ends of an interval."""
    if len(found) == 2:
        return tuple((p,) for p in found)
    return tuple((p, found[(i + 1) % len(found)]) for i, p in enumerate(found))


def lies_on(face: Corners, forms: Iterable[Vector]) -> bool:
    """Whether one of the forms vanishes on the whole face."""
    return any(all(value_at(form, p) == 0 for p in face) for form in forms)


def merged(edges: Iterable[tuple[Vector, Vector]]) -> list[tuple[Vector, Vector]]:
    """The same set of points as few segments: those of one line that overlap or touch are joined."""
    lines: dict[Vector, list[tuple[Vector, Vector]]] = {}
    for edge in edges:
        a, b = sorted(edge)
        lines.setdefault(_line(a, b), []).append((a, b))
    found = []
    for parts in lines.values():
        (a, b), *rest = sorted(parts)
        for c, d in rest:
            if b < c:
                found.append((a, b))
                a, b = c, d
            else:
                b = max(b, d)
        found.append((a, b))
    return sorted(found)


def _line(p: Vector, q: Vector) -> Vector:
    """The line through two points of the plane, in one form."""
    a, b = q[1] - p[1], p[0] - q[0]
    scale = a if a != 0 else b
    return (a / scale, b / scale, (a * p[0] + b * p[1]) / scale)
