"""Assumption 2.3.4: some filters give a full-rank weight matrix; where it holds, and where no filters do."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy

from checker import Json
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import AffineLayer, image_patches
from constructions.formats.exact_matrix import ExactMatrix
from proofs.feature_exhibits import (
    IDENTITY,
    Q,
    feature_rank,
    filter_bank,
    identity_claim,
    product,
    total,
)
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

PLACES = ((0, 0), (0, 1), (1, 0), (1, 1))


def unit_vectors(n: int) -> ExactMatrix:
    """X = I, whose features under a linear layer without bias are U_k itself."""
    return ExactMatrix(numpy.eye(n, dtype=numpy.int64), 1)


def image_layer(side: int, size: int, filters: int, seed: int = 1) -> AffineLayer:
    """A linear layer of filters drawn from -9, ..., 9."""
    draw = Random(seed).random
    rows = [[int(draw() * 19) - 9 for _ in range(size * size)] for _ in range(filters)]
    return filter_bank(rows, image_patches(side, side, 1, size), IDENTITY)


def syzygy() -> Claim:
    """For all filters f, g and all s: sum_i s_i (U c)_i = 0, with c = (g, -f) over the four positions.

    U c = f * g - g * f as a convolution on the 3 x 3 grid.  A U of full column rank has U c != 0, as f and g
    are then not zero, and some s denies the identity.
    """
    terms: list[Any] = []
    for p in PLACES:
        for u in PLACES:
            s = f"s{p[0] + u[0]}{p[1] + u[1]}"
            f, g = (f"{name}{u[0]}{u[1]}" for name in "fg")
            terms.append(product(s, f, f"g{p[0]}{p[1]}"))
            terms.append(product("-1", s, g, f"f{p[0]}{p[1]}"))
    names = [f"{name}{y}{x}" for name in "fg" for y, x in PLACES]
    return identity_claim(total(*terms), "0", *names, *(f"s{y}{x}" for y in range(3) for x in range(3)))


def printed_claim() -> Claim:
    """That some filters give full rank 8, so that the identity fails somewhere."""
    body: dict[str, Json] = dict(syzygy().body)
    return Claim("identity-fails", Q, body)


def unit_filters(size: int, channels: int = 1) -> list[list[int]]:
    """Filters with a single 1: all size^2 positions of one channel, or the first position of each channel."""
    length = size * size * channels
    chosen = range(length) if channels == 1 else range(channels)
    return [[int(i == n) for i in range(length)] for n in chosen]


def deltas(side: int, size: int, channels: int) -> AffineLayer:
    """A linear layer of these filters."""
    return filter_bank(unit_filters(size, channels), image_patches(side, side, channels, size), IDENTITY)


def exhibits() -> tuple[Exhibit, ...]:
    """Where it holds: the worked example, one filter for each entry of a patch, one for each channel."""
    return (
        feature_rank(
            "the worked example, two filters of length 3 on 5 inputs: full rank 5",
            [filter_bank([[1, 2, 3], [4, 5, 7]], numpy.array([[0, 1, 2], [1, 2, 3], [2, 3, 4]]), IDENTITY)],
            unit_vectors(5),
            5,
        ),
        feature_rank(
            "3 x 3, four 2 x 2 filters drawn (T = l): full rank 9", [image_layer(3, 2, 4)], unit_vectors(9), 9
        ),
        feature_rank(
            "8 x 8, nine 3 x 3 filters drawn (T = l): full rank 64",
            [image_layer(8, 3, 9)],
            unit_vectors(64),
            64,
        ),
        feature_rank(
            "3 x 3, the four unit vectors as filters: full rank 9", [deltas(3, 2, 1)], unit_vectors(9), 9
        ),
        feature_rank(
            "5 x 5 of three channels, three unit vectors as filters (T = c): full rank 27 = T P",
            [deltas(5, 3, 3)],
            unit_vectors(75),
            27,
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """One more, one less, and full rank where there is none."""
    good = exhibits()[1].build
    return (
        NearMiss("rank 10", tampered(good, "/claim/rank", "10"), "E_RANK"),
        NearMiss("rank 8", tampered(good, "/claim/rank", "8"), "E_TOO_FEW"),
        NearMiss(
            "another filter after the search", tampered(good, "/claim/layers/0/filters/0/0", "10"), "E_SOLVE"
        ),
    )


theorem = Theorem(
    id="asm-2.3.4",
    kind="definition",
    title="Some filters give a full-rank weight matrix",
    statement=(
        r"For every convolutional layer there are filters $W_k$ for which $U_k=\mathcal{M}_k(W_k)$, of size $n_{k-1}\times n_k$, has full rank."
    ),
    source=thesis("Assumption 2.3.4", "16"),
    universal=False,
    hypotheses=("the layer has patches for which such filters exist",),
    covers=(
        r"Layers that have it, each by one choice of filters. By hand: with $T_k\ge l_{k-1}$ it always holds, because the unit vectors as filters copy every neuron that lies in a patch; with $T_k\le c$ channels on an image it holds too, "
        "because a unit vector for each channel gives different columns. It is an assumption: whether patches that cover the layer and differ are enough is rem-2.3.4."
    ),
    uses=("def-2.3.1",),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            "the layer has patches for which such filters exist",
            (
                Exhibit(
                    "3 x 3, two 2 x 2 filters: no choice of them gives full rank", lambda: find(syzygy())
                ),
                feature_rank(
                    "the rank at filters drawn is 7 of 8", [image_layer(3, 2, 2)], unit_vectors(9), 7
                ),
            ),
            "An ordinary convolution without the assumption.",
        ),
    ),
)
