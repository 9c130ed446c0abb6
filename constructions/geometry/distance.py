"""How far a point lies from the nearest border of its activation region, as an exact square.

On the region each pre-activation z, less a breakpoint t, is an affine form; the region is where all of them
keep their signs, so the nearest border is at squared distance min (z - t)^2 / |gradient|^2 over the forms
that are not constant. For max-pooling the forms are the differences from the largest input. A point on a
border has distance 0; beyond the first unit that vanishes there, nothing is needed. Source: Hanin and Rolnick
(2019), Section 3, for ReLU networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy

from constructions.geometry.integer_network import Forms, IntegerNetwork, whole
from constructions.geometry.root_integers import RootInteger, plain


@dataclass(frozen=True)
class Nearest:
    """The squared distance, and the unit (layer and unit from 0) whose border is nearest.

    squared: a `Fraction` or a `Surd`.  pooling: the unit is one of the pooling that follows the layer.
    """

    squared: Any
    layer: int
    unit: int
    pooling: bool = False


def nearest_border(network: IntegerNetwork, x: Sequence[Any]) -> Nearest | None:
    """The nearest border of the activation region of x; None when the region is the whole space."""
    best: Nearest | None = None

    def meet(form: Sequence[Any], value: Any, *unit: Any) -> None:
        nonlocal best
        length = _field(sum(a * a for a in form[:-1]))
        if length != 0 and (best is None or value * value < best.squared * length):
            best = Nearest(plain(value * value / length), *unit)

    forms, only = network.first(whole(network.input_dim)), numpy.zeros(1, int)
    for k, layer in enumerate(network.layers[:-1]):
        patterns = numpy.zeros((1, layer.width), dtype=numpy.int8)
        if layer.breakpoints:
            at = network.breakpoint_forms(k, forms)
            signs = numpy.zeros((1, at.values.shape[2]), dtype=numpy.int8)
            for i, column in enumerate(zip(*at.values.exact(0), strict=True)):
                value = _value(column, x)
                signs[0, i] = (value > 0) - (value < 0)
                meet(column, value, k, i // len(layer.breakpoints))
            patterns = network.patterns(k, signs)
        if layer.pool is None:
            forms = network.following(k, forms, patterns, only)
            continue
        features = network.features(k, forms, patterns, only)
        columns = list(zip(*features.values.exact(0), strict=True))
        lead = []
        for unit, patch in enumerate(layer.pool.tolist()):
            values = [_value(columns[i], x) for i in patch]
            first = max(range(len(patch)), key=lambda n: _Key(values[n]))
            lead.append(patch[first])
            for i, value in zip(patch, values, strict=True):
                less = [a - b for a, b in zip(columns[i], columns[lead[-1]], strict=True)]
                meet(less, value - values[first], k, unit, True)
        chosen = features.values.each(lambda part, u=lead: part[:, :, u])
        forms = network.affine(k + 1, Forms(chosen, features.denominator))
    return best


def _value(column: Sequence[Any], x: Sequence[Any]) -> Any:
    """The affine form at x, in the field."""
    total: Any = _field(column[-1])
    for a, t in zip(column, x, strict=False):
        total = _field(a) * t + total
    return total


def _field(a: Any) -> Any:
    return a.surd() if isinstance(a, RootInteger) else Fraction(a)


class _Key:
    """Orders numbers by `<` alone, as `max` asks."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __gt__(self, other: _Key) -> bool:
        return bool(self.value > other.value)

    def __lt__(self, other: _Key) -> bool:
        return bool(self.value < other.value)
