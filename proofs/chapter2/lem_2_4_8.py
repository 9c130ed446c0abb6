"""Lemma 2.4.8: S_k covers almost all parameters, if the activation is analytic; empty without Assumption 2.3.4."""

from __future__ import annotations

from constructions.evidence.find import find
from constructions.feature_matrix import random_layer
from proofs.chapter2.asm_2_3_4 import image_layer, printed_claim, syzygy, unit_vectors
from proofs.chapter2.rem_2_4_5 import exhibits as exhibits_of_relu
from proofs.feature_exhibits import IDENTITY, SIGMOID, digits, feature_rank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """One point of S_1 for a network 64-60-20-10 on 60 digits: F_1 and U_3 of full rank."""
    return (
        feature_rank("60 digits, sigmoid: rank F_1 = 60", [random_layer(1, 64, 60, SIGMOID)], digits(60), 60),
        feature_rank(
            "U_3, 20 x 10, has rank 10", [random_layer(2, 20, 10, IDENTITY, grid=8)], unit_vectors(20), 10
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """The data, the width, Assumption 2.3.4, and the analytic activation."""
    same, line = samples([[1, 2], [3, 4], [1, 2]]), samples([[0], [1], [3]])
    return (
        Ablation(
            "Assumption 2.4.1",
            (feature_rank("two equal samples: rank 2 of 3", [random_layer(1, 2, 5, SIGMOID)], same, 2),),
            "Equal samples have equal features for all parameters, so S_k is empty.",
        ),
        Ablation(
            "Assumption 2.4.7",
            (feature_rank("identity, three units: rank 2 of 3", [random_layer(1, 1, 3, IDENTITY)], line, 2),),
            "Of its parts the condition on the activation is needed: an analytic one that is linear gives rank at most d + 1. Monotonicity and the pyramid are not used here.",
        ),
        Ablation(
            "Assumption 2.3.4",
            (
                Exhibit(
                    "two 2 x 2 filters on 3 x 3: rank U at most 7 for all filters", lambda: find(syzygy())
                ),
                feature_rank("rank 7 at one of them", [image_layer(3, 2, 2)], unit_vectors(9), 7),
            ),
            "With such a layer above layer k + 1 no point has full rank there: S_k is empty.",
        ),
        Ablation(
            r"$\sigma$ real analytic",
            (Exhibit("ReLU: F_1 = 0 for all parameters in a ball", exhibits_of_relu()[0].build),),
            "rem-2.4.5: for the ReLU the complement of S_1 holds an open ball.",
        ),
    )


theorem = Theorem(
    id="lem-2.4.8",
    kind="lemma",
    title="S_k is almost everything",
    statement=(
        r"Let Assumptions 2.4.1 and 2.4.7 hold for $k$. If $\sigma$ is real analytic, $\Omega\setminus S_k$ is a null set."
    ),
    source=thesis("Lemma 2.4.8", "22"),
    universal=True,
    hypotheses=("Assumption 2.4.1", "Assumption 2.4.7", "Assumption 2.3.4", r"$\sigma$ real analytic"),
    covers=(
        "One certified point of S_1 for given data and widths; there the complement is the zero set of an analytic function that is not "
        "identically zero (Lemma 2.2.2, cited in the thesis), so the conclusion holds for them."
    ),
    uses=("asm-2.3.4", "asm-2.4.7", "lem-2.2.2", "lem-2.3.5", "thm-2.4.5"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("rank 61", tampered(exhibits()[0].build, "/claim/rank", "61"), "E_RANK"),
        NearMiss("full rank of all 3 x 3 images", lambda: printed_claim().with_evidence({}), "E_KEYS"),
    ),
    ablations=ablations,
)
