"""Equation (2.11): in the order gamma each unit's own sample has the least projection of those that follow."""

from __future__ import annotations

from fractions import Fraction

from constructions.certificate import NotFound
from constructions.feature_matrix import exact_layer
from proofs.chapter2.eq_2_10 import ALPHA, PATCHES, POINTS, N, made
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values


def filters() -> list[list[Fraction]]:
    """a^1 and a^2 of the construction."""
    layer = made().layer
    return [[Fraction(int(-w), layer.denominator) / ALPHA for w in row] for row in layer.filters.tolist()]


def projection(j: int, i: int) -> Fraction:
    """<a^t, x_i^p> of unit j = (p, t)."""
    p, t = divmod(j, 2)
    return sum(
        (a * POINTS[i][n] for a, n in zip(filters()[t], PATCHES[p].tolist(), strict=True)), Fraction(0)
    )


def excesses(order: tuple[int, ...]) -> tuple[list[list[Fraction]], Exhibit]:
    """ReLU(<a^t, x_i^p> - <a^t, x_j^p>), rows and columns in the order, by one layer and a choice of units."""
    at = [projection(j, order[j]) for j in range(N)]
    rows = [[max(Fraction(0), projection(j, i) - at[j]) for j in range(N)] for i in order]
    layer = exact_layer(filters(), [-x for x in at] + [Fraction(0)] * (6 - N), RELU, PATCHES)
    picked = filter_bank([[int(i == j) for i in range(6)] for j in range(N)], None, IDENTITY)
    X = samples([POINTS[i] for i in order])
    bottom = layer.denominator
    listed = [[x * bottom for x in row] for row in rows]
    name = f"order {', '.join(str(i + 1) for i in order)}: <a, x_i> - <a, x_j> where it is positive, unit by unit"
    return rows, layer_values(name, [layer, picked], X, listed, bottom)


def in_order() -> Exhibit:
    """Positive below the diagonal."""
    rows, exhibit = excesses(made().order)

    def build() -> bytes:
        if any(rows[i][j] <= 0 for j in range(N) for i in range(j + 1, N)):
            raise NotFound("a later sample has a projection that is not larger")
        return exhibit.build()

    return Exhibit(exhibit.name, build)


def as_given() -> Exhibit:
    """The order of the data: a sample that follows has a smaller projection."""
    rows, exhibit = excesses(tuple(range(N)))

    def build() -> bytes:
        if all(rows[i][j] > 0 for j in range(N) for i in range(j + 1, N)):
            raise NotFound("the order of the data is right by chance")
        return exhibit.build()

    return Exhibit(exhibit.name, build)


theorem = Theorem(
    id="eq-2.11",
    kind="equation",
    title="The order of the samples",
    statement=r"After relabelling by $\gamma$, where $\gamma(j)$ is the sample of least $\langle a^t,f_{k-1}^p(x_i)\rangle$ among those not yet taken: $\langle a^t,f_{k-1}^p(x_j)\rangle<\langle a^t,f_{k-1}^p(x_i)\rangle$ for all $j=(p,t)\in[N]$ and $i>j$.",
    source=thesis("Equation (2.11)", "27"),
    universal=True,
    hypotheses=(r"the order $\gamma$", r"$a^t\notin S$"),
    covers=(
        "The convolution of eq-2.10, four samples: every difference below the diagonal is positive. In general by the choice of gamma, strict because no two samples tie. The filter changes with j, so the order is not that of one projection; whether sample gamma(j) is the least of all is not said, only of those left."
    ),
    uses=("eq-2.10", "asm-2.4.1"),
    exhibits=lambda: (in_order(),),
    near_misses=lambda: (
        NearMiss(
            "a difference 0 below the diagonal",
            tampered(in_order().build, "/claim/values/rows/3/0", "0"),
            "E_VALUE",
        ),
        NearMiss(
            "two samples exchanged",
            tampered(in_order().build, "/claim/data/rows/1", [str(x) for x in POINTS[made().order[2]]]),
            "E_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"the order $\gamma$",
            (as_given(),),
            "In the order of the data some sample below the diagonal has the smaller projection: its difference is cut to 0.",
        ),
        Ablation(
            r"$a^t\notin S$",
            (
                layer_values(
                    "a = (1, 1) on (1, 4) and (2, 3): projections 5 and 5",
                    [filter_bank([[1, 1]], None, IDENTITY)],
                    samples([[1, 4], [2, 3]]),
                    [[5], [5]],
                ),
            ),
            "The inequality is then not strict.",
        ),
    ),
)
