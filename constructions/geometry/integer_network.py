"""A piecewise linear network with integer weights, made once; its restriction to an affine subspace.

Layer k sends integers Z over a denominator q (pre-activations Z / q) to integers over another.  With pieces
sigma(t) = (S_p t + O_p) / D, weights V / E and biases B / E, the next pre-activations are
(V (S_p Z + O_p q) + q D B) / (q D E).
A form in d variables is a column (a_1, ..., a_d, c), homogeneous: its value at (X, W) is a X + c W.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy
from numpy.typing import NDArray

from checker import Activation, Network
from constructions.geometry.integers import Integers, integers, joined

Signs = NDArray[numpy.int8]
_BLOCK = 1 << 16  # entries treated at once: they stay in the cache
Affine = tuple[tuple[Fraction, ...], ...]


class Unsupported(Exception):
    """The engine does not treat this network; the message says why, and what to do."""


@dataclass(frozen=True, eq=False)
class IntegerLayer:
    """z' = (weight^T z + bias) / denominator on integers z over one; weight is n_{k-1} x n_k.

    pieces: for each p the integers (S_p, O_p); denominator D of the activation; breakpoints as
    (numerator, denominator), increasing.
    """

    weight: Integers
    bias: tuple[int, ...]
    denominator: int
    breakpoints: tuple[tuple[int, int], ...]
    pieces: tuple[tuple[int, int], ...]
    piece_denominator: int

    @property
    def width(self) -> int:
        """n_k."""
        return len(self.bias)


@dataclass(frozen=True, eq=False)
class Forms:
    """Affine forms over cells, of shape (cells, d + 1, n), over one positive denominator."""

    values: Integers
    denominator: int

    def take(self, cells: Any) -> Forms:
        """The forms of these cells."""
        return Forms(self.values.take(cells), self.denominator)


@dataclass(frozen=True, eq=False)
class IntegerNetwork:
    """The layers, the last one without activation; made by `integer_network`."""

    input_dim: int
    layers: tuple[IntegerLayer, ...]

    def first(self, start: Forms) -> Forms:
        """The pre-activations of layer 1 from the forms of the inputs."""
        return self._affine(self.layers[0], start)

    def following(self, k: int, forms: Forms, patterns: Signs, owner: Any) -> Forms:
        """The pre-activations of layer k + 1 (from 0) on cells i that lie in the old cells owner[i].

        `forms` are the pre-activations of layer k on the old cells; patterns[i, u] is the piece that unit u
        of layer k is in on cell i.
        """
        step = max(1, _BLOCK // forms.values[:1].size)
        blocks = range(0, max(len(owner), 1), step)
        parts = [self._next(k, forms, patterns[i : i + step], owner[i : i + step]) for i in blocks]
        return Forms(joined([part.values for part in parts]), parts[0].denominator)

    def _next(self, k: int, forms: Forms, patterns: Signs, owner: Any) -> Forms:
        layer = self.layers[k]
        slopes = _chosen(integers([s for s, _ in layer.pieces]), patterns)
        values = forms.values.take(owner).times(slopes[:, None, :])
        if any(o for _, o in layer.pieces):
            offsets = integers([o * forms.denominator for _, o in layer.pieces])
            values = values.plus_constants(_chosen(offsets, patterns))
        post = Forms(values, forms.denominator * layer.piece_denominator)
        return self._affine(self.layers[k + 1], post)

    @staticmethod
    def _affine(layer: IntegerLayer, forms: Forms) -> Forms:
        values = forms.values.matrix_product(layer.weight)
        if any(layer.bias):
            values = values.plus_constants(integers([b * forms.denominator for b in layer.bias]))
        return Forms(values, forms.denominator * layer.denominator)

    def breakpoint_forms(self, k: int, forms: Forms) -> Forms:
        """z - t for every unit of layer k and every breakpoint t, breakpoints innermost; times a constant."""
        layer = self.layers[k]
        if layer.breakpoints == ((0, 1),):
            return forms
        every = []
        for top, bottom in layer.breakpoints:
            scaled = forms.values.times(integers([bottom]))
            shift = integers([-top * forms.denominator] * layer.width)
            every.append(scaled.plus_constants(shift))
        cells, rows, n = forms.values.shape
        stacked = joined([part.each(lambda a: a[..., None]) for part in every], axis=3)
        return Forms(stacked.each(lambda a: a.reshape(cells, rows, n * len(every))), forms.denominator)

    def patterns(self, k: int, signs: Signs) -> Signs:
        """The piece of each unit of layer k, from the signs of `breakpoint_forms`."""
        steps = len(self.layers[k].breakpoints)
        if steps == 1:
            return (signs > 0).view(numpy.int8)
        above = (signs > 0).reshape(len(signs), -1, steps)
        pieces: Signs = above.sum(axis=2).astype(numpy.int8)
        return pieces


def _chosen(table: Integers, patterns: Signs) -> Integers:
    """The entry of the table for each pattern; two small entries without an index, which is slower."""
    if table.size != 2 or table.bound > 2**52:
        return table.take(patterns)
    low, high = table.digits[0].tolist()
    part = patterns.astype(numpy.float64)
    if high - low != 1:
        part *= high - low  # at most 2^53 in size: exact
    if low:
        part += low
    return Integers((part,), table.bound)


def integer_network(network: Network) -> IntegerNetwork:
    """The network with its denominators cleared; `Unsupported` unless rational and piecewise linear."""
    if not network.is_piecewise_linear():
        raise Unsupported("regions exist for piecewise linear activations only; another activation was found")
    layers = []
    for layer in network.layers:
        numbers = [*layer.bias, *(x for row in layer.weight for x in row)]
        if not all(isinstance(x, (int, Fraction)) for x in numbers):
            raise Unsupported("rational weights are needed; round square roots to rationals")
        common = lcm(*{x.denominator for x in numbers})
        rows = [[_over(x, common) for x in row] for row in layer.weight]
        weight = integers(rows).each(lambda a: numpy.ascontiguousarray(a.T))
        layers.append(
            IntegerLayer(
                weight, tuple(_over(b, common) for b in layer.bias), common, *_pieces(layer.activation)
            )
        )
    return IntegerNetwork(network.input_dim, tuple(layers))


def _over(x: Any, common: int) -> int:
    return int(x.numerator * (common // x.denominator))


def _pieces(sigma: Activation) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int]:
    coefficients = [tuple(Fraction(c) for c in (*piece.top, 0, 0)[:2]) for piece in sigma.pieces]
    common = lcm(*(c.denominator for pair in coefficients for c in pair))
    pieces = tuple((_over(slope, common), _over(offset, common)) for offset, slope in coefficients)
    ends = tuple((Fraction(t).numerator, Fraction(t).denominator) for t in sigma.breakpoints)
    return ends, pieces, common


def subspace(directions: Sequence[Sequence[Fraction]], origin: Sequence[Fraction]) -> Forms:
    """The inputs x = origin + sum_i t_i directions_i as forms in t: one cell of shape (1, m + 1, d)."""
    rows = [*directions, origin]
    common = lcm(*(Fraction(x).denominator for row in rows for x in row))
    return Forms(integers([[[_over(Fraction(x), common) for x in row] for row in rows]]), common)


def whole(dimension: int) -> Forms:
    """The inputs themselves, as forms in d variables."""
    identity = [[int(i == j) for j in range(dimension)] for i in range(dimension + 1)]
    return Forms(integers([identity]), 1)
