"""Figure 5.3: a classifier trained on the data of Equation 5.4 has a W_1 of full rank, and connected regions.

Source: Nguyen (2019), Section 5.3.2.  The thesis gives no width and no number of samples: here n_1 = 2
leaky-ReLU units, as in its analytical example, trained by SGD with momentum.
"""

from __future__ import annotations

from typing import Any

import torch

from checker import Network
from torch_backend.experiments.decision_regions import Panel, certified_components, exact_network, svg
from torch_backend.experiments.outcome import Finding, Outcome, Setting
from torch_backend.experiments.training import train
from torch_backend.lift import INSIDE, LiftedNetwork
from torch_backend.sampling import components, grid

HALF, FINE = 4.0, 241


def data(seed: int, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n samples of Equation 5.4: blue (class 0) in two squares, red (class 1) in the rectangle between."""
    random = torch.Generator().manual_seed(seed)
    u = torch.rand(n, 3, generator=random, dtype=torch.float64)
    blue = torch.arange(n) < n // 2
    side = torch.where(u[:, 2] < 0.5, -1.0, 1.0)
    x1 = torch.where(blue, side * (1 + u[:, 0]), 2 * u[:, 0] - 1)
    return torch.stack([x1, u[:, 1] - 0.5], 1), (~blue).long()


def run(setting: Setting, seeds: int | None = None) -> Outcome:
    """Train from a few starting points; look at W_1, and prove the number of components of each region."""
    rows, panels = list[dict[str, Any]](), list[Panel]()
    X, y = (t.to(setting.place) for t in data(setting.seed, 2000 if setting.full else 400))
    for k in range(seeds or (8 if setting.full else 3)):
        setting.progress(f"training from start {k}")
        torch.manual_seed(1000 * setting.seed + k)
        layers = torch.nn.Linear(2, 2), torch.nn.LeakyReLU(1 / 128), torch.nn.Linear(2, 2)
        model = torch.nn.Sequential(*layers).double().to(setting.place)
        optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        epochs = 1000 if setting.full else 150
        errors = train(model, X, y, optimiser, epochs, setting.seed, 64, lambda e: 0.1 / 2 ** (e // 50))
        network = exact_network(model)
        lifted = LiftedNetwork(network, device=setting.device)
        blue = (lifted.membership(grid(lifted, HALF, FINE), 0) == INSIDE).reshape(FINE, FINE)
        proved = [certified_components(network, j) for j in (0, 1)]
        rows.append(
            {
                "start": k,
                "errors": errors,
                "samples": len(X),
                "determinant_of_W_1": float(_determinant(network)),
                "blue_components_seen": components(blue),
                "components_proved": [count for count, _ in proved],
                "certificates": [sha for _, sha in proved],
            }
        )
        panels.append(Panel(2, X.tolist(), y.tolist(), blue.tolist(), f"start {k}, {errors} errors"))
    full = all(row["determinant_of_W_1"] != 0 for row in rows)
    most = max(count or 0 for row in rows for count in row["components_proved"])
    table: list[tuple[str, ...]] = [
        ("start", "errors", "det W_1 (exact)", "blue components seen", "components of blue, red (proved)")
    ]
    for r in rows:
        proved_ = ", ".join("-" if c is None else str(c) for c in r["components_proved"])
        seen = str(r["blue_components_seen"])
        table.append((str(r["start"]), str(r["errors"]), f"{r['determinant_of_W_1']:.3g}", seen, proved_))
    findings = [
        Finding.of("rank of the trained W_1", "full", "full each time" if full else "not full once", full),
        Finding.of("decision regions", "connected", f"at most {most} component(s), proved", most <= 1),
    ]
    return Outcome(rows, table, findings, svg(panels))


def _determinant(network: Network) -> Any:
    (a, b), (c, d) = network.layers[0].weight
    return a * d - b * c
