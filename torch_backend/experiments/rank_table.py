"""Table 2.2: ranks and least singular values of F_1 and F_3 of the network of Figure 2.1, for growing T_1.

Source: Nguyen (2019), Section 2.4.1: 3 x 3 filters, max-pooling, 2 x 2 filters, max-pooling, 100 units, all
sigmoid; squared loss, Adam with a falling rate, noise of variance 10^-5 on every sample; the rank counts
the singular values above sqrt(m + n + 1) sigma_max epsilon / 2.  Reduced: digits, few filters and epochs.
Beside it, exact ranks of F_1 for ReLU and sigmoid filters (`feature_ranks`), which no threshold enters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import torch

from torch_backend.experiments import feature_ranks
from torch_backend.experiments.drawing import Chart, svg
from torch_backend.experiments.images import Images, load
from torch_backend.experiments.outcome import Finding, Outcome, Setting
from torch_backend.experiments.training import train, wrong

# T_1: sigma_min(F_1), rank(F_3), sigma_min(F_3), train errors, as printed; F_1 has full rank each time
THESIS = {
    10: (3.7e-6, 2880, 2.0e-2, 8),
    20: (2.2e-6, 2880, 7.0e-4, 1),
    30: (1.5e-6, 2880, 2.4e-4, 0),
    40: (2.0e-6, 2880, 2.2e-3, 0),
    50: (1.3e-6, 2880, 3.9e-5, 0),
    60: (1.1e-6, 2880, 4.0e-5, 0),
    70: (7.5e-7, 2880, 7.1e-3, 0),
    80: (5.4e-7, 2875, 4.9e-18, 0),
    89: (2.0e-8, 2880, 8.9e-10, 0),
    100: (1.1e-6, 2856, 8.5e-27, 0),
}
_RATE, _TOP = 1e-2, 20  # of Adam at first; filters of the second convolution


@dataclass(frozen=True)
class Size:
    """Samples, numbers of filters T_1, epochs, and whether the exact ranks stand beside."""

    samples: int
    filters: tuple[int, ...]
    epochs: int
    exact: bool


SMALL = Size(400, (4, 8, 12, 16), 250, True)
FULL = Size(60_000, tuple(THESIS), 2000, False)


class Figure21(torch.nn.Module):
    """The network of Figure 2.1 for images of any size."""

    def __init__(self, filters: int, shape: tuple[int, int, int], classes: int) -> None:
        super().__init__()
        channels, side, _ = shape
        self.first, self.second = torch.nn.Conv2d(channels, filters, 3), torch.nn.Conv2d(filters, _TOP, 2)
        side = ((side - 2) // 2 - 1) // 2
        self.third, self.output = torch.nn.Linear(_TOP * side**2, 100), torch.nn.Linear(100, classes)

    def features(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """F_1 and F_3, each N x units (layer 2 is the pooling between)."""
        one = torch.sigmoid(self.first(x))
        return one.flatten(1), torch.sigmoid(self.second(torch.max_pool2d(one, 2))).flatten(1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Outputs."""
        one = torch.sigmoid(self.first(x))
        three = torch.sigmoid(self.second(torch.max_pool2d(one, 2)))
        made: torch.Tensor = self.output(torch.sigmoid(self.third(torch.max_pool2d(three, 2).flatten(1))))
        return made


def run(setting: Setting, size: Size | None = None) -> Outcome:
    """Train for each T_1, and take the singular values of F_1 and F_3 in float64."""
    size = size or (FULL if setting.full else SMALL)
    images = load(setting.data, size.samples, setting.seed, setting.place)
    rows = [setting.kept.of(f"T_1 = {T}", partial(_row, setting, images, size, T)) for T in size.filters]
    exact = (
        [r.json() for r in feature_ranks.run(seed=setting.seed, device=setting.device)] if size.exact else []
    )
    curves = [(f"{name}", [(r["T_1"], r[name]["least"]) for r in rows]) for name in ("F_1", "F_3")]
    chart = Chart(f"least singular values, N = {len(images.X)}", curves, "T_1", "sigma_min", logarithmic=True)
    ranks = [
        (f"rank {name} / full", [(r["T_1"], r[name]["rank"] / min(r[name]["shape"])) for r in rows])
        for name in ("F_1", "F_3")
    ]
    picture = svg(
        "Table 2.2: ranks of features",
        [chart, Chart("rank by the thesis's rule", ranks, "T_1", "part of the full rank")],
    )
    return Outcome([*rows, *exact], _table(rows, exact), _findings(rows, exact), picture)


def _row(setting: Setting, images: Images, size: Size, T: int) -> dict[str, Any]:
    setting.progress(f"training with T_1 = {T}")
    torch.manual_seed(setting.seed)
    random = torch.Generator().manual_seed(setting.seed)
    noise = 1e-5**0.5 * torch.randn(images.X.shape, generator=random, dtype=torch.float64)
    X = (images.X + noise.to(images.X)).float()
    model = Figure21(T, images.shape, images.classes).to(setting.place)
    optimiser = torch.optim.Adam(model.parameters(), lr=_RATE)

    def squared(f: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return 0.5 * (f - torch.nn.functional.one_hot(y, f.shape[1])).square().sum(1).mean()

    def rate_at(epoch: int) -> float:
        return _RATE * (1 - epoch / size.epochs) + 1e-5

    errors = train(
        model, X, images.y, optimiser, size.epochs, setting.seed, 32, rate_at, squared,
        state=setting.kept.state(f"T_1 = {T}"),
    )  # fmt: skip
    tests = wrong(model, images.X_test.float(), images.y_test)
    model = model.double()
    with torch.no_grad():
        parts = [model.features(x) for x in X.double().split(2048)]
        loss = sum(
            float(squared(model(x), y)) * len(y)
            for x, y in zip(X.double().split(2048), images.y.split(2048), strict=True)
        )
    found = {
        name: _spectrum(setting, name, torch.cat([p[k] for p in parts]))
        for k, name in enumerate(("F_1", "F_3"))
    }
    return {"T_1": T, **found, "loss": loss / len(X), "train_errors": errors, "test_errors": tests}


def _spectrum(setting: Setting, name: str, F: torch.Tensor) -> dict[str, Any]:
    """Shape, rank by the thesis's rule, and sigma_min."""
    setting.progress(f"singular values of {name}, {F.shape[0]} x {F.shape[1]}")
    values = torch.linalg.svdvals(F)
    m, n = F.shape
    threshold = 0.5 * (m + n + 1) ** 0.5 * float(values[0]) * torch.finfo(torch.float64).eps
    return {"shape": [m, n], "rank": int((values > threshold).sum()), "least": float(values[-1])}


def _table(rows: list[dict[str, Any]], exact: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [
        ("network", "T_1", "F_1", "rank", "sigma_min", "F_3", "rank", "sigma_min", "errors", "rank proved")
    ]
    for r in rows:
        parts = [
            part
            for name in ("F_1", "F_3")
            for part in ("{} x {}".format(*r[name]["shape"]), str(r[name]["rank"]), f"{r[name]['least']:.2g}")
        ]
        table.append(("Figure 2.1", str(r["T_1"]), *parts, f"{r['train_errors']}", "-"))
    for r in exact:
        proved = "-" if r["exact"] is None else f"{r['relation']} {r['exact']}"
        shape = f"{r['samples']} x {r['width']}"
        one = f"one layer, {r['activation']}"
        table.append(
            (
                one,
                str(r["filters"]),
                shape,
                str(r["seen"]["value"]),
                f"{r['least']:.2g}",
                "-",
                "-",
                "-",
                "-",
                proved,
            )
        )
    return table


def _findings(rows: list[dict[str, Any]], exact: list[dict[str, Any]]) -> list[Finding]:
    full = [r["F_1"]["rank"] == min(r["F_1"]["shape"]) for r in rows]
    third = [r["F_3"]["rank"] == min(r["F_3"]["shape"]) for r in rows]
    zero = [r["T_1"] for r in rows if r["train_errors"] == 0]
    found = [
        Finding.of(
            "rank F_1, by its rule", "full for every T_1", f"full for {sum(full)} of {len(full)}", all(full)
        ),
        Finding.of(
            "rank F_3, by its rule",
            "full in almost all cases",
            f"full for {sum(third)} of {len(third)}",
            sum(third) * 2 > len(third),
        ),
        Finding.of(
            "training error",
            "zero from T_1 = 30 on",
            f"zero for T_1 in {zero}",
            bool(zero) and zero[-1] == rows[-1]["T_1"],
        ),
    ]
    sigmoid = [r for r in exact if r["activation"] == "sigmoid"]
    if sigmoid:
        proved = all(r["exact"] == min(r["samples"], r["width"]) for r in sigmoid)
        seen = "certified for every number of filters" if proved else "not certified for all"
        found.append(Finding.of("rank F_1 of sigmoid filters, exactly", "full", seen, proved))
    return found
