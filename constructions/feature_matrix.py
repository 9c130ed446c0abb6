"""Features F_k of a data set, exactly and fast: integer numerators over one denominator, in numpy.

The same semantics as `checker.convolution`, layer by layer; the kernel computes its own, and a difference
would only make a certificate that it refuses.  Before a sigmoid, tanh, ELU, softplus or softsign, which can
only come last, the numerators are those of the pre-activations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from random import Random
from typing import Any

import numpy
from numpy.typing import NDArray

from checker import Json, Rationals, Reader
from checker.convolution import ENCLOSED, Bend, bend
from constructions.certificate import NotFound
from constructions.formats.exact_matrix import ExactMatrix

Integers = NDArray[Any]
_READ = Reader(Rationals())


@dataclass(frozen=True, eq=False)
class AffineLayer:
    """Convolution (thesis, Definition 2.3.1) or, without patches, a fully connected layer (2.3.2).

    filters: T x l, bias: P T (or T where `tied`), integers over `denominator`; patches: P x l indices.
    """

    filters: Integers
    bias: Integers
    denominator: int
    activation: Json
    patches: Integers | None = None
    tied: bool = False

    @property
    def units(self) -> int:
        """The width n_k = T P."""
        return len(self.filters) * (1 if self.patches is None else len(self.patches))

    def json(self) -> Json:
        """The layer in a certificate."""
        text = _Texts(self.denominator)
        filters: list[Json] = [[text[x] for x in row] for row in self.filters.tolist()]
        bias: list[Json] = [text[x] for x in self.bias.tolist()]
        if self.patches is None:
            return {"activation": self.activation, "bias": bias, "weight": filters}
        key = "tied_bias" if self.tied else "bias"
        return {
            "activation": self.activation,
            key: bias,
            "filters": filters,
            "patches": indices(self.patches),
        }


@dataclass(frozen=True, eq=False)
class PoolLayer:
    """Max-pooling over patches, P x l indices (thesis, Definition 2.3.3)."""

    patches: Integers

    def json(self) -> Json:
        """The layer in a certificate."""
        return {"max_over": indices(self.patches)}


AnyLayer = AffineLayer | PoolLayer


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """N x n numerators over `denominator`; entries of F_k, or of G_k where `sigma` names what follows."""

    numerators: Integers
    denominator: int
    sigma: str | None = None


class _Texts(dict[int, str]):
    """Rationals n / denominator as strings, each made once."""

    def __init__(self, denominator: int) -> None:
        self.denominator = denominator

    def __missing__(self, n: int) -> str:
        self[n] = str(Fraction(n, self.denominator))
        return self[n]


def indices(patches: Integers) -> Json:
    """Patches in a certificate."""
    return [[str(i) for i in patch] for patch in patches.tolist()]


def data_json(X: ExactMatrix) -> Json:
    """A data set in a certificate."""
    text = _Texts(1)
    return {
        "denominator": str(X.denominator),
        "rows": [[text[x] for x in row] for row in X.numerators.tolist()],
    }


def layers_json(layers: Sequence[AnyLayer]) -> Json:
    """The layers up to the features in a certificate."""
    return [layer.json() for layer in layers]


def feature_matrix(layers: Sequence[AnyLayer], X: ExactMatrix) -> FeatureMatrix:
    """The features of the last of these layers on X, N x d; `NotFound` above a transcendental layer."""
    values, denominator = X.numerators.astype(numpy.int64, copy=False), X.denominator
    if X.numerators.dtype == object:
        values = X.numerators
    for k, layer in enumerate(layers, 1):
        if isinstance(layer, PoolLayer):
            values = values[:, layer.patches].max(axis=2)
            continue
        values, denominator = _affine(layer, values, denominator)
        sigma = layer.activation
        name = str(sigma["name"]) if isinstance(sigma, dict) else ""
        if name in ENCLOSED:
            if k < len(layers):
                raise NotFound(f"layer {k} is a {name} layer; exact features above it are not supported")
            return FeatureMatrix(values, denominator, name)
        made = _READ.activation(sigma, "/activation")
        if not made.is_identity():
            bent, factor = bend(made, denominator)
            values, denominator = bend_all(values, bent), denominator * factor
    return FeatureMatrix(values, denominator)


def bend_all(values: Integers, bent: Bend) -> Integers:
    """The kernel's piecewise linear function on an array of numerators."""
    constant, slope = (max(abs(piece[i]) for piece in bent.pieces) for i in (0, 1))
    if values.dtype != object and _size(values) * slope + constant >= 2**62:
        values = values.astype(object)
    lines = [s * values + c if s and (s, c) != (1, 0) else values if s else c for c, s in bent.pieces]
    slopes = [s for _, s in bent.pieces]
    if slopes == sorted(slopes):  # convex: the largest of its lines
        return numpy.asarray(reduce(numpy.maximum, lines))
    found = numpy.array(numpy.broadcast_to(lines[0], values.shape), dtype=values.dtype)
    for end, line in zip(bent.ends, lines[1:], strict=True):
        numpy.copyto(found, line, where=values > end)
    return found


def _affine(layer: AffineLayer, values: Integers, denominator: int) -> tuple[Integers, int]:
    common = gcd(layer.denominator, *layer.filters.ravel().tolist(), *layer.bias.tolist())
    filters, clear = layer.filters // common, layer.denominator // common
    bias = (layer.bias // common).astype(object) * denominator
    largest = int(abs(bias).max())
    size = _size(values) * _size(filters) * filters.shape[1] + largest
    if layer.patches is None:
        out = exact_product(values, filters.T, size)
    else:
        out = exact_product(values[:, layer.patches], filters.T, size).reshape(len(values), -1)
    repeated = numpy.tile(bias, layer.units // len(bias))
    return out + (repeated if size >= 2**62 else repeated.astype(numpy.int64)), denominator * clear


def _size(values: Integers) -> int:
    return int(abs(values).max())


def exact_product(A: Integers, B: Integers, size: int) -> Integers:
    """A B exactly: by floats below 2^53, by 64-bit integers below 2^62, else by Python's."""
    if size < 2**53:
        return (A.astype(numpy.float64) @ B.astype(numpy.float64)).astype(numpy.int64)
    if size < 2**62:
        return numpy.asarray(A.astype(numpy.int64) @ B.astype(numpy.int64))
    return numpy.asarray(A.astype(object) @ B.astype(object))


def image_patches(height: int, width: int, channels: int = 1, size: int = 3, stride: int = 1) -> Integers:
    """The patches of a convolution without padding; channel c of pixel (y, x) is input (y w + x) C + c."""
    corners = [
        (y, x) for y in range(0, height - size + 1, stride) for x in range(0, width - size + 1, stride)
    ]
    inside = [(y, x, c) for y in range(size) for x in range(size) for c in range(channels)]
    return numpy.array([[((y + v) * width + x + u) * channels + c for v, u, c in inside] for y, x in corners])


def random_layer(
    seed: int, inputs: int, units: int, activation: Json, patches: Integers | None = None, grid: int = 64
) -> AffineLayer:
    """A layer whose weights and biases are multiples of 1/grid in [-1, 1], the same on every machine.

    units: of a fully connected layer, or, with patches, the number of filters T.
    """
    draw = Random(seed).random
    size = inputs if patches is None else patches.shape[1]
    places = 1 if patches is None else len(patches)

    def integers(n: int) -> Integers:
        return numpy.array([int(draw() * (2 * grid + 1)) - grid for _ in range(n)], dtype=numpy.int64)

    filters = integers(units * size).reshape(units, size)
    return AffineLayer(filters, integers(units * places), grid, activation, patches)


def exact_layer(
    weight: Sequence[Sequence[Fraction | int]],
    bias: Sequence[Fraction | int],
    activation: Json,
    patches: Integers | None = None,
    tied: bool = False,
) -> AffineLayer:
    """A layer of rationals: filters T x l and biases, brought over one denominator."""
    denominator = lcm(*(Fraction(x).denominator for row in (*weight, bias) for x in row))
    rows = [[int(Fraction(x) * denominator) for x in row] for row in (*weight, bias)]
    kind: Any = numpy.int64 if max(abs(x) for row in rows for x in row) < 2**62 else object
    return AffineLayer(
        numpy.array(rows[:-1], dtype=kind),
        numpy.array(rows[-1], dtype=kind),
        denominator,
        activation,
        patches,
        tied,
    )
