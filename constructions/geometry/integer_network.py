"""A piecewise linear network with integer weights, made once; its restriction to an affine subspace.

Layer k sends integers Z over a denominator q (pre-activations Z / q) to integers over another.  With pieces
sigma(t) = (S_p t + O_p) / D, weights V / E and biases B / E, the next pre-activations are
(V (S_p Z + O_p q) + q D B) / (q D E).
A form in d variables is a column (a_1, ..., a_d, c), homogeneous: its value at (X, W) is a X + c W.
Weights in Q(sqrt r) give numbers of Z[sqrt r] in the place of integers; denominators stay integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy
from numpy.typing import NDArray

from checker import Activation, Network, Surd
from constructions.geometry.integers import Integers, TooLarge, integers
from constructions.geometry.root_integers import Tensor, cleared, lifted, root_of, tensor, united

Signs = NDArray[numpy.int8]
Patches = NDArray[numpy.int64]
_BLOCK = 1 << 16  # entries treated at once: they stay in the cache


class Unsupported(Exception):
    """The engine does not treat this network; the message says why, and what to do."""


@dataclass(frozen=True, eq=False)
class IntegerLayer:
    """z' = (weight^T z + bias) / denominator on integers z over one; weight is n_{k-1} x n_k.

    pieces: for each p the integers (S_p, O_p); denominator D of the activation; breakpoints as
    (numerator, denominator), increasing.  pool: for each unit that the layer hands on the features of which
    it takes the largest, of shape (P, l), an entry perhaps more than once; None where there is no pooling.
    """

    weight: Tensor
    bias: tuple[Any, ...]
    denominator: int
    breakpoints: tuple[tuple[Any, int], ...]
    pieces: tuple[tuple[Any, Any], ...]
    piece_denominator: int
    pool: Patches | None = None

    @property
    def width(self) -> int:
        """n_k."""
        return len(self.bias)


@dataclass(frozen=True, eq=False)
class Forms:
    """Affine forms over cells, of shape (cells, d + 1, n), over one positive denominator."""

    values: Tensor
    denominator: int

    def take(self, cells: Any) -> Forms:
        """The forms of these cells."""
        return Forms(self.values.take(cells), self.denominator)


@dataclass(frozen=True, eq=False)
class IntegerNetwork:
    """The layers, the last one without activation and pooling; root: the r of Q(sqrt r), 1 for Q.

    most_numbers: of the affine forms of one layer on all cells; `TooLarge` beyond.
    """

    input_dim: int
    layers: tuple[IntegerLayer, ...]
    root: int = 1
    most_numbers: int = 2**28

    @property
    def pools(self) -> bool:
        """Whether some layer is followed by max-pooling."""
        return any(layer.pool is not None for layer in self.layers)

    def first(self, start: Forms) -> Forms:
        """The pre-activations of layer 1 from the forms of the inputs."""
        return self.affine(0, Forms(lifted(start.values, self.root), start.denominator))

    def following(self, k: int, forms: Forms, patterns: Signs, owner: Any) -> Forms:
        """The pre-activations of layer k + 1 (from 0) on cells i that lie in the old cells owner[i].

        `forms` are the pre-activations of layer k on the old cells; patterns[i, u] is the piece that unit u
        of layer k is in on cell i.
        """
        self._check(k + 1, forms, len(owner))
        step = max(1, _BLOCK // forms.values[:1].size)
        parts = (
            self.affine(k + 1, self.features(k, forms, patterns[i : i + step], owner[i : i + step]))
            for i in range(0, max(len(owner), 1), step)
        )
        if self.root > 1:
            made = list(parts)
            return Forms(united([part.values for part in made]), made[0].denominator)
        digits: list[Any] = []
        for n, part in enumerate(parts):  # all parts have one bound, hence as many digits
            bound, denominator = part.values.bound, part.denominator
            if not digits:
                digits = [numpy.empty((len(owner), *digit.shape[1:])) for digit in part.values.digits]
            for whole_digit, digit in zip(digits, part.values.digits, strict=True):
                whole_digit[n * step : (n + 1) * step] = digit
        return Forms(Integers(tuple(digits), bound), denominator)

    def _check(self, k: int, forms: Forms, cells: int) -> None:
        """Refuse what would not fit into memory, before it is made."""
        numbers = cells * forms.values.shape[1] * self.layers[k].width * len(forms.values.digits)
        if numbers > self.most_numbers:
            size = f"{numbers / 2**27:.1f} GiB"
            raise TooLarge(
                f"layer {k + 1} has {self.layers[k].width} affine forms on each cell, {size}", cells
            )

    def features(self, k: int, forms: Forms, patterns: Signs, owner: Any) -> Forms:
        """What layer k hands on, before pooling, from its pre-activations."""
        layer = self.layers[k]
        self._check(k, forms, len(owner))
        slopes = [slope for slope, _ in layer.pieces]
        values = forms.values.take(owner)
        if slopes == [0, 1]:
            values = values.masked(patterns.astype(numpy.float64)[:, None, :])
        else:
            values = values.times(_chosen(tensor(slopes, self.root), patterns)[:, None, :])
        if any(o for _, o in layer.pieces):
            offsets = tensor([o * forms.denominator for _, o in layer.pieces], self.root)
            values = values.plus_constants(_chosen(offsets, patterns))
        return Forms(values, forms.denominator * layer.piece_denominator)

    def affine(self, k: int, forms: Forms) -> Forms:
        """The pre-activations of layer k from what it is given."""
        layer = self.layers[k]
        values = forms.values.matrix_product(layer.weight)
        if any(layer.bias):
            constants = tensor([b * forms.denominator for b in layer.bias], self.root)
            values = values.plus_constants(constants)
        return Forms(values, forms.denominator * layer.denominator)

    def breakpoint_forms(self, k: int, forms: Forms) -> Forms:
        """z - t for every unit of layer k and every breakpoint t, breakpoints innermost; times a constant."""
        layer = self.layers[k]
        if layer.breakpoints == ((0, 1),):
            return forms
        every: list[Tensor] = []
        for top, bottom in layer.breakpoints:
            scaled = forms.values.times(integers([bottom]))
            shift = tensor([-top * forms.denominator] * layer.width, self.root)
            every.append(scaled.plus_constants(shift))
        cells, rows, n = forms.values.shape
        stacked = united([part.each(lambda a: a[..., None]) for part in every], axis=3)
        return Forms(stacked.each(lambda a: a.reshape(cells, rows, n * len(every))), forms.denominator)

    def patterns(self, k: int, signs: Signs) -> Signs:
        """The piece of each unit of layer k, from the signs of `breakpoint_forms`."""
        steps = len(self.layers[k].breakpoints)
        if steps == 1:
            return (signs > 0).view(numpy.int8)
        above = (signs > 0).reshape(len(signs), -1, steps)
        pieces: Signs = above.sum(axis=2).astype(numpy.int8)
        return pieces


def _chosen(table: Tensor, patterns: Signs) -> Tensor:
    """The entry of the table for each pattern; two small entries without an index, which is slower."""
    if table.size != 2 or table.bound > 2**52 or not isinstance(table, Integers):
        return table.take(patterns)
    low, high = table.digits[0].tolist()
    part = patterns.astype(numpy.float64)
    if high - low != 1:
        part *= high - low  # at most 2^53 in size: exact
    if low:
        part += low
    return Integers((part,), table.bound)


def integer_network(network: Network) -> IntegerNetwork:
    """The network with cleared denominators; `Unsupported` unless piecewise linear, over Q or Q(sqrt r)."""
    if not network.is_piecewise_linear():
        raise Unsupported("regions exist for piecewise linear activations only; another activation was found")
    every = [x for layer in network.layers for row in (layer.bias, *layer.weight) for x in row]
    bent = [x for layer in network.layers for x in _numbers(layer.activation)]
    if not all(isinstance(x, (int, Fraction, Surd)) for x in every + bent):
        raise Unsupported("weights in Q or Q(sqrt d) are needed; give the parameter a value")
    root = root_of(every + bent)
    layers = []
    for layer in network.layers:
        width = len(layer.weight[0])
        numbers, common = cleared([*layer.bias, *(x for row in layer.weight for x in row)])
        bias, entries = numbers[: len(layer.bias)], numbers[len(layer.bias) :]
        rows = [entries[i : i + width] for i in range(0, len(entries), width)]
        weight = tensor(rows, root).each(lambda a: numpy.ascontiguousarray(a.T))
        layers.append(IntegerLayer(weight, tuple(bias), common, *activation_pieces(layer.activation)))
    return IntegerNetwork(network.input_dim, tuple(layers), root)


def _numbers(sigma: Activation) -> list[Any]:
    return [*sigma.breakpoints, *(c for piece in sigma.pieces for c in piece.top)]


def activation_pieces(
    sigma: Activation,
) -> tuple[tuple[tuple[Any, int], ...], tuple[tuple[Any, Any], ...], int]:
    """Breakpoints, pieces and their denominator, as an `IntegerLayer` has them."""
    coefficients = [(*piece.top, 0, 0)[:2] for piece in sigma.pieces]
    flat, common = cleared(c for pair in coefficients for c in pair)
    pieces = tuple((slope, offset) for offset, slope in zip(flat[::2], flat[1::2], strict=True))
    ends = [cleared([t]) for t in sigma.breakpoints]
    return tuple((top, bottom) for (top,), bottom in ends), pieces, common


def subspace(directions: Sequence[Sequence[Any]], origin: Sequence[Any]) -> Forms:
    """The inputs x = origin + sum_i t_i directions_i as forms in t: one cell of shape (1, m + 1, d)."""
    flat, common = cleared(x for row in (*directions, origin) for x in row)
    rows = [flat[i : i + len(origin)] for i in range(0, len(flat), len(origin))]
    return Forms(tensor([rows], root_of(flat)), common)


def whole(dimension: int) -> Forms:
    """The inputs themselves, as forms in d variables."""
    identity = [[int(i == j) for j in range(dimension)] for i in range(dimension + 1)]
    return Forms(integers([identity]), 1)
