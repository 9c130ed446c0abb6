"""What Chapter 2 asks of an activation: Assumption 2.4.2, analytic, and a derivative that is never 0.

Each is decided exactly for piecewise rational activations, and known for sigmoid, tanh, softplus and ELU.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker import Activation, Json, Rationals, Reader
from checker import polynomial as poly
from checker.activation import Piece


@dataclass(frozen=True)
class Smoothness:
    """The answers for one activation, each with its reason."""

    name: str
    admissible: tuple[bool, str]
    analytic: tuple[bool, str]
    regular: tuple[bool, str]


_ENTIRE = (True, "exponentials, and their logarithms and quotients")
_RISING = (True, "the derivative is positive")
_KNOWN: Mapping[str, Smoothness] = {
    "sigmoid": Smoothness("sigmoid", (True, "limits 0 and 1"), _ENTIRE, _RISING),
    "softplus": Smoothness("softplus", (True, "Lemma 2.4.3, second condition"), _ENTIRE, _RISING),
    "tanh": Smoothness("tanh", (False, "limits -1 and 1, neither is 0"), _ENTIRE, _RISING),
    "elu": Smoothness(
        "elu",
        (False, "limit -1 on the left, unbounded on the right"),
        (False, "the second derivative jumps at 0"),
        _RISING,
    ),
}


def smoothness(sigma: Json) -> Smoothness:
    """The answers for an activation as certificates write it."""
    name = str(sigma["name"]) if isinstance(sigma, dict) else ""
    if name in _KNOWN:
        return _KNOWN[name]
    made = Reader(Rationals()).activation(sigma, "/activation")
    kinks = len(made.breakpoints)
    pieces = f"different functions on {kinks + 1} intervals" if kinks else "one rational function"
    return Smoothness(name, _admissible(made), (kinks == 0, pieces), _regular(made))


def _admissible(sigma: Activation) -> tuple[bool, str]:
    """Assumption 2.4.2; a rational function decays exponentially only if it is 0."""
    left, right = sigma.pieces[0], sigma.pieces[-1]
    if all(len(piece.top) <= 1 and len(piece.bottom) == 1 for piece in sigma.pieces):
        return False, "constant"
    limits = [_limit(piece) for piece in (left, right)]
    if None not in limits and 0 in limits:
        return True, f"limits {limits[0]} and {limits[1]}"
    if not left.top and len(right.top) <= len(right.bottom) + 1:
        return True, "0 far on the left, at most linear on the right"
    texts = ["unbounded" if x is None else f"limit {x}" for x in limits]
    return False, f"{texts[0]} on the left, {texts[1]} on the right"


def _limit(piece: Piece) -> poly.Number | None:
    """The limit at infinity, on either side; None where it is not finite."""
    if len(piece.top) < len(piece.bottom):
        return 0
    return piece.top[-1] / piece.bottom[-1] if len(piece.top) == len(piece.bottom) else None


def _slope(piece: Piece) -> poly.Polynomial:
    """The numerator of the derivative."""
    falling = poly.multiply(piece.top, poly.derivative(piece.bottom))
    return poly.add(poly.multiply(poly.derivative(piece.top), piece.bottom), poly.scale(falling, -1))


def _regular(sigma: Activation) -> tuple[bool, str]:
    """Differentiable, with a derivative that is never 0 (so of one sign: strictly monotonic)."""
    for t, left, right in zip(sigma.breakpoints, sigma.pieces, sigma.pieces[1:], strict=False):
        slopes = [
            poly.evaluate(_slope(p), t) / (poly.evaluate(p.bottom, t) * poly.evaluate(p.bottom, t))
            for p in (left, right)
        ]
        if slopes[0] != slopes[1]:
            return False, f"slopes {slopes[0]} and {slopes[1]} at {t}"
        if slopes[0] == 0:
            return False, f"derivative 0 at {t}"
    for lo, piece, hi in sigma.intervals():
        slope = _slope(piece)
        if not slope or poly.count_roots(slope, lo, hi):
            where = "everywhere" if lo is None and hi is None else f"on ({_end(lo, '-')}, {_end(hi, '')})"
            return False, f"derivative 0 somewhere {where}" if slope else f"derivative 0 {where}"
    return True, "the derivative exists and is never 0"


def _end(t: poly.End, sign: str) -> str:
    return f"{sign}infinity" if t is None else str(t)
