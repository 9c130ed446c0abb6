"""Layers on images as they are met, kept as the patches and filters of convolution, pooling and flat layers.

An image has the shape (channels, height, width) and is flattened in that order, as torch and ONNX do.  A
patch that reaches over the border of a padded image names the input `width` there, one beyond the last: it is
zero, and only `layered_network` of the region engine knows it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy

from checker import Activation, Rationals, encode_activation
from constructions.feature_matrix import AffineLayer, AnyLayer, Integers, PoolLayer, exact_layer
from constructions.formats.errors import InputError, Place
from constructions.formats.loaded_network import WEIGHTS
from constructions.formats.piecewise_linear import IDENTITY

Pair = tuple[int, int]


@dataclass(frozen=True, eq=False)
class LayeredNetwork:
    """A network with convolution or max-pooling, and its provenance; see `LoadedNetwork`."""

    input_dim: int
    layers: tuple[AnyLayer, ...]
    source: str
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """(d, n_1, ..., n_L), pooling included."""
        units = (x.units if isinstance(x, AffineLayer) else len(x.patches) for x in self.layers)
        return (self.input_dim, *units)


@dataclass(frozen=True)
class Window:
    """How a filter moves: its size, stride, dilation, and zeros (or nothing, for pooling) beyond the border.

    padding: top, left, bottom, right.
    """

    size: Pair
    stride: Pair = (1, 1)
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    dilation: Pair = (1, 1)
    ceil: bool = False

    def places(self, length: int, axis: int) -> list[list[int]]:
        """For each output along an axis the inputs below each entry of the window, -1 beyond the border."""
        before, after = self.padding[axis], self.padding[axis + 2]
        reach = self.dilation[axis] * (self.size[axis] - 1) + 1
        free, step = length + before + after - reach, self.stride[axis]
        count = (-(-free // step) if self.ceil else free // step) + 1
        if self.ceil and (count - 1) * step >= length + before:  # a window must start on the image
            count -= 1
        steps = range(0, self.dilation[axis] * self.size[axis], self.dilation[axis])
        starts = [i * step - before for i in range(count)]
        return [[s + o if 0 <= s + o < length else -1 for o in steps] for s in starts]


class ImageLayers:
    """The layers so far; `where` is the shape of what the next one takes, with the number of each unit."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.layers: list[AnyLayer] = []
        self.inputs = self.width = math.prod(shape)
        self.where: Integers = numpy.arange(self.inputs).reshape(shape)
        self.bent = True  # the layer before has its activation, or there is none

    def linear(self, weight: Sequence[Sequence[Fraction]], bias: Sequence[Fraction], at: Place) -> None:
        """A fully connected layer, one row for each output."""
        if self.where.ndim != 1:
            raise InputError(at, "features in one row", f"shape {self.where.shape}", "put a Flatten before")
        if not weight or len(weight[0]) != self.width:
            found = f"a weight for {len(weight[0]) if weight else 0}"
            raise InputError(at, f"{self.width} inputs", found, "check the shapes of the model")
        made = exact_layer(weight, bias, encode_activation(IDENTITY, Rationals()))
        filters = numpy.empty_like(made.filters)
        filters[:, self.where] = made.filters
        self._put(replace(made, filters=filters), (len(weight),))

    def convolve(
        self, filters: Integers, bias: Sequence[Fraction], window: Window, groups: int, at: Place
    ) -> None:
        """Filters of shape (T, channels of a group, height, width), an array of `Fraction`."""
        channels, rows, columns = self._image(at)
        count = len(filters)
        if groups < 1 or count % groups or filters.shape[1] * groups != channels:
            found = f"filters of shape {filters.shape} in {groups} groups"
            raise InputError(at, f"filters for {channels} channels", found, "check the shapes of the model")
        up, across = self._places(window, rows, columns, at)
        wide = numpy.full((count, channels, *filters.shape[2:]), Fraction(0), dtype=object)
        for t in range(count):
            first = t // (count // groups) * filters.shape[1]
            wide[t, first : first + filters.shape[1]] = filters[t]
        if wide[0].size * len(up) * len(across) + wide.size > WEIGHTS:
            raise InputError(at, f"at most {WEIGHTS} entries of patches", "more", "read a smaller network")
        framed = numpy.full((channels, rows + 1, columns + 1), self.width)
        framed[:, :rows, :columns] = self.where
        patches = [framed[:, y][:, :, x].ravel() for y in up for x in across]
        made = exact_layer(
            wide.reshape(count, -1).tolist(), bias, encode_activation(IDENTITY, Rationals()),
            numpy.asarray(patches), True,
        )  # fmt: skip
        self._put(made, (len(up), len(across), count))
        self.where = self.where.transpose(2, 0, 1)

    def pool(self, window: Window, at: Place) -> None:
        """Max-pooling of each channel; what lies beyond the border is left out."""
        channels, rows, columns = self._image(at)
        up, across = self._places(window, rows, columns, at)
        patches = []
        for channel in range(channels):
            for y in up:
                for x in across:
                    inside = [int(self.where[channel, i, j]) for i in y for j in x if i >= 0 <= j]
                    if not inside:
                        raise InputError(at, "windows that meet the image", "one outside", "pad less")
                    patches.append(inside + inside[:1] * (len(y) * len(x) - len(inside)))
        self.layers.append(PoolLayer(numpy.asarray(patches)))
        self.width, self.bent = len(patches), True
        self.where = numpy.arange(self.width).reshape(channels, len(up), len(across))

    def average(self, window: Window, at: Place) -> None:
        """Average-pooling of each channel, without padding: a convolution of one filter for each channel."""
        if any(window.padding) or window.ceil:
            raise InputError(at, "average-pooling without padding", "padding", "pad in a layer of its own")
        channels, share = self._image(at)[0], Fraction(1, math.prod(window.size))
        filters = numpy.full((channels, 1, *window.size), share, dtype=object)
        self.convolve(filters, [Fraction(0)] * channels, window, channels, at)

    def activate(self, sigma: Activation) -> None:
        """The activation of the layer before it, or of one that is the identity where there is none."""
        if sigma.is_identity():
            return
        written = encode_activation(sigma, Rationals())
        last = self.layers[-1] if self.layers else None
        if self.bent or not isinstance(last, AffineLayer):
            last = self._identity()
            self.layers.append(last)
        self.layers[-1] = replace(last, activation=written)
        self.bent = True

    def add(self, bias: Sequence[Fraction], at: Place) -> None:
        """Added to the outputs of the layer before it, one for each output or channel."""
        last = self.layers[-1] if self.layers else None
        if self.bent or not isinstance(last, AffineLayer) or len(bias) != len(last.bias):
            raise InputError(at, "Add of a bias right after its layer", "elsewhere", "fold it into the layer")
        before = [Fraction(int(b), last.denominator) for b in last.bias]
        rows = [[Fraction(int(x), last.denominator) for x in row] for row in last.filters]
        total = [a + b for a, b in zip(before, bias, strict=True)]
        self.layers[-1] = exact_layer(rows, total, last.activation, last.patches, last.tied)

    def flatten(self) -> None:
        """All features in one row, channel by channel."""
        self.where = self.where.reshape(-1)

    def finished(self, source: str, digest: str, notes: Sequence[str], at: Place) -> LayeredNetwork:
        """The network; `InputError` when there is no layer, or the outputs are still an image."""
        if not self.layers or self.where.ndim != 1:
            raise InputError(at, "a row of outputs at the end", f"shape {self.where.shape}", "add a Flatten")
        if not numpy.array_equal(self.where, numpy.arange(self.width)):
            identity = [[Fraction(int(i == j)) for j in range(self.width)] for i in range(self.width)]
            self.linear(identity, [Fraction(0)] * self.width, at)
        return LayeredNetwork(self.inputs, tuple(self.layers), source, digest, tuple(notes))

    def _image(self, at: Place) -> tuple[int, int, int]:
        if self.where.ndim != 3:
            found = f"shape {self.where.shape}"
            raise InputError(at, "an image (channels, height, width)", found, "give its shape, --image C,H,W")
        channels, rows, columns = self.where.shape
        return channels, rows, columns

    def _places(
        self, window: Window, rows: int, columns: int, at: Place
    ) -> tuple[list[list[int]], list[list[int]]]:
        if min(*window.size, *window.stride, *window.dilation) < 1 or min(window.padding) < 0:
            raise InputError(at, "positive sizes, strides and dilations", window, "check the model")
        found = window.places(rows, 0), window.places(columns, 1)
        if not found[0] or not found[1]:
            raise InputError(at, f"a window within {rows} x {columns}", window.size, "check the model")
        return found

    def _put(self, made: AffineLayer, shape: tuple[int, ...]) -> None:
        self.layers.append(made)
        self.width, self.bent = made.units, False
        self.where = numpy.arange(self.width).reshape(shape)

    def _identity(self) -> AffineLayer:
        rows = numpy.eye(self.width, dtype=numpy.int64)
        return AffineLayer(
            rows, numpy.zeros(self.width, dtype=numpy.int64), 1, encode_activation(IDENTITY, Rationals())
        )
