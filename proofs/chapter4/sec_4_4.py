"""Section 4.4: whether the networks of the experiments satisfy the assumption; shared biases."""

from __future__ import annotations

from dataclasses import replace

import numpy

from constructions.feature_matrix import AffineLayer
from proofs.feature_exhibits import SIGMOID, feature_claim, feature_rank, filter_bank, product, samples, total
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

PAIR = samples([[1, 1], [2, 2]])


def filter_of_size_one(tied: bool) -> AffineLayer:
    """One filter of size 1 on two patches, with one bias or two."""
    layer = filter_bank([[2]], numpy.array([[0], [1]]), SIGMOID, [1, -1])
    return replace(layer, tied=True, bias=layer.bias[:1]) if tied else layer


def exhibits() -> tuple[Exhibit, ...]:
    """Shared biases: dependent for all parameters; untied: full rank."""
    claim = feature_claim([filter_of_size_one(True)], PAIR, 2)
    one = feature_rank("shared bias, two patches: rank 1 of 2", [filter_of_size_one(True)], PAIR, 1)
    return (
        vanishes(
            "s = sigma(w + b), t = sigma(2 w + b): the rows (s, s) and (t, t) are dependent for all w, b",
            total(product("s", "t"), product("-1", "s", "t")),
            *("s", "t"),
        ),
        Exhibit(one.name, one.build, "refutes", lambda: claim),
        feature_rank("a bias for each unit: rank 2", [filter_of_size_one(False)], PAIR, 2, role="corrects"),
    )


theorem = Theorem(
    id="sec-4.4",
    kind="section",
    title="Do the experiments satisfy the assumption?",
    statement="Adding skip-connections from a random subset of $N$ neurons to standard networks makes them fulfil Assumption 4.3.1.",
    source=thesis("Section 4.4", "64"),
    universal=True,
    covers=(
        "The shared biases of a convolution, on the smallest instance, for all parameters and every activation. For softplus the path condition fails with a probability above 0.93 "
        "in the network of Figure 4.3, and as good as surely in CNN13 (new-4.e). Padding breaks the "
        "equal in-degrees of Section 4.2 (3). On digits, 3 x 3 patches with padding violate Assumption 4.3.1 (3) at 63 of 64 positions. The thesis speaks of 55,000 training "
        "images of MNIST, which has 60,000 (55,000 is a common part of them)."
    ),
    uses=("asm-4.3.1", "new-4.a", "new-4.d"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "shared bias of full rank",
            tampered(exhibits()[1].build, "/claim/rank", "2"),
            "E_LENGTH",
        ),
        NearMiss(
            "different columns",
            tampered(exhibits()[0].build, "/claim/left", total(product("s", "s"), product("-1", "t", "t"))),
            "E_IDENTITY",
        ),
    ),
    printed="Skip-connections added to the output layer to fulfill Assumption 4.3.1.",
    finding=(
        r"A convolution has one bias for each filter, not for each unit as in Section 4.2 (5). With one filter of size 1, two patches and the samples $(1,1)$, $(2,2)$, which satisfy the "
        r"three clauses, $\det\Psi=0$ for all parameters; Lemma 4.3.2 does not hold for such networks."
    ),
    corrected="Give every skip unit a bias of its own (one skip unit for each bias is enough, new-4.d); with new-4.a the backward paths do not matter.",
)
