"""Data on which networks with shared weights have traps: the loss does not fall from there, and is not least.

Source: docs/proofs/trap.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

import numpy

from constructions.evidence.trap import Sample
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork, Unit

# Positive and negative labels for odds 2^n: in each level both have the same mean of a and of a^2.
_LEVELS: dict[int, tuple[tuple[int, ...], tuple[int, ...]]] = {
    -2: ((-9, 9), (-17, -5, -3, -1, 1, 3, 5, 17)),
    -1: ((-5, 5), (-7, -1, 1, 7)),
    0: ((-4, 1, 3), (-3, -1, 4)),
    1: ((-7, -1, 1, 7), (-5, 5)),
}


def square_trap(scale: Fraction | int = 1) -> list[Sample]:
    """N = 8: outputs u at the start, residuals scale (-1, 3, -3, 1) on four samples with r = 1 and t = a."""
    residuals = {-3: -1, -1: 3, 1: -3, 3: 1}
    made = [_sample(1, a, a, Fraction(1, 2) - scale * e) for a, e in residuals.items()]
    exact = [(Fraction(1, 2), 0, 0), (Fraction(1, 2), 1, 2), (Fraction(2), 0, 4), (Fraction(4), 0, 5)]
    return made + [_sample(r, a, t, r / (1 + r)) for r, a, t in exact]


def entropy_trap() -> list[Sample]:
    """N = 28: outputs n log 2 with n = 5 u - 3 = -2, -1, 0, 1, and labels 1 in the proportion 2^n to 1."""
    return list(_entropy_samples())


def _entropy_samples() -> Iterable[Sample]:
    for n, sides in _LEVELS.items():
        u = Fraction(n + 3, 5)
        for label, side in zip((1, 0), sides, strict=True):
            for a in side:
                yield _sample(u / (1 - u), a, a + 40 * n, label)


def _sample(r: Fraction | int, a: int, t: int, target: Fraction | int) -> Sample:
    return Sample(Fraction(r), Fraction(a), Fraction(t), Fraction(target))


def steps_above(samples: list[Sample]) -> tuple[SkipNetwork, ExactMatrix]:
    """k and N sigmoid units above it, steep steps between the values of k: Psi of these has rank N.

    The network reads the last input, t; its data are those t.
    """
    values = sorted(int(sample.t) for sample in samples)
    k = [1 / (1 + math.exp(-t / 32)) for t in values]
    middles = [2 * k[0] - k[1], *k[:-1]]
    units = [Unit("sigmoid", Fraction(0), (0,), (Fraction(1, 32),), 1)]
    for below, here in zip(middles, k, strict=True):
        weight = Fraction(math.ceil(8 / (here - below)))
        bias = -weight * Fraction(round((below + here) / 2 * 2**20), 2**20)
        units.append(Unit("sigmoid", bias, (1,), (weight,), 2))
    N = len(samples)
    network = SkipNetwork(1, tuple(units), tuple(range(2, N + 2)))
    return network, ExactMatrix(numpy.array([[int(sample.t)] for sample in samples], dtype=numpy.int64), 1)
