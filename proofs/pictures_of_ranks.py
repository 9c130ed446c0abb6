"""Charts of Chapter 2: the alpha of Theorem 2.4.4 against N, ranks against the width, singular values."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

from checker import Json
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import data_json, feature_matrix, layers_json, random_layer
from constructions.full_rank_filters import full_rank_filters
from proofs.charts import Series, chart
from proofs.feature_exhibits import RELU, SIGMOID, digits
from proofs.picture import Panel, Picture, Point

SAMPLES = (5, 10, 20, 50, 100, 200)
WIDTHS = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130)
N = 100


def alpha_against_samples() -> Picture:
    """The explicit alpha at which the proof's matrix is certified, on the first N digits."""
    names = {"softplus": "softplus", "sigmoid": "sigmoid", "relu": "ReLU"}
    every = []
    for key, name in names.items():
        values = [(Fraction(n), full_rank_filters(digits(n), key, n).alpha) for n in SAMPLES]
        every.append(Series(name, values, shift=(14, -2)))
    caption = (
        r"The explicit $\alpha$ of the construction against the number $N$ of samples, for $N$ units on the "
        r"first $N$ digits, both axes logarithmic. For the ReLU the matrix is exactly triangular; for "
        r"sigmoid and softplus $\alpha$ exceeds a bound with $N!$ in it. Each value is exact; "
        "benchmarks/alpha.py certifies the ranks."
    )
    return Picture(caption, (chart(r"$\alpha$ against $N$", every, ("N", r"\alpha"), (True, True)),))


def rank_against_width() -> Picture:
    """The exact rank of F_1 on the first digits, for random layers."""
    every = [
        Series("sigmoid", _ranks(SIGMOID), at=6, shift=(-12, 3)),
        Series("ReLU", _ranks(RELU), at=7, shift=(12, -6)),
    ]
    caption = (
        rf"The exact rank of $F_1$ against the width $n_1$, on the first {N} digits, for layers with random "
        rf"weights that are multiples of $1/64$. Sigmoid: $\min(N,n_1)$ throughout, and $N={N}$ from $n_1=N$ "
        "on. ReLU: less by the units that are zero on all samples."
    )
    return Picture(caption, (chart(r"rank of $F_1$ against $n_1$", every, ("n_1", r"\mathrm{rank}\,F_1")),))


def _ranks(activation: Json) -> list[Point]:
    X, found = digits(N), []
    for n in WIDTHS:
        layers = [random_layer(1, X.width, n, activation)]
        body: dict[str, Json] = {"layers": layers_json(layers), "data": data_json(X)}
        claim, _ = certify(body, feature_matrix(layers, X), both=True)
        found.append((Fraction(n), Fraction(str(claim.body["rank"]))))
    return found


def observed(name: str) -> tuple[list[Fraction], Fraction]:
    """Singular values seen once, the largest first, and the threshold of Table 2.2's rule."""
    found = tomllib.loads((Path(__file__).parent / "observed_singular_values.toml").read_text("utf-8"))[name]
    return [Fraction(x) for x in found["values"]], Fraction(found["threshold"])


def singular_values(title: str, name: str, rank: int) -> Panel:
    """Singular values, the threshold of the rule, and the exact rank."""
    values, t = observed(name)
    points = [(Fraction(i), x) for i, x in enumerate(values, 1)]
    low, last = values[-1], Fraction(len(points))
    every = [
        Series(r"$\sigma_i$", points, marks=False, at=len(points) // 8),
        Series("threshold", [(Fraction(0), t), (last / 4, t), (last, t)], marks=False, at=1),
        Series("", [(Fraction(rank), low), (Fraction(rank), points[0][1])], marks=False),
    ]
    return chart(title, every, ("i", r"\sigma_i"), (False, True))
