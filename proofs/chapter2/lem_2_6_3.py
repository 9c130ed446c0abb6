"""Lemma 2.6.3: singular values bound the image of a vector under a tall matrix, from below and from above."""

from __future__ import annotations

from proofs.feature_exhibits import identity, product, total
from proofs.gradient_exhibits import entries, singular_value
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

MATRIX = ((3, 0), (4, 5), (0, 1))


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
    """Sums of squares, for all x, and the singular values between rational bounds."""
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
        singular_value("5 <= sigma_min(A)^2", entries(MATRIX), "smallest", ">=", "5"),
        singular_value("sigma_min(A)^2 <= 11/2", entries(MATRIX), "smallest", "<=", "11/2"),
        singular_value("45 <= sigma_max(A)^2", entries(MATRIX), "largest", ">=", "45"),
        singular_value("sigma_max(A)^2 <= 46", entries(MATRIX), "largest", "<=", "46"),
    )


theorem = Theorem(
    id="lem-2.6.3",
    kind="lemma",
    title="Singular values and norms",
    statement=(
        r"For $A\in\mathbb{R}^{m\times n}$, $m\ge n$, and every $x\in\mathbb{R}^n$: $\sigma_{\min}(A)\|x\|\le\|Ax\|\le\sigma_{\max}(A)\|x\|$."
    ),
    source=thesis("Lemma 2.6.3", "31"),
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
        NearMiss(
            "11/2 <= sigma_min(A)^2",
            tampered(exhibits()[3].build, "/claim/square", "11/2"),
            "E_SINGULAR_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$m\ge n$, for the lower bound",
            (identity("A = (1 0), x = e_2: |A x|^2 = 0 and |x|^2 = 1", product("1", "0"), "0"),),
            r"$\sigma_{\min}(A)=1$ (the least of $\min(m,n)$ singular values), so the lower bound would say $0\ge1$. The upper bound needs no shape.",
        ),
    ),
)
