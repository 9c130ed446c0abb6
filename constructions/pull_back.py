"""Lemma 5.2.2, constructively: a path in the image of a layer lifts to a path of its inputs.

Nguyen (2019), Lemma 5.2.2: if sigma is a homeomorphism of R and W (n_{k-1} x n_k, n_{k-1} >= n_k) has
full rank, the preimage of an open connected set under sigma(W^T x + b) is open and connected.  Here a
polyline is lifted, with its ends prescribed:
  - through sigma, coordinate by coordinate.  sigma need only be monotone and continuous: where the path
    meets the value of a plateau, the other coordinates wait until that one has crossed it;
  - through W^T x + b: from z to xbar + W (W^T W)^{-1} (z - W^T xbar - b), where xbar moves linearly from
    the prescribed start to the prescribed end, so that the ends, where the correction is 0, are met.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flint import fmpq

from constructions.exact_network import ExactLayer, PiecewiseLinear, Row, floats, stack
from constructions.shorten import progress

Corner = tuple[fmpq, fmpq]  # a time in [0, 1], and a coordinate


class Unsolved(Exception):
    """Floating point gave no usable solution: solve exactly."""


def preimage(sigma: PiecewiseLinear, y: fmpq, near: fmpq) -> fmpq:
    """The t with sigma(t) = y that is closest to `near`; y must be in the range of a monotone sigma."""
    ends = [None, *sigma.breakpoints, None]
    found: list[fmpq] = []
    for lo, (shift, slope), hi in zip(ends, sigma.pieces, ends[1:], strict=False):
        if slope == 0:
            candidates = [t for t in (lo, hi, near) if t is not None] if shift == y else []
        else:
            candidates = [(y - shift) / slope]
        found += [t for t in candidates if (lo is None or t >= lo) and (hi is None or t <= hi)]
    return min(found, key=lambda t: abs(t - near))


def lift(sigma: PiecewiseLinear, path: Sequence[Row], start: Row, end: Row) -> list[Row]:
    """A polyline from `start` to `end` that sigma maps onto the polyline `path`, vertex order kept."""
    last = len(path) - 1
    lifted = [start]
    for i in range(1, last + 1):
        goal = end
        if i < last:
            near = zip(path[i], lifted[-1], end, strict=True)
            goal = [preimage(sigma, y, u + (v - u) / (last - i + 1)) for y, u, v in near]
        lifted += _segment(sigma, lifted[-1], goal)
    return lifted


def _segment(sigma: PiecewiseLinear, start: Row, end: Row) -> list[Row]:
    """The vertices after `start` of a polyline to `end` whose image is the segment between their images."""
    moves = [_corners(sigma, u, v) for u, v in zip(start, end, strict=True)]
    times = sorted({t for corners in moves for t, _ in corners})
    rows: list[Row] = [start]
    for t in times:
        # A coordinate on a plateau jumps at time t: every coordinate before, then every one after.
        places = [_at(corners, t) for corners in moves]
        for row in ([before for before, _ in places], [after for _, after in places]):
            if row != rows[-1]:
                rows.append(row)
    return rows[1:]


def _corners(sigma: PiecewiseLinear, u: fmpq, v: fmpq) -> list[Corner]:
    """(time, place) of the way from u to v at which sigma moves at constant speed: its kinks and ends."""
    at_u, at_v = sigma(u), sigma(v)
    out = [(fmpq(0), u)]
    if at_u != at_v:
        out += [((sigma(t) - at_u) / (at_v - at_u), t) for t in sigma.between(u, v)]
    return [*out, (fmpq(1), v)]


def _at(corners: Sequence[Corner], t: fmpq) -> tuple[fmpq, fmpq]:
    """Where the coordinate is just before, and just after, time t."""
    here = [place for time, place in corners if time == t]
    if here:
        return here[0], here[-1]
    i = sum(time < t for time, _ in corners)
    (s, p), (r, q) = corners[i - 1], corners[i]
    place = p + (q - p) * (t - s) / (r - s)
    return place, place


def through_affine(layer: ExactLayer, path: Sequence[Row], start: Row, end: Row, exact: bool) -> list[Row]:
    """A polyline from `start` to `end` that W^T x + b maps to `path`: exactly, or as floats propose."""
    inner = path[1:-1]
    if not inner:
        return [start, end]
    # Any numbers would do as shares; the feet on the chord make the corrections short.
    shares = [progress(path[0], z, path[-1]) for z in inner]
    base = [[u + s * (v - u) for u, v in zip(start, end, strict=True)] for s in shares]
    images = layer.affine(stack(base))
    gaps = [[z - y for z, y in zip(*pair, strict=True)] for pair in zip(inner, images, strict=True)]
    moves = _exact_moves(layer, gaps) if exact else _float_moves(layer, gaps)
    inside = [[x + dx for x, dx in zip(*pair, strict=True)] for pair in zip(base, moves, strict=True)]
    return [start, *inside, end]


def _exact_moves(layer: ExactLayer, gaps: Sequence[Row]) -> list[Row]:
    """The shortest dx with W^T dx = gap, for each gap."""
    gram = layer.weight * layer.transposed
    return list((gram.solve(stack(gaps).transpose()).transpose() * layer.weight).table())


def _float_moves(layer: ExactLayer, gaps: Sequence[Row]) -> list[Row]:
    """The same by least squares in floating point; whoever calls this checks what comes of it exactly."""
    try:
        weight, target = floats(layer.weight.table()), floats(gaps)
        moves = np.linalg.lstsq(weight, target.T, rcond=None)[0].T
    except (OverflowError, np.linalg.LinAlgError):
        raise Unsolved from None
    if not np.isfinite(moves).all():
        raise Unsolved
    return [[fmpq(*x.as_integer_ratio()) for x in row] for row in moves.tolist()]
