"""An exact network as a torch module: batched evaluation with a proven forward error bound.

With f^ the computed features, e >= |f^ - f|, W^ the rounded weights, |W^ - W| <= D, a layer of n inputs has
|W^ f^ + b^ - (W f + b)| <= gamma_(n+1) (|W^| |f^| + |b^|) + |W^| e + D (|f^| + e) + |b^ - b|
(Higham 2002, Section 3.1; any order of summation).  The bound is computed beside the value, in float64.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from checker import Layer, Network
from torch_backend.activation import LiftedActivation
from torch_backend.observed import Observed
from torch_backend.rounding import DTYPES, enlarged, gamma, matrix, tiny, vector

INSIDE, UNDECIDED, OUTSIDE = 1, 0, -1


def device_of(name: str) -> torch.device:
    """The device `cpu` or `cuda`; `ValueError` where this machine has none."""
    if name == "cuda" and not torch.cuda.is_available():
        raise ValueError("no CUDA device on this machine; use --device cpu")
    return torch.device(name)


class LiftedLayer(torch.nn.Module):
    """x -> sigma(W^T x + b) on the rows of a batch."""

    def __init__(self, layer: Layer, dtype: torch.dtype, device: torch.device) -> None:
        super().__init__()
        weight, off = matrix(layer.weight, dtype, device)
        bias, shift = vector(layer.bias, dtype, device)
        for name, tensor in (("weight", weight), ("off", off), ("bias", bias), ("shift", shift)):
            self.register_buffer(name, tensor)
        self.sigma = LiftedActivation(layer.activation, dtype, device)
        n = weight.shape[1]
        self.terms, self.gamma, self.tiny = n, gamma(n + 1, dtype), (n + 1) * tiny(dtype)

    def before(self, x: torch.Tensor, e: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The pre-activations B x n_k and their error bounds, from the values before.

        With weights ... x n_k x n_{k-1} and biases ... x n_k put into the buffers: those of all these layers.
        """
        bias, shift = self.bias.unsqueeze(-2), self.shift.unsqueeze(-2)
        pre = x @ self.weight.mT + bias
        size, weight = x.double().abs(), self.weight.double().abs().mT
        error = self.gamma * (size @ weight + bias.double().abs()) + e @ weight
        error = error + (size + e) @ self.off.mT + shift + self.tiny
        return pre, enlarged(error, 3 * self.terms)

    def forward(self, x: torch.Tensor, e: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Values B x n_k and their error bounds, from those before."""
        return self.sigma(*self.before(x, e))


class LiftedNetwork(torch.nn.Module):
    """f on batches of inputs.

    dtype: float64, float32 or bfloat16 (whose bounds are infinite from 255 inputs on).  Numbers
    that depend on a parameter are taken at its middle.  Raises `ValueError` where a number is too large for
    the type, or an activation has no error bound.
    """

    def __init__(self, network: Network, dtype: str = "float64", device: str = "cpu") -> None:
        super().__init__()
        self.type, self.place, self.input_dim = DTYPES[dtype], device_of(device), network.input_dim
        self.layers = torch.nn.ModuleList(LiftedLayer(k, self.type, self.place) for k in network.layers)

    @property
    def about(self) -> dict[str, Any]:
        """Type and device, for an `Observed`."""
        return {"dtype": str(self.type).removeprefix("torch."), "device": str(self.place)}

    def forward(self, x: torch.Tensor, e: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """f(x), B x m, and the bound of each entry's error; e: errors of the inputs (none: exact)."""
        e = torch.zeros_like(x, dtype=torch.float64) if e is None else e
        for layer in self.layers:
            x, e = layer(x, e)
        return x, e

    def inputs(self, points: Sequence[Sequence[Any]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Exact points, B x d, as a batch with its rounding errors."""
        return matrix(points, self.type, self.place)

    def margins(
        self, x: torch.Tensor, j: int, e: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """min over k != j of f_j - f_k, and its error; float64.  One output: 1, as in the kernel."""
        y, error = self(x, e)
        if y.shape[1] == 1:
            return torch.ones_like(error[:, 0]), torch.zeros_like(error[:, 0])
        others = [k for k in range(y.shape[1]) if k != j]
        differences = y[:, [j]].double() - y[:, others].double()
        off = enlarged(error[:, [j]] + error[:, others] + gamma(1, torch.float64) * differences.abs(), 3)
        return differences.min(dim=1).values, off.max(dim=1).values

    def membership(self, x: torch.Tensor, j: int, e: torch.Tensor | None = None) -> torch.Tensor:
        """For each point INSIDE or OUTSIDE C_j, where its margin is larger than the error; else UNDECIDED."""
        margin, error = self.margins(x, j, e)
        return torch.where(margin > error, INSIDE, torch.where(margin < -error, OUTSIDE, UNDECIDED))

    def evaluate(self, points: Sequence[Sequence[Any]]) -> list[list[Observed]]:
        """f at exact points, each entry with its own bound."""
        values, errors = self(*self.inputs(points))
        pairs = zip(values.double().tolist(), errors.tolist(), strict=True)
        return [[Observed(v, e, **self.about) for v, e in zip(*row, strict=True)] for row in pairs]
