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
Rows = list[tuple[torch.Tensor, torch.Tensor]]  # of each layer: T x (l + 1) weights and bias, and errors


@dataclass(frozen=True)
class Sample:
    """The place on the path, the outputs, the loss, and the bounds of their errors."""

    segment: int
    t: float
    output: torch.Tensor
    output_error: torch.Tensor
    loss: float
    error: float


class Along:
    """The samples of one claim `loss-path`; segments beyond `n` are seen at their ends only."""

    def __init__(self, claim: Mapping[str, Any], moves: Any, device: str, n: int) -> None:
        start: Network = _READ.network(claim["start"], "/claim/start")
        self.network, risk = LiftedNetwork(start, device=device), claim["risk"]
        self.X = self.network.inputs([_READ.vector(x, "/claim/risk/inputs") for x in risk["inputs"]])
        self.Y, self.off = self.network.inputs([_READ.vector(y, "/claim/risk") for y in risk["targets"]])
        self.name, self.moves = str(risk["loss"]), moves
        inside = max(0, n // max(1, len(moves)) - 1)
        self.times = [(i + 1) / (inside + 1) for i in range(inside)] + [1.0]

    def __iter__(self) -> Iterator[Sample]:
        vertex: Rows = []
        for layer in self.network.layers:
            weight, off = layer.weight, layer.off
            rows = torch.cat([weight, layer.bias[:, None]], 1), torch.cat([off, layer.shift[:, None]], 1)
            vertex.append(rows)
        yield self._at(-1, 0.0, vertex, vertex)
        for n, changes in enumerate(self.moves):
            following = [(a.clone(), e.clone()) for a, e in vertex]
            for change in changes:
                k, j = int(change["layer"]), int(change["unit"])
                row = [*change["weight"], change["bias"]]
                exact = _READ.vector(row, "/evidence/moves")
                following[k][0][j], following[k][1][j] = vector(exact, torch.float64, self.network.place)
            for t in dict.fromkeys(self.times):
                yield self._at(n, t, vertex, following)
            vertex = following

    def _at(self, n: int, t: float, start: Rows, end: Rows) -> Sample:
        for layer, (a, e), (b, d) in zip(self.network.layers, start, end, strict=True):
            rows = a if t == 0 else b if t == 1 else (1 - t) * a + t * b
            size = a.abs() + b.abs()
            off = e if t == 0 else d if t == 1 else e + d + gamma(4, torch.float64) * size
            off = enlarged(off + 3 * tiny(torch.float64), 4) if 0 < t < 1 else off
            layer.weight, layer.bias = rows[:, :-1].contiguous(), rows[:, -1].contiguous()
            layer.off, layer.shift = off[:, :-1].contiguous(), off[:, -1].contiguous()
        f, e = self.network(*self.X)
        loss, error = self._loss(f, e)
        return Sample(n, t, f, e, loss, error)

    def _loss(self, f: torch.Tensor, e: torch.Tensor) -> tuple[float, float]:
        """Phi and its error; for the cross-entropy as far as the library's exp and log are right to 2^-48."""
        y, off, u = self.Y, self.off, gamma(f.numel() + 8, torch.float64)
        if self.name == "square":
            d, s = f - y, e + off + u * (f.abs() + y.abs())
            loss = 0.5 * (d * d).sum()
            spread = d.abs() * s + s * s
            return loss.item(), float(enlarged(spread.sum() + u * loss, f.numel()))
        if self.name == "hinge":
            loss = (1 - y * f).clamp(min=0).sum()
            spread = (y.abs() + off) * e + off * f.abs() + u * (1 + (y * f).abs())
            return loss.item(), float(enlarged(spread.sum() + u * loss, f.numel()))
        terms = torch.logsumexp(f, 1) - (y * f).sum(1)
        spread = ((1 + y.abs()) * e + off * f.abs() + 2**-48 * (1 + f.abs()) * (1 + y.abs())).sum()
        return terms.sum().item(), float(enlarged(spread, f.numel()))


def problem(samples: Iterator[Sample] | Along, behaviour: Any) -> tuple[str, int, list[float], float]:
    """What contradicts the behaviour (or nothing), the number of samples, the range of losses, the error."""
    first: Sample | None = None
    last: Sample | None = None
    lowest, highest, worst, count, found = float("inf"), -float("inf"), 0.0, 0, ""
    bound = None
    if isinstance(behaviour, dict):
        (exact,), (off,) = matrix([[_READ.number(behaviour["at-most"], "/claim")]], torch.float64, _CPU)
        bound = float(exact[0]), float(off[0])
    for sample in samples:
        first = first or sample
        where = f"segment {sample.segment}, t = {sample.t:.4g}"
        rise = sample.loss - (last or sample).loss
        both = sample.error + (last or sample).error
        if bound is not None and sample.loss - sample.error > bound[0] + bound[1]:
            found = found or f"loss {sample.loss:.6g} at {where}"
        elif behaviour == "non-increasing" and rise > both:
            found = found or f"the loss rises by {rise:.3g} at {where}"
        elif behaviour == "constant" and abs(sample.loss - first.loss) > sample.error + first.error:
            found = found or f"the loss moves by {sample.loss - first.loss:.3g} at {where}"
        elif behaviour == "constant-output" and _moves(first, sample):
            found = found or f"an output moves at {where}"
        lowest, highest = min(lowest, sample.loss), max(highest, sample.loss)
        worst, count, last = max(worst, sample.error), count + 1, sample
    return found, count, [lowest, highest], worst


def _moves(first: Sample, sample: Sample) -> bool:
    moved = (sample.output - first.output).abs()
    return bool((moved > enlarged(sample.output_error + first.output_error, 2)).any())


_CPU = torch.device("cpu")
