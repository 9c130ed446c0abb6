"""Traps: verified after any change that the premises allow, and confirmed by sampling the loss near them."""

from __future__ import annotations

from fractions import Fraction

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from checker import Refused, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.trap import Sample, certify_trap
from constructions.traps import entropy_trap, square_trap

Array = NDArray[numpy.float64]
SMALL = st.fractions(min_value=-4, max_value=4, max_denominator=9)


@given(scale=SMALL, shift=st.integers(-5, 5), order=st.permutations(range(8)), w=SMALL)
def test_scaled_and_permuted_traps(scale: Fraction, shift: int, order: list[int], w: Fraction) -> None:
    samples = [
        Sample(p.r, p.a, p.t + shift, w * p.r / (1 + p.r) + scale * (p.r / (1 + p.r) - p.target))
        for p in (square_trap()[i] for i in order)
    ]
    verdict = verify(certify_trap(samples, "square", w, 0))
    if w == 0 or scale == 0:
        assert isinstance(verdict, Refused) and verdict.code in ("E_START", "E_OPTIMAL")
    else:
        assert isinstance(verdict, Verified)


@given(i=st.integers(0, 27), change=st.sampled_from(["label", "a", "t"]))
def test_a_changed_sample_is_refused(i: int, change: str) -> None:
    samples = entropy_trap()
    p = samples[i]
    samples[i] = {
        "label": Sample(p.r, p.a, p.t, 1 - p.target),
        "a": Sample(p.r, p.a + Fraction(1, 7), p.t, p.target),
        "t": Sample(p.r, p.a, p.t + Fraction(1, 7), p.target),
    }[change]
    verdict = verify(certify_trap(samples, "cross_entropy", 5, -3))
    assert isinstance(verdict, Refused) and verdict.code == "E_MOMENT"


def test_three_levels_are_too_few() -> None:
    samples = [p for p in square_trap() if p.r != 4]
    samples += [Sample(Fraction(2), Fraction(3), Fraction(7), Fraction(2, 3))]
    with pytest.raises(NotFound, match="fewer than six"):
        certify_trap(samples, "square", 1, 0)


def sigmoid(z: Array) -> Array:
    """Of a matrix."""
    return numpy.asarray(1 / (1 + numpy.exp(-z)))


@pytest.mark.parametrize("loss", ["square", "cross_entropy"])
@pytest.mark.parametrize("damaged", [False, True])
def test_no_lower_loss_is_sampled_near_a_trap(loss: str, damaged: bool) -> None:
    """A deep network above k, at random; perturbations in all directions, of five sizes.

    damaged, as a control: two targets exchanged, so that the residuals see a.
    """
    samples = square_trap() if loss == "square" else entropy_trap()
    q = numpy.log([float(p.r) for p in samples])
    a, t, y = (numpy.array([float(getattr(p, name)) for p in samples]) for name in ("a", "t", "target"))
    w, c = (1.0, 0.0) if loss == "square" else (5 * numpy.log(2), -3 * numpy.log(2))
    random = numpy.random.default_rng(7)
    if damaged:
        i, j = (0, 1) if loss == "square" else (0, 3)
        y[[i, j]] = y[[j, i]]

    def above(theta: Array, z: Array) -> Array:
        first = sigmoid(numpy.outer(z, theta[:5]) + theta[5:10])
        second = sigmoid(first @ theta[10:35].reshape(5, 5) + theta[35:40])
        return numpy.asarray(numpy.hstack([first, second]) @ theta[40:50])

    def value(x: Array, theta: Array) -> float:
        u = sigmoid((1 + x[0]) * q + x[1] * a + x[2])
        f = (w + x[3]) * u + above(theta, sigmoid(x[1] * t + theta[50]))
        if loss == "square":
            return float(((f - y) ** 2).sum() / 2)
        return float((numpy.logaddexp(0, f) - y * f).sum())

    for _ in range(20):
        theta = 2 * random.standard_normal(51)
        zero = float(above(theta, sigmoid(theta[50:51]))[0])
        theta[40:50] *= c / zero  # K = c
        if loss == "square":
            theta[40:50] = random.standard_normal(10)
            theta[49] -= above(theta, sigmoid(theta[50:51]))[0] / _last(theta)
        start, lowest = value(numpy.zeros(4), theta), 0.0
        for size in (1e-2, 3e-3, 1e-3, 3e-4, 1e-4):
            for _ in range(40):
                x, move = size * random.standard_normal(4), size * random.standard_normal(51)
                lowest = min(lowest, value(0.1 * x, theta + 0.1 * move) - start)
        assert lowest < -1e-9 if damaged else lowest >= -1e-11


def _last(theta: Array) -> float:
    """The output of the last unit of the second layer at the start."""
    first = sigmoid(sigmoid(theta[50:51])[0] * theta[:5] + theta[5:10])
    return float(sigmoid(first @ theta[10:35].reshape(5, 5) + theta[35:40])[-1])
