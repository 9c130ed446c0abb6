"""The remarks after Theorem 4.3.4: random features and a linear system; and the path they promise."""

from __future__ import annotations

from typing import Any

from checker import canonical_bytes
from checker.codec import decode
from constructions.feature_matrix import image_patches, random_layer
from constructions.formats.data import read_data
from constructions.skip_network import SkipNetwork, from_layers, with_random_skips
from proofs.feature_exhibits import SIGMOID, digits, feature_rank, identity, product, total
from proofs.skip_exhibits import deep_convolution, fitted, full_rank
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def labels(N: int) -> list[int]:
    """Those of the first N digits."""
    found = read_data("digits").y
    return [] if found is None else [int(y) for y in found[:N]]


def one_layer() -> SkipNetwork:
    """24 filters of 5 x 5, sigmoid, 384 units; 60 of them at random."""
    return with_random_skips(
        from_layers([random_layer(5, 64, 24, SIGMOID, image_patches(8, 8, size=5))], 64), 60, 0
    )


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
        fitted(
            "digits, N = 60, 60 of 384 sigmoid units of a convolution, V solved and rounded: all 60 labels are right",
            one_layer,
            digits(60),
            labels(60),
        ),
        fitted(
            "digits, N = 24, two convolutions: all 24 labels are right",
            lambda: deep_convolution(24),
            digits(24),
            labels(24),
        ),
        identity(
            "upscaling: c a - c b = c (a - b), so the largest output stays",
            total(product("c", "a"), product("-1", "c", "b")),
            product("c", total("a", product("-1", "b"))),
            *("a", "b", "c"),
        ),
    )


def moved() -> bytes:
    """The certificate with one output weight of the second fit larger by 2."""
    good: Any = decode(exhibits()[6].build())
    weight = good["claim"]["weight"]
    weight["rows"][3][2] = str(int(weight["rows"][3][2]) + 2 * int(weight["denominator"]))
    return canonical_bytes(good)


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
        "Five random draws on real data, certified of full rank, two with V solved, rounded and all labels right (the kernel bounds every entry of "
        r"$|\Psi V-Y|$; `theodolite skip` does so for all 1,797 digits), and the order of outputs under upscaling, which needs the largest $Y_{ij}$ of a sample to be its class alone. "
        r"The sentence on paths is not covered: it does not follow from ``no bad local valley'' (a strict sublevel set holds points above the start), and is open here."
    ),
    uses=("thm-4.3.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another draw", tampered(exhibits()[0].build, "/claim/layers/0/bias/0", "7"), "E_SOLVE"),
        NearMiss("another label", tampered(exhibits()[6].build, "/claim/targets/rows/0/0", "0"), "E_FIT"),
        NearMiss("an output weight off by 2", moved, "E_FIT"),
        NearMiss("c a - b", tampered(exhibits()[-1].build, "/claim/right", "0"), "E_IDENTITY"),
    ),
)
