"""Psi of a network whose skip units all lie in its first layer, as layers of a feature matrix.

The kernel's exact certificates are about the features of layers: the pre-activations of the whole layer, of
which a pooling over single entries selects those of the skip units, and their activation.
"""

from __future__ import annotations

from fractions import Fraction

import numpy

from checker import Json
from constructions.feature_matrix import AffineLayer, AnyLayer, PoolLayer, exact_layer
from constructions.skip_network import SkipNetwork

_IDENTITY: Json = {"name": "identity"}


def skip_layers(network: SkipNetwork) -> list[AnyLayer] | None:
    """Layers with the features Psi; None when a skip unit reads a hidden unit, or activations differ.

    Units that share weights become one filter over patches where that takes no more products.
    """
    units = [network.unit(p) for p in network.skip]
    names = {u.activation for u in units}
    if len(names) != 1 or any(k >= network.inputs for u in units for k in u.sources):
        return None
    if not all(u.sources for u in units):
        return None
    patches = list(dict.fromkeys(u.sources for u in units))
    filters = list(dict.fromkeys(u.weight for u in units))
    sizes = {len(patch) for patch in patches}
    products = len(patches) * len(filters) * max(sizes)
    sigma: Json = {"name": names.pop()}
    if len(sizes) > 1 or products > len(units) * network.inputs:
        return [exact_layer(*_dense(network), sigma)]
    place = {patch: p for p, patch in enumerate(patches)}
    number = {weight: t for t, weight in enumerate(filters)}
    bias = [Fraction(0)] * (len(patches) * len(filters))
    chosen = []
    for unit in units:
        chosen.append(place[unit.sources] * len(filters) + number[unit.weight])
        bias[chosen[-1]] = unit.bias
    if len(set(chosen)) < len(chosen):  # the same filter twice on one patch, with other biases
        return [exact_layer(*_dense(network), sigma)]
    below = exact_layer(filters, bias, _IDENTITY, numpy.array(patches))
    one = numpy.ones((1, 1), dtype=numpy.int64)
    zeros = numpy.zeros(len(chosen), dtype=numpy.int64)
    above = AffineLayer(one, zeros, 1, sigma, numpy.arange(len(chosen))[:, None])
    return [below, PoolLayer(numpy.array(chosen)[:, None]), above]


def _dense(network: SkipNetwork) -> tuple[list[list[Fraction]], list[Fraction]]:
    """One row of weights of all inputs for each skip unit, and the biases."""
    rows = []
    for p in network.skip:
        row = [Fraction(0)] * network.inputs
        for k, w in zip(network.unit(p).sources, network.unit(p).weight, strict=True):
            row[k] += w
        rows.append(row)
    return rows, [network.unit(p).bias for p in network.skip]
