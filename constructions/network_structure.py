"""The structure of a network too large to be built unit by unit: layers, in-degrees, sharing, who reads whom.

It takes the same operations as `TracedNetwork`.  Units are numbered as there: inputs, then layer by layer in
the order of the activations, each layer with its channels outermost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place

INPUTS = -1  # among what a layer reads


@dataclass(frozen=True, eq=False)
class Sketch:
    """A tensor: its shape, the layers it reads, which inputs its entries are, and the operation that made it.

    patches: the inputs of each position, when it reads inputs alone.  in_degrees: the least and the largest.
    """

    shape: tuple[int, ...]
    reads: frozenset[int]
    nodes: NDArray[Any] | None = None
    name: str = ""
    in_degrees: tuple[int, int] = (1, 1)
    shared: bool = False
    patches: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Layer:
    """Units that one activation makes: n, or channels x height x width; `depth`: the layer of Section 4.2."""

    name: str
    activation: str
    shape: tuple[int, ...]
    first: int
    depth: int
    reads: frozenset[int]
    in_degrees: tuple[int, int]
    shared: bool
    patches: tuple[tuple[int, ...], ...]

    @property
    def units(self) -> int:
        """Their number."""
        return prod(self.shape)


class Structure:
    """The layers met so far; `at` is named by errors."""

    def __init__(self, shape: Sequence[int], at: Place) -> None:
        self.at = at
        self.inputs = prod(shape)
        self.layers: list[Layer] = []
        nodes = numpy.arange(self.inputs).reshape(tuple(shape))
        self.input = Sketch(tuple(shape), frozenset({INPUTS}), nodes)

    @property
    def units(self) -> int:
        """All hidden units."""
        return sum(layer.units for layer in self.layers)

    def linear(self, x: Sketch, weight: Any, bias: Any, name: str) -> Sketch:
        """Every unit reads all of x."""
        if len(x.shape) != 1 or x.shape[0] != weight.shape[1]:
            raise self.wrong(f"{weight.shape[1]} inputs of {name}, as one row", x.shape, "flatten before it")
        n, k = weight.shape
        patches = () if x.nodes is None else (tuple(x.nodes.tolist()),)
        return Sketch((n,), x.reads, None, name, (k, k), False, patches)

    def convolution(
        self,
        x: Sketch,
        weight: Any,
        bias: Any,
        name: str,
        stride: tuple[int, int] = (1, 1),
        padding: tuple[int, int] = (0, 0),
    ) -> Sketch:
        """weight n x channels x height x width; padding adds no arcs."""
        n, channels, *size = weight.shape
        if len(x.shape) != 3 or x.shape[0] != channels:
            raise self.wrong(f"an image with {channels} channels for {name}", x.shape, "check its shape")
        spans = [
            [range(max(0, p), min(side, p + s)) for p in range(-pad, side + pad - s + 1, step)]
            for side, s, step, pad in zip(x.shape[1:], size, stride, padding, strict=True)
        ]
        rows, columns = spans
        if not rows or not columns:
            raise self.wrong(f"an image of at least {size} for {name}", x.shape, "check its shape")
        degrees = [channels * len(i) * len(j) for i in rows for j in columns]
        patches: tuple[tuple[int, ...], ...] = ()
        if x.nodes is not None:
            patches = tuple(
                tuple(x.nodes[:, i.start : i.stop, j.start : j.stop].ravel().tolist())
                for i in rows
                for j in columns
            )
        shape = (n, len(rows), len(columns))
        return Sketch(shape, x.reads, None, name, (min(degrees), max(degrees)), len(degrees) > 1, patches)

    def scale(self, x: Sketch, factor: Any, shift: Any) -> Sketch:
        """The same arcs."""
        return x

    def average(self, x: Sketch, size: tuple[int, int], stride: tuple[int, int]) -> Sketch:
        """The mean of each window."""
        sides = [(side - s) // step + 1 for side, s, step in zip(x.shape[1:], size, stride, strict=True)]
        return replace(x, shape=(x.shape[0], *sides), nodes=None)

    def add(self, x: Sketch, y: Sketch) -> Sketch:
        """x + y, of one shape."""
        if x.shape != y.shape:
            raise self.wrong(f"two tensors of shape {x.shape}", y.shape, "broadcasting is not read")
        degrees = x.in_degrees[0] + y.in_degrees[0], x.in_degrees[1] + y.in_degrees[1]
        return replace(x, reads=x.reads | y.reads, nodes=None, in_degrees=degrees, patches=())

    def activation(self, x: Sketch, name: str, beta: Fraction = Fraction(1)) -> Sketch:
        """A layer of units."""
        depth = 1 + max((0 if k == INPUTS else self.layers[k].depth for k in x.reads), default=0)
        first = self.inputs + self.units
        self.layers.append(
            Layer(x.name, name, x.shape, first, depth, x.reads, x.in_degrees, x.shared, x.patches)
        )
        return Sketch(x.shape, frozenset({len(self.layers) - 1}))

    def concatenate(self, tensors: Sequence[Sketch], axis: int = 0) -> Sketch:
        """Along an axis, without that of the samples."""
        shape = list(tensors[0].shape)
        shape[axis] = sum(t.shape[axis] for t in tensors)
        return Sketch(tuple(shape), frozenset().union(*(t.reads for t in tensors)))

    def select(self, x: Sketch, places: Sequence[int]) -> Sketch:
        """The entries at these places of the first axis."""
        return replace(
            x, shape=(len(places), *x.shape[1:]), nodes=None if x.nodes is None else x.nodes[list(places)]
        )

    def reshape(self, x: Sketch, shape: Sequence[int]) -> Sketch:
        """The same entries in another shape; -1 as in numpy."""
        made = tuple(prod(x.shape) // prod(n for n in shape if n > 0) if n < 0 else n for n in shape)
        return replace(x, shape=made, nodes=None if x.nodes is None else x.nodes.reshape(made))

    def wrong(self, expected: str, found: object, remedy: str) -> InputError:
        """What to raise."""
        return InputError(self.at, expected, found, remedy)
