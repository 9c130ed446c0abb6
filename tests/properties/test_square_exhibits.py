"""Sums of squares for quadratic forms, and the Cantor function on six samples, computed independently."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Rationals, Reader, Verified, verify
from proofs import two_classes
from proofs.backpropagation import Step, chain, constant
from proofs.square_exhibits import bounded, gram, norm, squares, times

ENTRY = st.integers(-4, 4)


@given(st.lists(st.lists(ENTRY, min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_zero_bounds_every_form_from_below_and_the_trace_from_above(A: list[list[int]]) -> None:
    names = ["x", "y", "z"]
    left = norm([row[0] for row in times(A, [[name] for name in names])])
    trace = sum(a * a for row in A for a in row)
    for c, sign in ((0, 1), (trace, -1)):
        assert isinstance(verify(bounded("", left, names, A, c, sign).build()), Verified)


def test_a_bound_that_is_too_large_has_no_sum_of_squares() -> None:
    with pytest.raises(ValueError, match="not positive semidefinite"):
        squares(gram([[1, 0], [0, 2]], 2), ("x", "y"))
    with pytest.raises(ValueError, match="not positive semidefinite"):
        squares([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(5)]], ("x", "y"))


def test_the_constant_of_a_chain_is_the_product_over_its_layers() -> None:
    step = Step([[2, 0], [0, 3]], [[1, 2], [3, -1]], Fraction(4), Fraction(9))
    assert constant((step, step), 1) == Fraction(16)
    assert constant((step, step), -1) == Fraction(81 * 81)
    for sign in (1, -1):
        assert isinstance(verify(chain((step, step), 2, sign).build()), Verified)


def cantor(t: Fraction, depth: int = 80) -> Fraction:
    """The Cantor function of the middle half, to `depth` binary digits."""
    value, weight = Fraction(0), Fraction(1, 2)
    for _ in range(depth):
        if t <= 0 or t >= 1:
            return value + (2 * weight if t >= 1 else 0)
        if Fraction(1, 4) <= t <= Fraction(3, 4):
            return value + weight
        if t > Fraction(3, 4):
            value, t = value + weight, 4 * t - 3
        else:
            t = 4 * t
        weight /= 2
    return value


@given(st.fractions(-2, 2, max_denominator=997), st.fractions(-3, 3, max_denominator=997))
@settings(max_examples=300, deadline=None)
def test_one_unit_never_tells_six_samples_apart(w: Fraction, b: Fraction) -> None:
    values = [cantor(w * x + b) for x in range(6)]
    assert any(u == v for u, v in combinations(values, 2)), values


def test_it_tells_five_apart() -> None:
    values = [cantor(Fraction(3, 8) * x - Fraction(1, 4)) for x in range(5)]
    assert values == [0, Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), 1]


@given(st.lists(st.fractions(-1, 1, max_denominator=50), min_size=18, max_size=18))
@settings(max_examples=60, deadline=None)
def test_no_small_change_lowers_the_loss_of_the_two_classes(change: list[Fraction]) -> None:
    """Widths 1-4-2: 8 parameters of layer 1, then 2 x 4 weights and 2 biases; the loss is 4/5."""
    d = [x / 1000 for x in change]
    activation = Reader(Rationals()).activation(two_classes.sigma(), "")
    loss = Fraction(0)
    for (x,), y in zip(two_classes.POINTS, two_classes.LABELS, strict=True):
        hidden = [activation((1 + d[j]) * x + d[4 + j]) for j in range(4)]
        for k, (v, c) in enumerate(((Fraction(1, 5), Fraction(1, 10)), (Fraction(-1, 5), Fraction(9, 10)))):
            f = sum((v + d[8 + 4 * k + j]) * hidden[j] for j in range(4)) + c + d[16 + k]
            loss += (f - y[k]) ** 2 / 2
    assert loss >= Fraction(4, 5)
