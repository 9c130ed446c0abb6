"""The remark after Theorem 2.4.5 on linear networks: when it fails for them, and when it does not."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import random_layer
from proofs.feature_exhibits import IDENTITY, SIGMOID, Q, feature_claim, feature_rank, samples
from proofs.path_exhibits import plus, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

LINE = [[0], [1], [3], [7]]


def dependent(relations: bool = True) -> Claim:
    """y^T [X 1] = 0 implies y^T F = 0 for F = (X W_1 + 1 b_1) W_2 + 1 b_2, all sizes: null vectors stay."""
    matrices = {
        "y": ["one", "N"],
        "X": ["N", "d"],
        "u": ["N", "one"],
        "W1": ["d", "n"],
        "b1": ["one", "n"],
        "W2": ["n", "m"],
        "b2": ["one", "m"],
    }
    zero: list[Any] = [
        {"word": ["y", "X"], "equals": {"zero": ["one", "d"]}},
        {"word": ["y", "u"], "equals": {"zero": ["one", "one"]}},
    ]
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": matrices,
        "relations": zero if relations else zero[:1],
        "left": times("y", plus(times(plus(times("X", "W1"), times("u", "b1")), "W2"), times("u", "b2"))),
        "right": {"zero": ["one", "m"]},
    }
    return Claim("identity", Q, body)


def full() -> Exhibit:
    """N = 2 = d + 1."""
    return feature_rank(
        "N = 2 samples, d = 1, three linear units: rank 2 = N",
        [random_layer(1, 1, 3, IDENTITY)],
        samples(LINE[:2]),
        2,
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The rank is at most d + 1, for all sizes; attained; through a narrow layer."""
    return (
        Exhibit(
            "two linear layers, all sizes: a null vector of [X 1] from the left is one of F",
            lambda: find(dependent()),
        ),
        feature_rank(
            "N = 4, d = 1, five linear units: rank 2 = d + 1",
            [random_layer(1, 1, 5, IDENTITY)],
            samples(LINE),
            2,
        ),
        full(),
        feature_rank(
            "N = 4, d = 3, layers of 1 and 5 linear units: rank 2 = n_1 + 1",
            [random_layer(1, 3, 1, IDENTITY), random_layer(2, 1, 5, IDENTITY)],
            samples([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 2, 3]]),
            2,
        ),
    )


theorem = Theorem(
    id="rem-2.4.5-linear",
    kind="remark",
    title="Theorem 2.4.5 and linear networks",
    statement=(
        r"Theorem 2.4.5 is not true for deep linear networks, because the rank of a product is at most the least rank of its factors. More exactly, with the biases: $\mathrm{rank}\,F_k\le\min(d,n_1,\dots,n_{k-1})+1$, so it fails when $N$ is larger than that."
    ),
    source=thesis("Remarks after Theorem 2.4.5", "19"),
    universal=True,
    hypotheses=(r"$N>\min(d,n_1,\dots,n_{k-1})+1$ (not printed)", r"$\sigma$ linear"),
    covers=(
        r"The bound $\mathrm{rank}\,F_k\le\mathrm{rank}[X\ \mathbf{1}]$ for two layers of all sizes, of which more layers and narrow ones are repetitions, on instances. The printed reason leaves the biases out, which add one to the rank."
    ),
    uses=("thm-2.4.5",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("without y 1 = 0", lambda: dependent(False).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "rank 3 of four samples on a line", tampered(exhibits()[1].build, "/claim/rank", "3"), "E_LENGTH"
        ),
        NearMiss(
            "full rank of three samples on a line, no evidence",
            lambda: feature_claim([random_layer(1, 1, 3, IDENTITY)], samples(LINE[:3]), 3).with_evidence({}),
            "E_KEYS",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$N>\min(d,n_1,\dots,n_{k-1})+1$ (not printed)",
            (full(),),
            "A linear network with independent features.",
        ),
        Ablation(
            r"$\sigma$ linear",
            (
                feature_rank(
                    "sigmoid in place of the identity: rank 4",
                    [random_layer(1, 1, 5, SIGMOID)],
                    samples(LINE),
                    4,
                ),
            ),
            "The non-linearity is what Theorem 2.4.5 needs.",
        ),
    ),
)
