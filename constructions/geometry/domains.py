"""Convex domains of the plane as outlines: the whole plane, a box, a polygon."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm

from constructions.geometry.integer_network import Unsupported
from constructions.geometry.mesh import Outline
from constructions.geometry.points import Triple
from constructions.geometry.space_domains import Inequality, polyhedron

Point = tuple[Fraction, Fraction]


def plane() -> Outline:
    """R^2 as four quadrants, whose common edges are artificial; directions are points with W = 0."""
    lines = ((1, 0, 0), (0, 1, 0), (0, 0, 1))
    corners = (
        ((0, 0, 1), (0, 1)),
        ((1, 0, 0), (1, 2)),
        ((0, 1, 0), (0, 2)),
        ((-1, 0, 0), (1, 2)),
        ((0, -1, 0), (0, 2)),
    )
    axis = {1: 1, 2: 0, 3: 1, 4: 0}  # the line from the origin in each direction
    cells = tuple(((0, axis[i]), (i, 2), (i % 4 + 1, axis[i % 4 + 1])) for i in range(1, 5))
    return Outline(lines, corners, cells, frozenset({0, 1}))


def box(xlo: Fraction, xhi: Fraction, ylo: Fraction, yhi: Fraction) -> Outline:
    """[xlo, xhi] x [ylo, yhi]; `Unsupported` when it has no interior."""
    if not (xlo < xhi and ylo < yhi):
        raise Unsupported(f"a box needs lo < hi; found {xlo} {xhi} {ylo} {yhi}; give xlo xhi ylo yhi")
    return polygon([(xlo, ylo), (xhi, ylo), (xhi, yhi), (xlo, yhi)])


def polygon(corners: Sequence[Point]) -> Outline:
    """A strictly convex polygon, corners in either order; `Unsupported` otherwise."""
    n = len(corners)
    points = [_homogeneous(p) for p in corners]
    lines = [_through(p, points[(i + 1) % n]) for i, p in enumerate(points)]
    turns = {_sign(_dot(lines[i], points[(i + 2) % n])) for i in range(n)}
    inside = all(
        _sign(_dot(lines[i], points[k])) in turns
        for i in range(n)
        for k in range(n)
        if k not in (i, (i + 1) % n)
    )
    if n < 3 or len(turns) != 1 or 0 in turns or not inside:
        raise Unsupported("a polygon needs three or more corners, in order, strictly convex")
    meets = tuple((point, ((i - 1) % n, i)) for i, point in enumerate(points))
    return Outline(tuple(lines), meets, (tuple((i, i) for i in range(n)),))


def polygon_of(inequalities: Sequence[Inequality]) -> Outline | None:
    """The polygon where all inequalities a x + b y + c >= 0 hold; None when it is not bounded."""
    mesh = polyhedron(inequalities, 4 * 2 ** len(inequalities))
    if any(w == 0 for _, _, w in mesh.vertices):
        return None
    following: dict[int, list[int]] = {}
    for a, b in mesh.ends.view.tolist():
        following.setdefault(a, []).append(b)
        following.setdefault(b, []).append(a)
    ring, before = [0], -1
    while len(ring) < len(following):
        before, at = ring[-1], next(v for v in following[ring[-1]] if v != before)
        ring.append(at)
    return polygon([(Fraction(x, w), Fraction(y, w)) for x, y, w in (mesh.vertices[v] for v in ring)])


def _homogeneous(p: Point) -> Triple:
    w = lcm(p[0].denominator, p[1].denominator)
    return int(p[0] * w), int(p[1] * w), w


def _through(p: Triple, q: Triple) -> Triple:
    a, b, c = p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]
    g = gcd(a, b, c) or 1
    return a // g, b // g, c // g


def _dot(line: Triple, p: Triple) -> int:
    return sum(a * x for a, x in zip(line, p, strict=True))


def _sign(x: int) -> int:
    return (x > 0) - (x < 0)
