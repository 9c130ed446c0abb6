"""Lemmas 2.6.3 and 2.6.4: singular values bound the image of a tall matrix from below and from above."""

from __future__ import annotations

from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def square(*terms: object) -> object:
    """(sum of the terms)^2."""
    return product(total(*terms), total(*terms))


def image() -> object:
    """|A x|^2 of A = (3 0; 4 5; 0 1), whose singular values squared are (51 -+ sqrt 1601) / 2, 5.49 and 45.51."""
    return total(square(product("3", "x")), square(product("4", "x"), product("5", "y")), square("y"))


def norm() -> object:
    """|x|^2."""
    return total(product("x", "x"), product("y", "y"))


def exhibits() -> tuple[Exhibit, ...]:
    """Sums of squares, for all x."""
    return (
        identity(
            "|A x|^2 - 5 |x|^2 = 20 (x + y)^2 + y^2",
            total(image(), product("-5", norm())),
            total(product("20", square("x", "y")), square("y")),
            "x",
            "y",
        ),
        identity(
            "46 |x|^2 - |A x|^2 = 20 (x - y)^2 + x^2",
            total(product("46", norm()), product("-1", image())),
            total(product("20", square("x", product("-1", "y"))), square("x")),
            "x",
            "y",
        ),
        identity("an entry that is not a symbol: |A e_2|^2 = 26", total(product("5", "5"), "1"), "26"),
    )


theorem = Theorem(
    id="lem-2.6.3",
    kind="lemma",
    title="Singular values and norms",
    statement=(
        r"For $A\in\mathbb{R}^{m\times n}$, $m\ge n$: $\sigma_{\min}(A)\|x\|\le\|Ax\|\le\sigma_{\max}(A)\|x\|$ (Lemma 2.6.3), and "
        r"$\sigma_{\min}(A)\|B\|_F\le\|AB\|_F\le\sigma_{\max}(A)\|B\|_F$ (Lemma 2.6.4), column by column."
    ),
    source=thesis("Lemmas 2.6.3 and 2.6.4", "31"),
    universal=True,
    hypotheses=(r"$m\ge n$, for the lower bound",),
    covers="One matrix with rational bounds on its singular values, for all x, by sums of squares.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "6 |x|^2 in place of 5 |x|^2",
            tampered(exhibits()[0].build, "/claim/left/sum/1/product/0", "-6"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$m\ge n$",
            (identity("A = (1 0), x = e_2: |A x|^2 = 0 and |x|^2 = 1", product("1", "0"), "0"),),
            r"$\sigma_{\min}(A)=1$ (the least of $\min(m,n)$ singular values), so the lower bound would say $0\ge1$. The upper bound needs no shape.",
        ),
    ),
)
