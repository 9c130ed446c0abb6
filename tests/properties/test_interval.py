"""The kernel's enclosures of sigmoid, tanh, ELU and softplus against mpmath at 400 digits."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker.interval import activation

EXACT = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "elu": lambda z: z if z >= 0 else mpmath.expm1(z),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
}


@pytest.mark.parametrize("name", EXACT)
@settings(max_examples=60, deadline=None)
@given(st.fractions(-800, 800, max_denominator=10**9), st.sampled_from([8, 33, 64, 250]))
def test_the_value_lies_in_the_enclosure(name: str, z: Fraction, bits: int) -> None:
    with mpmath.workdps(400):
        value = EXACT[name](mpmath.mpf(z.numerator) / z.denominator) * mpmath.mpf(2) ** bits
        lo, hi = activation(name, z, bits)
        assert lo - mpmath.mpf(10) ** -50 <= value <= hi + mpmath.mpf(10) ** -50
    assert hi - lo <= 8 + bits
