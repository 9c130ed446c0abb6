"""Shorter polylines with shorter numbers: vertices left out, drawn in and rounded while a test allows it.

The test `inside(p, q)` says, exactly, whether a segment may be used; it holds for every segment of the
polyline at the start and at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import fmpq

from constructions.exact_network import Row

Inside = Callable[[Row, Row], bool]


def shorten(path: Sequence[Row], inside: Inside) -> list[Row]:
    """A polyline between the same ends with few of the vertices, drawn in and rounded."""
    return _drop(_round(_tighten(_drop(_leap(path, inside), inside), inside), inside), inside)


def _leap(path: Sequence[Row], inside: Inside) -> list[Row]:
    """From each vertex kept go to the furthest one that a few trials find: the end, then half as far."""
    i, kept = 0, [path[0]]
    while i < len(path) - 1:
        step = len(path) - 1 - i
        while step > 1 and not inside(path[i], path[i + step]):
            step = (step + 1) // 2
        i += step
        kept.append(path[i])
    return kept


def _drop(path: list[Row], inside: Inside) -> list[Row]:
    """Leave out one vertex after the other for which its neighbours see each other."""
    i = 1
    while i < len(path) - 1:
        if inside(path[i - 1], path[i + 1]):
            path = path[:i] + path[i + 1 :]
        else:
            i += 1
    return path


def _tighten(path: list[Row], inside: Inside) -> list[Row]:
    """Draw each inner vertex towards the chord of its neighbours: the least detour that bisection finds."""
    path = list(path)
    for i in range(1, len(path) - 1):
        before, v, after = path[i - 1 : i + 2]
        s = progress(before, v, after)
        foot = [x + s * (y - x) for x, y in zip(before, after, strict=True)]
        too_short, enough = fmpq(0), fmpq(1)
        for _ in range(_HALVINGS):
            share = (too_short + enough) / 2
            nearer = [f + share * (x - f) for f, x in zip(foot, v, strict=True)]
            if inside(before, nearer) and inside(nearer, after):
                enough, path[i] = share, nearer
            else:
                too_short = share
    return path


def progress(start: Row, x: Row, end: Row) -> fmpq:
    """A multiple of 1/256 in [0, 1]: about how far along the chord the foot of x is."""
    chord = [v - u for u, v in zip(start, end, strict=True)]
    length = sum((c * c for c in chord), fmpq(0))
    along = sum((c * (v - u) for c, u, v in zip(chord, start, x, strict=True)), fmpq(0))
    s = along / length if length != 0 else fmpq(1, 2)
    return fmpq(round(256 * min(max(s, fmpq(0)), fmpq(1))), 256)


def _round(path: list[Row], inside: Inside) -> list[Row]:
    """Give each inner vertex as few binary digits as the two segments at it allow."""
    path = list(path)
    for i in range(1, len(path) - 1):
        digits = 1
        while digits < _LONGEST:
            rounded = _rounded(path[i], digits)
            if inside(path[i - 1], rounded) and inside(rounded, path[i + 1]):
                path[i] = rounded
                break
            digits += 1 + digits // 16
    return path


_LONGEST = 4096  # binary digits beyond which rounding is given up
_HALVINGS = 6


def _rounded(row: Row, digits: int) -> Row:
    """The row in multiples of a power of 2 that leaves its largest entry about `digits` binary digits."""
    top = max(abs(x) for x in row)
    exponent = digits - (int(top.p).bit_length() - int(top.q).bit_length())
    unit = fmpq(2) ** -exponent
    return [round(x / unit) * unit for x in row]
