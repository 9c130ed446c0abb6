"""Figure 4.4: the loss on a plane of parameters through a trained network, with and without skip-connections.

Source: Nguyen (2019), Section 4.4.3: 784 inputs, two hidden layers of 784 and 300 units, N = 1,024 images
of MNIST, M = N skip units, cross-entropy, sigmoid and softplus; the plane goes through a point learned by
SGD and is spanned by two random directions.  Here each direction is scaled to the weights it moves, row by
row (Li et al., 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from torch_backend.experiments.drawing import Heat, svg
from torch_backend.experiments.images import Images, load
from torch_backend.experiments.outcome import PART, YES, Finding, Outcome, Setting
from torch_backend.experiments.skip_models import DeepNetwork
from torch_backend.experiments.training import train

_HALF = 1.0  # of the square, in lengths of the directions


@dataclass(frozen=True)
class Size:
    """Samples (and skip units), the two widths, epochs, and points on each side of the square."""

    samples: int
    widths: tuple[int, int]
    epochs: int
    points: int


SMALL = Size(160, (128, 64), 60, 33)
FULL = Size(1024, (784, 300), 300, 101)


def run(setting: Setting, size: Size | None = None) -> Outcome:
    """Four planes: sigmoid and softplus, without and with skip-connections."""
    size = size or (FULL if setting.full else SMALL)
    images = load(setting.data, size.samples, setting.seed, setting.place)
    rows, panels = list[dict[str, Any]](), list[Heat]()
    for sigma in ("sigmoid", "softplus"):
        for skip in (False, True):
            name = f"{sigma}, {'with' if skip else 'without'} skip"
            row = setting.kept.of(name, partial(_one, setting, images, size, sigma, skip))
            rows.append({key: value for key, value in row.items() if key != "surface"} | {"model": name})
            panels.append(Heat(f"{name}: loss", row["surface"]))
    return Outcome(
        rows, _table(rows), _findings(rows), svg("Figure 4.4: the loss on a plane", panels), "float32"
    )


def _one(setting: Setting, images: Images, size: Size, sigma: str, skip: bool) -> dict[str, Any]:
    setting.progress(f"training {sigma}, {'with' if skip else 'without'} skip")
    X, N = images.X.float(), len(images.X)
    widths = (X[0].numel(), *size.widths, images.classes)
    model = DeepNetwork(widths, sigma, N if skip else 0, setting.seed).to(setting.place)
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, nesterov=True)
    errors = train(model, X, images.y, optimiser, size.epochs, setting.seed, 32)
    surface = _plane(model, X, images.y, size.points, setting.seed)
    lowest, stuck = _minima(surface)
    return {
        "errors": errors,
        "loss_in_the_middle": float(surface[size.points // 2, size.points // 2]),
        "range": [float(surface.min()), float(surface.max())],
        "grid_minima": lowest,
        "grid_points_that_do_not_lead_to_the_lowest": stuck,
        "surface": surface.tolist(),
    }


def _plane(model: torch.nn.Module, X: torch.Tensor, y: torch.Tensor, points: int, seed: int) -> torch.Tensor:
    """The loss at points x points parameters, in float64."""
    model = model.double()
    random = torch.Generator().manual_seed(seed + 1)
    middle = [p.detach().clone() for p in model.parameters()]
    directions = []
    for _ in range(2):
        drawn = [torch.randn(p.shape, generator=random, dtype=torch.float64).to(p) for p in middle]
        directions.append([_scaled(d, p) for d, p in zip(drawn, middle, strict=True)])
    axis = torch.linspace(-_HALF, _HALF, points, dtype=torch.float64).tolist()
    found = torch.zeros(points, points, dtype=torch.float64)
    with torch.no_grad():
        for i, a in enumerate(axis):
            for j, b in enumerate(axis):
                for p, m, u, v in zip(model.parameters(), middle, *directions, strict=True):
                    p.copy_(m + a * u + b * v)
                found[i, j] = torch.nn.functional.cross_entropy(model(X.double()), y)
    return found


def _scaled(direction: torch.Tensor, p: torch.Tensor) -> torch.Tensor:
    """Each row of a direction as long as that row of the weights; biases do not move."""
    if p.dim() == 1:
        return torch.zeros_like(p)
    return direction * (p.norm(dim=1) / direction.norm(dim=1))[:, None]


def _minima(surface: torch.Tensor) -> tuple[int, int]:
    """Points of the grid without a lower neighbour, and points from which steps to the lowest neighbour end
    elsewhere than at the lowest point of all."""
    n = len(surface)
    wide = torch.nn.functional.pad(surface[None, None], (1, 1, 1, 1), value=float("inf"))[0, 0]
    shifts = [(a, b) for a in range(3) for b in range(3)]
    around = torch.stack([wide[a : a + n, b : b + n] for a, b in shifts])
    best = around.argmin(0)
    rows, columns = torch.meshgrid(torch.arange(n), torch.arange(n), indexing="ij")
    moves = torch.tensor(shifts) - 1
    to = (rows + moves[best][..., 0]) * n + columns + moves[best][..., 1]
    here = torch.arange(n * n).reshape(n, n)
    still = to == here
    end = to.flatten()
    for _ in range(2 * n.bit_length() + 8):
        end = end[end]
    return int(still.sum()), int((end != int(surface.argmin())).sum())


def _table(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [
        (
            "model",
            "errors",
            "loss in the middle",
            "highest loss",
            "minima on the grid",
            "points led elsewhere",
        )
    ]
    for r in rows:
        counts = str(r["grid_minima"]), str(r["grid_points_that_do_not_lead_to_the_lowest"])
        table.append(
            (r["model"], str(r["errors"]), f"{r['loss_in_the_middle']:.3g}", f"{r['range'][1]:.3g}", *counts)
        )
    return table


def _findings(rows: list[dict[str, Any]]) -> list[Finding]:
    found = []
    for sigma in ("sigmoid", "softplus"):
        plain, skip = (
            next(r for r in rows if r["model"] == f"{sigma}, {w} skip") for w in ("without", "with")
        )
        a, b = plain["grid_minima"], skip["grid_minima"]
        seen = f"{a} minima on the grid without, {b} with; errors {plain['errors']} and {skip['errors']}"
        lower = skip["loss_in_the_middle"] <= plain["loss_in_the_middle"]
        agrees = YES if b < a else PART if b == a and lower else "no"
        found.append(
            Finding(f"{sigma}: the plane", "skip-connections smooth the loss, and lead lower", seen, agrees)
        )
    return found
