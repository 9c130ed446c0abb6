"""Lemma 2.6.4: singular values bound the Frobenius norm of a product with a tall matrix on the left."""

from __future__ import annotations

from typing import Any

from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_6_3 import square
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

COLUMNS = (("x1", "y1"), ("x2", "y2"), ("x3", "y3"))
NAMES = [name for column in COLUMNS for name in column]


def image() -> Any:
    """|A B|_F^2 of A = (3 0; 4 5; 0 1) and every 2 x 3 matrix B with the columns (x_i, y_i)."""
    terms = []
    for x, y in COLUMNS:
        terms += [square(product("3", x)), square(product("4", x), product("5", y)), square(y)]
    return total(*terms)


def norm() -> Any:
    """|B|_F^2."""
    return total(*(product(name, name) for name in NAMES))


def exhibits() -> tuple[Exhibit, ...]:
    """Sums of squares, for all B: 5 < sigma_min^2 and sigma_max^2 < 46."""
    low = [term for x, y in COLUMNS for term in (product("20", square(x, y)), square(y))]
    high = [term for x, y in COLUMNS for term in (product("20", square(x, minus(y))), square(x))]
    return (
        identity(
            "|A B|_F^2 - 5 |B|_F^2 = sum over the columns of 20 (x + y)^2 + y^2",
            total(image(), product("-5", norm())),
            total(*low),
            *NAMES,
        ),
        identity(
            "46 |B|_F^2 - |A B|_F^2 = sum over the columns of 20 (x - y)^2 + x^2",
            total(product("46", norm()), product("-1", image())),
            total(*high),
            *NAMES,
        ),
        identity(
            "an entry that is not a symbol: |A I|_F^2 = 9 + 16 + 25 + 1 = 51",
            total("9", "16", "25", "1"),
            "51",
        ),
    )


theorem = Theorem(
    id="lem-2.6.4",
    kind="lemma",
    title="Singular values and the norm of a product",
    statement=(
        r"For $A\in\mathbb{R}^{m\times n}$, $m\ge n$, and $B\in\mathbb{R}^{n\times p}$: $\sigma_{\min}(A)\|B\|_F\le\|AB\|_F\le\sigma_{\max}(A)\|B\|_F$."
    ),
    source=thesis("Lemma 2.6.4", "31"),
    universal=True,
    hypotheses=(r"$m\ge n$, for the lower bound",),
    covers="One matrix A with rational bounds on its singular values, for all B of three columns, by sums of squares. In general: Lemma 2.6.3 for each column.",
    uses=("lem-2.6.3",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "6 |B|^2 in place of 5 |B|^2",
            tampered(exhibits()[0].build, "/claim/left/sum/1/product/0", "-6"),
            "E_IDENTITY",
        ),
        NearMiss(
            "45 |B|^2 in place of 46 |B|^2",
            tampered(exhibits()[1].build, "/claim/left/sum/0/product/0", "45"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$m\ge n$, for the lower bound",
            (
                identity(
                    "A = (1 0), B with first row 0 and second row (y1, y2): A B = 0",
                    total(product("1", "0"), product("0", "y1"), product("1", "0"), product("0", "y2")),
                    "0",
                    *("y1", "y2"),
                ),
            ),
            r"$\sigma_{\min}(A)=1$, the least of its $\min(m,n)$ singular values, and $\|B\|_F>0$.",
        ),
    ),
)
