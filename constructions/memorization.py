"""Corollary 2.4.6 as a routine: a ReLU network with one hidden layer that takes given values, exactly.

One direction a separates the samples: z_i = <a, x_i>, sorted.  Unit j is ReLU(z_(j+1) - z), zero from the
next sample on, so that F_1 is triangular as in the proof of Theorem 2.4.4, with the gaps on its diagonal,
and the output is the piecewise linear interpolation: with S_i = (y_i - y_(i+1)) / (z_(i+1) - z_i) and
S_N = y_N, the weight of unit i is S_i - S_(i+1).  Of the N (d + 2) parameters d + 2 N are different.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy

from constructions.certificate import NotFound
from constructions.feature_matrix import AffineLayer, exact_layer, random_layer
from constructions.formats.exact_matrix import ExactMatrix

_TRIES = 80


def memorize(
    X: ExactMatrix, targets: Sequence[Sequence[int | Fraction]], seed: int = 0
) -> tuple[AffineLayer, AffineLayer]:
    """Hidden and output layer of f with f(x_i) = targets[i], for X of N x d and N targets of m numbers.

    `NotFound` when two samples are equal and their targets differ; equal samples otherwise share a unit.
    """
    rows, values = _distinct(X, targets)
    for attempt in range(_TRIES):
        grid = (8 + len(rows) ** 2 // 100) * (20 + attempt) // 20  # about one tie is expected
        a = random_layer(seed + attempt, X.width, 1, None, None, grid).filters[0]
        z = numpy.asarray(rows @ a.astype(object))
        if len(set(z.tolist())) == len(z):
            break
    else:
        raise NotFound("no direction was found that separates the samples")
    order = numpy.argsort(z)
    ends = [int(z[i]) for i in order.tolist()]
    ends.append(ends[-1] + 1)
    scale = Fraction(1, X.denominator)
    hidden = exact_layer(
        [[Fraction(-int(x)) for x in a]] * len(order), [end * scale for end in ends[1:]], {"name": "relu"}
    )
    columns = [_weights([Fraction(values[i][k]) for i in order], ends, scale) for k in range(len(values[0]))]
    return hidden, exact_layer(columns, [Fraction(0)] * len(columns), {"name": "identity"})


def _weights(y: Sequence[Fraction], ends: Sequence[int], scale: Fraction) -> list[Fraction]:
    """The output weights of one target."""
    after = [*y[1:], Fraction(0)]
    slopes = [(a - b) / ((t - s) * scale) for a, b, s, t in zip(y, after, ends[:-1], ends[1:], strict=True)]
    return [s - t for s, t in zip(slopes, [*slopes[1:], Fraction(0)], strict=True)]


def _distinct(
    X: ExactMatrix, targets: Sequence[Sequence[int | Fraction]]
) -> tuple[Any, list[Sequence[int | Fraction]]]:
    """The different samples and their targets."""
    first: dict[tuple[int, ...], int] = {}
    for i, row in enumerate(X.numerators.tolist()):
        j = first.setdefault(tuple(row), i)
        if list(targets[i]) != list(targets[j]):
            raise NotFound(f"samples {j + 1} and {i + 1} are equal and have different targets")
    kept = sorted(first.values())
    return X.numerators[kept].astype(object), [targets[i] for i in kept]
