"""Points to look at: along polylines, at random, on grids; and the components that are seen there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from torch_backend.lift import LiftedNetwork
from torch_backend.rounding import enlarged, gamma, matrix, tiny

Points = tuple[torch.Tensor, torch.Tensor]  # B x d in the network's type, and their errors


def along(network: LiftedNetwork, vertices: Sequence[Sequence[Any]], n: int) -> Points:
    """About n points on a polyline, its vertices among them."""
    v, e = network.inputs(vertices)
    if len(v) == 1:
        return v, e
    each = max(2, n // (len(v) - 1))
    t = torch.linspace(0, 1, each, dtype=torch.float64, device=v.device)[None, :, None].to(v.dtype)
    a, b = v[:-1, None], v[1:, None]
    x = (a + t * (b - a)).reshape(-1, v.shape[1])
    size = (a.double().abs() + b.double().abs()).expand(-1, each, -1).reshape(x.shape)
    off = (e[:-1, None] + 2 * (e[:-1, None] + e[1:, None])).expand(-1, each, -1).reshape(x.shape)
    return x, enlarged(off + gamma(5, network.type) * 2 * size + 3 * tiny(network.type), 8)


def anywhere(network: LiftedNetwork, n: int, seed: int) -> torch.Tensor:
    """n points, normal with scales from 1/8 to 64: exact floats."""
    random = torch.Generator().manual_seed(seed)
    x = torch.randn(n, network.input_dim, generator=random, dtype=torch.float64)
    scale = 2.0 ** (9 * torch.rand(n, 1, generator=random, dtype=torch.float64) - 3)
    return (x * scale).to(network.type).to(network.place)


def signs(network: LiftedNetwork, forms: Sequence[Sequence[Any]], x: torch.Tensor) -> torch.Tensor:
    """1, 0 (not told) or -1 for each affine form (coefficients, then constant) at each point; B x forms."""
    values, off = matrix([list(form) for form in forms], torch.float64, network.place)
    y = x.double()
    seen = y @ values[:, :-1].T + values[:, -1]
    size = y.abs() @ values[:, :-1].abs().T + values[:, -1].abs()
    bound = gamma(y.shape[1] + 1, torch.float64) * size + y.abs() @ off[:, :-1].T + off[:, -1]
    bound = enlarged(bound + tiny(torch.float64) * (y.shape[1] + 1), 2 * y.shape[1])
    return (seen > bound).int() - (seen < -bound).int()


def all_of(told: torch.Tensor) -> torch.Tensor:
    """1 where every sign is 1, -1 where one is -1, else 0 (B x forms; no forms: 1)."""
    if not told.shape[1]:
        return torch.ones(len(told), dtype=torch.int32, device=told.device)
    return told.min(dim=1).values


def grid(network: LiftedNetwork, half: float, n: int) -> torch.Tensor:
    """n^d points of [-half, half]^d, the last coordinate fastest."""
    axis = torch.linspace(-half, half, n, dtype=torch.float64)
    axes = torch.meshgrid(*[axis] * network.input_dim, indexing="ij")
    return torch.stack(axes, dim=-1).reshape(-1, network.input_dim).to(network.type).to(network.place)


def components(inside: torch.Tensor) -> int:
    """The number of connected components of the true cells of a grid; neighbours share a facet."""
    label = torch.arange(1, inside.numel() + 1, device=inside.device).reshape(inside.shape) * inside
    while True:
        before = label
        for axis in range(inside.dim()):
            label = _carried(label, axis)
            label = _carried(label.flip(axis), axis).flip(axis)
        if torch.equal(before, label):
            return int(label[inside].unique().numel())


def _carried(label: torch.Tensor, axis: int) -> torch.Tensor:
    """The largest label so far in each run of non-zero labels along an axis."""
    blocked = label == 0
    run = blocked.cumsum(axis)
    top = int(label.max()) + 1
    return torch.where(blocked, 0, torch.cummax(label + run * top, axis).values - run * top)
