"""Continuous piecewise rational activation functions, and what they satisfy.

An activation sigma is given by breakpoints b_1 < ... < b_r and pieces p_0, ..., p_r, sigma = p_i on
the closed interval [b_i, b_{i+1}]; each piece is a quotient of polynomials whose denominator has no
zero there, and neighbours agree at their breakpoint.  ReLU, leaky ReLU, hard tanh, t^3 and softsign
t/(1 + |t|) are of this kind, and so is every continuous piecewise linear function.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from checker import polynomial as poly
from checker.errors import Refusal, malformed, rejected
from checker.limits import spend
from checker.polynomial import End, Number, Polynomial


@dataclass(frozen=True)
class Piece:
    """The function top(t) / bottom(t); bottom is positive where the piece is used."""

    top: Polynomial
    bottom: Polynomial

    def at(self, t: Number) -> Number:
        """The value at t."""
        degree = max(len(self.top), len(self.bottom))
        spend(degree * poly.size(t))
        value = poly.evaluate(self.top, t)
        return value if len(self.bottom) == 1 else value / poly.evaluate(self.bottom, t)


@dataclass(frozen=True)
class Activation:
    """sigma: R -> R, continuous and piecewise rational; checks itself (`E_ACTIVATION`)."""

    breakpoints: tuple[Number, ...]
    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        if len(self.pieces) != len(self.breakpoints) + 1:
            raise _bad("one piece more than breakpoints", len(self.pieces))
        for (lo, piece, hi), following in zip(self.intervals(), (*self.pieces[1:], None), strict=True):
            if lo is not None and hi is not None and not lo < hi:
                raise _bad("breakpoints in increasing order", f"{lo}, {hi}")
            self._check_piece(lo, piece, hi)
            if following is not None and (piece == following or self._jump(piece, following, hi)):
                raise _bad(f"two pieces that differ and agree at {hi}", f"{piece} | {following}")

    @staticmethod
    def _check_piece(lo: End, piece: Piece, hi: End) -> None:
        """Coprime, and bottom > 0 on the closed interval, with leading coefficient +1 or -1."""
        bottom = piece.bottom
        if not bottom or (bottom[-1] != 1 and (bottom[-1] != -1 or len(bottom) == 1)):
            raise _bad("a denominator with leading coefficient 1 or -1", bottom)
        if len(bottom) == 1:
            return
        if len(poly.gcd(piece.top, bottom)) > 1:
            raise _bad("a numerator coprime to its denominator", piece)
        ends = [poly.evaluate(bottom, end) > 0 for end in (lo, hi) if end is not None]
        if poly.constant_sign(bottom, lo, hi) != 1 or not all(ends):
            raise _bad("a denominator that is positive on its piece", bottom)

    @staticmethod
    def _jump(left: Piece, right: Piece, t: Number) -> bool:
        if poly.evaluate(right.bottom, t) == 0:
            return True
        return bool(left.at(t) != right.at(t))

    def intervals(self) -> Iterator[tuple[End, Piece, End]]:
        """(lo, piece, hi) from left to right; None is the infinite end."""
        ends = (None, *self.breakpoints, None)
        return zip(ends, self.pieces, ends[1:], strict=False)

    def piece_at(self, t: Number) -> Piece:
        """The piece whose closed interval holds t."""
        i = 0
        while i < len(self.breakpoints) and t > self.breakpoints[i]:
            i += 1
        spend(poly.size(t), 1 + i)
        return self.pieces[i]

    def __call__(self, t: Number) -> Number:
        """sigma(t)."""
        return self.piece_at(t).at(t)

    def slope(self, t: Number, at: str) -> Number:
        """sigma'(t); `E_KINK` where the pieces on both sides of t have different derivatives."""
        i = sum(end < t for end in self.breakpoints)
        beside = self.pieces[i : i + 1 + (t in self.breakpoints)]
        spend(poly.size(t), 1 + len(self.pieces))
        squares = (poly.evaluate(poly.multiply(p.bottom, p.bottom), t) for p in beside)
        found = {poly.evaluate(_slope(p), t) / square for p, square in zip(beside, squares, strict=True)}
        if len(found) > 1:
            raise rejected("E_KINK", at, "a derivative", f"a kink at {t}")
        return found.pop()

    def is_identity(self) -> bool:
        """Whether sigma(t) = t."""
        return not self.breakpoints and self.pieces[0].top == (0, 1) and len(self.pieces[0].bottom) == 1

    def is_piecewise_linear(self) -> bool:
        """Whether every piece is affine."""
        return all(len(p.bottom) == 1 and len(p.top) <= 2 for p in self.pieces)

    def has(self, name: str) -> bool:
        """Whether sigma has one of the `PROPERTIES`, decided exactly."""
        return PROPERTIES[name](self)


def _bad(expected: str, found: object) -> Refusal:
    return malformed("E_ACTIVATION", "", expected, found)


def _slope(piece: Piece) -> Polynomial:
    """The numerator of the derivative; its denominator is a square."""
    left = poly.multiply(poly.derivative(piece.top), piece.bottom)
    return poly.add(left, poly.scale(poly.multiply(piece.top, poly.derivative(piece.bottom)), -1))


def _non_decreasing(sigma: Activation) -> bool:
    return all(poly.nonpositive(poly.scale(_slope(piece), -1), lo, hi) for lo, piece, hi in sigma.intervals())


def _strictly_increasing(sigma: Activation) -> bool:
    # A non-decreasing piece is strictly increasing unless it is constant.
    return _non_decreasing(sigma) and all(_slope(piece) for piece in sigma.pieces)


def _limit_sign(piece: Piece, side: int) -> int:
    """The sign of an infinite limit of the piece at side * infinity; 0 when the limit is finite."""
    rise = len(piece.top) - len(piece.bottom)
    if rise <= 0 or not piece.top:
        return 0
    leading = piece.top[-1] if piece.bottom[-1] > 0 else -piece.top[-1]
    return (1 if leading > 0 else -1) * (side if rise % 2 else 1)


def _onto(sigma: Activation) -> bool:
    # A continuous function takes every value iff it is unbounded above and below.
    left, right = _limit_sign(sigma.pieces[0], -1), _limit_sign(sigma.pieces[-1], 1)
    return left * right == -1


def _affine(sigma: Activation) -> bool:
    return not sigma.breakpoints and sigma.is_piecewise_linear()


PROPERTIES = {
    "non-decreasing": _non_decreasing,
    "strictly-increasing": _strictly_increasing,
    "onto": _onto,
    "affine": _affine,
}
