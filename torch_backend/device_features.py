"""Features of a data set made on the device by blocks of rows, exactly: integers from float64 products.

The semantics of `constructions.feature_matrix`: numerators over one denominator, before a sigmoid, tanh or
ELU those of the pre-activations.  They are float64 where they stay below 2^50, else int64, below 2^62, from
products with the filters limb by limb.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import gcd
from typing import Any

import numpy
import torch
from numpy.typing import NDArray

from checker import Rationals, Reader
from checker.convolution import ENCLOSED, bend
from constructions.certificate import NotFound
from constructions.feature_matrix import AffineLayer, AnyLayer, FeatureMatrix, PoolLayer, feature_matrix
from constructions.formats.exact_matrix import ExactMatrix
from torch_backend.lift import device_of

Rows = slice | NDArray[numpy.int64]
Columns = NDArray[numpy.int64] | None
_READ = Reader(Rationals())
_SMALL, _LARGEST = 2**50, 2**62  # what floats are exact for, and integers
_TOO_LARGE = "numerators beyond 62 bits are not made on a device; use features of the host"


class HostFeatures:
    """Features that lie with the host; `big` where 64 bits do not hold them."""

    def __init__(self, matrix: FeatureMatrix, device: torch.device) -> None:
        self.matrix, self.device = matrix, device
        self.shape: tuple[int, int] = matrix.numerators.shape
        self.denominator, self.sigma = matrix.denominator, matrix.sigma
        self.big = matrix.numerators.dtype == object
        self.small = not self.big and int(numpy.abs(matrix.numerators).max(initial=0)) < _SMALL
        self.numbers_per_row = 6 * self.shape[1]  # that are held at once while a row is made

    def on_host(self, rows: Rows, columns: Columns = None) -> NDArray[Any]:
        """Numerators of these rows and columns."""
        found = self.matrix.numerators[rows]
        return found if columns is None else found[:, columns]

    def __call__(self, rows: Rows, columns: Columns = None) -> torch.Tensor:
        """The same on the device, int64, or float64 where that is exact."""
        found = self.on_host(rows, columns).astype(numpy.int64, copy=False)
        moved = torch.from_numpy(numpy.ascontiguousarray(found)).to(self.device)
        return moved.double() if self.small else moved

    def whole(self) -> FeatureMatrix:
        """All of them on the host."""
        return self.matrix


class DeviceFeatures:
    """Features of the last of some layers on N x d data, made anew for each block of rows.

    Raises `NotFound` where a number could exceed 62 bits, and above a transcendental layer.
    """

    big = False

    def __init__(self, layers: Sequence[AnyLayer], X: ExactMatrix, device: torch.device) -> None:
        if X.numerators.dtype == object:
            raise NotFound(_TOO_LARGE)
        self.layers, self.data, self.device = layers, X, device
        self.steps: list[Callable[[torch.Tensor], torch.Tensor]] = []
        self.denominator, width = X.denominator, X.width
        widest = width
        self.sigma: str | None = None
        size = int(numpy.abs(X.numerators.astype(numpy.int64)).max())
        for k, layer in enumerate(layers, 1):
            if self.sigma is not None:
                raise NotFound(
                    f"layer {k - 1} is a {self.sigma} layer; exact features above it are not supported"
                )
            if isinstance(layer, PoolLayer):
                self.steps.append(self._pool(layer))
                width = len(layer.patches)
            else:
                size = self._affine(layer, size)
                width = layer.units
            widest = max(widest, width)
        self.shape = (len(X), width)
        gathered = [k.patches.size for k in layers if k.patches is not None]
        self.numbers_per_row = 2 * max(gathered, default=0) + 8 * widest

    def _tensor(self, array: NDArray[Any], dtype: torch.dtype) -> torch.Tensor:
        return torch.from_numpy(numpy.ascontiguousarray(array.astype(numpy.int64))).to(self.device).to(dtype)

    def _pool(self, layer: PoolLayer) -> Callable[[torch.Tensor], torch.Tensor]:
        patches = self._tensor(layer.patches, torch.int64)
        return lambda x: x[:, patches].amax(dim=2)

    def _affine(self, layer: AffineLayer, size: int) -> int:
        """Append the steps of a layer; size: a bound of its input, and of its output."""
        common = gcd(layer.denominator, *layer.filters.ravel().tolist(), *layer.bias.tolist())
        filters, clear = (layer.filters // common).astype(object), layer.denominator // common
        bias = (layer.bias // common).astype(object) * self.denominator
        self.denominator *= clear
        reach = size * int(numpy.abs(filters).sum(axis=1).max())
        largest = reach + int(numpy.abs(bias).max())
        if largest >= _LARGEST:
            raise NotFound(_TOO_LARGE)
        patches = None if layer.patches is None else self._tensor(layer.patches, torch.int64)
        shift = self._tensor(numpy.tile(bias, layer.units // len(bias)), torch.int64)
        limbs = [(at, self._tensor(part.T, torch.float64)) for at, part in _limbs(filters, size)]

        if largest < _SMALL:
            filters_, shift_ = limbs[0][1], shift.double()
            self.steps.append(
                lambda x: ((x if patches is None else x[:, patches]).double() @ filters_).flatten(1) + shift_
            )
        else:
            self.steps.append(lambda x: _by_limbs(x if patches is None else x[:, patches], limbs) + shift)

        sigma = layer.activation
        name = str(sigma["name"]) if isinstance(sigma, dict) else ""
        if name in ENCLOSED:
            self.sigma = name
            return largest
        made = _READ.activation(sigma, "/activation")
        if made.is_identity():
            return largest
        bent, factor = bend(made, self.denominator)
        self.denominator *= factor
        before, largest = largest, max(abs(c) + abs(s) * largest for c, s in bent.pieces)
        if largest >= _LARGEST:
            raise NotFound(_TOO_LARGE)

        def bending(x: torch.Tensor) -> torch.Tensor:
            x = x if before >= _SMALL or largest < _SMALL else x.long()
            (constant, slope), *others = bent.pieces
            found = slope * x + constant
            for end, (c, s) in zip(bent.ends, others, strict=True):
                found = torch.where(x > end, s * x + c, found)
            return found

        self.steps.append(bending)
        return largest

    def __call__(self, rows: Rows, columns: Columns = None) -> torch.Tensor:
        """Numerators of these rows and columns, int64, or float64 where that is exact."""
        x = self._tensor(self.data.numerators[rows], torch.int64)
        for step in self.steps:
            x = step(x)
        return x if columns is None else x[:, torch.from_numpy(columns).to(self.device)]

    def whole(self) -> FeatureMatrix:
        """All of them on the host, made there: 8 N n bytes."""
        return feature_matrix(self.layers, self.data)


def _by_limbs(x: torch.Tensor, limbs: Sequence[tuple[int, torch.Tensor]]) -> torch.Tensor:
    out = torch.zeros((), dtype=torch.int64, device=x.device)
    for at, limb in limbs:
        out = out + ((x.double() @ limb).long() << at)
    return out.flatten(1)


Source = HostFeatures | DeviceFeatures


def _limbs(filters: NDArray[Any], size: int) -> list[tuple[int, NDArray[Any]]]:
    """Pairs (shift, limb) with filters = sum of limb 2^shift, each limb's products with `size` below 2^50."""
    length = filters.shape[1]
    if size * int(numpy.abs(filters).sum(axis=1).max()) < _SMALL:
        return [(0, filters)]
    width = (_SMALL // (2 * size * length)).bit_length() - 1
    if width < 1:
        raise NotFound(_TOO_LARGE)
    found, at, rest = list[tuple[int, NDArray[Any]]](), 0, filters
    while rest.any():
        low = rest % 2**width
        found.append((at, low))
        rest, at = (rest - low) // 2**width, at + width
        if numpy.abs(rest).max() < 2**width:
            return [*found, (at, rest)]
    return found


def exact_source(layers: Sequence[AnyLayer], X: ExactMatrix, device: str) -> Source:
    """Exact features on a device: made there where 62 bits hold them, else by the host."""
    place = device_of(device)
    try:
        return DeviceFeatures(layers, X, place)
    except NotFound:
        return HostFeatures(feature_matrix(layers, X), place)
