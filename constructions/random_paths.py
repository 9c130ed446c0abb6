"""Instances of the theorems of Nguyen (2019), Chapter 3, from a seed: small rational networks and data.

Only `Random.random` is drawn from: of a seeded generator it alone stays the same from one Python to the
next.  Kinds of start: "full" (random weights), "low" (all units of a layer equal), "zero" (all weights 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from checker import Activation, Layer, Network
from checker.network import Vector
from checker.risk import Risk
from constructions.exact_matrices import from_rows, with_ones
from constructions.formats.piecewise_linear import IDENTITY, RELU, leaky_relu, piecewise_linear

# Slopes 2, 1, 1/3 with kinks at -1 and 1: strictly increasing, onto, not homogeneous.
TWO_KINKS = piecewise_linear((Fraction(-1), Fraction(1)), (2, 1, Fraction(1, 3)), (Fraction(0), Fraction(0)))
# Strictly decreasing: Assumption 3.4.1 allows it.
FALLING = piecewise_linear((Fraction(0),), (-1, Fraction(-1, 2)), (Fraction(0), Fraction(0)))
HALF = leaky_relu(Fraction(1, 2))
STARTS = ("full", "low", "zero")
# Theorem, widths (d, n_1, ..., n_L), N: L = 2 to 5; some widths are only those of docs/proofs/new-3.md.
SHAPES: tuple[tuple[str, tuple[int, ...], int], ...] = (
    ("3.4.9", (2, 2, 1), 2),
    ("3.4.9", (4, 4, 2, 1), 4),
    ("3.4.9", (2, 3, 2), 3),
    ("3.4.9", (2, 4, 3, 2, 1), 3),
    ("3.4.9", (1, 5, 4, 3, 2, 1), 2),
    ("3.4.16", (1, 6, 1), 3),
    ("3.4.16", (1, 3, 1), 3),
    ("3.4.16", (2, 4, 2), 4),
    ("3.4.16", (1, 4, 3, 2), 4),
    ("3.4.16", (2, 6, 3, 2, 1), 3),
    ("3.4.16", (2, 3, 4, 3, 2, 1), 3),
    ("3.4.17", (1, 3, 3, 2), 3),
    ("3.4.17", (1, 6, 6, 2), 3),
    ("3.4.17", (2, 3, 4, 3, 2), 3),
    ("3.4.17", (1, 2, 2, 2, 2, 1), 2),
)


class Instances:
    """A stream of networks and risks from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def integer(self, low: int, high: int) -> int:
        """low, ..., high."""
        return low + int(self.random.random() * (high - low + 1))

    def number(self, bound: int = 2) -> Fraction:
        """A multiple of 1/2 from -bound to bound."""
        return Fraction(self.integer(-2 * bound, 2 * bound), 2)

    def vector(self, length: int, bound: int = 2) -> Vector:
        """Such numbers."""
        return tuple(self.number(bound) for _ in range(length))

    def network(self, widths: Sequence[int], sigma: Activation, start: str = "full") -> Network:
        """A network of widths (d, n_1, ..., n_L)."""
        layers = []
        for k, (n, m) in enumerate(pairwise(widths)):
            rows = [self.vector(n + 1) for _ in range(m)]
            if start == "low":
                rows = rows[:1] * m
            if start == "zero":
                rows = [(Fraction(0),) * (n + 1)] * m
            last = k == len(widths) - 2
            weight, bias = tuple(row[:-1] for row in rows), tuple(row[-1] for row in rows)
            layers.append(Layer(weight, bias, IDENTITY if last else sigma))
        return Network(widths[0], tuple(layers))

    def risk(self, widths: Sequence[int], N: int, independent: bool = False) -> Risk:
        """N different samples with targets and the square loss; independent: [X, 1] has rank N."""
        while True:
            X = tuple(self.vector(widths[0], 4) for _ in range(N))
            if len(set(X)) == N and (not independent or with_ones(from_rows(X)).rank() == N):
                return Risk(X, tuple(self.vector(widths[-1]) for _ in range(N)), "square")

    def triple(self, name: str, widths: Sequence[int], N: int, start: str) -> tuple[Network, Network, Risk]:
        """Two networks, the first of this kind of start, and a risk that meet the theorem's hypotheses."""
        known = (RELU, HALF, TWO_KINKS) if name == "3.4.17" else (HALF, TWO_KINKS, FALLING)
        sigma = known[self.integer(0, 2)]
        risk = self.risk(widths, N, name == "3.4.9")
        return self.network(widths, sigma, start), self.network(widths, sigma), risk
