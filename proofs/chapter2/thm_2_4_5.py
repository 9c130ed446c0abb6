"""Theorem 2.4.5: analytic activations have dependent features on a null set of parameters only."""

from __future__ import annotations

from constructions.feature_matrix import image_patches, random_layer
from proofs.feature_exhibits import (
    IDENTITY,
    RELU,
    SIGMOID,
    SOFTPLUS,
    TANH,
    digits,
    enclosed_full_rank,
    feature_rank,
    filter_bank,
    samples,
)
from proofs.pictures_of_ranks import rank_against_width
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """One point of full rank for each data set and architecture: enough for almost all parameters."""
    patches = image_patches(8, 8)
    return (
        feature_rank(
            "all 1,797 digits, sigmoid, fifty 3 x 3 filters: full rank",
            [random_layer(1, 64, 50, SIGMOID, patches)],
            digits(1797),
            1797,
        ),
        feature_rank(
            "200 digits, sigmoid, 200 units: full rank", [random_layer(1, 64, 200, SIGMOID)], digits(200), 200
        ),
        feature_rank(
            "200 digits, tanh, 200 units: full rank", [random_layer(1, 64, 200, TANH)], digits(200), 200
        ),
        enclosed_full_rank(
            "30 digits, softplus, 30 units: full rank", [random_layer(1, 64, 30, SOFTPLUS)], digits(30)
        ),
        enclosed_full_rank(
            "k = 2: 30 digits, two 3 x 3 tanh filters below 40 softplus units: full rank",
            [random_layer(1, 64, 2, TANH, patches), random_layer(2, 72, 40, SOFTPLUS)],
            digits(30),
        ),
        enclosed_full_rank(
            "k = 3: 30 digits, sigmoids, widths 64-20-20-35: full rank",
            [random_layer(k, n, m, SIGMOID) for k, (n, m) in enumerate(((64, 20), (20, 20), (20, 35)))],
            digits(30),
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A sample repeated, and one weight changed after the search."""
    good = feature_rank("", [random_layer(1, 1, 3, SIGMOID)], samples([[0], [1], [3]]), 3, ">=").build
    return (
        NearMiss("two equal samples", tampered(good, "/claim/data/rows/1", ["0"]), "E_SOLVE"),
        NearMiss("another weight", tampered(good, "/claim/layers/0/weight/0", ["1/3"]), "E_SOLVE"),
        NearMiss("ReLU instead", tampered(good, "/claim/layers/0/activation", RELU), "E_KEYS"),
    )


def ablations() -> tuple[Ablation, ...]:
    """Analytic: rem-2.4.5; nonlinear: the identity; width."""
    line = samples([[0], [1], [3], [4]])
    dead = filter_bank([[-1]] * 4, None, RELU, [-1] * 4)
    return (
        Ablation(
            r"$\sigma$ real analytic",
            (feature_rank("ReLU, four dead units: rank 0", [dead], line, 0),),
            "The same on an open ball of parameters: rem-2.4.5.",
        ),
        Ablation(
            "Assumption 2.4.2",
            (feature_rank("identity: rank 2 of 4", [random_layer(1, 1, 4, IDENTITY)], line, 2),),
            "Deep linear networks have rank at most d + 1. For tanh, which violates the assumption, the conclusion "
            "holds on the data above.",
        ),
        Ablation(
            r"$n_k\ge N$",
            (feature_rank("two units: rank 2 of 4", [random_layer(1, 1, 2, SIGMOID)], line, 2),),
            "The rank is at most the width.",
        ),
        Ablation(
            "Assumption 2.4.1",
            (
                feature_rank(
                    "two equal samples of three: rank 2 for these parameters as for all",
                    [random_layer(1, 2, 5, SIGMOID)],
                    samples([[1, 2], [3, 4], [1, 2]]),
                    2,
                ),
            ),
            "Not needed on all data: the first exhibit has full rank, although 1,772 of the 1,797 digits share a 3 x 3 patch "
            "with another. It cannot be dropped for all data: equal samples have equal features.",
        ),
    )


theorem = Theorem(
    id="thm-2.4.5",
    kind="theorem",
    title="Dependent features only on a null set",
    statement=(
        r"Let Assumption 2.4.1 hold, layers $1,\dots,k$ be convolutional or fully connected, $n_k\ge N$, and $\sigma$ be real "
        r"analytic with Assumption 2.4.2. Then the parameters of the first $k$ layers with $\mathrm{rank}\,F_k<N$ form a null set."
    ),
    source=thesis("Theorem 2.4.5", "18"),
    universal=True,
    hypotheses=(
        "Assumption 2.4.1",
        r"$n_k\ge N$",
        r"$\sigma$ real analytic",
        "Assumption 2.4.2",
    ),
    covers=(
        "For each data set and architecture shown the conclusion itself: a minor is a real analytic function of the parameters, and it "
        "is not zero at one point (lem-2.2.2). Not the statement for all data."
    ),
    uses=("thm-2.4.4", "lem-2.2.2"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    proof="docs/proofs/random-solve.md",
    picture=rank_against_width,
)
