"""Equation (4.10): the Leibniz formula, and what remains when all entries below the diagonal vanish."""

from __future__ import annotations

from proofs.chapter4.lem_4_3_2 import determinant
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
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


theorem = Theorem(
    id="eq-4.10",
    kind="equation",
    title="The determinant, nearly triangular",
    statement=(
        r"$\det\Psi_{1:N,1:N}=\prod_j\sigma_{p_j}(\beta)+\sum_{\pi\ne\mathrm{id}}\mathrm{sign}(\pi)\prod_j\Psi_{\pi(j)j}$, and each term of the sum has a factor below the diagonal."
    ),
    source=thesis("Equation (4.10)", "58"),
    universal=True,
    covers=r"N = 2 and 3, for all entries. There are $N!-1$ other terms, so the printed bound $N!\,C^{N-1}\varepsilon$ is not attained. Every permutation but the identity has a $j$ with $\pi(j)>j$ (by hand).",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "an entry below the diagonal",
            tampered(
                exhibits()[1].build,
                "/claim/left",
                determinant([["a", "b", "c"], ["0", "d", "f"], ["a", "0", "g"]]),
            ),
            "E_IDENTITY",
        ),
    ),
)
