"""Lemma 2.4.9: the gradient in U_(k+1) between two multiples of the distance to the targets."""

from __future__ import annotations

from proofs.chapter2.lem_2_6_3 import square
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def gradient() -> object:
    """|F_1^T D|^2 for F_1 = (2 1; 1 3), k = L - 1 = 1 and the residual D = (x, y)."""
    return total(square(product("2", "x"), "y"), square("x", product("3", "y")))


def residual() -> object:
    """|D|^2."""
    return total(product("x", "x"), product("y", "y"))


def exhibits() -> tuple[Exhibit, ...]:
    """Both bounds, for every residual."""
    return (
        identity(
            "|grad|^2 - |D|^2 = 4 (x + 5/4 y)^2 + 11/4 y^2, so |grad| >= |D|",
            total(gradient(), product("-1", residual())),
            total(product("4", square("x", product("5/4", "y"))), product("11/4", square("y"))),
            "x",
            "y",
        ),
        identity(
            "14 |D|^2 - |grad|^2 = 9 (x - 5/9 y)^2 + 11/9 y^2",
            total(product("14", residual()), product("-1", gradient())),
            total(product("9", square("x", product("-5/9", "y"))), product("11/9", square("y"))),
            "x",
            "y",
        ),
        identity(
            "F_1 at the residual (1, -1): |F_1^T D|^2 = 1 + 4", total(square(2, -1), square(1, -3)), "5"
        ),
    )


theorem = Theorem(
    id="lem-2.4.9",
    kind="lemma",
    title="Two bounds on the gradient",
    statement=(
        r"Under Assumption 2.4.7, $\|\nabla_{U_{k+1}}\Phi\|_F$ lies between $\sigma_{\min}(F_k)\prod_{l>k}\sigma_{\min}(U_{l+1})\|\sigma'(G_l)\|_{\min}\,\|F_L-Y\|_F$ and the same with "
        r"the largest values."
    ),
    source=thesis("Lemma 2.4.9", "22"),
    universal=True,
    hypotheses=(r"$n_k\ge N$, for the lower bound", r"$n_{k+1}\ge\dots\ge n_L$, for the lower bound"),
    covers=(
        r"One matrix of features and every residual, with rational bounds on its singular values. Strict monotonicity and Assumptions 2.4.1 and 2.4.2 are not used. "
        r"Typing slip: $F_L^T\Delta_{k+1}$ before Eq. 2.14 should be $F_k^T\Delta_{k+1}$."
    ),
    uses=("lem-2.6.2", "lem-2.6.3"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "13 in place of 14",
            tampered(exhibits()[1].build, "/claim/left/sum/0/product/0", "13"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$n_k\ge N$",
            (identity("F_1 = (1, 1)^T, D = (1, -1)^T: F_1^T D = 0, |D|^2 = 2", total("1", "-1"), "0"),),
            r"$\sigma_{\min}(F_1)=\sqrt2$, and the lower bound would say $0\ge2$.",
        ),
        Ablation(
            r"$n_{k+1}\ge\dots\ge n_L$",
            (identity("U_3 = (1 1), Delta_3 = (1, -1): Delta_3 U_3^T = 0", total("1", "-1"), "0"),),
            "Widths 1-1-1-2: the gradient is 0 and the lower bound positive.",
        ),
    ),
)
