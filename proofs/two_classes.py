"""A suboptimal local minimum in the form of Theorem 2.4.11: four samples, two classes, Z = I, exactly.

Widths 1-4-2, all hidden units equal to sigma(x), samples x = 0, 1, 2, 3 of classes 2, 1, 2, 1.  The
activation is piecewise quadratic between two rational tails, C^1, strictly increasing, with limits 0 and a
positive number; at the samples it has the values (1, 3, 5, 7)/8, slopes (4, 3, 2, 1)/16 and second
derivatives (1, -3, 3, -1)/32.  With Delta = (1, -3, 3, -1)/5 all sums are as docs/proofs/plateau.md asks.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from flint import fmpq, fmpq_mat

from checker import Network, ParametricField, Rationals, Reader
from constructions.fully_connected import layer, network
from proofs.exhibits import activation
from proofs.feature_exhibits import identity, product, total
from proofs.theorem import Exhibit
from proofs.value_exhibits import values

N = 4
POINTS = [[0], [1], [2], [3]]
LABELS = [[0, 1], [1, 0], [0, 1], [1, 0]]
VALUES = [Fraction(n, 8) for n in (1, 3, 5, 7)]
SLOPES = [Fraction(n, 16) for n in (4, 3, 2, 1)]
CURVES = [Fraction(n, 32) for n in (1, -3, 3, -1)]
RESIDUAL = [Fraction(n, 5) for n in (1, -3, 3, -1)]
H = Fraction(1, 4)  # sigma is quadratic on [i - H, i + H]
NEAR = ParametricField(-H, H)

Jet = tuple[Fraction, Fraction, Fraction, Fraction]  # at t: value, slope, second derivative


def _shift(jet: Jet, t: Fraction) -> Jet:
    """The jet of the same quadratic at another point."""
    at, value, slope, curve = jet
    d = t - at
    return t, value + slope * d + curve * d * d / 2, slope + curve * d, curve


def _quadratic(jet: Jet) -> dict[str, Any]:
    """The quadratic as a piece of an activation."""
    _, value, slope, curve = _shift(jet, Fraction(0))
    return {"top": [str(value), str(slope), str(curve / 2)], "bottom": ["1"]}


@cache
def sigma() -> Any:
    """The activation; between two samples its slope is piecewise linear with a knot half-way."""
    jets: list[Jet] = [(Fraction(i), VALUES[i], SLOPES[i], CURVES[i]) for i in range(N)]
    first, last = _shift(jets[0], -H), _shift(jets[-1], N - 1 + H)
    reach = first[1] / first[2]
    left = {"top": [str(first[1] * reach)], "bottom": [str(first[0] + reach), "-1"]}
    top = last[1] + last[2]  # the limit on the right: top - last[2] / (t - last[0] + 1)
    away = 1 - last[0]
    right = {"top": [str(top * away - last[2]), str(top)], "bottom": [str(away), "1"]}
    ends, pieces = [first[0]], [left]
    for i, jet in enumerate(jets):
        pieces.append(_quadratic(jet))
        ends.append(jet[0] + H)
        if i == N - 1:
            break
        start, end = _shift(jet, jet[0] + H), _shift(jets[i + 1], jets[i + 1][0] - H)
        half = (end[0] - start[0]) / 2
        knot = (end[1] - start[1]) / half - (start[2] + end[2]) / 2  # from the area under the slope
        before: Jet = (start[0], start[1], start[2], (knot - start[2]) / half)
        after: Jet = (end[0], end[1], end[2], (end[2] - knot) / half)
        pieces += [_quadratic(before), _quadratic(after)]
        ends += [start[0] + half, end[0]]
    return {"name": "piecewise", "breakpoints": [str(t) for t in ends], "pieces": [*pieces, right]}


def stuck() -> Network:
    """All hidden units equal; f(x) = (4/5 sigma(x) + 1/10, its complement to 1)."""
    return network(
        layer([[1]] * N, [0] * N, sigma()),
        layer([["1/5"] * N, ["-1/5"] * N], ["1/10", "9/10"]),
    )


def jets() -> Exhibit:
    """sigma(i + t) for every t in (-1/4, 1/4)."""
    net = network(layer([[1]], [0], sigma()), layer([[1]], [0]), field=NEAR)
    taken = [[[str(VALUES[i]), str(SLOPES[i]), str(CURVES[i] / 2)]] for i in range(N)]
    name = (
        "two classes: sigma(i + t) = value + slope t + curve t^2 / 2, i = 0, ..., 3, every t in (-1/4, 1/4)"
    )
    return values(name, net, [[[str(i), "1"]] for i in range(N)], taken, NEAR)


def curvature() -> Exhibit:
    """u^T M u as a sum of squares, which is positive unless u = v = 0."""
    lines = [total(product(str(i), "u"), "v") for i in range(N)]
    left = total(*(product(str(d * c), x, x) for d, c, x in zip(RESIDUAL, CURVES, lines, strict=True)))
    right = product("5/32", total(*(product(str(d * d), x, x) for d, x in zip(RESIDUAL, lines, strict=True))))
    name = "two classes: sum Delta sigma'' (u x + v)^2 = 5/32 sum Delta^2 (u x + v)^2"
    return identity(name, left, right, "u", "v")


def solved(rows: list[list[Fraction]], right: list[Fraction]) -> tuple[Fraction, ...]:
    """The solution of a square rational system."""
    A = fmpq_mat(len(rows), len(rows), [fmpq(x.numerator, x.denominator) for row in rows for x in row])
    b = fmpq_mat(len(right), 1, [fmpq(x.numerator, x.denominator) for x in right])
    return tuple(Fraction(int(x.p), int(x.q)) for x in A.solve(b).entries())


@cache
def optimal() -> Network:
    """Units sigma(8 (x - i)), whose matrix on the samples is invertible; the output layer interpolates."""
    f = Reader(Rationals()).activation(sigma(), "")
    rows = [[Fraction(f(Fraction(8 * (i - j)))) for j in range(N)] for i in range(N)]
    weights = [[str(x) for x in solved(rows, [Fraction(y[k]) for y in LABELS])] for k in (0, 1)]
    return network(layer([[8]] * N, [-8 * j for j in range(N)], sigma()), layer(weights, [0, 0]))


def increasing() -> Exhibit:
    """sigma is strictly increasing."""
    return activation(stuck(), "strictly-increasing", "yes")
