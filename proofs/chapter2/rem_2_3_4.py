"""The remark after Assumption 2.3.4: patches that cover the layer and differ do not give full rank."""

from __future__ import annotations

import numpy

from checker import Json
from constructions.evidence.find import find
from proofs.chapter2.asm_2_3_4 import deltas, image_layer, printed_claim, syzygy, unit_vectors
from proofs.feature_exhibits import (
    IDENTITY,
    feature_claim,
    feature_rank,
    filter_bank,
    identity_claim,
    product,
    total,
)
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CYCLE = numpy.array([[0, 1], [0, 2], [1, 3], [2, 3]])
# All pairs of {1, 2, 3, 4} but {1, 2}, and {5, 6}.
PAIRS = numpy.array([[0, 2], [0, 3], [1, 2], [1, 3], [2, 3], [4, 5]])


def cycle() -> Exhibit:
    """Patches {1,2}, {1,3}, {2,4}, {3,4}, one filter (f, g): f (u_1 - u_2) - g (u_3 - u_4) = 0 for the columns of U."""
    units = [("f", "g", 0, 1), ("f", "g", 0, 2), ("f", "g", 1, 3), ("f", "g", 2, 3)]
    terms = []
    for (f, g, i, j), (sign, factor) in zip(
        units, (("1", "f"), ("-1", "f"), ("-1", "g"), ("1", "g")), strict=True
    ):
        terms += [product(sign, factor, f, f"x{i}"), product(sign, factor, g, f"x{j}")]
    return vanishes(
        "4 neurons, one filter on {1,2}, {1,3}, {2,4}, {3,4}: a combination of the units is 0 for all filters and inputs",
        total(*terms),
        *("f", "g", "x0", "x1", "x2", "x3"),
    )


def pair() -> Exhibit:
    """Neurons 5 and 6 lie in one patch {5,6} only: rows 5 and 6 of U are f s and g s, for any order of any patch."""
    return vanishes(
        "6 neurons, one filter, {5,6} and five pairs of {1,2,3,4}: g (row 5) - f (row 6) = 0 for all filters",
        total(product("g", "f", "s"), product("-1", "f", "g", "s")),
        *("f", "g", "s"),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Three ways to fail for all filters at once, ranks at filters drawn, and what does give full rank."""
    return (
        Exhibit(
            "3 x 3 image, two 2 x 2 filters f, g: U c = 0 with c = (g, -f), for all f, g",
            lambda: find(syzygy()),
            "refutes",
            printed_claim,
        ),
        cycle(),
        pair(),
        feature_rank(
            "3 x 3, two 2 x 2 filters drawn: rank 7 of 8", [image_layer(3, 2, 2)], unit_vectors(9), 7
        ),
        feature_rank("5 x 5, two 2 x 2 filters: rank 23 of 25", [image_layer(5, 2, 2)], unit_vectors(25), 23),
        feature_rank(
            "5 x 5, three 3 x 3 filters: rank 24 of 25", [image_layer(5, 3, 3)], unit_vectors(25), 24
        ),
        feature_rank("8 x 8, two 3 x 3 filters: rank 56 of 64", [image_layer(8, 3, 2)], unit_vectors(64), 56),
        feature_rank(
            "four neurons in a cycle, a filter drawn: rank 3 of 4",
            [filter_bank([[3, 5]], CYCLE, IDENTITY)],
            unit_vectors(4),
            3,
        ),
        feature_rank(
            "{5,6} and five pairs: rank 5 of 6", [filter_bank([[3, 5]], PAIRS, IDENTITY)], unit_vectors(6), 5
        ),
        feature_rank(
            "3 x 3, four 2 x 2 filters (T = l): full rank 9",
            [image_layer(3, 2, 4)],
            unit_vectors(9),
            9,
            role="corrects",
        ),
        feature_rank(
            "5 x 5 of three channels, three filters (T = c): full rank 27",
            [deltas(5, 3, 3)],
            unit_vectors(75),
            27,
            role="corrects",
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Another rank, another sign, the cycle broken."""
    wrong = identity_claim(total(product("f", "g"), product("g", "f")), "0", "f", "g")
    claim = feature_claim([image_layer(3, 2, 2)], unit_vectors(9), 8, "<=")
    null: Json = {"side": "right", "pivots": ["0"], "vectors": [{"at": ["0"], "values": ["1"]}]}
    return (
        NearMiss("rank 6", tampered(exhibits()[3].build, "/claim/rank", "6"), "E_TOO_FEW"),
        NearMiss("f g + g f = 0", lambda: wrong.with_evidence({}), "E_IDENTITY"),
        NearMiss("a null vector that is none", lambda: claim.with_evidence({"null": null}), "E_NULL"),
        NearMiss(
            "the fourth patch {3,4} as {4,3}",
            tampered(exhibits()[7].build, "/claim/layers/0/patches/3", ["3", "2"]),
            "E_NULL",
        ),
    )


theorem = Theorem(
    id="rem-2.3.4",
    kind="remark",
    title="Patches that cover and differ are not enough",
    statement="Assumption 2.3.4 is satisfied if every neuron belongs to at least one patch and there are no identical patches, which is often the case in practice.",
    source=thesis("Remark after Assumption 2.3.4", "16"),
    universal=True,
    hypotheses=(r"$T_k\ge l_{k-1}$ (not printed)",),
    covers=(
        "Refuted for all filters at once: by an ordinary convolution, by four neurons with one filter in the given order of the entries, and by six neurons in any order. Ranks at filters drawn show how much is missing. "
        r"For one channel and two $l\times l$ filters on $P\times P$ positions, $P\ge l$, the products of one filter with the other, moved over the image, give $(P-l+1)^2$ null vectors (by hand; for 28 x 28 and 3 x 3 this leaves 776 of 784)."
    ),
    uses=("asm-2.3.4",),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$T_k\ge l_{k-1}$ (not printed)",
            (
                feature_rank(
                    "T = 3 < 4 = l, 3 x 3 image: rank 9 all the same",
                    [image_layer(3, 2, 3)],
                    unit_vectors(9),
                    9,
                ),
            ),
            "Sufficient, not necessary.",
        ),
    ),
    printed="The assumption holds if every neuron belongs to a patch and there are no identical patches.",
    finding=(
        r"A 3 x 3 image with two 2 x 2 filters, stride 1: the four patches cover it and differ, and $U$, 9 x 8, has rank at "
        r"most 7 for all filters, because $f*g-g*f=0$."
    ),
    corrected=(
        r"Record the assumption as one. It holds when $T_k\ge l_{k-1}$: take the unit vectors among the filters; and for images of $c\ge T_k$ channels. For one channel and "
        r"two $l\times l$ filters on $P\times P$ positions, $P\ge l$, the rank is at most $2P^2-(P-l+1)^2$."
    ),
)
