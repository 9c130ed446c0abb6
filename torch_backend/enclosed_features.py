"""Features at any depth in float64 with proven error bounds, for layers of integers over a denominator.

Up to the pre-activations of the first transcendental layer everything is exact (`DeviceFeatures`); from there
on |fl(x W^T + b) - (x' W^T + b)| <= gamma_(l + 2) (|x| |W|^T + |b|) + e |W|^T for |x - x'| <= e
(Higham 2002, 3.1), weights being one rounding off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy
import torch

from checker import Rationals, Reader
from checker.convolution import ENCLOSED, bend
from constructions.certificate import NotFound
from constructions.feature_matrix import AffineLayer, AnyLayer, PoolLayer
from constructions.formats.exact_matrix import ExactMatrix
from torch_backend.device_features import HostFeatures, Rows, exact_source
from torch_backend.elementary import Pair, activation
from torch_backend.rounding import enlarged, gamma, tiny

_READ, _DOUBLE = Reader(Rationals()), torch.float64
_U = 2.0**-53


def name_of(layer: AnyLayer) -> str | None:
    """The name of a transcendental activation (or softsign), else None."""
    sigma = layer.activation if isinstance(layer, AffineLayer) else None
    name = sigma.get("name") if isinstance(sigma, dict) else None
    return str(name) if name in ENCLOSED else None


def enclosed_features(
    layers: Sequence[AnyLayer], X: ExactMatrix, rows: Rows = slice(None), device: str = "cpu"
) -> Pair:
    """F_k on these samples, B x n, and a bound of each entry's error."""
    first = next((k for k, layer in enumerate(layers, 1) if name_of(layer)), len(layers))
    source = exact_source(layers[:first], X, device)
    if isinstance(source, HostFeatures) and source.big:
        exact = [[x / source.denominator for x in row] for row in source.on_host(rows).tolist()]
        z = torch.tensor(exact, dtype=_DOUBLE, device=source.device)
    else:
        z = source(rows).double() / float(source.denominator)
    e = enlarged(3 * _U * z.abs(), 2)  # numerator and denominator are rounded, where beyond 2^53, and z is
    if source.sigma is not None:
        z, e = activation(source.sigma, z, e)
    for layer in layers[first:]:
        if isinstance(layer, PoolLayer):
            patches = torch.from_numpy(layer.patches.astype(numpy.int64)).to(z.device)
            z, e = z[:, patches].amax(2), e[:, patches].amax(2)
        else:
            z, e = _bent(layer, *_affine(layer, z, e))
    return z, e


def _affine(layer: AffineLayer, x: torch.Tensor, e: torch.Tensor) -> Pair:
    """The pre-activations."""

    def rounded(numbers: numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.int64]]) -> torch.Tensor:
        exact = [float(v / layer.denominator) for v in numbers.ravel().tolist()]  # one correct rounding
        return torch.tensor(exact, dtype=_DOUBLE, device=x.device).reshape(numbers.shape)

    weight, bias = rounded(layer.filters), rounded(layer.bias)
    if layer.patches is not None:
        patches = torch.from_numpy(layer.patches.astype(numpy.int64)).to(x.device)
        x, e = x[:, patches], e[:, patches]
        bias = bias.reshape(1 if layer.tied else len(layer.patches), -1)
    l = weight.shape[1]
    size = (x.abs() @ weight.abs().T) + bias.abs()
    error = gamma(l + 2, _DOUBLE) * size + e @ weight.abs().T + 2 * _U * (e @ weight.abs().T)
    value = x @ weight.T + bias
    return value.flatten(1), enlarged(error + (l + 1) * tiny(_DOUBLE), 3 * l).flatten(1)


def _bent(layer: AffineLayer, z: torch.Tensor, e: torch.Tensor) -> Pair:
    """sigma of them: by name, or piecewise linear, continuous, and so as steep as its steepest piece."""
    name = name_of(layer)
    if name is not None:
        return activation(name, z, e)
    made = _READ.activation(layer.activation, "/activation")
    if made.is_identity():
        return z, e
    bent, factor = bend(made, 1)
    if any(b.denominator != 1 for b in made.breakpoints):
        raise NotFound("breakpoints that are no integers are not enclosed on a device")
    lines = [(c / factor, s / factor) for c, s in bent.pieces]
    found = lines[0][1] * z + lines[0][0]
    size = abs(lines[0][1]) * z.abs() + abs(lines[0][0])
    for end, (c, s) in zip(bent.ends, lines[1:], strict=True):
        found = torch.where(z > end, s * z + c, found)
        size = torch.maximum(size, abs(s) * z.abs() + abs(c))
    steep = max(abs(s) for _, s in lines)
    return found, enlarged(steep * (1 + 4 * _U) * e + 4 * _U * size, 4)
