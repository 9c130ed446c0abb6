"""The preimage of a point under a ReLU layer: when it is compact, by a positive dependency of the inactive rows."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.exhibits import region_is
from proofs.path_exhibits import identity, plus, rank_is, times
from proofs.region_exhibits import inside
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

ROWS: Any = [[1, 0], [0, 1], [-1, -1]]
OUTSIDE: Any = [[half_space(row, 1)] for row in ROWS]  # <a_i, x> > 1 for some i
FAR = -(10**6)


def detector(rows: Any) -> Network:
    """f_1 - f_2 = sum_i relu(<a_i, x> - 1), which is 0 exactly on the preimage of 0."""
    n = len(rows)
    return network(layer(rows, [-1] * n, RELU), layer([[1] * n, [0] * n], [0, 0]))


def of_zero(rows: Any, name: str) -> Exhibit:
    """C_1 is the complement of the preimage of 0."""
    return region_is(detector(rows), 0, [[half_space(row, 1)] for row in rows], name=name)


def dependency() -> Exhibit:
    """<a_1, x> + <a_2, x> + <a_3, x> = 0 for all x: where all three are at most 1, all are at least -2."""
    third = plus(times("-1", "x"), times("-1", "y"))
    return identity("a_1 + a_2 + a_3 = 0", plus("x", "y", third), "0", scalars=["x", "y"])


def exhibits() -> tuple[Exhibit, ...]:
    """The triangle, the dependency that bounds it, and rows that span the plane."""
    return (
        of_zero(ROWS, "the preimage of 0 is the triangle (1, 1), (1, -2), (-2, 1)"),
        region_is(detector(ROWS), 1, [], name="nowhere is the sum negative"),
        dependency(),
        rank_is("the rows span the plane", ROWS, 2),
    )


def half_plane() -> Network:
    """f_1 - f_2 = 1 - sum of two rows: on the preimage of 0 it is 1."""
    return network(layer(ROWS[:2], [-1, -1], RELU), layer([[-1, -1], [0, 0]], [1, 0]))


theorem = Theorem(
    id="new-6.e",
    kind="own",
    title="Compact preimages of a ReLU layer",
    statement=(
        r"For $x\mapsto\max(Ax+b,0)$ the preimage of $y$ is the polyhedron with $\langle a_i,x\rangle+b_i=y_i$ where $y_i>0$ and $\le0$ where $y_i=0$. If it is not empty, it is compact if and only if no $x\ne0$ has "
        r"$\langle a_i,x\rangle=0$ for the former and $\le0$ for the latter. For $y=0$ this is so when the rows span $\mathbb{R}^d$ and a combination of them with positive coefficients is zero."
    ),
    source=Source(
        "Behrmann, Dittmer, Fernsel and Maass (2018), Analysis of Invariance and Robustness via Invertibility of ReLU-Networks",
        "compact preimages; the condition is that on the recession cone",
    ),
    universal=True,
    covers=(
        r"An instance: $A$ with rows $(1,0),(0,1),(-1,-1)$, $b=(-1,-1,-1)$, $y=0$: the preimage exactly, a triangle, with the dependency $a_1+a_2+a_3=0$ of positive coefficients and the rank 2 that bound it; and without "
        r"the third row a preimage that reaches beyond $10^6$. In general a closed polyhedron is bounded if and only if its recession cone is zero (Schrijver, Theory of Linear and Integer Programming, Section 8.2)."
    ),
    hypotheses=("a positive dependency", "rows that span"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a larger triangle", tampered(exhibits()[0].build, "/claim/polyhedra/2/0/offset", "2"), "E_FARKAS"
        ),
        NearMiss(
            "a dependency that fails",
            tampered(dependency().build, "/claim/left/sum/0", times("2", "x")),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "a positive dependency",
            (
                of_zero(ROWS[:2], "two rows: the preimage of 0 is a quadrant"),
                inside("it reaches (-10^6, -10^6)", half_plane(), 0, [[0, 0], [FAR, FAR]]),
            ),
            "Rows $(1,0)$ and $(0,1)$ alone.",
        ),
        Ablation(
            "rows that span",
            (
                of_zero([[1, 0], [-1, 0]], "rows (1, 0), (-1, 0): a strip"),
                rank_is("of rank 1", [[1, 0], [-1, 0]], 1),
            ),
            "A strip is not bounded.",
        ),
    ),
)
