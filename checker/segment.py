"""Features of all samples along a segment of parameters, as polynomials in t on pieces of [0, 1].

On a segment every weight is affine in t, so as long as no pre-activation passes a breakpoint of its
piecewise polynomial activation, all features are polynomials in t.  Where one passes, at a root r, the
interval is cut (`Cut`): at r if that is seen to be rational, else into [lo, b] and [a, hi] with
a < r < b, the unit keeping its left piece on the first and its right piece on the second.  There the
polynomials are the true ones on [lo, r] and [r, hi], and these are all that is needed of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from operator import mul

from checker import polynomial as poly
from checker.activation import Activation
from checker.limits import spend
from checker.polynomial import Polynomial

Row = tuple[Fraction, ...]  # the weights of one unit, then its bias
Vertex = list[list[Row]]  # the units of each layer
Column = tuple[int, list[list[int]]]  # of one unit: a denominator, and for each sample the coefficients
Place = tuple[int, int, int]  # layer, unit, sample
_BISECTIONS = 24


@dataclass(frozen=True)
class Part:
    """An interval of t, and the pieces that are kept on it."""

    lo: Fraction = Fraction(0)
    hi: Fraction = Fraction(1)
    kept: Mapping[Place, int] = field(default_factory=dict)


class Cut(Exception):
    """A pre-activation passes a breakpoint: continue with these parts."""

    def __init__(self, *parts: Part) -> None:
        super().__init__()
        self.parts = parts


def live_units(start: Vertex, end: Vertex) -> list[list[int]]:
    """For each layer the units that reach the output by weights that are not zero on the whole segment."""
    live = [list(range(len(start[-1])))]
    for k in range(len(start) - 1, 0, -1):
        spend(0, 1 + len(live[0]) * len(start[k - 1]) // 16)
        rows = [side[k][u] for u in live[0] for side in (start, end)]
        live.insert(0, [j for j in range(len(start[k - 1])) if any(row[j] for row in rows)])
    return live


def common_denominator(parts: Iterable[int]) -> int:
    """The least common multiple, paid for as it grows."""
    clear = 1
    for part in parts:
        if clear % part:
            clear = lcm(clear, part)
            spend(clear.bit_length())
    return clear


def coefficients(columns: Sequence[Column], samples: int) -> list[list[list[int]]]:
    """The numerators of t^0, t^1, ...: for each a matrix with one row for each sample."""
    length = max((len(p) for _, entries in columns for p in entries), default=1)
    filled = [[p + [0] * (length - len(p)) for p in entries] for _, entries in columns]
    rows = list(zip(*filled, strict=True)) or [()] * samples  # no unit below matters
    return [[[p[a] for p in row] for row in rows] for a in range(length)]


def affine(rows: list[list[list[int]]], bottoms: Sequence[int], start: Row, end: Row) -> Column:
    """sum_j F_ij(t) w_j(t) + b(t) for the unit whose row moves from start to end."""
    sides = [[(x, d) for x, d in zip(side, (*bottoms, 1), strict=True)] for side in (start, end)]
    clear = common_denominator(x.denominator * d for side in sides for x, d in side)
    first, last = ([x.numerator * (clear // (x.denominator * d)) for x, d in side] for side in sides)
    slope = [] if start == end else [y - x for x, y in zip(first, last, strict=True)]
    bits, out = max(x.bit_length() for x in [clear, *first, *last]), []
    for i in range(len(rows[0])):
        spend(bits, 1 + len(rows) * len(first) // 16)
        p = [sum(map(mul, row[i], first)) for row in rows] + [0]
        p[0] += first[-1]
        for a, row in enumerate(rows if slope else []):
            p[a + 1] += sum(map(mul, row[i], slope))
        p[1] += slope[-1] if slope else 0
        out.append(_trimmed(p))
    return clear, out


def apply(sigma: Activation, column: Column, part: Part, k: int, j: int) -> Column:
    """sigma of the entries of unit j of layer k; raises `Cut` where a breakpoint is passed."""
    bottom, entries = column
    degree = max(1, *(len(piece.top) - 1 for piece in sigma.pieces))
    clear = common_denominator(c.denominator for piece in sigma.pieces for c in piece.top)
    spend(bottom.bit_length() * degree, degree * len(sigma.pieces))
    padded = [(*piece.top, *[Fraction(0)] * (degree + 1)) for piece in sigma.pieces]
    tops = [
        [int(c * clear) * bottom ** (degree - n) for n, c in enumerate(top[: degree + 1])] for top in padded
    ]
    out = []
    for i, p in enumerate(entries):
        spend(bottom.bit_length() * degree + p[0].bit_length(), 1 + len(p) * degree // 8)
        n = part.kept.get((k, j, i))
        top = tops[_piece(sigma, bottom, p, part, (k, j, i)) if n is None else n]
        value = [top[degree]]
        for c in reversed(top[:degree]):  # Horner's rule
            value = _times(value, p)
            value[0] += c
        out.append(_trimmed(value))
    return clear * bottom**degree, out


def _times(p: list[int], q: list[int]) -> list[int]:
    return [p[0] * x for x in q] if len(p) == 1 else list(poly.multiply(tuple(p), tuple(q))) or [0]


def _trimmed(p: list[int]) -> list[int]:
    while len(p) > 1 and p[-1] == 0:
        p.pop()
    return p


def _piece(sigma: Activation, bottom: int, p: list[int], part: Part, place: Place) -> int:
    """The piece of sigma that holds p / bottom on the whole part, or a `Cut`."""
    index, passed = 0, []
    for n, x in enumerate(sigma.breakpoints):
        q = [c * x.denominator for c in p]
        q[0] -= x.numerator * bottom
        ends = q[0], sum(q)
        if len(q) <= 2 and not min(ends) < 0 < max(ends):  # affine, one sign on [0, 1]
            sign = sum(ends)
        else:
            odd = poly.odd_part(poly.trim(tuple(map(Fraction, q))))
            found = poly.constant_sign(odd, part.lo, part.hi)
            sign = found or 0
            if found is None:
                passed.append((n, odd))
        if sign > 0:
            index = n + 1
    if passed:
        raise _cut(part, passed, place)
    return index


def _cut(part: Part, passed: list[tuple[int, Polynomial]], place: Place) -> Cut:
    """At the root; around it; or, when there are several changes of sign, in the middle."""
    lo, hi = part.lo, part.hi
    n, odd = passed[0]
    if len(passed) > 1 or poly.count_roots(odd, lo, hi) > 1:
        return _halves(part, (lo + hi) / 2)
    if len(odd) == 2:
        return _halves(part, -odd[0] / odd[1])
    a, b = lo, hi
    for _ in range(_BISECTIONS):
        t = (a + b) / 2
        if poly.evaluate(odd, t) == 0:
            return _halves(part, t)
        a, b = (a, t) if poly.count_roots(odd, a, t) else (t, b)
    before = poly.constant_sign(odd, lo, a) if a > lo else -(poly.constant_sign(odd, b, hi) or 0)
    left, right = (n + 1, n) if before == 1 else (n, n + 1)
    ends = Part(lo, b, {**part.kept, place: left}), Part(a, hi, {**part.kept, place: right})
    return Cut(*ends)


def _halves(part: Part, t: Fraction) -> Cut:
    return Cut(Part(part.lo, t, part.kept), Part(t, part.hi, part.kept))
