"""Features of convolutional networks and of directed acyclic ones, with bounds of their errors.

Layers are those of `checker.convolution` and units those of `checker.rules.skip_rank`.  The bounds are those
of `torch_backend.lift`, as far as the library's exp, log and tanh are right to 16 units in the last place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch

from checker import Rationals, Reader
from torch_backend.activation import LiftedActivation
from torch_backend.rounding import enlarged, gamma, matrix, rounded, tiny, vector

Pair = tuple[torch.Tensor, torch.Tensor]
Sigma = Callable[[torch.Tensor, torch.Tensor], Pair]
_READ = Reader(Rationals())
_ULPS = 16


class Smooth:
    """sigmoid, tanh, softplus or ELU: each is computed by the library, and changes by at most |dt|."""

    def __init__(self, name: str, dtype: torch.dtype) -> None:
        self.of: Callable[[torch.Tensor], torch.Tensor] = {
            "sigmoid": torch.sigmoid,
            "tanh": torch.tanh,
            "softplus": lambda t: torch.logaddexp(t, torch.zeros_like(t)),
            "elu": torch.nn.functional.elu,
        }[name]
        self.slope = 0.25 if name == "sigmoid" else 1.0
        self.unit, self.tiny = _ULPS * torch.finfo(dtype).eps, tiny(dtype)

    def __call__(self, t: torch.Tensor, e: torch.Tensor) -> Pair:
        """sigma(t) and its error, of the library and of the input."""
        value = self.of(t)
        return value, enlarged(self.slope * e + self.unit * value.double().abs() + self.tiny, 4)


def activation(value: Any, dtype: torch.dtype, device: torch.device) -> Sigma:
    """The activation of a layer or unit: a smooth one by its name, else one of the kernel's."""
    name = value["name"]
    if name in ("sigmoid", "tanh", "softplus", "elu"):
        return Smooth(str(name), dtype)
    return LiftedActivation(_READ.activation(value, "/activation"), dtype, device)


def inputs(data: Mapping[str, Any], dtype: torch.dtype, device: torch.device) -> Pair:
    """`{"denominator", "rows"}` as N x d inputs and their errors."""
    bottom, rows = int(data["denominator"]), [[int(x) for x in row] for row in data["rows"]]
    exact = torch.tensor([[x / bottom for x in row] for row in rows], dtype=torch.float64, device=device)
    x = exact.to(dtype)
    return x, enlarged((exact - x.double()).abs() + 2**-53 * exact.abs() + tiny(dtype), 2)


def affine(x: torch.Tensor, e: torch.Tensor, weight: Pair, bias: Pair, dtype: torch.dtype) -> Pair:
    """x W^T + b for the last axis of x, and the error; gamma_(l + 1) |x| |W|^T and what the rounding adds."""
    (w, dw), (b, db) = weight, bias
    l = w.shape[1]
    size, absolute = x.double().abs(), w.double().abs()
    error = gamma(l + 1, dtype) * (size @ absolute.T + b.double().abs()) + e @ absolute.T
    error = error + (size + e) @ dw.T + db + (l + 1) * tiny(dtype)
    return x @ w.T + b, enlarged(error, 3 * l)


def features(
    layers: Sequence[Mapping[str, Any]], data: Mapping[str, Any], dtype: torch.dtype, device: torch.device
) -> Pair:
    """F_k on the data, N x n_k, and the bound of each entry's error."""
    x, e = inputs(data, dtype, device)
    for layer in layers:
        if "max_over" in layer:
            patches = _indices(layer["max_over"], device)
            x, e = x[:, patches].amax(2), e[:, patches].amax(2)
            continue
        dense = "weight" in layer
        weight = matrix(_READ.matrix(layer["weight" if dense else "filters"], "/weight"), dtype, device)
        b, db = vector(_READ.vector(layer.get("bias", layer.get("tied_bias")), "/bias"), dtype, device)
        if dense:
            y, error = affine(x, e, weight, (b, db), dtype)
        else:
            patches = _indices(layer["patches"], device)
            shape = (1, -1) if "tied_bias" in layer else (len(patches), -1)
            y, error = affine(
                x[:, patches], e[:, patches], weight, (b.reshape(shape), db.reshape(shape)), dtype
            )
            y, error = y.flatten(1), error.flatten(1)
        x, e = activation(layer["activation"], dtype, device)(y, error)
    return x, e


def _indices(patches: Any, device: torch.device) -> torch.Tensor:
    return torch.tensor([[int(i) for i in patch] for patch in patches], device=device)


def skip_features(
    units: Sequence[Mapping[str, Any]],
    skip: Sequence[Any],
    data: Mapping[str, Any],
    dtype: torch.dtype,
    device: torch.device,
) -> Pair:
    """Psi on the data, N x M, and the bound of each entry's error; units read nodes before them."""
    x, e = inputs(data, dtype, device)
    nodes, errors = list(x.unbind(1)), list(e.unbind(1))
    for unit in units:
        sources = [int(k) for k in unit["from"]]
        weight = matrix([_READ.vector(unit["weight"], "/weight")], dtype, device)
        bias = rounded(_READ.number(unit["bias"], "/bias"), dtype)
        b, db = (torch.tensor([part], dtype=torch.float64, device=device) for part in bias)
        read, off = (torch.stack([where[k] for k in sources], 1) for where in (nodes, errors))
        y, error = affine(read, off, weight, (b.to(dtype), db), dtype)
        value, error = activation(unit["activation"], dtype, device)(y[:, 0], error[:, 0])
        nodes.append(value)
        errors.append(error)
    chosen = [int(p) for p in skip]
    return torch.stack([nodes[p] for p in chosen], 1), torch.stack([errors[p] for p in chosen], 1)
