"""Instances of Theorem 5.2.3 from a seed: pyramidal leaky-ReLU networks, and pairs of inputs of one region.

Nguyen (2019), Theorem 5.2.3, speaks of widths d >= n_1 >= ... >= n_{L-1}, full-rank weight matrices and
activations such as the leaky ReLU.  All numbers are rationals with few digits.  Only `Random.random` is
drawn from: of a seeded generator it alone is promised to stay the same from one Python to the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from checker import Activation, Layer, Network, Rationals
from checker.network import Matrix, Vector
from checker.rules.membership import margins_along
from constructions.connectivity import region_of
from constructions.evidence.rank import exact_rank
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu

_TRIES = 300


def random_pyramidal_network(
    seed: int, widths: Sequence[int], activation: Activation | None = None
) -> Network:
    """A network of these widths (d, n_1, ..., n_L) that meets the hypotheses of Theorem 5.2.3.

    Weights are multiples of 1/4 in [-2, 2]; the activation of the hidden layers is the leaky ReLU of a
    slope drawn from 1/100, 1/10, 1/4, 1/2, unless another is given.  `ValueError` unless pyramidal.
    """
    hidden = list(widths[:-1])
    if len(widths) < 2 or min(widths) < 1 or hidden != sorted(hidden, reverse=True):
        raise ValueError(f"widths: expected d >= n_1 >= ... >= n_(L-1) >= 1 and n_L >= 1, found {widths}")
    random = Random(seed)
    slope = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2))[int(random.random() * 4)]
    sigma = activation or leaky_relu(slope)
    layers = []
    for k, (n, m) in enumerate(pairwise(widths), 1):
        last = k == len(widths) - 1
        weight = _matrix(random, m, n, full_rank=not last)
        layers.append(Layer(weight, _vector(random, m, 8), IDENTITY if last else sigma))
    return Network(widths[0], tuple(layers))


def random_point_pair(network: Network, seed: int, bent: bool = False) -> tuple[int, Vector, Vector]:
    """(j, a, b): a class and two inputs in its decision region, with coordinates of four binary digits.

    bent: the straight segment from a to b leaves the region.  `LookupError` when none was found.
    """
    random = Random(seed)
    seen: dict[int, list[Vector]] = {}
    for _ in range(_TRIES):
        x = _vector(random, network.input_dim, 128, 8)
        j = region_of(network, x)
        if j is None:
            continue
        for a in _fitting(network, j, x, seen.get(j, []), bent):
            return j, a, x
        seen.setdefault(j, []).append(x)
        del seen[j][:-2]
    raise LookupError(f"no pair of points in {_TRIES} trials")


def _fitting(network: Network, j: int, x: Vector, others: list[Vector], bent: bool) -> Iterator[Vector]:
    """Those of the points that make a pair with x."""
    for a in others:
        if a != x and (not bent or any(margin <= 0 for _, margin in margins_along(network, j, a, x))):
            yield a


def _matrix(random: Random, rows: int, columns: int, full_rank: bool) -> Matrix:
    while True:
        matrix = tuple(_vector(random, columns, 8) for _ in range(rows))
        if not full_rank or exact_rank(matrix, Rationals()) == min(rows, columns):
            return matrix


def _vector(random: Random, length: int, bound: int, unit: int = 4) -> Vector:
    """Multiples of 1/unit from -bound/unit to bound/unit."""
    return tuple(Fraction(int(random.random() * (2 * bound + 1)) - bound, unit) for _ in range(length))
