"""Equation (4.6): in the order of (4.5) the differences are negative."""

from __future__ import annotations

from proofs.order_exhibits import ALPHAS, below, negative, within
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Skips in three layers, for three alphas, in one order of the samples."""
    made: list[Exhibit] = []
    for alpha in ALPHAS:
        found = below(alpha)
        made += [
            within(alpha, found),
            negative(f"alpha = {alpha}", found),
        ]
    return tuple(made)


theorem = Theorem(
    id="eq-4.6",
    kind="equation",
    title="Negative differences",
    statement=r"With the samples in the order $\pi$ of (4.5), for every $\alpha>0$: $\delta_{ij}=f_{c(p_j)}(x_i)-f_{c(p_j)}(x_j)<0$ for $i>j$.",
    source=thesis("Equation (4.6)", "58"),
    universal=True,
    covers=(
        r"A network with skips in three layers and shared weights, N = 4, with all alphas equal to 1/8, 1 and 8: the same order does for all. In general by definition of the maximum, which is strict because the values differ, and by (4.5)."
    ),
    uses=("eq-4.5",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "samples 1 and 2 exchanged",
            tampered(exhibits()[0].build, "/claim/data/rows/0", ["3", "1"]),
            "E_FIT",
        ),
        NearMiss("a difference of 0", tampered(exhibits()[1].build, "/claim/points/0/0", "0"), "E_VALUE"),
    ),
)
