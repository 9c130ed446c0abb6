"""Tables 4.2 to 4.5: accuracy of plain networks and of skip-models, sigmoid and softplus.

Source: Nguyen (2019), Section 4.4 and Appendix 4.6.  SGD with Nesterov momentum, the rate divided by 10
after half and three quarters of the epochs; `rand` fixes random hidden weights and fits V alone.  The
thesis fits V by SGD; here by least squares, the other way that its text names.  Reduced: digits, all
depths, filters divided by 16, a few epochs; the thesis's CIFAR10 can be given as a .npz file of 3,072
inputs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import mean, pstdev
from typing import Any

import torch

from torch_backend.experiments.drawing import Chart, svg
from torch_backend.experiments.images import Images, load
from torch_backend.experiments.outcome import NOT, Finding, Outcome, Setting
from torch_backend.experiments.skip_models import SkipNetwork
from torch_backend.experiments.training import train, wrong

SIGMAS = ("sigmoid", "softplus")
# test accuracy (%) in the thesis: table -> model -> (sigmoid, softplus)
THESIS: dict[str, dict[str, tuple[float, float]]] = {
    "tab-4.2": {"CNN13": (11.35, 99.20), "CNN13-skip (SGD)": (98.40, 99.14)},
    "tab-4.3": {
        "VGG11": (10, 78.92),
        "VGG11-skip (rand)": (62.81, 64.49),
        "VGG11-skip (SGD)": (72.51, 80.57),
        "VGG13": (10, 80.84),
        "VGG13-skip (rand)": (61.50, 61.42),
        "VGG13-skip (SGD)": (70.24, 81.94),
        "VGG16": (10, 81.33),
        "VGG16-skip (rand)": (61.57, 61.46),
        "VGG16-skip (SGD)": (70.61, 81.91),
        "Densenet121": (86.41, 89.31),
        "Densenet121-skip (rand)": (52.07, 55.39),
        "Densenet121-skip (SGD)": (81.47, 86.76),
    },
    "tab-4.4": {
        "VGG11": (10, 88.62),
        "VGG11-skip (SGD)": (85.55, 89.32),
        "VGG13": (10, 90.58),
        "VGG13-skip (SGD)": (86.48, 91.06),
        "VGG16": (10, 90.68),
        "VGG16-skip (SGD)": (86.42, 91.00),
        "Densenet121": (90.93, 94.20),
        "Densenet121-skip (SGD)": (90.32, 93.23),
    },
    "tab-4.5": {
        "VGG11": (10, 74.53),
        "VGG11-skip (rand)": (53.65, 55.51),
        "VGG11-skip (SGD)": (64.45, 76.18),
        "VGG13": (10, 74.04),
        "VGG13-skip (rand)": (53.45, 53.33),
        "VGG13-skip (SGD)": (63.53, 75.58),
        "VGG16": (10, 74.00),
        "VGG16-skip (rand)": (53.83, 55.34),
        "VGG16-skip (SGD)": (65.77, 76.52),
    },
}


@dataclass(frozen=True)
class Size:
    """Samples, divisor of the numbers of filters, epochs, names of models, choices of skip units."""

    samples: int
    shrink: int
    epochs: int
    models: tuple[str, ...]
    choices: int


SMALL = Size(400, 16, 30, ("CNN13", "VGG11", "Densenet121"), 1)
FULL = Size(60_000, 1, 300, ("CNN13", "VGG11", "VGG13", "VGG16", "Densenet121"), 8)


def run(setting: Setting, table: str, size: Size | None = None) -> Outcome:
    """Train every model of one table that the size names."""
    size = size or (FULL if setting.full else SMALL)
    images = load(setting.data, size.samples, setting.seed, setting.place)
    for name in {model.split("-skip")[0] for model in THESIS[table]} & set(size.models):
        _enough(images, size, name, table)
    rows: list[dict[str, Any]] = []
    for name in THESIS[table]:
        architecture = name.split("-skip")[0]
        if architecture not in size.models:
            continue
        for sigma in SIGMAS:
            choices = size.choices if "skip" in name else 1
            found = [
                setting.kept.of(
                    f"{table} {name} {sigma} {k}",
                    partial(_one, setting, images, size, table, name, sigma, k),
                )
                for k in range(choices)
            ]
            tests, trains = ([one[key] for one in found] for key in ("test", "train"))
            spread = pstdev(tests)
            rows.append(
                {
                    "model": name,
                    "activation": sigma,
                    "test": mean(tests),
                    "spread": spread,
                    "train": mean(trains),
                    "units": found[0]["units"],
                    "samples": len(images.X),
                    "thesis": THESIS[table][name][SIGMAS.index(sigma)],
                    "losses": found[0]["losses"],
                }
            )
            setting.progress(f"{name}, {sigma}: {mean(tests):.1f} % of the test images")
    charts = [
        Chart(
            f"{sigma}, N = {len(images.X)}",
            [
                (r["model"], list(enumerate(r["losses"], 1)))
                for r in rows
                if r["activation"] == sigma and r["losses"]
            ],
            "epoch",
            "training loss",
            logarithmic=True,
        )
        for sigma in SIGMAS
    ]
    return Outcome(
        rows, _table(rows), _findings(table, rows), svg(f"Table {table[4:]}: training", charts), "float32"
    )


def _enough(images: Images, size: Size, name: str, table: str) -> None:
    """`ValueError` before any training where a model has fewer hidden units than there are samples."""
    X = images.X[:1].float()
    model = SkipNetwork(name, "sigmoid", images.shape, images.classes, size.shrink, table != "tab-4.5")
    model.to(X.device).join(X, len(images.X), torch.Generator().manual_seed(0), images.classes)


def _one(
    setting: Setting, images: Images, size: Size, table: str, name: str, sigma: str, choice: int
) -> dict[str, Any]:
    """Train one model; its accuracies in percent, and the training loss after each epoch."""
    part = f"{table} {name} {sigma} {choice}"
    setting.progress(f"training {part}")
    torch.manual_seed(setting.seed)
    architecture, skip = name.split("-skip", maxsplit=1)[0], "skip" in name
    X, X_test, N = images.X.float(), images.X_test.float(), len(images.X)
    pooled = table != "tab-4.5"
    model = SkipNetwork(architecture, sigma, images.shape, images.classes, size.shrink, pooled).to(
        setting.place
    )
    units = 0
    if skip:
        random = torch.Generator().manual_seed(1000 * setting.seed + choice)
        units = model.join(X, N, random, images.classes)
    losses = list[float]()
    if "rand" in name:
        model, X, X_test = model.double(), X.double(), X_test.double()
        _fit(model, X, images.y, images.classes)
    else:
        rate = 0.1 if architecture == "Densenet121" else 0.01

        def rate_at(epoch: int) -> float:
            done = epoch / size.epochs
            return rate * (1.0 if done < 0.5 else 0.1 if done < 0.75 else 0.01)

        def after(epoch: int) -> None:
            with torch.no_grad():
                parts = zip(X.split(2048), images.y.split(2048), strict=True)
                total = sum(
                    float(torch.nn.functional.cross_entropy(model(x), c, reduction="sum")) for x, c in parts
                )
            losses.append(total / N)

        optimiser = torch.optim.SGD(model.parameters(), lr=rate, momentum=0.9, nesterov=True)
        prepare = _augmented(images.shape, setting.seed) if table == "tab-4.4" else None
        train(
            model, X, images.y, optimiser, size.epochs, setting.seed, 32, rate_at,
            after=after, prepare=prepare, state=setting.kept.state(part),
        )  # fmt: skip
    accuracy = [100 * (1 - wrong(model, x, y) / len(x)) for x, y in ((X, images.y), (X_test, images.y_test))]
    return {"train": accuracy[0], "test": accuracy[1], "units": units, "losses": losses}


def _fit(model: SkipNetwork, X: torch.Tensor, y: torch.Tensor, classes: int) -> None:
    """V of least squares and least norm for one-hot targets; the output of the last stage is left out."""
    with torch.no_grad():
        Psi = torch.cat([model.psi(x) for x in X.split(2048)])
        middle = Psi.mean(0)
        Y = torch.nn.functional.one_hot(y, classes).double()
        V = torch.linalg.pinv(Psi - middle, rtol=1e-15) @ (Y - Y.mean(0))
        if model.skip is None:
            raise ValueError("a plain model has no skip units")
        model.skip.weight.copy_(V.T)
        model.output.weight.zero_()
        model.output.bias.copy_(Y.mean(0) - middle @ V)


def _augmented(shape: tuple[int, int, int], seed: int) -> Callable[[torch.Tensor], torch.Tensor]:
    """Random crops after padding by an eighth of the side (4 of 32); colour images are also flipped."""
    random, pad, (channels, h, w) = torch.Generator().manual_seed(seed), max(1, shape[1] // 8), shape

    def prepare(x: torch.Tensor) -> torch.Tensor:
        wide = torch.nn.functional.pad(x, (pad, pad, pad, pad))
        places = torch.randint(2 * pad + 1, (len(x), 2), generator=random).tolist()
        made = torch.stack(
            [image[:, a : a + h, b : b + w] for image, (a, b) in zip(wide, places, strict=True)]
        )
        if channels == 1:  # a mirrored digit is another sign
            return made
        flip = (torch.rand(len(x), generator=random) < 0.5).to(x.device)
        return torch.where(flip[:, None, None, None], made.flip(3), made)

    return prepare


def _table(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [
        ("model", "activation", "test (%)", "train (%)", "test in the thesis (%)")
    ]
    for r in rows:
        spread = f" ± {r['spread']:.2f}" if r["spread"] else ""
        found = f"{r['test']:.1f}{spread}", f"{r['train']:.1f}", f"{r['thesis']:.2f}"
        table.append((r["model"], r["activation"], *found))
    return table


def _findings(table: str, rows: list[dict[str, Any]]) -> list[Finding]:
    """What the thesis concludes, against what these rows show; the numbers themselves are of other data."""
    at = {(r["model"], r["activation"]): r for r in rows}
    found = []
    for model in dict.fromkeys(r["model"].split("-skip")[0] for r in rows):
        for sigma in SIGMAS:
            plain, sgd, rand = (
                at.get((m, sigma)) for m in (model, f"{model}-skip (SGD)", f"{model}-skip (rand)")
            )
            if plain is None or sgd is None:
                continue
            better = sgd["test"] > plain["test"]
            claimed = THESIS[table][f"{model}-skip (SGD)"][SIGMAS.index(sigma)] > plain["thesis"]
            order = "above" if claimed else "not above"
            says = f"skip (SGD) {order} plain: {sgd['thesis']:g} and {plain['thesis']:g} %"
            seen = f"{sgd['test']:.1f} and {plain['test']:.1f} %"
            found.append(Finding.of(f"{model}, {sigma}", says, seen, better == claimed))
            if plain["thesis"] < 12:
                fails = plain["test"] < 25
                found.append(
                    Finding.of(f"{model}, {sigma}, plain", "training fails", f"{plain['test']:.1f} %", fails)
                )
            if rand is not None:
                worse = rand["test"] < sgd["test"]
                seen = f"{rand['test']:.1f} and {sgd['test']:.1f} %; rand fits {rand['train']:.1f} %"
                found.append(
                    Finding.of(
                        f"{model}, {sigma}, rand",
                        "worse than SGD, training accuracy 100 %",
                        seen,
                        worse and rand["train"] > 99.99,
                    )
                )
    if not found:
        return [Finding("the table", "accuracies", "no pair of models was trained", NOT)]
    return found
