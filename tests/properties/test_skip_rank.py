"""The kernel's intervals of units hold the true values, computed here with mpmath at high precision."""

from fractions import Fraction
from math import lcm

import mpmath
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.rules.skip_rank import Unit

NAMES = ("sigmoid", "tanh", "elu", "softplus", "identity")
rationals = st.fractions(min_value=-20, max_value=20, max_denominator=50)


def true(name: str, t: mpmath.mpf) -> mpmath.mpf:
    """sigma(t)."""
    return {
        "sigmoid": lambda: 1 / (1 + mpmath.exp(-t)),
        "tanh": lambda: mpmath.tanh(t),
        "elu": lambda: t if t >= 0 else mpmath.expm1(t),
        "softplus": lambda: mpmath.log1p(mpmath.exp(t)),
        "identity": lambda: t,
    }[name]()


def exactly(x: Fraction) -> mpmath.mpf:
    """x at the precision in force."""
    return mpmath.mpf(x.numerator) / x.denominator


@settings(max_examples=200, deadline=None)
@given(
    x=st.lists(rationals, min_size=2, max_size=2),
    units=st.lists(
        st.tuples(st.sampled_from(NAMES), rationals, st.tuples(rationals, rationals)), min_size=1, max_size=4
    ),
    bits=st.integers(min_value=8, max_value=120),
)
def test_intervals_hold_the_values(
    x: list[Fraction], units: list[tuple[str, Fraction, tuple[Fraction, Fraction]]], bits: int
) -> None:
    with mpmath.workdps(120):
        scaled = [v * 2**bits for v in x]
        pairs = [(int(v // 1), -int(-v // 1)) for v in scaled]
        values = [exactly(v) for v in x]
        for name, bias, weight in units:
            sources = (len(values) - 2, len(values) - 1)
            D = lcm(*(v.denominator for v in (bias, *weight)))
            b, *w = (int(v * D) for v in (bias, *weight))
            pairs.append(Unit(None if name == "identity" else name, D, b, sources, tuple(w))(pairs, bits))
            z = exactly(bias) + sum(exactly(v) * values[k] for v, k in zip(weight, sources, strict=True))
            values.append(true(name, z))
            lo, hi = pairs[-1]
            assert lo <= hi
            assert lo <= values[-1] * 2**bits <= hi
