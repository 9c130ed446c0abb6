"""Losses in floating point: along paths, at their least, between sublevel sets, and along rays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from checker import Network, Rationals, Reader
from torch_backend.confirmation import CONFIRMED, CONTRADICTED, UNDECIDED, Confirmation, Task
from torch_backend.lift import LiftedNetwork
from torch_backend.paths import Along, loss_with_error, problem
from torch_backend.rounding import enlarged, rational

_READ = Reader(Rationals())
_STARTS, _STEPS, _RATE = 24, 160, 0.07  # of the search for a low loss
_BENDS, _CURVES, _POINTS = 3, 6, 25  # of the curves that try to stay in a sublevel set
_FAR = (1.0, -1.0, 64.0, -64.0)  # along a ray, in lengths of its direction
Parameters = list[torch.Tensor]  # of each layer: ... x n_k x (n_{k-1} + 1), the bias last


def loss_path(task: Task) -> Confirmation:
    """The loss at samples of every segment, and the end of the path."""
    path = Along(task.claim, task.evidence["moves"], task.device, task.n, task.dtype)
    found, count, losses, error = problem(path, task.claim["behaviour"])
    end = _READ.network(task.claim["end"], "/claim/end")
    goal = task.lifted(end).layers
    rows = [torch.cat([layer.weight, layer.bias[:, None]], 1) for layer in goal]
    if not found and any(not torch.equal(a, b) for (a, _), b in zip(path.last, rows, strict=True)):
        found = "the path ends at another network"
    says = f"loss from {losses[0]:.6g} to {losses[1]:.6g} at {count} points of {len(path.moves)} segments"
    fine = error < 1 + losses[1]
    if isinstance(task.claim["behaviour"], dict):  # a bound that is met within the errors is not told
        bound = float(_READ.number(task.claim["behaviour"]["at-most"], "/claim/behaviour"))
        fine = fine and (losses[0] + error < bound or error < 1e-20)
    outcome = CONTRADICTED if found else CONFIRMED if fine else UNDECIDED
    return task.found(outcome, f"{found}; {says}" if found else says, losses, error)


@dataclass(frozen=True)
class Landscape:
    """The loss of networks of one shape on the data of a claim, at many parameters at once."""

    network: LiftedNetwork
    X: torch.Tensor
    Y: torch.Tensor
    off: torch.Tensor
    name: str

    @classmethod
    def of(cls, task: Task, network: Network, risk: Any) -> Landscape:
        """That of a claim, in float64."""
        lifted = LiftedNetwork(network, "float64", task.device)
        X, _ = lifted.inputs([_READ.vector(x, "/claim/risk/inputs") for x in risk["inputs"]])
        Y, off = lifted.inputs([_READ.vector(y, "/claim/risk/targets") for y in risk["targets"]])
        return cls(lifted, X, Y, off, str(risk["loss"]))

    def rows(self, network: Network) -> Parameters:
        """The parameters of a network of this shape."""
        layers = LiftedNetwork(network, "float64", str(self.network.place)).layers
        return [torch.cat([layer.weight, layer.bias[:, None]], 1) for layer in layers]

    def __call__(self, parameters: Sequence[torch.Tensor]) -> torch.Tensor:
        """Phi for each leading index, differentiable."""
        x = self.X
        for layer, rows in zip(self.network.layers, parameters, strict=True):
            x = x @ rows[..., :-1].transpose(-1, -2) + rows[..., None, :, -1]
            x = x if layer.sigma.exact.is_identity() else layer.sigma.at(x)[0]
        if self.name == "square":
            return 0.5 * (x - self.Y).square().sum((-1, -2))
        if self.name == "hinge":
            return (1 - self.Y * x).clamp(min=0).sum((-1, -2))
        return torch.logsumexp(x, -1).sum(-1) - (self.Y * x).sum((-1, -2))

    def exactly(self, parameters: Sequence[torch.Tensor]) -> tuple[float, float]:
        """Phi at one point and its error."""
        for layer, rows in zip(self.network.layers, parameters, strict=True):
            layer.weight, layer.bias = rows[:, :-1].contiguous(), rows[:, -1].contiguous()
            layer.off, layer.shift = torch.zeros_like(layer.weight), torch.zeros_like(layer.bias)
        f, e = self.network(self.X)
        loss, error = loss_with_error(self.name, f, e, self.Y, self.off)
        return loss.item(), error.item()


def least(
    landscape: Landscape, shape: Parameters, seed: int, zero: tuple[int, int, int] | None = None
) -> tuple[float, float]:
    """The lowest loss that a search from random parameters meets, and its error; `zero`: a weight kept 0."""
    random = torch.Generator().manual_seed(seed)
    parameters = [
        torch.randn(_STARTS, *rows.shape, generator=random, dtype=torch.float64).to(rows) for rows in shape
    ]
    masks = [torch.ones_like(rows) for rows in shape]
    if zero is not None:
        k, j, i = zero
        masks[k][j, i] = 0
    parameters = [(p * m).requires_grad_() for p, m in zip(parameters, masks, strict=True)]
    optimiser = torch.optim.Adam(parameters, lr=_RATE)
    for step in range(_STEPS):
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 - step / _STEPS) + 1e-4
        optimiser.zero_grad()
        losses = landscape([p * m for p, m in zip(parameters, masks, strict=True)])
        losses.sum().backward()
        optimiser.step()
    with torch.no_grad():
        kept = [p * m for p, m in zip(parameters, masks, strict=True)]
        best = int(landscape(kept).nan_to_num(torch.inf).argmin())
        return landscape.exactly([p[best] for p in kept])


def loss_at_least(task: Task) -> Confirmation:
    """The lowest loss that a search meets, against the claimed bound."""
    exact = _READ.network(task.claim["network"], "/claim/network")
    landscape = Landscape.of(task, exact, task.claim["risk"])
    value, error = least(landscape, landscape.rows(exact), task.seed)
    near, _ = rational(_READ.number(task.claim["bound"], "/claim/bound"))
    bound = float(near)
    says = f"lowest loss met {value:.6g} from {_STARTS} starts, claimed at least {bound:.6g}"
    outcome = CONTRADICTED if value + error < bound * (1 - 2**-50) else CONFIRMED
    return task.found(outcome, says, value, error)


def sublevel_separated(task: Task) -> Confirmation:
    """The ends, curves that try to stay below, and points of the surface that is said to separate."""
    claim = task.claim
    start, end = (_READ.network(claim[name], f"/claim/{name}") for name in ("start", "end"))
    landscape = Landscape.of(task, start, claim["risk"])
    a = float(rational(_READ.number(claim["behaviour"]["at-most"], "/claim/behaviour"))[0])
    ends = [landscape.rows(network) for network in (start, end)]
    for rows in ends:
        value, error = landscape.exactly(rows)
        if value - error > a * (1 + 2**-50):
            return task.found(CONTRADICTED, f"an end has loss {value:.6g}, more than {a:.6g}", value, error)
    sides, surface = _separator(task, landscape, ends)
    if not min(sides) < 0 < max(sides):
        return task.found(UNDECIDED, "the ends lie on one side of what is said to separate them", sides, None)
    top = _lowest_barrier(landscape, ends, task.seed)
    says = f"every curve tried rises to {top:.6g} or more, the surface between lies at {surface:.6g} or more"
    outcome = CONFIRMED if min(top, surface) > a else UNDECIDED
    return task.found(outcome, f"{says}; claimed above {a:.6g}", min(top, surface))


def _separator(task: Task, landscape: Landscape, ends: Sequence[Parameters]) -> tuple[list[float], float]:
    """The sign of the separating function at both ends, and the lowest loss met where it vanishes."""
    if "weight" in task.evidence:
        place = task.evidence["weight"]
        k, j, i = int(place["layer"]), int(place["unit"]), int(place["input"])
        if i >= ends[0][k].shape[1] - 1:
            raise LookupError(f"layer {k} has no input {i}")
        found = least(landscape, ends[0], task.seed, (k, j, i))
        return [float(rows[k][j, i]) for rows in ends], found[0]
    rows = [_READ.vector(row, "/evidence/differences") for row in task.evidence["differences"]]
    D = torch.tensor([[float(x) for x in row] for row in rows], dtype=torch.float64).to(landscape.X)
    kept = (D @ landscape.Y - torch.eye(len(D)).to(D)).abs().max() + D.sum(1).abs().max()
    if kept > 1e-9:
        return [1.0, 1.0], 0.0
    sides = []
    for first, _ in ends:
        pre = landscape.X @ first[:, :-1].T + first[:, -1]
        layer = next(iter(landscape.network.layers))
        sides.append(float(torch.linalg.det(D @ layer.sigma.at(pre)[0])))
    return sides, float(1 / (2 * D.square().sum()))


def _lowest_barrier(landscape: Landscape, ends: Sequence[Parameters], seed: int) -> float:
    """The lowest maximum, at samples, of curves through a few points that are moved to lower it."""
    random, (a, b) = torch.Generator().manual_seed(seed), ends
    bends = []
    for x, y in zip(a, b, strict=True):
        t = torch.arange(1, _BENDS + 1).to(x)[None, :, None, None] / (_BENDS + 1)
        noise = torch.randn(_CURVES, _BENDS, *x.shape, generator=random, dtype=torch.float64).to(x)
        scale = torch.arange(_CURVES).to(x)[:, None, None, None] / 2
        bends.append(((1 - t) * x + t * y + scale * noise).requires_grad_())
    optimiser = torch.optim.Adam(bends, lr=_RATE)

    def tops() -> torch.Tensor:
        curve = [
            _interpolated(torch.cat([x.expand(_CURVES, 1, -1, -1), p, y.expand(_CURVES, 1, -1, -1)], 1))
            for x, p, y in zip(a, bends, b, strict=True)
        ]
        losses: torch.Tensor = landscape(curve)
        return losses

    best = float("inf")
    for _ in range(_STEPS // 2):
        optimiser.zero_grad()
        losses = tops()
        best = min(best, losses.detach().amax(1).min().item())
        torch.logsumexp(8 * losses, 1).sum().backward()
        optimiser.step()
    return best


def _interpolated(points: torch.Tensor) -> torch.Tensor:
    """Points along polylines: C x V x ... to C x P x ..."""
    s = torch.linspace(0, points.shape[1] - 1, _POINTS, dtype=torch.float64, device=points.device)
    left = s.floor().long().clamp(max=points.shape[1] - 2)
    t = (s - left)[None, :, None, None]
    return (1 - t) * points[:, left] + t * points[:, left + 1]


def unbounded_ray(task: Task) -> Confirmation:
    """The outputs at a few points of the line of parameters."""
    exact = _READ.network(task.claim["network"], "/claim/network")
    lifted = LiftedNetwork(exact, "float64", task.device)
    X, e = lifted.inputs([_READ.vector(x, "/claim/inputs") for x in task.claim["inputs"]])
    k = int(task.evidence["layer"])
    rows = [_READ.vector(row, "/evidence/direction") for row in task.evidence["direction"]]
    if not any(x for row in rows for x in row):
        return task.found(CONTRADICTED, "the direction is zero")
    change, off = lifted.inputs(rows)
    far = [t / max(1.0, float(change.abs().max())) for t in _FAR]
    layer = list(lifted.layers)[k]
    if change.shape != (layer.weight.shape[0], layer.weight.shape[1] + 1):
        raise TypeError(f"a direction of {tuple(change.shape)}")
    weight, bias = layer.weight, layer.bias
    w_off, b_off = layer.off, layer.shift
    first, bound = lifted(X, e)
    worst, moved = 0.0, False
    for t in far:
        layer.weight, layer.bias = weight + t * change[:, :-1], bias + t * change[:, -1]
        size = 2**-51 * abs(t) * change.abs() + abs(t) * off
        layer.off = w_off + size[:, :-1] + 2**-51 * weight.abs()
        layer.shift = b_off + size[:, -1] + 2**-51 * bias.abs()
        y, error = lifted(X, e)
        apart = (y - first).abs()
        moved = moved or bool((apart > enlarged(error + bound, 2)).any())
        worst = max(worst, float(apart.max()))
    says = f"outputs move by {worst:.3g} at {len(far)} points of the line"
    small = worst <= 1e-6 * (1 + float(first.abs().max()))
    return task.found(CONTRADICTED if moved else CONFIRMED if small else UNDECIDED, says, worst)


KINDS: dict[str, Callable[[Task], Confirmation]] = {
    "loss-path": loss_path,
    "loss-at-least": loss_at_least,
    "sublevel-separated": sublevel_separated,
    "unbounded-ray": unbounded_ray,
}
