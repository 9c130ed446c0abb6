"""Enclosures of exp, log and the activations made of them: pairs of integers (lo, hi), over 2^bits.

Every rounding goes outwards.  exp(-z) for z >= 0 is the reciprocal of exp(z / 2^j), squared j times; the
terms of its series are positive and at least halve, so that what follows a term is at most that term.
log(1 + u) is 2 artanh(u / (2 + u)), of which the same is true.
"""

from __future__ import annotations

from fractions import Fraction

from checker.limits import spend

Pair = tuple[int, int]


def _up(a: int, b: int) -> int:
    """a / b rounded up, b > 0."""
    return -(-a // b)


def exp_minus(z: Fraction, bits: int) -> Pair:
    """exp(-z) for z >= 0."""
    if z > bits:
        return 0, 1  # exp(-bits) < 2^-bits
    j = int(z).bit_length() + 8  # z / 2^j <= 2^-8
    g = bits + j + 16
    one, half = 1 << g, 1 << (j + z.denominator.bit_length())
    spend(g + half.bit_length(), 8 + g // 4)
    x = z.numerator * one // (z.denominator << j)
    low = term = one
    n = 1
    while term:
        term = term * x // (n * one)
        low, n = low + term, n + 1
    high = term = one
    n = 1
    while term > 1:
        term = _up(term * (x + 1), n * one)
        high, n = high + term, n + 1
    lo, hi = one * one // (high + term), _up(one * one, low)
    for _ in range(j):
        lo, hi = lo * lo >> g, _up(hi * hi, one)
    return lo >> (g - bits), _up(hi, 1 << (g - bits))


def log_one_plus(u: Pair, bits: int) -> Pair:
    """log(1 + u) for u in [0, 1]."""
    one = 1 << bits
    spend(bits, 8 + bits // 2)
    y = u[0] * one // (2 * one + u[0])
    low, power, n = 0, y, 1
    while power:
        low, power, n = low + power // n, power * y * y // (one * one), n + 2
    y = _up(u[1] * one, 2 * one + u[1])
    high, power, n = 0, y, 1
    while power > 1:
        high, power, n = high + _up(power, n), _up(power * y * y, one * one), n + 2
    return 2 * low, 2 * (high + 2 * power)


def log(x: Fraction, bits: int) -> Pair:
    """log x for x > 0: log(x / 2^n) + n log 2 with x / 2^n in [1, 2)."""
    if x < 1:
        lo, hi = log(1 / x, bits)
        return -hi, -lo
    n, one = int(x).bit_length() - 1, 1 << bits
    spend(bits + x.numerator.bit_length() + x.denominator.bit_length())
    u = (x / (1 << n) - 1) * one
    rest, two = log_one_plus((int(u // 1), -int(-u // 1)), bits), log_one_plus((one, one), bits)
    return rest[0] + n * two[0], rest[1] + n * two[1]


def activation(name: str | None, z: Fraction, bits: int) -> Pair:
    """sigmoid, tanh, elu, softplus or softsign z / (1 + |z|) at z; without a name z itself."""
    spend(bits, 4)
    one = 1 << bits
    if name in (None, "softsign"):
        x = z if name is None else z / (1 + abs(z))
        spend(bits + x.numerator.bit_length() + x.denominator.bit_length())
        return x.numerator * one // x.denominator, _up(x.numerator * one, x.denominator)
    lo, hi = exp_minus(abs(z) * (2 if name == "tanh" else 1), bits)  # u = exp(-|z|) or exp(-2 |z|)
    if name in ("elu", "softplus"):
        whole = max(z, Fraction(0)) * one
        if name == "softplus":
            lo, hi = log_one_plus((lo, hi), bits)
        elif z >= 0:
            lo, hi = one, one  # u - 1 for z < 0, and z = z + 1 - 1
        down = one if name == "elu" else 0
        return lo + int(whole // 1) - down, hi - int(-whole // 1) - down
    part = one * one // (one + hi), _up(one * one, one + lo)  # 1 / (1 + u)
    if name == "tanh":
        lo, hi = 2 * part[0] - one, 2 * part[1] - one
        return (lo, hi) if z >= 0 else (-hi, -lo)
    return part if z >= 0 else (one - part[1], one - part[0])
