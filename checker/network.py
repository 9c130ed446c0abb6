"""Fully connected networks: what they are and what they compute.

Layer k sends F_{k-1} (a row vector) to sigma_k(F_{k-1} W_k + b_k^T); the last layer has no activation.
`weight` holds W_k transposed, as in Nguyen's Equations 5.3 to 5.5: `weight[i][j]` carries input j to
output i.  Notation: thesis, Sections 1.1 and 5.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from checker import polynomial as poly
from checker.activation import Activation
from checker.errors import malformed
from checker.limits import spend
from checker.polynomial import Number

Vector = tuple[Number, ...]
Matrix = tuple[Vector, ...]


def dot(row: Sequence[Number], column: Sequence[Number], start: Number = 0) -> Number:
    """start + sum_i row_i column_i, paying for the size of the numbers."""
    spend(0, 1 + len(row) // 16)
    total = start
    for a, x in zip(row, column, strict=True):
        if a != 0:
            total = total + a * x
            spend(poly.size(total))
    return total


@dataclass(frozen=True)
class Layer:
    """One affine map and its activation; `weight` is W_k^T, of n_k rows and n_{k-1} columns."""

    weight: Matrix
    bias: Vector
    activation: Activation

    def affine(self, x: Vector) -> Vector:
        """The pre-activations W_k^T x + b_k."""
        return tuple(dot(row, x, b) for row, b in zip(self.weight, self.bias, strict=True))

    def __call__(self, x: Vector) -> Vector:
        """The layer's output."""
        return tuple(self.activation(t) for t in self.affine(x))


@dataclass(frozen=True)
class Network:
    """f = W_L^T f_{L-1} + b_L with f_k = sigma_k(W_k^T f_{k-1} + b_k); checks its shapes (`E_SHAPE`)."""

    input_dim: int
    layers: tuple[Layer, ...]

    def __post_init__(self) -> None:
        width = self.input_dim
        if width < 1 or not self.layers:
            raise malformed("E_SHAPE", "", "at least one input and one layer", width)
        for k, layer in enumerate(self.layers):
            rows = len(layer.weight)
            if rows < 1 or len(layer.bias) != rows:
                raise malformed(
                    "E_SHAPE", f"/layers/{k}/bias", f"{rows} entries, at least 1", len(layer.bias)
                )
            for i, row in enumerate(layer.weight):
                if len(row) != width:
                    raise malformed("E_SHAPE", f"/layers/{k}/weight/{i}", f"{width} entries", len(row))
            width = rows
        if not self.layers[-1].activation.is_identity():
            at = f"/layers/{len(self.layers) - 1}/activation"
            raise malformed("E_OUTPUT_ACTIVATION", at, "no activation on the last layer", "one")

    @property
    def widths(self) -> tuple[int, ...]:
        """(d, n_1, ..., n_L)."""
        return (self.input_dim, *(len(layer.bias) for layer in self.layers))

    def features(self, x: Vector, k: int) -> Vector:
        """f_k(x), for k = 0, ..., L (f_0(x) = x)."""
        for layer in self.layers[:k]:
            x = layer(x)
        return x

    def __call__(self, x: Vector) -> Vector:
        """f(x) in R^m."""
        return self.features(x, len(self.layers))

    def margin(self, x: Vector, j: int) -> Number | None:
        """min over k != j of f_j(x) - f_k(x); x lies in C_j iff it is positive.  None when m = 1."""
        y = self(x)
        others = [y[j] - value for k, value in enumerate(y) if k != j]
        return min(others) if others else None

    def contains(self, x: Vector, j: int) -> bool:
        """Whether x lies in the decision region C_j (Definition 5.2.1: strict against every class)."""
        margin = self.margin(x, j)
        return margin is None or bool(margin > 0)

    def is_piecewise_linear(self) -> bool:
        """Whether every activation is."""
        return all(layer.activation.is_piecewise_linear() for layer in self.layers)

    def is_pyramidal(self) -> bool:
        """d >= n_1 >= ... >= n_{L-1}, the width condition of Theorem 5.2.3."""
        hidden = self.widths[:-1]
        return all(a >= b for a, b in pairwise(hidden))
