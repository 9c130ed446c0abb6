"""Equation (4.10): the Leibniz formula, the bound on what is not the diagonal, and both cases of the proof in numbers."""

from __future__ import annotations

from fractions import Fraction

from proofs.chapter4.lem_4_3_2 import determinant
from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import ALPHAS, SIZES, bounded, bounded_three_layers, case_two


def symbols() -> tuple[Exhibit, ...]:
    """N = 2 and N = 3: with entries e t below the diagonal all other terms have a factor e."""
    return (
        identity(
            "N = 2: det - the product of the diagonal = e times the rest",
            total(product("a", "d"), product("-1", "b", "e", "c")),
            total(product("a", "d"), product("e", product("-1", "b", "c"))),
            *("a", "b", "c", "d", "e"),
        ),
        identity(
            "N = 3, zeros below the diagonal: the product of the diagonal",
            determinant([["a", "b", "c"], ["0", "d", "f"], ["0", "0", "g"]]),
            product("a", "d", "g"),
            *("a", "b", "c", "d", "f", "g"),
        ),
        identity(
            "the number of the other terms is N! - 1, N = 3: 5",
            total("1", "1", "1", "1", "1"),
            total("6", "-1"),
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """For symbols; exactly for N = 2 to 5; enclosed for skips in three layers, and for softplus."""
    return (
        *symbols(),
        *(exhibit for N in SIZES for exhibit in bounded(N)),
        *bounded_three_layers(),
        *(exhibit for alpha in ALPHAS for exhibit in case_two(alpha)),
    )


theorem = Theorem(
    id="eq-4.10",
    kind="equation",
    title="The determinant, nearly triangular",
    statement=(
        r"$\det\Psi_{1:N,1:N}=\prod_j\sigma_{p_j}(\beta)+\sum_{\pi\ne\mathrm{id}}\mathrm{sign}(\pi)\prod_j\Psi_{\pi(j)j}$, each term of the sum has a factor below the diagonal, and so the sum is at most "
        r"$N!\,C^{N-1}\varepsilon$ in absolute value."
    ),
    source=thesis("Equation (4.10)", "58"),
    universal=True,
    covers=(
        r"N = 2 and 3 for all entries. The bound in numbers: sigmoid, $\beta=0$, $C=1$, $\varepsilon=2^{-N}/(2N!)$, exactly for N = 2 to 5 (one layer, inputs $\log2^k$) and enclosed for N = 4 with skips in three layers; "
        r"case 2 (softplus) for $\alpha=16,32,64$, where $\det\Psi$ comes within $3\cdot10^{-4}$, $3\cdot10^{-8}$ and $10^{-16}$ of $(\log2)^4$. There are $N!-1$ other terms, so the printed bound is not attained. "
        r"Every permutation but the identity has a $j$ with $\pi(j)>j$, and Leibniz's formula changes by at most $N\,N!\,C^{N-1}\eta$ when entries of at most $C$ change by $\eta$ (both by hand)."
    ),
    uses=("eq-4.7", "eq-4.8", "eq-4.9"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "an entry below the diagonal",
            tampered(
                symbols()[1].build,
                "/claim/left",
                determinant([["a", "b", "c"], ["0", "d", "f"], ["a", "0", "g"]]),
            ),
            "E_IDENTITY",
        ),
        NearMiss(
            "N = 2: a bound half as large",
            lambda: excess(Fraction(1, 15), Fraction(1, 16), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "entries of another alpha",
            tampered(case_two(16)[0].build, "/claim/units/1/weight/0", "32"),
            "E_FIT",
        ),
    ),
)
