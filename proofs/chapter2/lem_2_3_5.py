"""Lemma 2.3.5: low-rank filters form a null set, once some filters give full rank."""

from __future__ import annotations

from constructions.evidence.find import find
from constructions.feature_matrix import image_patches
from proofs.chapter2.asm_2_3_4 import image_layer, syzygy, unit_vectors
from proofs.feature_exhibits import IDENTITY, feature_rank, filter_bank
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """A point of full rank, and one of low rank that exists beside it."""
    zero = filter_bank(
        [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], image_patches(3, 3, 1, 2), IDENTITY
    )
    return (
        feature_rank(
            "3 x 3, four 2 x 2 filters drawn: full rank 9", [image_layer(3, 2, 4)], unit_vectors(9), 9
        ),
        feature_rank("other filters: rank 4", [zero], unit_vectors(9), 4),
        feature_rank(
            "6 x 6, ten 3 x 3 filters drawn: full rank 36", [image_layer(6, 3, 10)], unit_vectors(36), 36
        ),
    )


theorem = Theorem(
    id="lem-2.3.5",
    kind="lemma",
    title="Low-rank filters are a null set",
    statement=(
        r"Let Assumption 2.3.4 hold. For every convolutional layer the set of $W_k$ for which $U_k=\mathcal{M}_k(W_k)$ has not full rank is a null set."
    ),
    source=thesis("Lemma 2.3.5", "16"),
    universal=True,
    hypotheses=("Assumption 2.3.4",),
    covers=(
        "For the patches shown the conclusion itself: a minor is a polynomial in the filters that is not zero at the point certified. The sentence before the lemma, "
        "that it follows because full-rank matrices are dense, is not an argument: the image of M_k may hold none of them."
    ),
    uses=("asm-2.3.4", "lem-2.2.2"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "full rank at the point of rank 4", tampered(exhibits()[1].build, "/claim/rank", "3"), "E_TOO_FEW"
        ),
    ),
    ablations=lambda: (
        Ablation(
            "Assumption 2.3.4",
            (Exhibit("two 2 x 2 filters on 3 x 3: no full rank at all", lambda: find(syzygy())),),
            "Then every choice of filters has low rank.",
        ),
    ),
)
