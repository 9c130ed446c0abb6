"""Equation (2.17): Delta_(k+1) against F_L - Y from above; no hypothesis on the widths."""

from __future__ import annotations

from fractions import Fraction

from proofs.backpropagation import Step, chain
from proofs.chapter2.eq_2_15 import BELOW, TOP, WIDE, hadamard, product_bound
from proofs.feature_exhibits import identity, product, total
from proofs.square_exhibits import squared
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Widths 2-3-2: up and down again.
BACK = Step([[2, 0], [1, 3], [0, 1]], [[1, 2, Fraction(1, 2)], [3, 1, 1]], Fraction(7, 2), Fraction(23, 2))


def exhibits() -> tuple[Exhibit, ...]:
    """The steps, the whole chain for the widths of eq-2.15, and for widths that are not pyramidal."""
    return (
        hadamard(-1),
        product_bound(TOP, -1, "U_L, 3 x 2"),
        product_bound(BELOW, -1, "U_(k+2), 4 x 3"),
        chain((TOP, BELOW), 2, -1),
        chain((BACK, WIDE), 2, -1),
        identity("one entry, s = 2, m = 3: 6^2 = 36", squared(product(2, 3)), "36"),
    )


theorem = Theorem(
    id="eq-2.17",
    kind="equation",
    title="From the residual down to layer k + 1, from above",
    statement=r"$\|\Delta_{k+1}\|_F\le\Bigl(\prod_{l=k+1}^{L-1}\|\sigma'(G_l)\|_{\max}\,\sigma_{\max}(U_{l+1})\Bigr)\|F_L-Y\|_F$.",
    source=thesis("Equation (2.17)", "31"),
    universal=True,
    hypotheses=(r"$\|\sigma'(G_l)\|_{\max}$ and no smaller number",),
    covers=(
        "As for eq-2.15, from above, and for widths 2, 3, 2 above layer k + 1 besides, which are not pyramidal: the upper bound needs no hypothesis on the widths (by hand, it holds for matrices of all shapes)."
    ),
    uses=("lem-2.6.2", "lem-2.6.4", "eq-2.15"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "11 in place of 23/2",
            tampered(exhibits()[1].build, "/claim/left/sum/1/product/0", "11"),
            "E_IDENTITY",
        ),
        NearMiss(
            "the chain with the constant of the lower bound",
            tampered(exhibits()[3].build, "/claim/left/sum/1/product/0", "7/54"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\|\sigma'(G_l)\|_{\max}$ and no smaller number",
            (
                identity(
                    "one entry, s = 2, U = 1: (2 d)^2 - 3 d^2 = d^2 > 0",
                    total(squared(product(2, "d")), product("-3", "d", "d")),
                    squared("d"),
                    "d",
                ),
            ),
            "With one unit in each layer the bound is an equality.",
        ),
    ),
)
