"""A network met operation by operation, as a directed acyclic graph of units with shared weights.

A tensor is an array of affine forms in the nodes; an activation makes a unit of each entry.  Linear steps
(average pooling, batch normalisation, sums, concatenation) need no units of their own.  The filters of a
convolution share weights between positions (`group`) and, as libraries have it, biases (`tied`); at a padded
border a unit reads fewer nodes, which Section 4.2 (3) does not allow: `violations` then names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from random import Random
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.skip_network import SkipNetwork, Unit

Tensor = NDArray[Any]  # of `Form`, or (weights) of floats or `Fraction`, taken exactly
MOST = 2_000_000  # terms of all forms together


@dataclass(frozen=True)
class Form:
    """constant + sum of weight * node, and the names of its shared weights and bias."""

    terms: tuple[tuple[int, Fraction], ...]
    constant: Fraction = Fraction(0)
    group: str = ""
    tied: str = ""


class TracedNetwork:
    """The units met so far; `at` is named by errors."""

    def __init__(self, shape: Sequence[int], at: Place) -> None:
        self.at = at
        self.inputs = prod(shape)
        self.units: list[Unit] = []
        self.spent = 0
        self.input = _array([Form(((i, Fraction(1)),)) for i in range(self.inputs)]).reshape(tuple(shape))

    def linear(self, x: Tensor, weight: Tensor, bias: Tensor | None, name: str) -> Tensor:
        """weight n x k times the last axis of x, k long; arcs with weight zero are left out."""
        if x.ndim != 1 or len(x) != weight.shape[1]:
            raise self.wrong(f"{weight.shape[1]} inputs of {name}, as one row", x.shape, "flatten before it")
        self._afford(weight.size)
        entries = x.tolist()
        return _array(
            [
                self._sum([(Fraction(w), f) for w, f in zip(row, entries, strict=True) if w], b, "", "")
                for row, b in zip(weight.tolist(), _biases(bias, len(weight)), strict=True)
            ]
        )

    def convolution(
        self,
        x: Tensor,
        weight: Tensor,
        bias: Tensor | None,
        name: str,
        stride: tuple[int, int] = (1, 1),
        padding: tuple[int, int] = (0, 0),
    ) -> Tensor:
        """weight n x channels x height x width over x, channels x H x W; padding with zeros adds no arcs."""
        if x.ndim != 3 or len(x) != weight.shape[1]:
            raise self.wrong(
                f"an image with {weight.shape[1]} channels for {name}", x.shape, "check its shape"
            )
        filters, biases = _exact(weight).tolist(), _biases(bias, len(weight))
        places = [*_windows(x, weight.shape[2:], stride, padding)]
        self._afford(weight.size * len(places))
        shared = len({where for where, *_ in places}) > 1
        made: list[Form] = []
        for t, (w, b) in enumerate(zip(filters, biases, strict=True)):
            group = f"{name}.{t}" if shared else ""
            for _, cells in places:
                terms = [(w[c][u][v], x[c, i, j]) for c in range(len(w)) for u, v, i, j in cells]
                made.append(self._sum(terms, b, group, group))
        height, width = places[-1][0]
        return _array(made).reshape(len(filters), height + 1, width + 1)

    def _sum(self, terms: list[tuple[Fraction, Form]], bias: Fraction, group: str, tied: str) -> Form:
        """bias + sum of w * form."""
        self.spent += sum(len(form.terms) for _, form in terms)
        self._afford(0)
        weights: dict[int, Fraction] = {}
        for w, form in terms:
            bias += w * form.constant
            for node, v in form.terms:
                weights[node] = weights.get(node, Fraction(0)) + w * v
        return Form(tuple(weights.items()), bias, group, tied)

    def _afford(self, more: int) -> None:
        """Refuse a network of too many arcs before they are made."""
        if self.spent + more > MOST:
            remedy = "look at its structure with `theodolite audit`, or take a smaller one"
            raise self.wrong(f"at most {MOST} arcs", "more", remedy)

    def scale(self, x: Tensor, factor: Tensor, shift: Tensor) -> Tensor:
        """factor_c x + shift_c for each channel c, as batch normalisation does in evaluation mode."""
        made: list[Form] = []
        pairs = zip(_exact(factor).tolist(), _exact(shift).tolist(), strict=True)
        for channel, (a, b) in zip(x.reshape(len(x), -1).tolist(), pairs, strict=True):
            for f in channel:
                made.append(
                    replace(f, terms=tuple((n, a * w) for n, w in f.terms), constant=a * f.constant + b)
                )
        return _array(made).reshape(x.shape)

    def average(self, x: Tensor, size: tuple[int, int], stride: tuple[int, int]) -> Tensor:
        """The mean of each window of size height x width."""
        share = Fraction(1, size[0] * size[1])
        places = [*_windows(x, size, stride, (0, 0))]
        made = [
            self._sum([(share, x[c, i, j]) for _, _, i, j in cells], Fraction(0), "", "")
            for c in range(len(x))
            for _, cells in places
        ]
        height, width = places[-1][0]
        return _array(made).reshape(len(x), height + 1, width + 1)

    def add(self, x: Tensor, y: Tensor) -> Tensor:
        """x + y, of one shape."""
        if x.shape != y.shape:
            raise self.wrong(f"two tensors of shape {x.shape}", y.shape, "broadcasting is not read")
        one = Fraction(1)
        pairs = zip(x.ravel().tolist(), y.ravel().tolist(), strict=True)
        return _array([self._sum([(one, a), (one, b)], Fraction(0), "", "") for a, b in pairs]).reshape(
            x.shape
        )

    def activation(self, x: Tensor, name: str, beta: Fraction = Fraction(1)) -> Tensor:
        """A unit for each entry; sigma(beta z) / beta, a softplus of the thesis with gamma = beta."""
        made = []
        for form in x.ravel().tolist():
            below = [0 if n < self.inputs else self.units[n - self.inputs].layer for n, _ in form.terms]
            nodes, weights = tuple(n for n, _ in form.terms), tuple(beta * w for _, w in form.terms)
            layer = 1 + max(below, default=0)
            self.units.append(Unit(name, beta * form.constant, nodes, weights, layer, form.group, form.tied))
            made.append(Form(((self.inputs + len(self.units) - 1, 1 / beta),)))
        return _array(made).reshape(x.shape)

    def concatenate(self, tensors: Sequence[Tensor], axis: int = 0) -> Tensor:
        """Along an axis, without that of the samples."""
        return numpy.concatenate(tensors, axis=axis)

    def select(self, x: Tensor, places: Sequence[int]) -> Tensor:
        """The entries at these places of the first axis."""
        return x[list(places)]

    def reshape(self, x: Tensor, shape: Sequence[int]) -> Tensor:
        """The same entries in another shape; -1 as in numpy."""
        return x.reshape(tuple(shape))

    def network(self, outputs: Tensor) -> tuple[SkipNetwork, list[list[Fraction]], list[Fraction]]:
        """The network whose skip units are the nodes of the outputs; V, M x m; the outputs' constants."""
        forms: list[Form] = outputs.ravel().tolist()
        nodes = sorted({n for form in forms for n, _ in form.terms})
        if not nodes or nodes[0] < self.inputs:
            raise self.wrong("outputs that read hidden units alone", "outputs that read an input", "")
        table = [dict(form.terms) for form in forms]
        V = [[row.get(n, Fraction(0)) for row in table] for n in nodes]
        return SkipNetwork(self.inputs, tuple(self.units), tuple(nodes)), V, [f.constant for f in forms]

    def wrong(self, expected: str, found: object, remedy: str) -> InputError:
        """What to raise."""
        return InputError(self.at, expected, found, remedy or "change the network")


def _array(forms: list[Form]) -> Tensor:
    made = numpy.empty(len(forms), dtype=object)
    made[:] = forms
    return made


def _biases(bias: Tensor | None, n: int) -> list[Fraction]:
    return [Fraction(0)] * n if bias is None else [Fraction(b) for b in bias.ravel().tolist()]


def _exact(values: Tensor) -> Tensor:
    """Floats as the rationals that they are."""
    made = numpy.empty(values.size, dtype=object)
    made[:] = [Fraction(v) for v in values.ravel().tolist()]
    return made.reshape(values.shape)


def _windows(x: Tensor, size: Sequence[int], stride: tuple[int, int], padding: tuple[int, int]) -> Any:
    """((row, column), [(u, v, i, j), ...]): the cells (i, j) inside the image of each window."""
    H, W = x.shape[1:]
    for p in range((H + 2 * padding[0] - size[0]) // stride[0] + 1):
        for q in range((W + 2 * padding[1] - size[1]) // stride[1] + 1):
            top, left = p * stride[0] - padding[0], q * stride[1] - padding[1]
            cells = [(u, v, top + u, left + v) for u in range(size[0]) for v in range(size[1])]
            yield (p, q), [c for c in cells if 0 <= c[2] < H and 0 <= c[3] < W]


def with_own_biases(network: SkipNetwork, seed: int, size: Fraction = Fraction(1, 64)) -> SkipNetwork:
    """The same with a bias for every unit: a tied one plus a multiple of 2^-12 in [-size, size] at random."""
    draw = Random(seed).random
    steps = int(size * 4096)

    def own(unit: Unit) -> Unit:
        if not unit.tied:
            return unit
        return replace(unit, tied="", bias=unit.bias + Fraction(int(draw() * (2 * steps + 1)) - steps, 4096))

    return replace(network, units=tuple(own(unit) for unit in network.units))
