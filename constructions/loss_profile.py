"""The loss along a polyline of parameters, in floating point: for pictures only, nothing is decided by it."""

from __future__ import annotations

from collections.abc import Sequence

from checker import Network
from checker.risk import Risk
from constructions.parameter_path import Trail
from constructions.wide_layer import Array, Sampled, floats, layers_of

_SEGMENTS = 60  # at most so many segments get points inside
Curve = list[tuple[float, float]]


def _between(phi: Sampled, start: Sequence[Array], end: Sequence[Array], points: int) -> list[float]:
    """Phi at `points` equal steps of the segment, its start left out."""
    times = [(i + 1) / points for i in range(points)]
    return [phi([(1 - t) * a + t * b for a, b in zip(start, end, strict=True)]) for t in times]


def along(trail: Trail, risk: Risk) -> Curve:
    """(position, Phi): every segment has the same length 1 / (number of segments)."""
    phi, here = Sampled(trail.start, risk), layers_of(Trail(trail.start).vertex)
    found, n = [(0.0, phi(here))], max(len(trail.moves), 1)
    points = 8 if n <= _SEGMENTS else 1
    for s, move in enumerate(trail.moves):
        there = [U.copy() for U in here]
        for k, j, row in move:
            there[k][:, j] = floats([row])[0]
        values = _between(phi, here, there, points)
        found += [((s + i / points) / n, value) for i, value in enumerate(values, 1)]
        here = there
    return found


def straight(start: Network, end: Network, risk: Risk, points: int = 64) -> Curve:
    """(t, Phi) on the straight line from start to end."""
    phi, a, b = Sampled(start, risk), layers_of(Trail(start).vertex), layers_of(Trail(end).vertex)
    return [(i / points, value) for i, value in enumerate([phi(a), *_between(phi, a, b, points)])]
