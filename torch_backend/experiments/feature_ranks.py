"""Table 2.2 on digits: rank of F_1 of T_1 trained filters, by the thesis's rule and exactly.

Source: Nguyen (2019), Table 2.2.  The thesis trains the network of its Figure 2.1 on MNIST and counts the
singular values above sqrt(m + n + 1) sigma_max epsilon / 2.  Here: 3 x 3 filters on scikit-learn's digits,
one hidden layer, Adam; weights rounded to multiples of 2^-12, so that float and exact speak of one matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

import torch

from checker import Json, Verified, verify
from constructions.evidence.feature_rank import certify as certify_on_the_host
from constructions.feature_matrix import (
    AffineLayer,
    data_json,
    exact_layer,
    feature_matrix,
    image_patches,
    layers_json,
)
from constructions.formats.data import read_data
from torch_backend.experiments.training import train
from torch_backend.feature_rank import certify
from torch_backend.lift import device_of
from torch_backend.observed import Observed

_GRID = 2**12


@dataclass(frozen=True)
class Row:
    """One T_1: the shape of F_1, its rank by the thesis's rule, its least singular value, its certified rank.

    relation: `=` where null vectors show that the certified rank is exact, else `>=`.
    """

    activation: str
    filters: int
    samples: int
    width: int
    seen: Observed
    least: float
    relation: str
    exact: int | None
    certificate: str | None

    def json(self) -> dict[str, Any]:
        """For a report."""
        return {**asdict(self), "seen": self.seen.json()}


class Convolution(torch.nn.Module):
    """Filters without sharing of biases between patches, an activation, and a linear output."""

    def __init__(self, filters: int, activation: str) -> None:
        super().__init__()
        self.patches = torch.from_numpy(image_patches(8, 8))
        self.filter = torch.nn.Linear(9, filters)
        self.sigma = {"relu": torch.relu, "sigmoid": torch.sigmoid}[activation]
        self.top = torch.nn.Linear(36 * filters, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores of a batch of images."""
        return self.top(self.sigma(self.filter(x[:, self.patches])).flatten(1))


def run(
    filters: Sequence[int] = (6, 11, 12),
    activations: Sequence[str] = ("relu", "sigmoid"),
    seed: int = 0,
    device: str = "cpu",
    full: bool = False,
) -> list[Row]:
    """Train, round, and take the rank of F_1 on the samples in both ways; N = 400, in full 1,797."""
    source, place, rows = read_data("digits"), device_of(device), list[Row]()
    X = source.X if full else source.X.first(400)
    inputs = torch.tensor(X.numerators.tolist(), dtype=torch.float32, device=place) / X.denominator
    labels = [] if source.y is None else source.y[: len(X)].tolist()
    classes = torch.tensor(labels, device=place)
    for activation in activations:
        for T in (25, 50, 60) if full else filters:
            torch.manual_seed(seed)
            model = Convolution(T, activation).to(place)
            optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
            train(model, inputs, classes, optimiser, 100 if full else 20, seed)
            rows.append(_row(_layer(model, activation), X, activation, T, seed, place))
    return rows


def _layer(model: Convolution, activation: str) -> AffineLayer:
    def rounded(values: list[float]) -> list[Fraction]:
        return [Fraction(round(v * _GRID), _GRID) for v in values]

    sigma: Json = {"name": activation}
    weight = [rounded(row) for row in model.filter.weight.tolist()]
    return exact_layer(weight, rounded(model.filter.bias.tolist()), sigma, image_patches(8, 8), tied=True)


def _row(layer: AffineLayer, X: Any, activation: str, T: int, seed: int, place: torch.device) -> Row:
    matrix = feature_matrix([layer], X)
    F = torch.tensor(matrix.numerators.tolist(), dtype=torch.float64, device=place) / matrix.denominator
    F = torch.sigmoid(F) if matrix.sigma == "sigmoid" else F
    values = torch.linalg.svdvals(F)
    m, n = F.shape
    threshold = 0.5 * (m + n + 1) ** 0.5 * float(values[0]) * torch.finfo(torch.float64).eps
    seen = Observed(int((values > threshold).sum()), None, "float64", str(place), seed)
    body: dict[str, Json] = {"layers": layers_json([layer]), "data": data_json(X)}
    claim, certificate = certify(body, matrix, place.type)
    if int(str(claim.body["rank"])) < min(m, n):
        claim, certificate = certify_on_the_host(body, matrix, both=True)
    verdict = verify(certificate)
    ok = isinstance(verdict, Verified)
    rank, sha = (int(str(claim.body["rank"])), verdict.certificate_sha256) if ok else (None, None)
    relation = "=" if rank == min(m, n) else str(claim.body["relation"])
    return Row(activation, T, m, n, seen, float(values[-1]), relation, rank, sha)
