"""Figures 5.7 and 5.8: from one image of a class to another through an adversarial image, all of one class.

Source: Nguyen (2019), Section 5.3.5.  Figure 5.7: one image of digit 1 turned by -5 to 5 degrees (red), and
by -20 to -15 or 15 to 20 (blue), a layer of as many units as pixels.  Figure 5.8: all ten digits, 200
units; here no more units than pixels.  Both with leaky ReLU of slope 0.1 and zero training error.  The
adversarial image is a red one moved by a step along the sign of the gradient, as small as makes it blue.
The thesis samples the path at 10^4 points of each leg; the kernel also checks it at every point (claim
`polyline-in-region`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import torch

from checker import Json, Layer, Network, Rationals, Verified, verify
from constructions.certificate import region_claim
from constructions.connect import connect
from constructions.connectivity import ConnectError
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from torch_backend.experiments.drawing import strip
from torch_backend.experiments.images import load
from torch_backend.experiments.outcome import NOT, Finding, Outcome, Setting
from torch_backend.experiments.training import train

SLOPE = Fraction(1, 10)
BLUE, RED = "#0072b2", "#d55e00"
_SAMPLES = 10_000  # of each leg, as in the thesis
_FRAMES = 6


@dataclass(frozen=True)
class Case:
    """Training data, the blue class, indices of source, target and red image, and the side of an image."""

    X: torch.Tensor
    y: torch.Tensor
    blue: int
    ends: tuple[int, int, int]
    side: int
    units: int


def turned(setting: Setting) -> Case:
    """Figure 5.7: one image of digit 1, turned."""
    images = load(setting.data, 2000, setting.seed, setting.place)
    one = images.X[images.y == 1][0]
    random = torch.Generator().manual_seed(setting.seed)
    n = 2000 if setting.full else 300
    red = 10 * torch.rand(n, generator=random, dtype=torch.float64) - 5
    size = 15 + 5 * torch.rand(n, generator=random, dtype=torch.float64)
    blue = torch.where(torch.arange(n) % 2 == 0, size, -size)
    angles = torch.cat([blue, red])
    X = torch.cat([_turn(one, float(a)) for a in angles])
    y = (torch.arange(2 * n) >= n).long()
    ends = int(blue.argmin()), int(blue.argmax()), n + int(red.abs().argmin())
    side = X.shape[-1]
    return Case(X.flatten(1), y.to(X.device), 0, ends, side, side * side)


def _turn(image: torch.Tensor, degrees: float) -> torch.Tensor:
    """An image about its middle, 1 x C x H x W, between pixels linearly, black outside."""
    a = torch.tensor(degrees, dtype=torch.float64).deg2rad()
    matrix = torch.tensor([[[a.cos(), -a.sin(), 0.0], [a.sin(), a.cos(), 0.0]]], dtype=torch.float64).to(
        image
    )
    where = torch.nn.functional.affine_grid(matrix, [1, *image.shape], align_corners=False)
    return torch.nn.functional.grid_sample(image[None], where, align_corners=False)


def digits(setting: Setting) -> Case:
    """Figure 5.8: two images of digit 5, and one of digit 4."""
    images = load(setting.data, 60_000 if setting.full else 600, setting.seed, setting.place)
    X = images.X.flatten(1)
    fives, fours = (images.y == 5).nonzero()[:, 0], (images.y == 4).nonzero()[:, 0]
    far = torch.cdist(X[fives], X[fives])
    i, j = divmod(int(far.argmax()), len(fives))
    red = int(fours[torch.cdist(X[fours], X[fives]).amin(1).argmin()])
    units = min(200, X.shape[1])
    return Case(X, images.y, 5, (int(fives[i]), int(fives[j]), red), images.X.shape[-1], units)


def run(setting: Setting, figure: str = "fig-5.7") -> Outcome:
    """Train, make the adversarial image, sample the path S, A, T and let the kernel check it."""
    case = turned(setting) if figure == "fig-5.7" else digits(setting)
    model, errors = _trained(setting, case)
    s, t, r = (case.X[i] for i in case.ends)
    setting.progress("looking for an adversarial image")
    a, step = _adversarial(model, case, s, t, r)
    sampled = [] if a is None else [_confidences(model, case, p, q) for p, q in ((s, a), (a, t))]
    straight = _confidences(model, case, s, t)
    setting.progress("checking the path exactly")
    network = _exact(model)
    told = {
        "data": setting.data,
        "samples": len(case.X),
        "widths": list(network.widths),
        "training_errors": errors,
        "step": step,
        "least_confidence": None if a is None else min(float(c.min()) for c in sampled),
        "stays_blue_at_samples": None
        if a is None
        else all(bool((m > 0).all()) for m in _margins(model, case, s, a, t)),
        "straight_least_confidence": float(straight.min()),
        "rank_of_W_1": int(torch.linalg.matrix_rank(model[0].weight)),
        **_certified(network, case.blue, s, t, a),
    }
    vertices = [s, t] if a is None else [s, a, t]
    return Outcome(
        [told], _table(told), _findings(figure, told, a is not None), _picture(model, case, vertices, figure)
    )


def _trained(setting: Setting, case: Case) -> tuple[torch.nn.Sequential, int]:
    torch.manual_seed(setting.seed)
    pixels, classes = case.X.shape[1], int(case.y.max()) + 1
    layers = (
        torch.nn.Linear(pixels, case.units),
        torch.nn.LeakyReLU(float(SLOPE)),
        torch.nn.Linear(case.units, classes),
    )
    model = torch.nn.Sequential(*layers).double().to(setting.place)
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    errors, rounds = len(case.X), 0
    while errors and rounds < (40 if setting.full else 20):
        setting.progress(f"training: {errors} errors left")
        errors, rounds = train(model, case.X, case.y, optimiser, 10, setting.seed + rounds, 64), rounds + 1
    return model, errors


def _gradient_sign(model: torch.nn.Sequential, x: torch.Tensor, blue: int) -> torch.Tensor:
    """The direction in which the loss of calling x blue falls."""
    moved = x.clone().requires_grad_()
    wanted = torch.tensor([blue], device=x.device)
    torch.nn.functional.cross_entropy(model(moved[None]), wanted).backward()
    return torch.zeros_like(x) if moved.grad is None else -moved.grad.sign()


def _margins(model: torch.nn.Sequential, case: Case, *vertices: torch.Tensor) -> list[torch.Tensor]:
    """f_blue less the best other class, along each leg."""
    found = []
    for p, q in pairwise(vertices):
        lam = torch.linspace(0, 1, _SAMPLES, dtype=torch.float64, device=p.device)[:, None]
        with torch.no_grad():
            scores = model((1 - lam) * p + lam * q)
        own = scores[:, case.blue].clone()
        scores[:, case.blue] = -torch.inf
        found.append(own - scores.amax(1))
    return found


def _confidences(model: torch.nn.Sequential, case: Case, p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
    lam = torch.linspace(0, 1, _SAMPLES, dtype=torch.float64, device=p.device)[:, None]
    with torch.no_grad():
        return model((1 - lam) * p + lam * q).softmax(1)[:, case.blue]


def _adversarial(
    model: torch.nn.Sequential, case: Case, s: torch.Tensor, t: torch.Tensor, r: torch.Tensor
) -> tuple[torch.Tensor | None, float | None]:
    """The red image moved by the smallest step, of a few, that gives a path of blue images."""
    sign = _gradient_sign(model, r, case.blue)
    for k in range(1, 61):
        step = k / 40
        a = r + step * sign
        if all(bool((m > 0).all()) for m in _margins(model, case, s, a, t)):
            return a, step
    return None, None


def _exact(model: torch.nn.Sequential) -> Network:
    """The network with its weights rounded to multiples of 2^-24."""
    layers = []
    for linear, sigma in ((model[0], leaky_relu(SLOPE)), (model[2], IDENTITY)):
        weight = tuple(tuple(_rounded(w) for w in row) for row in linear.weight.tolist())
        layers.append(Layer(weight, tuple(_rounded(b) for b in linear.bias.tolist()), sigma))
    return Network(len(layers[0].weight[0]), tuple(layers))


def _rounded(x: float, bits: int = 24) -> Fraction:
    return Fraction(round(x * 2**bits), 2**bits)


def _certified(
    network: Network, j: int, s: torch.Tensor, t: torch.Tensor, a: torch.Tensor | None
) -> dict[str, Any]:
    """The kernel's word on S-A-T, and on the path that `connect` finds."""
    points = {
        name: tuple(_rounded(v, 12) for v in x.tolist())
        for name, x in (("s", s), ("t", t), ("a", a))
        if x is not None
    }
    told: dict[str, Any] = {"path_verified": False, "connect_vertices": None, "connect_verified": False}
    if "a" in points:
        told["path_verified"] = _verified(network, j, [points[n] for n in "sat"])
    try:
        path = connect(network, Rationals(), j, points["s"], points["t"])
    except ConnectError as reason:
        return {**told, "connect_reason": str(reason)}
    verdict = verify(path.claim(network, Rationals(), j).with_evidence({}))
    return {**told, "connect_vertices": len(path.vertices), "connect_verified": isinstance(verdict, Verified)}


def _verified(network: Network, j: int, vertices: Sequence[tuple[Fraction, ...]]) -> bool:
    body = region_claim("polyline-in-region", network, Rationals(), j)
    kept = {key: body.body[key] for key in ("network", "class")}
    rows: list[Json] = [[str(x) for x in v] for v in vertices]
    claim = type(body)("polyline-in-region", Rationals(), {**kept, "margin": "0", "vertices": rows})
    return isinstance(verify(claim.with_evidence({})), Verified)


def _table(told: dict[str, Any]) -> list[tuple[str, ...]]:
    verified, found = (
        "verified" if told[k] else "not verified" for k in ("path_verified", "connect_verified")
    )
    least = "-" if told["least_confidence"] is None else f"{told['least_confidence']:.3g}"
    return [
        ("path", "least confidence at 2 x 10^4 points", "every point, by the kernel"),
        ("S to T straight", f"{told['straight_least_confidence']:.3g}", "-"),
        (f"S to A to T, step {told['step']}", least, verified),
        (f"found by connect, {told['connect_vertices']} vertices", "-", found),
    ]


def _findings(figure: str, told: dict[str, Any], found: bool) -> list[Finding]:
    full = told["rank_of_W_1"] == min(told["widths"][:2])
    blue = bool(told["stays_blue_at_samples"])
    return [
        Finding.of(
            "training error", "zero", f"{told['training_errors']} errors", not told["training_errors"]
        ),
        Finding.of("rank of W_1", "full", "full" if full else "not full", full),
        Finding.of(
            "a path of blue images through an adversarial one",
            "exists; high confidence all along",
            ("stays" if blue else "leaves") + f" blue; least confidence {told['least_confidence'] or 0:.2g}",
            blue,
        )
        if found
        else Finding(
            "a path through an adversarial image", "exists", "none of the steps tried gives one", "no"
        ),
        Finding(
            "every point of it, exactly",
            "sampled only",
            "verified by the kernel" if told["path_verified"] else "not verified",
            NOT,
        ),
    ]


def _picture(model: torch.nn.Sequential, case: Case, vertices: Sequence[torch.Tensor], figure: str) -> bytes:
    names = "ST" if len(vertices) == 2 else "SAT"
    rows = []
    for n, (p, q) in enumerate(pairwise(vertices)):
        row = []
        for i in range(_FRAMES):
            lam = i / (_FRAMES - 1)
            x = (1 - lam) * p + lam * q
            with torch.no_grad():
                confidence = model(x[None]).softmax(1)[0]
            word = {0: f"{names[n]}: ", _FRAMES - 1: f"{names[n + 1]}: "}.get(i, "")
            colour = BLUE if int(confidence.argmax()) == case.blue else RED
            image = x[: case.side**2].reshape(case.side, case.side).tolist()
            row.append((image, f"{word}{float(confidence[case.blue]):.3f} ({lam:.1f})", colour))
        rows.append(row)
    what = "turned digit 1" if figure == "fig-5.7" else "digit 5 through digit 4"
    return strip(f"{figure}: {what}, confidence of the blue class (lambda)", rows)
