"""Remarks after Corollary 2.4.6: how many parameters suffice to fit N values; equality where "less" is printed."""

from __future__ import annotations

from fractions import Fraction

import numpy

from constructions.feature_matrix import random_layer
from constructions.full_rank_filters import full_rank_filters
from proofs.feature_exhibits import feature_rank, identity, product, samples, total
from proofs.table_exhibits import at_most, exceeds, excess
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# N = 4 samples of 3 inputs, two filters on patches {1, 2}, {2, 3}: T = l = P = 2.
POINTS = [[1, 0, 5], [4, 2, 1], [0, 7, 3], [2, 3, 8]]
PATCHES = numpy.array([[0, 1], [1, 2]])


def smallest() -> Exhibit:
    """The network with l_0 = P_0: its features have full rank, so that every target is taken."""
    layer = full_rank_filters(samples(POINTS), "relu", 2, PATCHES).layer
    return feature_rank(
        "N = 4, two filters of two entries on two patches: full rank 4 with 12 parameters",
        [layer],
        samples(POINTS),
        4,
    )


def exceeds_three() -> Exhibit:
    """l = 3, P = 2, T = 2, N = 4: 8 + 6 = 14 = 12 + 2."""
    claim = excess(Fraction(14), Fraction(12), Fraction(2))
    return Exhibit("l = 3, P = T = 2, N = 4: 14 parameters, 2 more than 3 N", lambda: claim.with_evidence({}))


def exhibits() -> tuple[Exhibit, ...]:
    """Both counts for all sizes; the case of equality."""
    return (
        identity(
            "fully connected, N hidden units: N d + N + N = (d + 2) N",
            total(product("N", "d"), "N", "N"),
            product(total("d", "2"), "N"),
            "N",
            "d",
        ),
        identity(
            "convolution with N = T P: 2 N + T l, and P (2 N + T l) = P 2 N + N l, so it is 2 N + N l / P",
            product("P", total(product("2", "T", "P"), product("T", "l"))),
            total(product("P", "2", "T", "P"), product("T", "P", "l")),
            *"PTl",
        ),
        identity(
            "3 N - (2 N + T l) = T (P - l): 0 at l = P",
            total(product("3", "T", "P"), product("-1", total(product("2", "T", "P"), product("T", "l")))),
            product("T", total("P", product("-1", "l"))),
            *"PTl",
        ),
        exceeds("l = P = T = 2, N = 4: 2 N + T l = 12, where less than 3 N would be at most 11", "12", "11"),
        smallest(),
        at_most("l = P = T = 2: 12 is at most 3 N = 12", "12", "12", "corrects"),
        at_most("l = 2, P = 3, T = 2, N = 6: 16 is at most 17, less than 3 N", "16", "17", "corrects"),
    )


theorem = Theorem(
    id="rem-2.4.6",
    kind="remark",
    title="Parameters that fit N values",
    statement=(
        r"A convolutional network with one hidden layer of $N$ units and scalar output has $2N+T_1l_0$ parameters, a fully connected one $Nd+2N$. With $n_1=T_1P_0=N$ the first is $2N+Nl_0/P_0$, less than $3N$ if $l_0\le P_0$."
    ),
    source=thesis("Remarks after Corollary 2.4.6", "20"),
    universal=True,
    hypotheses=(r"$l_0\le P_0$", r"$n_1=T_1P_0=N$"),
    covers=(
        "The counts for all sizes, with one bias for each hidden unit and none at the output, as in the corollary; a network of the case of equality, whose features have full rank. Tied biases would save more and lose the corollary (rem-2.4.4)."
    ),
    uses=("cor-2.4.6",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "12 at most 11",
            lambda: excess(Fraction(12), Fraction(11), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "N d + 2 N = (d + 1) N",
            tampered(exhibits()[0].build, "/claim/right/product/0/sum/1", "1"),
            "E_IDENTITY",
        ),
        NearMiss(
            "rank 3 by the evidence of rank 4", tampered(smallest().build, "/claim/rank", "3"), "E_TOO_FEW"
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$l_0\le P_0$",
            (exceeds_three(),),
            "Patches larger than their number cost more than 3 N.",
        ),
        Ablation(
            r"$n_1=T_1P_0=N$",
            (
                feature_rank(
                    "one filter on two patches, N = 4: rank 2",
                    [random_layer(1, 3, 1, {"name": "relu"}, PATCHES)],
                    samples(POINTS),
                    2,
                    "<=",
                ),
            ),
            "With fewer units some target is not taken.",
        ),
    ),
    printed=r"The number of parameters is $2N+Nl_0/P_0$, which is less than $3N$ if $l_0\le P_0$.",
    finding=r"For $l_0=P_0$ it is $3N$: two filters of two entries on two patches, $N=4$, have 12 parameters.",
    corrected=r"It is at most $3N$ if $l_0\le P_0$, and less if $l_0<P_0$.",
)
