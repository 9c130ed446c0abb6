"""Two trained networks joined: at constant loss as in Theorems 3.4.16 and 3.4.17, straight, and by a curve.

Sources: Nguyen (2019), Section 3.4.4 and 3.4.5 (widths of 2N suffice there; docs/proofs/new-3.md: N), and
the descents of Theorems 3.4.13 and 4.3.4; Garipov et al.  (2018) for the quadratic Bezier curve, whose
middle is trained.  Data of the thesis: none; here digits, or what --data names.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import torch

from constructions.formats.piecewise_linear import leaky_relu
from torch_backend.activation import LiftedActivation
from torch_backend.experiments.drawing import Chart, svg
from torch_backend.experiments.images import load
from torch_backend.experiments.outcome import Finding, Outcome, Setting
from torch_backend.lifted_features import Smooth
from torch_backend.wide_paths import (
    Parameters,
    Problem,
    affine,
    connect,
    descend,
    fall_through,
)

SLOPE = Fraction(1, 8)
_POINTS = 41  # of the straight line and of the curve
_FEW = 60  # samples of the descent through layers above, whose legs are many


@dataclass(frozen=True)
class Size:
    """Training samples, hidden widths, epochs of training and of the curve, samples on each leg."""

    samples: int
    hidden: tuple[tuple[int, ...], ...]
    epochs: int
    curve: int
    each: int


SMALL = Size(300, ((600,), (600, 600)), 12, 40, 4)
FULL = Size(10_000, ((20_000,), (20_000, 20_000)), 30, 60, 4)


def run(setting: Setting, size: Size | None = None) -> Outcome:
    """Train two networks of each shape, join them in three ways, and lead one down."""
    size = size or (FULL if setting.full else SMALL)
    images = load(setting.data, size.samples, setting.seed, setting.place)
    X = images.X.flatten(1)
    Y = torch.nn.functional.one_hot(images.y, images.classes).to(X)
    rows: list[dict[str, Any]] = []
    charts: list[Chart] = []
    for hidden in size.hidden:
        widths = (X.shape[1], *hidden, images.classes)
        name = "-".join(map(str, widths))
        sigma = LiftedActivation(leaky_relu(SLOPE), torch.float64, setting.place)
        problem = Problem(X, Y, "cross_entropy", sigma)
        ends = [_trained(setting, problem, widths, size.epochs, s) for s in (0, 1)]
        with torch.no_grad():
            joined, curve = _joined(setting, problem, ends, size)
        straight = _straight(problem, ends)
        bent = _bezier(setting, problem, ends, size)
        top = max(problem(end)[0] for end in ends)
        told = {
            "widths": name,
            "samples": len(X),
            "loss_at_ends": [problem(end)[0] for end in ends],
            "path": joined,
            "straight": {"highest": max(y for _, y in straight)},
            "bezier": bent[1],
            "descents": [_descent(setting, problem, ends[0], loss) for loss in ("square", "cross_entropy")],
            "skip_descent": _skip_descent(setting, problem, Y),
            "deep_descent": _deep_descent(setting, problem) if hidden == size.hidden[0] else None,
        }
        rows.append({**told, "barriers": _barriers(told, top)})
        curves = [("constant-loss path", curve), ("straight line", straight), ("trained Bezier", bent[0])]
        bound = (joined["bound"], "bound on the whole path")
        charts.append(Chart(f"{name}, N = {len(X)}", curves, "A to B", "mean loss", level=bound))
    return Outcome(rows, _table(rows), _findings(rows), svg("Paths between two trained networks", charts))


def _model(parameters: Parameters, x: torch.Tensor) -> torch.Tensor:
    for U in parameters[:-1]:
        x = torch.nn.functional.leaky_relu(x @ U[:, :-1].T + U[:, -1], float(SLOPE))
    return x @ parameters[-1][:, :-1].T + parameters[-1][:, -1]


def _trained(
    setting: Setting, problem: Problem, widths: tuple[int, ...], epochs: int, which: int
) -> Parameters:
    """Adam on the cross-entropy from weights drawn from the seed."""
    setting.progress(f"training network {'AB'[which]} of widths {widths}")
    random = torch.Generator().manual_seed(2 * setting.seed + which)
    parameters = []
    for n, m in pairwise(widths):
        U = torch.randn(m, n + 1, generator=random, dtype=torch.float64) * (2 / n) ** 0.5
        U[:, -1] = 0
        parameters.append(U.to(problem.X).requires_grad_())
    optimiser = torch.optim.Adam(parameters, lr=1e-3)
    classes = problem.Y.argmax(1)
    for _ in range(epochs):
        for chosen in torch.randperm(len(classes), generator=random).to(classes.device).split(64):
            optimiser.zero_grad()
            scores = _model(parameters, problem.X[chosen])
            torch.nn.functional.cross_entropy(scores, classes[chosen]).backward()
            optimiser.step()
    return [U.detach() for U in parameters]


def _joined(
    setting: Setting, problem: Problem, ends: list[Parameters], size: Size
) -> tuple[dict[str, Any], list[tuple[float, float]]]:
    start = setting.clock()
    path = connect(problem, ends[0], ends[1], setting.progress)
    found = setting.clock() - start
    curve = path.sampled(size.each)
    legs: dict[str, int] = {}
    for leg in path.legs:
        legs[leg.reason] = legs.get(leg.reason, 0) + 1
    about = {
        "bound": path.bound,
        "sampled_highest": max(y for _, y in curve),
        "legs": legs,
        "seconds": round(found, 3),
        "sampled_at": len(curve),
    }
    return about, curve


def _straight(problem: Problem, ends: list[Parameters]) -> list[tuple[float, float]]:
    a, b = ends
    times = [i / (_POINTS - 1) for i in range(_POINTS)]
    with torch.no_grad():
        return [(t, problem([(1 - t) * x + t * y for x, y in zip(a, b, strict=True)])[0]) for t in times]


def _bezier(
    setting: Setting, problem: Problem, ends: list[Parameters], size: Size
) -> tuple[list[tuple[float, float]], dict[str, Any]]:
    """A quadratic curve from A to B; its middle is trained on the loss at random places of it."""
    setting.progress("training a Bezier curve")
    start, (a, b) = setting.clock(), ends
    middle = [((x + y) / 2).requires_grad_() for x, y in zip(a, b, strict=True)]
    optimiser = torch.optim.Adam(middle, lr=2e-3)
    random = torch.Generator().manual_seed(setting.seed)
    classes = problem.Y.argmax(1)

    def at(t: float) -> Parameters:
        return [
            (1 - t) ** 2 * x + 2 * t * (1 - t) * c + t**2 * y for x, c, y in zip(a, middle, b, strict=True)
        ]

    for _ in range(size.curve):
        for chosen in torch.randperm(len(classes), generator=random).to(classes.device).split(64):
            t = float(torch.rand(1, generator=random))
            optimiser.zero_grad()
            scores = _model(at(t), problem.X[chosen])
            torch.nn.functional.cross_entropy(scores, classes[chosen]).backward()
            optimiser.step()
    seconds = setting.clock() - start
    times = [i / (_POINTS - 1) for i in range(_POINTS)]
    with torch.no_grad():
        curve = [(t, problem(at(t))[0]) for t in times]
    return curve, {"highest": max(y for _, y in curve), "seconds": round(seconds, 3)}


def _descent(setting: Setting, problem: Problem, end: Parameters, loss: str) -> dict[str, Any]:
    """Theorem 3.4.13 with the last hidden layer wide: one leg of the output layer."""
    start = setting.clock()
    other = Problem(problem.X, problem.Y, loss, problem.sigma)
    with torch.no_grad():
        F, e = other.features(end, len(end) - 1)
        goal = problem.Y if loss == "square" else 14 * problem.Y
        found = descend(other, F, e, end[-1], goal)
    seconds = setting.clock() - start
    told = {"loss": loss, "from": found.first, "to": found.last, "falls_on_all_of_it": found.falls}
    return {**told, "slope_at_end": [found.slope, found.slope_error], "seconds": round(seconds, 3)}


def _skip_descent(setting: Setting, problem: Problem, Y: torch.Tensor) -> dict[str, Any]:
    """Theorem 4.3.4: N sigmoid units of two random layers joined to the output; V falls to zero error."""
    N, start = len(Y), setting.clock()
    random = torch.Generator().manual_seed(setting.seed)
    width = N // 2 + 8
    x, e, outputs, errors = problem.X, torch.zeros_like(problem.X), list[torch.Tensor](), list[torch.Tensor]()
    sigma = Smooth("sigmoid", torch.float64)
    for scale in (2.0, 12.0):
        U = torch.randn(width, x.shape[1] + 1, generator=random, dtype=torch.float64).to(x)
        U = U * scale / x.shape[1] ** 0.5
        U[:, -1] = -U[:, :-1] @ x.mean(0)
        x, e = sigma(*affine(x, e, U))
        outputs.append(x)
        errors.append(e)
    chosen = torch.randperm(2 * width, generator=random)[:N].to(x.device)
    Psi, off = torch.cat(outputs, 1)[:, chosen], torch.cat(errors, 1)[:, chosen]
    with torch.no_grad():
        V = torch.randn(Y.shape[1], N + 1, generator=random, dtype=torch.float64).to(x)
        found = descend(Problem(problem.X, Y, "square", sigma), Psi, off, V / N**0.5, Y)
    values = torch.linalg.svdvals(Psi)
    return {
        "skip_units": N,
        "from": found.first,
        "to": found.last,
        "falls_on_all_of_it": found.falls,
        "least_singular_value": float(values[-1]),
        "seconds": round(setting.clock() - start, 3),
    }


def _deep_descent(setting: Setting, problem: Problem) -> dict[str, Any]:
    """Theorem 3.4.13 with a wide first layer and narrower ones above: layer 2 alone moves."""
    start = setting.clock()
    d, m = problem.X.shape[1], problem.Y.shape[1]
    widths = (d, 2 * _FEW, 4 * m, 2 * m, m)
    setting.progress(f"leading {widths} down")
    random = torch.Generator().manual_seed(setting.seed)
    draw = (
        torch.randn(b, a + 1, generator=random, dtype=torch.float64) / a**0.5 for a, b in pairwise(widths)
    )
    point = [U.to(problem.X) for U in draw]
    X, Y = problem.X[:_FEW], problem.Y[:_FEW]
    other = Problem(X, Y, "square", problem.sigma)
    with torch.no_grad():
        path = fall_through(other, point, 1, Y, lambda t: torch.where(t > 0, t, t / float(SLOPE)))
        first, last = other(point)[0], other(path.now)[0]
    told = {
        "widths": "-".join(map(str, widths)),
        "samples": len(X),
        "from": first,
        "to": last,
        "bound": path.bound,
    }
    return {**told, "legs": len(path.legs), "seconds": round(setting.clock() - start, 3)}


def _barriers(told: dict[str, Any], top: float) -> dict[str, float]:
    path = told["path"]
    return {
        "path_bound": path["bound"] - top,
        "path_sampled": path["sampled_highest"] - top,
        "straight": told["straight"]["highest"] - top,
        "bezier": told["bezier"]["highest"] - top,
    }


def _table(rows: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [
        ("network", "way", "barrier (bound on all of it)", "barrier (sampled)", "seconds")
    ]
    for row in rows:
        b, name = row["barriers"], row["widths"]
        seconds = f"{row['path']['seconds']:.1f}", f"{row['bezier']['seconds']:.1f}"
        table.append(
            (name, "constant-loss path", f"{b['path_bound']:.2g}", f"{b['path_sampled']:.2g}", seconds[0])
        )
        table.append((name, "straight line", "-", f"{b['straight']:.2g}", "-"))
        table.append((name, "trained Bezier", "-", f"{b['bezier']:.2g}", seconds[1]))
        for d in (*row["descents"], {**row["skip_descent"], "loss": "square, skip"}):
            falls = "falls on all of it" if d["falls_on_all_of_it"] else "not shown to fall"
            way = f"descent, {d['loss']}: {d['from']:.3g} to {d['to']:.2g}"
            table.append((name, way, falls, "-", f"{d['seconds']:.1f}"))
        if (deep := row["deep_descent"]) is not None:
            way = f"descent through layers above, square: {deep['from']:.3g} to {deep['to']:.2g}"
            bound = f"at most {deep['bound'] / deep['from'] - 1:.1%} above its start"
            table.append((deep["widths"], way, bound, "-", f"{deep['seconds']:.1f}"))
    return table


def _findings(rows: list[dict[str, Any]]) -> list[Finding]:
    worst = max(row["barriers"]["path_bound"] / max(row["loss_at_ends"]) for row in rows)
    straight = min(row["barriers"]["straight"] for row in rows)
    falls = [d["falls_on_all_of_it"] for row in rows for d in (*row["descents"], row["skip_descent"])]
    return [
        Finding.of(
            "sublevel sets are connected (3.4.16, 3.4.17)",
            "a path on which the loss exceeds that of neither end",
            f"bound above the higher end by a part of {worst:.1g} of it, rounding included",
            worst < 1e-3,
        ),
        Finding.of(
            "descents (3.4.13, 4.3.4)",
            "from every point the loss can fall to near its infimum",
            f"{sum(falls)} of {len(falls)} legs fall on all of their length",
            all(falls),
        ),
        Finding("straight line", "nothing is said", f"barrier at least {straight:.2g}", "not compared"),
    ]
