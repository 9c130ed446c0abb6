"""Equation (2.16): the gradient in U_(k+1) against Delta_(k+1), from above; no hypothesis on the widths."""

from __future__ import annotations

from proofs.chapter2.eq_2_14 import BLOCKS, DELTA, NAMES, F
from proofs.feature_exhibits import identity, product, total
from proofs.square_exhibits import bounded, norm, times, transposed
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

NARROW = [[1], [2]]  # one unit, two samples: n_k < N; F_k F_k^T has the eigenvalues 0 and 5


def above(c: int = 14) -> Exhibit:
    """c |Delta|^2 - |F^T Delta|^2 as a sum of squares, n_k = 3."""
    left = norm([x for row in times(transposed(F), DELTA) for x in row])
    return bounded(
        f"n_k = 3, N = 2: |F_k^T Delta|^2 <= {c} |Delta|^2, where sigma_max(F_k)^2 = 13.83",
        left,
        NAMES,
        BLOCKS,
        c,
        -1,
    )


def narrow() -> Exhibit:
    """The same with one unit for two samples."""
    left = norm([x for row in times(transposed(NARROW), [["x"], ["y"]]) for x in row])
    return bounded(
        "n_k = 1 < N = 2: |F_k^T Delta|^2 <= 5 |Delta|^2, attained",
        left,
        ("x", "y"),
        transposed(NARROW),
        5,
        -1,
    )


theorem = Theorem(
    id="eq-2.16",
    kind="equation",
    title="The gradient from above",
    statement=r"$\|\nabla_{U_{k+1}}\Phi\|_F\le\sigma_{\max}(F_k)\,\|\Delta_{k+1}\|_F$.",
    source=thesis("Equation (2.16)", "31"),
    universal=True,
    hypotheses=(r"$\sigma_{\max}$ and no smaller number",),
    covers=(
        r"Features of $2\times3$ and, where $n_k<N$, of $2\times1$, with every $\Delta_{k+1}$, by sums of squares. Lemma 2.6.3 is quoted for $m\ge n$; its upper bound holds for all shapes, so that $n_k\ge N$ is not used here."
    ),
    uses=("lem-2.6.2", "lem-2.6.3", "eq-2.14"),
    exhibits=lambda: (
        above(),
        narrow(),
        identity(
            "attained: F_k = (1, 2)^T, Delta = (1, 2)^T: 5^2 = 5 * 5",
            norm([total("1", product(2, 2))]),
            product(5, norm([1, 2])),
        ),
    ),
    near_misses=lambda: (
        NearMiss(
            "13 in place of 14", tampered(above().build, "/claim/left/sum/1/product/0", "13"), "E_IDENTITY"
        ),
        NearMiss(
            "4 in place of 5", tampered(narrow().build, "/claim/left/sum/1/product/0", "4"), "E_IDENTITY"
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\sigma_{\max}$ and no smaller number",
            (
                identity(
                    "F_k = (1, 2)^T, Delta = (1, 2)^T: 25 - 4 * 5 = 5 > 0", total(25, product("-4", 5)), "5"
                ),
            ),
            "The bound is attained, so no factor below 5 will do there.",
        ),
    ),
)
