"""Without Assumption 3.4.2 a wide first layer is not enough: sigma(x) = x^3, widths 1-20-2-1, N = 10.

With sigma(x) = x^3 the units of the first layer are cubic polynomials of x, so the second layer applies
sigma to cubic polynomials p_1, p_2, and the output is v_1 p_1^3 + v_2 p_2^3 + k, of degree at most 9.  On ten
different samples its coefficients are known (Vandermonde), so the loss to the target x^9 + x^3 is zero if
and only if the polynomials are equal.  With v_1 = 0 they are not: 1 is a combination of the coefficients of
v p^3 + k - x^9 - x^3.  Both signs of v_1 occur, so v_1 separates the set of zero loss.
"""

from __future__ import annotations

from typing import Any

from checker import Activation, Network, Rationals, Reader
from constructions.fully_connected import monomial
from proofs.exhibits import activation
from proofs.path_exhibits import Number, identity, net, plus, rank_is, times
from proofs.region_exhibits import values
from proofs.theorem import Exhibit

SAMPLES = tuple(range(-4, 6))
TARGETS = tuple(x**9 + x**3 for x in SAMPLES)
CUBE: Activation = Reader(Rationals()).activation(monomial(3), "")
CUBIC_TERM = "/claim/left/sum/0/product/1/sum/10"  # in `impossible`: the 1 of x^3 in the target
OUTPUT_WEIGHT = "/claim/network/layers/2/weight/0/0"  # in `zero_loss`: v_1
P = ("e", "c", "b", "a")  # p = a x^3 + b x^2 + c x + e


def _coefficient(i: int) -> Any:
    """g_i, the coefficient of x^i in v p^3 + k - x^9 - x^3, i > 0."""
    threes = [(r, s, i - r - s) for r in range(4) for s in range(4) if 0 <= i - r - s < 4]
    return plus(*(times("v", *(P[n] for n in three)) for three in threes), *["-1"] * (i in (3, 9)))


def expansion() -> Exhibit:
    """v p^3 + k - x^9 - x^3 in powers of x."""
    p = plus(*(times(name, *["x"] * n) for n, name in enumerate(P)))
    left = plus(times("v", p, p, p), "k", times("-1", *["x"] * 9), times("-1", "x", "x", "x"))
    constant = plus(times("v", "e", "e", "e"), "k")
    powers = (times(_coefficient(i), *["x"] * i) for i in range(1, 10))
    scalars: Any = sorted([*P, "k", "v", "x"])
    return identity("v p^3 + k - x^9 - x^3 in powers of x", left, plus(constant, *powers), scalars=scalars)


def impossible() -> Exhibit:
    """1 as a combination of the coefficients g_3, g_6, ..., g_9: they have no common zero."""
    g = {i: _coefficient(i) for i in (3, 6, 7, 8, 9)}
    b = plus(times("1/3", "a", g[8]), times("-1", "b", g[9]))
    c = plus(times("1/3", "a", g[7]), times("-1", "c", g[9]), times("-1/3", "b", g[8]))
    e = plus(
        times("1/3", "a", g[6]),
        times("-1", "e", g[9]),
        times("-2/3", "c", g[8]),
        times("-1/3", "v", "a", "b", "b", b),
    )
    rest = times("v", plus(times("3", "a", "e"), times("6", "b", "c")), e)
    one = plus(times("-1", g[3]), rest, times("v", "c", "c", c))
    scalars: Any = sorted([*P, "v"])
    return identity("v_1 = 0 is impossible at zero loss", one, "1", scalars=scalars)


def point(sign: int) -> Network:
    """x^9 + x^3 with v_1 = sign: p_1 = sign x^3 and p_2 = ((x + 1)^3 + (x - 1)^3 - 2 x^3) / 6 = x."""
    zeros: list[Number] = [0] * 17
    dead: list[list[Number]] = [[0, 0]] * 17
    first: list[list[Number]] = [[1, 0], [1, 1], [1, -1], *dead]
    second: list[list[Number]] = [[sign, 0, 0, *zeros, 0], ["-1/3", "1/6", "1/6", *zeros, 0]]
    return net(CUBE, first, second, [[sign, 1, 0]])


def zero_loss(sign: int) -> Exhibit:
    """The outputs are the targets."""
    return values(point(sign), SAMPLES, TARGETS, f"zero loss with v_1 = {sign}")


def cubic() -> tuple[Exhibit, ...]:
    """sigma meets Assumption 3.4.1; what is needed of the zero-loss set; a point on either side."""
    powers: list[list[Number]] = [[x**i for i in range(10)] for x in SAMPLES]
    return (
        activation(point(1), "strictly-increasing", "yes"),
        activation(point(1), "onto", "yes"),
        rank_is("ten samples: the powers up to x^9 have rank 10", powers, 10),
        expansion(),
        impossible(),
        zero_loss(1),
        zero_loss(-1),
    )
