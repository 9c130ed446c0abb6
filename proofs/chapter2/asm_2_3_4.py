"""Assumption 2.3.4 and the remark after it: two 2 x 2 filters on a 3 x 3 image never give full rank."""

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
    feature_claim,
    feature_rank,
    filter_bank,
    identity_claim,
    product,
    total,
)
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

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


def exhibits() -> tuple[Exhibit, ...]:
    """The identity for all filters, ranks at the filters drawn, and what does give full rank."""
    return (
        Exhibit(
            "U c = 0 with c = (g, -f), for all 2 x 2 filters f, g on a 3 x 3 image",
            lambda: find(syzygy()),
            "refutes",
            printed_claim,
        ),
        feature_rank("3 x 3, two 2 x 2 filters: rank 7 of 8", [image_layer(3, 2, 2)], unit_vectors(9), 7),
        feature_rank("5 x 5, two 2 x 2 filters: rank 23 of 25", [image_layer(5, 2, 2)], unit_vectors(25), 23),
        feature_rank(
            "5 x 5, three 3 x 3 filters: rank 24 of 25", [image_layer(5, 3, 3)], unit_vectors(25), 24
        ),
        feature_rank("8 x 8, two 3 x 3 filters: rank 56 of 64", [image_layer(8, 3, 2)], unit_vectors(64), 56),
        feature_rank(
            "3 x 3, four 2 x 2 filters (T = l): full rank 9",
            [image_layer(3, 2, 4)],
            unit_vectors(9),
            9,
            role="corrects",
        ),
        feature_rank(
            "8 x 8, nine 3 x 3 filters (T = l): full rank 64",
            [image_layer(8, 3, 9)],
            unit_vectors(64),
            64,
            role="corrects",
        ),
        feature_rank(
            "the worked example, two filters of length 3 on 5 inputs: full rank 5",
            [filter_bank([[1, 2, 3], [4, 5, 7]], numpy.array([[0, 1, 2], [1, 2, 3], [2, 3, 4]]), IDENTITY)],
            unit_vectors(5),
            5,
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """One more, and the identity with a sign changed."""
    small = exhibits()[1].build
    wrong = identity_claim(total(product("f", "g"), product("g", "f")), "0", "f", "g")
    return (
        NearMiss("rank 6", tampered(small, "/claim/rank", "6"), "E_TOO_FEW"),
        NearMiss("f g + g f = 0", lambda: wrong.with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "rank 8 by the evidence of rank 7",
            lambda: feature_claim([image_layer(3, 2, 2)], unit_vectors(9), 8, "<=").with_evidence(
                {"null": {"side": "right", "pivots": ["0"], "vectors": [{"at": ["0"], "values": ["1"]}]}}
            ),
            "E_NULL",
        ),
    )


theorem = Theorem(
    id="asm-2.3.4",
    kind="definition",
    title="Some filters give a full-rank weight matrix",
    statement=(
        r"For every convolutional layer there are filters $W_k$ for which $U_k=\mathcal{M}_k(W_k)$ has full rank. The "
        r"remark after it: this holds if every neuron lies in a patch and no two patches are identical."
    ),
    source=thesis("Assumption 2.3.4 and the remark after it", "16"),
    universal=True,
    covers=(
        "The remark is refuted for all filters at once on the smallest image; larger images at filters drawn. That one "
        "filter for each position of a patch suffices is shown on instances; by hand: with the unit vectors as filters "
        "every neuron is copied."
    ),
    exhibits=exhibits,
    near_misses=near_misses,
    printed="The assumption holds if every neuron belongs to a patch and there are no identical patches.",
    finding=(
        r"A 3 x 3 image with two 2 x 2 filters, stride 1: the four patches cover it and differ, and $U$, 9 x 8, has rank at "
        r"most 7 for all filters, because $f*g-g*f=0$."
    ),
    corrected=(
        r"Record the assumption as one. It holds when $T_k\ge l_{k-1}$: take the unit vectors among the filters. For one channel and "
        r"two $l\times l$ filters on $P\times P$ positions, $P\ge l$, the rank is at most $2P^2-(P-l+1)^2$."
    ),
)
