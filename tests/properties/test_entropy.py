"""The kernel's logarithm encloses, and its slope of the cross-entropy bounds from above; against mpmath."""

from __future__ import annotations

from fractions import Fraction

import mpmath
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.interval import log
from checker.risk import cross_entropy, entropy_slope

rationals = st.fractions(min_value=-30, max_value=30, max_denominator=50)
rows = st.lists(st.tuples(rationals, rationals, rationals), min_size=1, max_size=5)


def exactly(x: Fraction) -> mpmath.mpf:
    """x at the precision in force."""
    return mpmath.mpf(x.numerator) / x.denominator


@settings(max_examples=300, deadline=None)
@given(
    x=st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6),
    power=st.integers(-200, 200),
    bits=st.integers(8, 400),
)
def test_the_logarithm_is_enclosed(x: Fraction, power: int, bits: int) -> None:
    x *= Fraction(2) ** power
    with mpmath.workprec(600):
        true = mpmath.log(exactly(x)) * 2**bits
        lo, hi = log(x, bits)
        assert lo <= true <= hi
        assert hi - lo <= 2 * bits * (22 + abs(power))


@settings(max_examples=300, deadline=None)
@given(rows)
def test_the_slope_is_bounded_from_above(rows: list[tuple[Fraction, Fraction, Fraction]]) -> None:
    f, g, y = zip(*rows, strict=True)
    with mpmath.workprec(600):
        exponentials = [mpmath.exp(exactly(x)) for x in f]
        mean = sum(e * exactly(x) for e, x in zip(exponentials, g, strict=True)) / sum(exponentials)
        true = mean - sum(exactly(a) * exactly(b) for a, b in zip(y, g, strict=True))
        found = exactly(entropy_slope(f, g, y))
        noise = mpmath.mpf(2) ** -500  # of the comparison itself
        assert true - noise <= found <= true + mpmath.mpf(2) ** -100
        loss = mpmath.log(sum(exponentials)) - sum(exactly(a) * exactly(b) for a, b in zip(y, f, strict=True))
        assert loss - noise <= exactly(cross_entropy(f, y)) <= loss + mpmath.mpf(2) ** -50
