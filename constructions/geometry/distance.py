"""How far a point lies from the nearest border of its activation region, as an exact square.

On the region each pre-activation z, less a breakpoint t, is an affine form; the region is where all of them
keep their signs, so the nearest border is at squared distance min (z - t)^2 / |gradient|^2 over the forms
that are not constant. A point on a border has distance 0; beyond the first unit that vanishes there,
nothing is needed. Source: Hanin and Rolnick (2019), Section 3, for ReLU networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy

from constructions.geometry.integer_network import Forms, IntegerNetwork, whole


@dataclass(frozen=True)
class Nearest:
    """The squared distance, and the unit (layer and unit from 0) whose breakpoint is nearest."""

    squared: Fraction
    layer: int
    unit: int


def nearest_border(network: IntegerNetwork, x: Sequence[Fraction]) -> Nearest | None:
    """The nearest border of the activation region of x; None when the region is the whole space."""
    best: Nearest | None = None
    forms = network.first(whole(network.input_dim))
    for k, layer in enumerate(network.layers[:-1]):
        patterns = numpy.zeros((1, layer.width), dtype=numpy.int8)
        if layer.breakpoints:
            at = network.breakpoint_forms(k, forms)
            signs = numpy.zeros((1, at.values.shape[2]), dtype=numpy.int8)
            for i, column in enumerate(zip(*at.values.exact(0), strict=True)):
                value = sum((a * t for a, t in zip(column, x, strict=False)), Fraction(column[-1]))
                signs[0, i] = (value > 0) - (value < 0)
                length = sum(a * a for a in column[:-1])
                if length and (best is None or value * value < best.squared * length):
                    best = Nearest(value * value / length, k, i // len(layer.breakpoints))
            patterns = network.patterns(k, signs)
        forms = network.following(k, Forms(forms.values, forms.denominator), patterns, numpy.zeros(1, int))
    return best
