"""Figure 4.3: a very deep narrow softplus network, with and without skip-connections, trained by SGD.

Source: Nguyen (2019), Section 4.4.2: 150 layers of width 10, N = 1,000 images of CIFAR10, the best rate of
four for each model, 1,000 epochs.  The skip-network reaches zero error within 200 epochs; the plain one
does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from torch_backend.experiments.drawing import Chart, svg
from torch_backend.experiments.images import Images, load
from torch_backend.experiments.outcome import Finding, Outcome, Setting
from torch_backend.experiments.skip_models import DeepNetwork
from torch_backend.experiments.training import train, wrong


@dataclass(frozen=True)
class Size:
    """Samples, depth, width, epochs, and the rates of which each model takes the best."""

    samples: int
    depth: int
    width: int
    epochs: int
    rates: tuple[float, ...]


SMALL = Size(200, 40, 10, 120, (1e-2, 1e-3))
FULL = Size(1000, 150, 10, 1000, (1e-2, 1e-3, 1e-4, 1e-5))


def run(setting: Setting, size: Size | None = None) -> Outcome:
    """Train both models at each rate, and keep the best of each."""
    size = size or (FULL if setting.full else SMALL)
    images = load(setting.data, size.samples, setting.seed, setting.place)
    rows: list[dict[str, Any]] = []
    for skip in (False, True):
        runs = [
            setting.kept.of(
                f"{'skip' if skip else 'plain'} {rate}",
                partial(_one, setting, images, size, skip, rate),
            )
            for rate in size.rates
        ]
        rows.append(min(runs, key=lambda one: (one["errors"][-1], one["losses"][-1])))
    charts = []
    for key, what, logarithmic in (
        ("errors", "training error (%)", False),
        ("losses", "training loss", True),
    ):
        curves = [
            (
                f"{'with' if row['skip'] else 'without'} skip, rate {row['rate']:g}",
                list(enumerate(row[key], 1)),
            )
            for row in rows
        ]
        charts.append(
            Chart(
                f"{size.depth} layers of width {size.width}, N = {len(images.X)}",
                curves,
                "epoch",
                what,
                logarithmic,
            )
        )
    return Outcome(
        rows, _table(rows), _findings(rows), svg("Figure 4.3: very deep networks", charts), "float32"
    )


def _one(setting: Setting, images: Images, size: Size, skip: bool, rate: float) -> dict[str, Any]:
    name = f"{'skip' if skip else 'plain'} at rate {rate:g}"
    setting.progress(f"training {name}")
    N, widths = len(images.X), (images.X[0].numel(), *[size.width] * size.depth, images.classes)
    model = DeepNetwork(widths, "softplus", N if skip else 0, setting.seed).to(setting.place)
    X, losses, errors = images.X.float(), list[float](), list[float]()

    def after(epoch: int) -> None:
        with torch.no_grad():
            losses.append(float(torch.nn.functional.cross_entropy(model(X), images.y)))
        errors.append(100 * wrong(model, X, images.y) / N)
        if epoch % 20 == 0:
            setting.progress(f"{name}: epoch {epoch}, error {errors[-1]:.1f} %")

    optimiser = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9, nesterov=True)
    train(model, X, images.y, optimiser, size.epochs, setting.seed, 32, after=after)
    zero = next((epoch for epoch, e in enumerate(errors, 1) if e == 0), None)
    return {"skip": skip, "rate": rate, "first_epoch_without_error": zero, "errors": errors, "losses": losses}


def _table(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [
        ("model", "rate", "first epoch without error", "error at the end (%)", "loss at the end")
    ]
    for r in rows:
        first = "-" if r["first_epoch_without_error"] is None else str(r["first_epoch_without_error"])
        ends = f"{r['errors'][-1]:.1f}", f"{r['losses'][-1]:.3g}"
        table.append(("with skip" if r["skip"] else "without", f"{r['rate']:g}", first, *ends))
    return table


def _findings(rows: list[dict[str, Any]]) -> list[Finding]:
    plain, skip = rows
    first = skip["first_epoch_without_error"]
    return [
        Finding.of(
            "with skip-connections",
            "zero training error within 200 epochs",
            f"from epoch {first}" if first else f"{skip['errors'][-1]:.1f} % at the end",
            first is not None and first <= 200,
        ),
        Finding.of(
            "without",
            "stronger fluctuations, no convergence",
            f"{plain['errors'][-1]:.1f} % at the end",
            plain["errors"][-1] > 0,
        ),
    ]
