"""Corollary 2.4.6: a network whose last hidden layer has N units takes any values on N samples."""

from __future__ import annotations

from random import Random

from checker import Json
from constructions.certificate import Claim
from constructions.feature_matrix import data_json, layers_json, random_layer
from constructions.formats.data import read_data
from constructions.formats.exact_matrix import ExactMatrix
from constructions.memorization import memorize
from proofs.critical_points import equal_samples
from proofs.feature_exhibits import RELU, Q, digits, feature_rank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def memorized(X: ExactMatrix, y: list[int]) -> bytes:
    """The claim that the network made for y takes these values on X."""
    targets = [[v] for v in y]
    body: dict[str, Json] = {"layers": layers_json(memorize(X, targets)), "data": data_json(X)}
    rows: list[Json] = [[str(v) for v in row] for row in targets]
    return Claim("feature-value", Q, {**body, "values": {"denominator": "1", "rows": rows}}).with_evidence({})


def labels(N: int) -> list[int]:
    """The true labels of the first digits."""
    y = read_data("digits").y
    return [] if y is None else [int(v) for v in y[:N]]


def random_labels(N: int) -> list[int]:
    """Labels that have nothing to do with the images."""
    draw = Random(1).random
    return [int(draw() * 10) for _ in range(N)]


def exhibits() -> tuple[Exhibit, ...]:
    """True and random labels, exactly."""
    return (
        Exhibit("300 digits, true labels", lambda: memorized(digits(300), labels(300))),
        Exhibit("300 digits, random labels", lambda: memorized(digits(300), random_labels(300))),
        Exhibit("one sample", lambda: memorized(samples([[3, 1]]), [7])),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """One label off by one."""
    good = exhibits()[2].build
    return (
        NearMiss("8 for 7", tampered(good, "/claim/values/rows/0/0", "8"), "E_VALUE"),
        NearMiss("another weight", tampered(good, "/claim/layers/1/weight/0/0", "1"), "E_VALUE"),
    )


def ablations() -> tuple[Ablation, ...]:
    """The width, and different samples."""
    line = samples([[0], [1], [3]])
    return (
        Ablation(
            r"$n_{L-1}\ge N$",
            (feature_rank("two units, three samples: rank 2", [random_layer(1, 1, 2, RELU)], line, 2, "<="),),
            "A target outside the column space of the features is not taken.",
        ),
        Ablation(
            "Assumption 2.4.1",
            (equal_samples(),),
            "Two equal samples with different targets: no function takes both.",
        ),
        Ablation(
            "Assumption 2.4.2",
            (
                feature_rank(
                    "identity in place of the ReLU, three units: rank 2 of 3",
                    [random_layer(1, 1, 3, {"name": "identity"})],
                    line,
                    2,
                    "<=",
                ),
            ),
            "Only targets in a plane of the three-dimensional space are taken.",
        ),
    )


theorem = Theorem(
    id="cor-2.4.6",
    kind="theorem",
    title="Universal finite sample expressivity",
    statement=(
        r"Under the conditions of Theorem 2.4.4 at $k=L-1$, for every $y\in\mathbb{R}^N$ there are parameters with "
        r"$\sum_j\lambda_jf_{(L-1)j}(x_i)=y_i$ for all $i$."
    ),
    source=thesis("Corollary 2.4.6", "20"),
    universal=True,
    hypotheses=("Assumption 2.4.1", r"$n_{L-1}\ge N$", "Assumption 2.4.2"),
    covers=(
        "Instances on digits for the ReLU, exact, with a triangular F_1 whose diagonal holds the gaps; all 1,797 by `theodolite memorize`. For L = 2 as printed; for L >= 3 the activation must be injective on some interval (thm-2.4.4). The counts of parameters in the text are rem-2.4.6."
    ),
    uses=("thm-2.4.4", "asm-2.4.1", "asm-2.4.2"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
