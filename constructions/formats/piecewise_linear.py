"""Piecewise linear activations from their breakpoints, slopes and one value, and the named ones."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker import Activation, Piece
from checker.polynomial import Number, trim

_ONE = (Fraction(1),)


def piecewise_linear(
    breakpoints: Sequence[Number], slopes: Sequence[Number], anchor: tuple[Number, Number]
) -> Activation:
    """The continuous function with slope s_i on [b_i, b_{i+1}] and value v at t, for the anchor (t, v).

    `slopes` has one entry more than `breakpoints`, which increase; a breakpoint between two equal
    slopes is dropped.  `checker.Refusal` if they do not increase.

    >>> piecewise_linear((0,), (0, 1), (0, 0)) == RELU
    True
    """
    intercepts: list[Number] = [Fraction(0)]
    for left, right, t in zip(slopes, slopes[1:], breakpoints, strict=False):
        intercepts.append(intercepts[-1] + (left - right) * t)
    t, value = anchor
    i = sum(1 for b in breakpoints if b < t)
    shift = value - (slopes[i] * t + intercepts[i])
    kept = [i for i in range(len(breakpoints)) if slopes[i] != slopes[i + 1]]
    used = [*kept, len(breakpoints)]
    pieces = tuple(Piece(trim((intercepts[i] + shift, slopes[i])), _ONE) for i in used)
    return Activation(tuple(breakpoints[i] for i in kept), pieces)


def leaky_relu(slope: Number) -> Activation:
    """t for t > 0 and slope * t for t < 0; the ReLU for slope 0, the identity for slope 1."""
    return piecewise_linear((Fraction(0),), (slope, Fraction(1)), (Fraction(0), Fraction(0)))


def clip(lo: Number | None, hi: Number | None) -> Activation:
    """max(lo, min(t, hi)) for lo < hi; None stands for the infinite end."""
    ends = [Fraction(end) for end in (lo, hi) if end is not None]
    slopes = [Fraction(0)] * (lo is not None) + [Fraction(1)] + [Fraction(0)] * (hi is not None)
    anchor = (ends[0], ends[0]) if ends else (Fraction(0), Fraction(0))
    return piecewise_linear(ends, slopes, anchor)


def _softsign_piece(sign: int) -> Piece:
    return Piece((Fraction(0), Fraction(1)), (Fraction(1), Fraction(sign)))


IDENTITY = clip(None, None)
RELU = clip(0, None)
SOFTSIGN = Activation((Fraction(0),), (_softsign_piece(-1), _softsign_piece(1)))
