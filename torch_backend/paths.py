"""The loss along a polyline of parameters, at samples, with a proven error bound (square and hinge loss).

Units are moved in the buffers of one lifted network; a weight (1 - t) v + t w carries the errors of v and w
and of the interpolation.  phi is the kernel's: see `checker.risk`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from checker import Network, Rationals, Reader
from torch_backend.lift import LiftedNetwork
from torch_backend.rounding import enlarged, gamma, matrix, tiny, vector

_READ = Reader(Rationals())
_ENTRIES = 2**18  # of features at a time
Rows = list[tuple[torch.Tensor, torch.Tensor]]  # of each layer: T x (l + 1) weights and bias, and errors


@dataclass(frozen=True)
class Samples:
    """S places on the path: segment and t; outputs S x N x m, losses, and the bounds of their errors."""

    places: list[tuple[int, float]]
    output: torch.Tensor
    output_error: torch.Tensor
    loss: torch.Tensor
    error: torch.Tensor


class Along:
    """The samples of one claim `loss-path`, block by block; beyond `n` segments, their ends only."""

    def __init__(
        self, claim: Mapping[str, Any], moves: Any, device: str, n: int, dtype: str = "float64"
    ) -> None:
        start: Network = _READ.network(claim["start"], "/claim/start")
        self.network, risk = LiftedNetwork(start, dtype, device), claim["risk"]
        self.X = self.network.inputs([_READ.vector(x, "/claim/risk/inputs") for x in risk["inputs"]])
        self.Y, self.off = self.network.inputs([_READ.vector(y, "/claim/risk") for y in risk["targets"]])
        self.name, self.moves = str(risk["loss"]), moves
        self.inside = max(0, n // max(1, len(moves)) - 1)
        self.last: Rows = []
        size = max(1, len(risk["inputs"]) * max(start.widths))
        self.block = max(1, _ENTRIES // size)

    def _vertices(self) -> Iterator[Rows]:
        vertex: Rows = []
        for layer in self.network.layers:
            rows = torch.cat([layer.weight, layer.bias[:, None]], 1)
            vertex.append((rows, torch.cat([layer.off, layer.shift[:, None]], 1)))
        yield vertex
        for changes in self.moves:
            vertex = [(a.clone(), e.clone()) for a, e in vertex]
            for change in changes:
                k, j = int(change["layer"]), int(change["unit"])
                exact = _READ.vector([*change["weight"], change["bias"]], "/evidence/moves")
                vertex[k][0][j], vertex[k][1][j] = vector(exact, self.network.type, self.network.place)
            yield vertex

    def __iter__(self) -> Iterator[Samples]:
        places: list[tuple[int, float]] = []
        waiting: list[Rows] = []
        for segment, vertex in enumerate(self._vertices(), -1):
            points = [1.0] if segment < 0 else [(i + 1) / (self.inside + 1) for i in range(self.inside + 1)]
            for t in points:
                waiting.append(vertex if t == 1 else _between(self.last, vertex, t, self.network.type))
                places.append((segment, t))
            self.last = vertex
            if len(waiting) >= self.block:
                yield self._at(places, waiting)
                places, waiting = [], []
        if waiting:
            yield self._at(places, waiting)

    def _at(self, places: list[tuple[int, float]], points: list[Rows]) -> Samples:
        for k, layer in enumerate(self.network.layers):
            rows, off = (torch.stack([point[k][i] for point in points]) for i in (0, 1))
            layer.weight, layer.bias = rows[..., :-1], rows[..., -1]
            layer.off, layer.shift = off[..., :-1], off[..., -1]
        f, e = self.network(*self.X)
        return Samples(places, f, e, *loss_with_error(self.name, f, e, self.Y, self.off))


def _between(start: Rows, end: Rows, t: float, type: torch.dtype) -> Rows:
    """(1 - t) start + t end, with the errors of both and of the interpolation."""
    found: Rows = []
    for (a, e), (b, d) in zip(start, end, strict=True):
        size = a.double().abs() + b.double().abs()
        found.append(((1 - t) * a + t * b, enlarged(e + d + gamma(5, type) * size + 3 * tiny(type), 6)))
    return found


def loss_with_error(
    name: str, f: torch.Tensor, e: torch.Tensor, y: torch.Tensor, off: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Phi at outputs f, ... x N x m, and targets y, N x m, with their errors, and its own error; in float64.

    For the cross-entropy as far as the library's exp and log are right to 2^-48.
    """
    f, y, u, terms = f.double(), y.double(), gamma(y.numel() + 8, torch.float64), y.numel()
    if name == "cross_entropy":
        each = torch.logsumexp(f, -1) - (y * f).sum(-1)
        spread = (1 + y.abs()) * e + off * f.abs() + 2**-48 * (1 + f.abs()) * (1 + y.abs())
        return each.sum(-1), enlarged(spread.sum((-1, -2)), terms)
    if name == "square":
        d = f - y
        s = e + off + u * (f.abs() + y.abs())
        loss, spread = 0.5 * (d * d).sum((-1, -2)), d.abs() * s + s * s
    else:
        loss = (1 - y * f).clamp(min=0).sum((-1, -2))
        spread = (y.abs() + off) * e + off * f.abs() + u * (1 + (y * f).abs())
    return loss, enlarged(spread.sum((-1, -2)) + u * loss, terms)


def problem(samples: Along, behaviour: Any) -> tuple[str, int, list[float], float]:
    """What contradicts the behaviour (or nothing), the number of samples, the range of losses, the error."""
    lowest, highest, worst, count, found = float("inf"), -float("inf"), 0.0, 0, ""
    first: Samples | None = None
    before: tuple[torch.Tensor, torch.Tensor] | None = None
    for block in samples:
        first = first or block
        bad, what = _bad(block, first, before, behaviour)
        if bool(bad.any()) and not found:
            at = int(bad.int().argmax())
            segment, t = block.places[at]
            found = f"{what} at segment {segment}, t = {t:.4g} (loss {float(block.loss[at]):.6g})"
        lowest, highest = min(lowest, float(block.loss.min())), max(highest, float(block.loss.max()))
        worst, count = max(worst, float(block.error.max())), count + len(block.places)
        before = block.loss[-1:], block.error[-1:]
    return found, count, [lowest, highest], worst


def _bad(
    block: Samples, first: Samples, before: tuple[torch.Tensor, torch.Tensor] | None, behaviour: Any
) -> tuple[torch.Tensor, str]:
    """Which samples contradict the behaviour beyond their errors, and how."""
    loss, error = block.loss, block.error
    if isinstance(behaviour, dict):
        (exact,), (off,) = matrix([[_READ.number(behaviour["at-most"], "/claim")]], torch.float64, _CPU)
        return loss - error > float(exact[0]) + float(off[0]), "the loss exceeds the bound"
    if behaviour == "non-increasing":
        earlier = before or (loss[:1], error[:1])
        rise = loss - torch.cat([earlier[0], loss[:-1]])
        return rise > error + torch.cat([earlier[1], error[:-1]]), "the loss rises"
    if behaviour == "constant":
        return (loss - first.loss[0]).abs() > error + first.error[0], "the loss moves"
    moved = (block.output.double() - first.output[0].double()).abs()
    room = enlarged(block.output_error + first.output_error[0], 2)
    return (moved > room).flatten(1).any(1), "an output moves"


_CPU = torch.device("cpu")
