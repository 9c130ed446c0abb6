"""A piecewise linear network in FLINT's rationals, and the exact margin of a class along a polyline.

Along a segment a piecewise linear layer is piecewise affine, with a kink wherever a pre-activation meets
a breakpoint.  So the image of a polyline is the polyline through the images of its vertices and kinks,
and f_j - f_k has its extreme values at the vertices of the last image.  The kernel decides by the same
fact in its own way (`checker.rules.membership.margins_along`); this is the fast one, for the search.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray

from checker import Activation, Layer, Network

Row = list[fmpq]


def fast(x: Any) -> fmpq:
    """A rational of the kernel as FLINT's."""
    return fmpq(x.numerator, x.denominator)


def slow(x: fmpq) -> Fraction:
    """A rational of FLINT as the kernel's."""
    return Fraction(int(x.p), int(x.q))


def floats(rows: Sequence[Sequence[fmpq]]) -> NDArray[np.float64]:
    """The nearest floats, for proposals that are checked exactly; `OverflowError` if there are none."""
    return np.array([[int(x.p) / int(x.q) for x in row] for row in rows], dtype=np.float64)


def stack(rows: Sequence[Row]) -> fmpq_mat:
    """The matrix with these rows, at least one."""
    return fmpq_mat(len(rows), len(rows[0]), [x for row in rows for x in row])


class PiecewiseLinear:
    """sigma(t) = shift_i + slope_i t on the i-th interval between its breakpoints."""

    def __init__(self, sigma: Activation) -> None:
        self.breakpoints = [fast(t) for t in sigma.breakpoints]
        tops = [(*piece.top, 0, 0)[:2] for piece in sigma.pieces]
        self.pieces = [(fast(shift), fast(slope)) for shift, slope in tops]

    def __call__(self, t: fmpq) -> fmpq:
        """sigma(t)."""
        shift, slope = self.pieces[bisect_left(self.breakpoints, t)]
        return shift + slope * t

    def between(self, p: fmpq, q: fmpq) -> list[fmpq]:
        """The breakpoints strictly between p and q, in the order in which they are met on the way."""
        if p < q:
            return self.breakpoints[bisect_right(self.breakpoints, p) : bisect_left(self.breakpoints, q)]
        return self.breakpoints[bisect_right(self.breakpoints, q) : bisect_left(self.breakpoints, p)][::-1]


class ExactLayer:
    """x -> sigma(W^T x + b), on the rows of a matrix."""

    def __init__(self, layer: Layer) -> None:
        self.weight = stack([[fast(x) for x in row] for row in layer.weight])
        self.transposed = self.weight.transpose()
        self.bias = [fast(x) for x in layer.bias]
        self.sigma = PiecewiseLinear(layer.activation)

    def affine(self, points: fmpq_mat) -> list[Row]:
        """The pre-activations of the rows of `points`."""
        product = (points * self.transposed).table()
        return [[x + b for x, b in zip(row, self.bias, strict=True)] for row in product]

    def affine_point(self, x: Row) -> Row:
        """The pre-activations of one point."""
        return self.affine(stack([x]))[0]

    def image(self, points: fmpq_mat) -> fmpq_mat:
        """The vertices of the image of the polyline through the rows of `points`."""
        pre = self.affine(points)
        rows = pre[:1]
        for p, q in pairwise(pre):
            rows += [*self._kinks(p, q), q]
        return stack([[self.sigma(t) for t in row] for row in rows])

    def _kinks(self, p: Row, q: Row) -> list[Row]:
        """The points between p and q at which a coordinate meets a breakpoint, in order."""
        times = {(t - x) / (y - x) for x, y in zip(p, q, strict=True) for t in self.sigma.between(x, y)}
        if not times:
            return []
        weights = stack([[1 - s, s] for s in sorted(times)])
        return list((weights * stack([p, q])).table())


class ExactNetwork:
    """A piecewise linear network and one of its classes, at least two."""

    def __init__(self, network: Network, j: int) -> None:
        self.hidden = [ExactLayer(layer) for layer in network.layers[:-1]]
        top = ExactLayer(network.layers[-1])
        others = [k for k in range(len(top.bias)) if k != j]
        weight = top.weight.table()
        # f_j - f_k for k != j: the forms whose positivity is V_j in the proof of Theorem 5.2.3.
        forms = stack([[x - y for x, y in zip(weight[j], weight[k], strict=True)] for k in others])
        self.scores = forms.transpose()
        self.bias = [top.bias[j] - top.bias[k] for k in others]

    def margin(self, points: Sequence[Row], k: int = 0) -> fmpq:
        """The least f_j - f_i over i != j along the polyline through `points`, points of f_k's space."""
        rows = stack(points)
        for layer in self.hidden[k:]:
            rows = layer.image(rows)
        scores = (rows * self.scores).table()
        return min(x + b for row in scores for x, b in zip(row, self.bias, strict=True))

    def features(self, x: Row) -> list[Row]:
        """f_0(x) = x, f_1(x), ..., f_{L-1}(x)."""
        out = [x]
        for layer in self.hidden:
            out.append(layer.image(stack(out[-1:])).table()[0])
        return out
