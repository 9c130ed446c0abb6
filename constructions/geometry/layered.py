"""Convolution and max-pooling for the engine: each layer through its full matrix U_k = M_k(W_k)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy

from checker import Rationals, Reader
from checker.convolution import TRANSCENDENTAL
from constructions.feature_matrix import AffineLayer, AnyLayer, PoolLayer
from constructions.geometry.integer_network import (
    IntegerLayer,
    IntegerNetwork,
    Unsupported,
    activation_pieces,
)
from constructions.geometry.integers import Floats, Integers, integers

_READ = Reader(Rationals())


def layered_network(inputs: int, layers: Sequence[AnyLayer]) -> IntegerNetwork:
    """The network of these layers, the last one the outputs; `Unsupported` unless piecewise linear.

    Pooling is handed to the layer before it.  Where that has some already, or is the input, and where pooling
    or an activation ends the network, a layer that is the identity is put in: it adds no region.
    """
    made, width = list[IntegerLayer](), inputs
    for layer in layers:
        if isinstance(layer, PoolLayer):
            if not made or made[-1].pool is not None:
                made.append(_identity(width))
            made[-1] = replace(made[-1], pool=layer.patches.astype(numpy.int64))
            width = len(layer.patches)
        else:
            made.append(_affine(layer, width))
            width = layer.units
    if not made or made[-1].breakpoints or made[-1].pool is not None or made[-1].pieces != ((1, 0),):
        made.append(_identity(width))
    return IntegerNetwork(inputs, tuple(made))


def _affine(layer: AffineLayer, width: int) -> IntegerLayer:
    sigma = layer.activation
    if isinstance(sigma, dict) and sigma.get("name") in TRANSCENDENTAL:
        raise Unsupported(f"regions exist for piecewise linear activations only; found {sigma['name']}")
    made = _READ.activation(sigma, "/activation")
    if not made.is_piecewise_linear():
        raise Unsupported("regions exist for piecewise linear activations only; another activation was found")
    bias = layer.bias.tolist() * (layer.units // len(layer.bias))
    return IntegerLayer(full_matrix(layer, width), tuple(bias), layer.denominator, *activation_pieces(made))


def full_matrix(layer: AffineLayer, width: int) -> Integers:
    """M_k(W_k), of shape n_{k-1} x n_k, over the layer's denominator; input `width` of a patch is zero."""
    patches = layer.patches
    if patches is None:
        return integers(layer.filters).each(lambda part: numpy.ascontiguousarray(part.T))
    count, filters = len(patches), len(layer.filters)

    def scattered(part: Floats) -> Floats:
        matrix = numpy.zeros((width + 1, count, filters))
        matrix[patches, numpy.arange(count)[:, None], :] = part.T
        return matrix[:width].reshape(width, count * filters)

    return integers(layer.filters).each(scattered)


def _identity(width: int) -> IntegerLayer:
    return IntegerLayer(integers(numpy.eye(width, dtype=numpy.int64)), (0,) * width, 1, (), ((1, 0),), 1)
