"""The remarks after Theorem 4.3.4: random features and a linear system; and the path they promise."""

from __future__ import annotations

from constructions.feature_matrix import random_layer
from proofs.feature_exhibits import SIGMOID, digits, feature_rank, identity, product, total
from proofs.skip_exhibits import deep_convolution, full_rank
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Random parameters give full rank; upscaling keeps the order of the outputs."""
    return (
        *(
            feature_rank(
                f"digits, N = 120, one layer of 120 random sigmoid units, seed {seed}: solvable",
                [random_layer(seed, 64, 120, SIGMOID)],
                digits(120),
                120,
            )
            for seed in (1, 2, 3)
        ),
        *(
            full_rank(
                f"digits, N = 24, two convolutions, random skips {seed}: solvable",
                lambda s=seed: deep_convolution(24, s),  # type: ignore[misc]
                digits(24),
            )
            for seed in (1, 2)
        ),
        identity(
            "upscaling: c a - c b = c (a - b), so the largest output stays",
            total(product("c", "a"), product("-1", "c", "b")),
            product("c", total("a", product("-1", "b"))),
            *("a", "b", "c"),
        ),
    )


theorem = Theorem(
    id="rem-4.3.4",
    kind="remark",
    title="Random features, upscaling and paths",
    statement=(
        r"Random $U$ and the solution $V$ of $\Psi(U)V=Y$ give zero training error with probability 1; upscaling to infinity then drives the cross-entropy to 0 and keeps the classifier. "
        r"From every point a continuous path leads to arbitrarily small loss, on which the loss does not rise."
    ),
    source=thesis("the paragraphs after Theorem 4.3.4", "58"),
    universal=True,
    covers=(
        "Five random draws on real data, certified of full rank, and the order of outputs under upscaling, which needs the largest $Y_{ij}$ of a sample to be its class alone. "
        r"The sentence on paths is not covered: it does not follow from ``no bad local valley'' (a strict sublevel set holds points above the start), and is open here."
    ),
    uses=("thm-4.3.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another draw", tampered(exhibits()[0].build, "/claim/layers/0/bias/0", "7"), "E_SOLVE"),
        NearMiss("c a - b", tampered(exhibits()[-1].build, "/claim/right", "0"), "E_IDENTITY"),
    ),
)
