"""Figure 5.5: decision regions of a trained layer of n_1 = 2, 3, ... units on a class in two parts.

Source: Nguyen (2019), Section 5.3.4.  SGD with momentum, rate 0.1, halved every 50 epochs; 1,000 epochs in
full.  The thesis does not give its data: here class 1 (blue) is |x_1 + x_2| >= 2 in [-4, 4]^2, two opposite
corners, class 2 the band between them.  By Theorem 5.2.3 the blue region is connected for n_1 = 2 when W_1
has full rank; where a window shows it in two parts, they meet outside.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import torch

from checker import Layer, Network, Rationals, Verified, verify
from constructions.evidence.components import certify_components
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu
from torch_backend.experiments.outcome import Finding, Outcome, Setting
from torch_backend.experiments.training import train
from torch_backend.lift import INSIDE, LiftedNetwork, device_of
from torch_backend.observed import Observed
from torch_backend.sampling import components, grid

SLOPE = Fraction(1, 128)
HALF, FINE = 4.0, 241
_EXACT_UP_TO = 3  # units: cells of the exact count


@dataclass(frozen=True)
class Row:
    """One width: misclassified samples, blue components on the grid, and exactly in the plane."""

    width: int
    errors: int
    seen: Observed
    exact: int | None
    certificate: str | None

    def json(self) -> dict[str, Any]:
        """For a report."""
        return {**asdict(self), "seen": self.seen.json()}


@dataclass(frozen=True)
class Panel:
    """What is drawn of one width: the data with their classes, and which grid points are blue."""

    width: int
    points: list[list[float]]
    classes: list[int]
    blue: list[list[bool]]
    title: str = ""


def data(seed: int, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """n points of the square, and their classes: 0 in the two corners, 1 in the band."""
    random = torch.Generator().manual_seed(seed)
    X = 2 * HALF * torch.rand(n, 2, generator=random, dtype=torch.float64) - HALF
    return X, X.sum(dim=1).abs().lt(2).long()


def run(
    widths: Sequence[int] = (2, 3, 50), seed: int = 0, device: str = "cpu", full: bool = False
) -> tuple[list[Row], list[Panel]]:
    """Train each width, count the components of the blue region, and for few units prove the count."""
    place, rows, panels = device_of(device), list[Row](), list[Panel]()
    X, y = (t.to(place) for t in data(seed, 1000 if full else 400))
    for width in widths:
        torch.manual_seed(seed)
        layers = torch.nn.Linear(2, width), torch.nn.LeakyReLU(float(SLOPE)), torch.nn.Linear(width, 2)
        model = torch.nn.Sequential(*layers).double().to(place)
        optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        epochs = 1000 if full else 200
        errors = train(model, X, y, optimiser, epochs, seed, 64, lambda epoch: 0.1 / 2 ** (epoch // 50))
        network = exact_network(model)
        lifted = LiftedNetwork(network, device=device)
        blue = (lifted.membership(grid(lifted, HALF, FINE), 0) == INSIDE).reshape(FINE, FINE)
        seen = Observed(components(blue), None, "float64", device, seed)
        rows.append(Row(width, errors, seen, *certified_components(network, 0)))
        panels.append(Panel(width, X.tolist(), y.tolist(), blue.tolist()))
    return rows, panels


def outcome(setting: Setting) -> Outcome:
    """The run of the command, beside what the figure says."""
    rows, panels = run(seed=setting.seed, device=setting.device, full=setting.full)
    table: list[tuple[str, ...]] = [
        ("n_1", "errors", "blue components in [-4, 4]^2 (seen)", "in the plane (proved)")
    ]
    for r in rows:
        table.append(
            (str(r.width), str(r.errors), str(r.seen.value), "-" if r.exact is None else str(r.exact))
        )
    two, three = (next((r for r in rows if r.width == w), None) for w in (2, 3))
    findings = []
    if two is not None and two.exact is not None:
        seen = f"{two.exact} component, proved"
        findings.append(Finding.of("n_1 = 2", "the decision region is connected", seen, two.exact <= 1))
    if three is not None and three.exact is not None:
        seen = f"{three.exact} components, proved"
        findings.append(Finding.of("n_1 = 3", "already disconnected", seen, three.exact >= 2))
    return Outcome([r.json() for r in rows], table, findings, svg(panels))


def exact_network(model: torch.nn.Sequential) -> Network:
    """The trained network with its weights rounded to multiples of 2^-16."""
    layers = []
    for linear, sigma in ((model[0], leaky_relu(SLOPE)), (model[2], IDENTITY)):
        weight = tuple(tuple(_grid(w) for w in row) for row in linear.weight.tolist())
        layers.append(Layer(weight, tuple(_grid(b) for b in linear.bias.tolist()), sigma))
    return Network(2, tuple(layers))


def _grid(x: float) -> Fraction:
    return Fraction(round(x * 2**16), 2**16)


def certified_components(network: Network, j: int) -> tuple[int | None, str | None]:
    """The components of C_j in the whole plane and the certificate's hash, once it is verified."""
    if network.widths[1] > _EXACT_UP_TO:
        return None, None
    certificate = certify_components(network, Rationals(), j)
    verdict = verify(certificate)
    if not isinstance(verdict, Verified):
        return None, None
    return int(json.loads(certificate)["claim"]["components"]), verdict.certificate_sha256


def svg(panels: Sequence[Panel]) -> bytes:
    """The regions and the data, one square for each width."""
    size, gap = 240, 20
    box = f"0 0 {len(panels) * (size + gap) + gap} {size + 50}"
    style = (
        "text{font:13px sans-serif}rect{shape-rendering:crispEdges}.b{fill:#9ec5e8}.r{fill:#f6d5c9}"
        ".p0{fill:#0b3c6f}.p1{fill:#a33413}"
    )
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{style}</style>']
    for k, panel in enumerate(panels):
        left, n = gap + k * (size + gap), len(panel.blue)
        step = size / n
        parts.append(
            f'<g transform="translate({left},30)"><text y="-8">{panel.title or f"n_1 = {panel.width}"}</text>'
        )
        parts.append(f'<rect class="r" width="{size}" height="{size}"/>')
        for i, column in enumerate(panel.blue):
            start = 0
            while start < n:
                end = start
                while end < n and column[end] == column[start]:
                    end += 1
                if column[start]:
                    top, height = size - end * step, (end - start) * step
                    where = f'x="{i * step:.2f}" y="{top:.2f}" width="{step:.2f}" height="{height:.2f}"'
                    parts.append(f'<rect class="b" {where}/>')
                start = end
        for (x, y), c in zip(panel.points, panel.classes, strict=True):
            at = f'cx="{(x / HALF + 1) * size / 2:.1f}" cy="{(1 - y / HALF) * size / 2:.1f}"'
            parts.append(f'<circle class="p{c}" {at} r="1.6"/>')
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]).encode() + b"\n"
