"""Equation (2.10): the entries of the feature matrix under the filters and biases of the proof of Theorem 2.4.4."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import numpy

from constructions.feature_matrix import exact_layer
from constructions.full_rank_filters import FullRankFilters, full_rank_filters
from proofs.feature_exhibits import RELU, feature_rank, filter_bank, identity, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values

# Four samples of five inputs, patches of three, two filters: six units, N = 4.
POINTS = [[1, 0, 2, 5, 3], [4, 1, 0, 0, 6], [2, 2, 7, 1, 1], [0, 3, 3, 8, 2]]
PATCHES = numpy.array([[0, 1, 2], [1, 2, 3], [2, 3, 4]])
ALPHA, BETA, N = Fraction(1, 3), Fraction(2), 4


@cache
def made() -> FullRankFilters:
    """The construction at alpha = 1/3, beta = 2."""
    return full_rank_filters(samples(POINTS), "relu", 2, PATCHES, BETA, ALPHA)


def right_side() -> list[list[Fraction]]:
    """sigma(alpha <a^t, x_{gamma(j)}^p - x_i^p> + beta) for j <= N, written out, rows in the order of the data."""
    layer, rows = made().layer, []
    filters = [[Fraction(int(-w), layer.denominator) / ALPHA for w in row] for row in layer.filters.tolist()]
    for x in POINTS:
        row = []
        for j in range(N):
            p, t = divmod(j, 2)
            y = POINTS[made().order[j]]
            step = sum(a * (y[n] - x[n]) for a, n in zip(filters[t], PATCHES[p].tolist(), strict=True))
            row.append(max(Fraction(0), ALPHA * step + BETA))
        rows.append(row)
    return rows


def first_units() -> Exhibit:
    """The first N units of the layer, picked by a linear layer above it."""
    picked = filter_bank([[int(i == j) for i in range(6)] for j in range(N)], None, {"name": "identity"})
    bottom = made().layer.denominator
    rows = [[x * bottom for x in row] for row in right_side()]
    name = "the layer with w = -alpha a and b = alpha <a, x_j> + beta takes these values, T = 2, P = 3, N = 4"
    return layer_values(name, [made().layer, picked], samples(POINTS), rows, bottom)


def wide() -> Exhibit:
    """Full rank at the alpha of the construction, with two units more than samples, whose bias is beta."""
    layer = full_rank_filters(samples(POINTS), "relu", 2, PATCHES).layer
    return feature_rank(
        "n_k = 6 > N = 4, bias beta for units 5 and 6: full rank 4",
        [layer],
        samples(POINTS),
        N,
        role="corrects",
    )


def difference() -> Exhibit:
    """-alpha <a, x> + alpha <a, y> + beta = alpha <a, y - x> + beta."""
    terms: list[Any] = []
    steps: list[Any] = []
    for n in "123":
        terms += [product("-1", "alpha", f"a{n}", f"x{n}"), product("alpha", f"a{n}", f"y{n}")]
        steps.append(product(f"a{n}", total(f"y{n}", product("-1", f"x{n}"))))
    names = ["alpha", "beta", *(f"{v}{n}" for v in "axy" for n in "123")]
    return identity(
        "patches of three entries, all numbers",
        total(*terms, "beta"),
        total(product("alpha", total(*steps)), "beta"),
        *names,
    )


def same_bias() -> Exhibit:
    """One bias for all units in place of one for each."""
    rows = [[-1], [-1], [-1]]
    layer = exact_layer(rows, [2, 2, 2], RELU)
    return feature_rank(
        "w = -1 for three units and one bias: rank 1 of 3", [layer], samples([[0], [1], [2]]), 1
    )


theorem = Theorem(
    id="eq-2.10",
    kind="equation",
    title="The entries of A(alpha)",
    statement=r"With $w_k^t=-\alpha a^t$ and $(b_k)_j=\alpha\langle a^t,f_{k-1}^p(x_j)\rangle+\beta$, $j=(p,t)$: $A(\alpha)_{ij}=\sigma(\alpha\langle a^t,f_{k-1}^p(x_j)-f_{k-1}^p(x_i)\rangle+\beta)$ for $i\in[N]$, $j\in[n_k]$.",
    source=thesis("Equation (2.10)", "27"),
    universal=True,
    hypotheses=("the biases differ from unit to unit",),
    covers=(
        "The pre-activation for all numbers and patches of three entries; a convolution of two filters on four samples, entry by entry, in the order gamma. Printed for all units j of the layer, although there are samples only for j up to N."
    ),
    uses=("eq-2.1",),
    exhibits=lambda: (difference(), first_units(), wide()),
    near_misses=lambda: (
        NearMiss(
            "alpha of the other sign",
            tampered(difference().build, "/claim/right/sum/0/product/0", "-1"),
            "E_IDENTITY",
        ),
        NearMiss("another bias", tampered(first_units().build, "/claim/layers/0/bias/0", "0"), "E_VALUE"),
        NearMiss("rank 5 of four samples", tampered(wide().build, "/claim/rank", "5"), "E_RANK"),
    ),
    ablations=lambda: (
        Ablation(
            "the biases differ from unit to unit",
            (same_bias(),),
            "Units of one filter and one bias are equal on one patch (thm-2.4.4, tied biases).",
        ),
    ),
    printed=r"The bias of every unit $j\in[n_k]$ is $\alpha\langle a^t,f_{k-1}^p(x_j)\rangle+\beta$.",
    finding=r"For $j>N$ there is no sample $x_j$; with $n_k>N$, which the theorem allows, these biases are not defined.",
    corrected=r"Choose the biases of the units $j>N$ as one likes, for instance $\beta$: only the first $N$ columns of $A(\alpha)$ are used.",
)
