"""Assumption 2.4.1: patches of different samples differ; on real data, and what equal patches do."""

from __future__ import annotations

import numpy

from constructions.feature_matrix import image_patches, random_layer
from proofs.feature_exhibits import SIGMOID, digits, feature_rank, samples
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """The assumption is sufficient, not necessary: full rank without it, and less where samples are equal."""
    patches = image_patches(8, 8)
    shared = samples([[0, 0, 1], [0, 0, 2], [1, 0, 0]])
    return (
        feature_rank(
            "100 digits share 3 x 3 patches and have full rank, sigmoid, T = 3",
            [random_layer(1, 64, 3, SIGMOID, patches)],
            digits(100),
            100,
        ),
        feature_rank(
            "three samples that share a patch of size 1: full rank 3",
            [random_layer(1, 3, 1, SIGMOID, numpy.array([[0], [1], [2]]))],
            shared,
            3,
        ),
        feature_rank(
            "two equal samples of four: rank 3",
            [random_layer(1, 2, 6, SIGMOID)],
            samples([[1, 2], [0, 5], [1, 2], [7, 7]]),
            3,
        ),
    )


theorem = Theorem(
    id="asm-2.4.1",
    kind="definition",
    title="Patches of different samples differ",
    statement=(
        r"$x_i^p\ne x_j^q$ for all patches $p,q$ and all samples $i\ne j$. The remark after it: a perturbation, as small as one likes, makes it hold."
    ),
    source=thesis("Assumption 2.4.1", "17"),
    universal=False,
    covers=(
        "What happens with and without it. Whether a data set has it is decided exactly by `theodolite rank`, with the two samples and patches: of scikit-learn's "
        "1,797 digits 1,772 share a 3 x 3 patch with another one."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("equal samples of full rank", tampered(exhibits()[2].build, "/claim/rank", "4"), "E_LENGTH"),
    ),
)
