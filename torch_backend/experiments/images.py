"""Images for the experiments: a training and a test part of a data set, in an order drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import torch

from constructions.formats.data import DataSet, read_data

_COLOUR = 3


@dataclass(frozen=True)
class Images:
    """Training images N x C x H x W in [0, 1] and their classes, test images and theirs."""

    X: torch.Tensor
    y: torch.Tensor
    X_test: torch.Tensor
    y_test: torch.Tensor
    source: str

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return int(self.y.max()) + 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """(C, H, W)."""
        _, c, h, w = self.X.shape
        return c, h, w


def load(name: str, n: int, seed: int, device: torch.device, tests: int = 10_000) -> Images:
    """At most n training images of `digits`, `mnist:FOLDER` or a file, in float64.

    MNIST brings its test images; of others a quarter, or what n leaves over, is for tests.
    """
    source = read_data(name)
    X, y = _tensors(source, device)
    random = torch.Generator().manual_seed(seed)
    order = torch.randperm(len(X), generator=random).to(device)
    if name.startswith("mnist:") and not name.endswith(":test"):
        X_test, y_test = _tensors(read_data(f"{name}:test"), device)
    else:
        cut = min(n, len(X) - len(X) // 4)
        order, rest = order[:cut], order[cut:]
        X_test, y_test = X[rest], y[rest]
    chosen = order[:n]
    return Images(X[chosen], y[chosen], X_test[:tests], y_test[:tests], name)


def _tensors(source: DataSet, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    if source.y is None:
        raise ValueError(f"{source.source}: labels y are needed")
    X = torch.tensor(source.X.numerators.tolist(), dtype=torch.float64, device=device) / source.X.denominator
    pixels = X.shape[1]
    channels = 1 if isqrt(pixels) ** 2 == pixels else _COLOUR
    side = isqrt(pixels // channels)
    if channels * side * side != pixels:
        raise ValueError(f"{source.source}: {pixels} inputs are no square image, grey or of three colours")
    return X.reshape(-1, channels, side, side), torch.tensor(source.y.tolist(), device=device)
