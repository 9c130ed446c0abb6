"""Equation (2.15): Delta_(k+1) against F_L - Y from below, through the layers above k + 1."""

from __future__ import annotations

from fractions import Fraction

from proofs.backpropagation import Step, chain
from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.square_exhibits import bounded, norm, squared, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Two samples, widths n_(k+1), n_(k+2), n_L = 4, 3, 2; U^T U has the eigenvalues 3.59, 11.41 and 1.59, 5.29, 10.13.
TOP = Step([[2, 0], [1, 3], [0, 1]], [[1, 2, Fraction(1, 2)], [3, 1, 1]], Fraction(7, 2), Fraction(23, 2))
BELOW = Step(
    [[1, 0, 1], [0, 2, 0], [1, 1, 0], [0, 0, 3]],
    [[1, Fraction(1, 3), 2, 1], [Fraction(1, 2), 1, 1, 2]],
    Fraction(4, 3),
    Fraction(21, 2),
)
# Widths 2, 3: not pyramidal.
WIDE = Step([[1, 2, 0], [0, 1, 1]], [[1, 1], [2, 1]], Fraction(1), Fraction(6))


def hadamard(sign: int) -> Exhibit:
    """sum (s m)^2 with s^2 = c + r^2, or c - r^2: what is left over of c sum m^2 is sum r^2 m^2."""
    pairs = [(f"m{i}", f"r{i}") for i in range(1, 5)]
    left = total(
        *(product(total("c", product(sign, r, r)), m, m) for m, r in pairs),
        *(minus("c", m, m) for m, _ in pairs),
    )
    right = product(sign, total(*(product(r, r, m, m) for m, r in pairs)))
    word = "least" if sign > 0 else "largest"
    return identity(
        f"four entries, c = the {word} s^2: |M o s|^2 - c |M|^2 = {'' if sign > 0 else '-'}sum r^2 m^2",
        left,
        right,
        *sorted(("c", *(x for pair in pairs for x in pair))),
    )


def product_bound(step: Step, sign: int, name: str) -> Exhibit:
    """|U x|^2 against low |x|^2 or high |x|^2 for a column x of Delta^T (Lemma 2.6.4 column by column)."""
    names = [f"x{j + 1}" for j in range(len(step.U[0]))]
    left = norm([row[0] for row in times(step.U, [[x] for x in names])])
    c = step.low if sign > 0 else step.high
    side = ">=" if sign > 0 else "<="
    return bounded(f"{name}: |U x|^2 {side} {c} |x|^2", left, names, step.U, c, sign)


def exhibits() -> tuple[Exhibit, ...]:
    """Both steps of the chain, and the whole of it for every residual."""
    return (
        hadamard(1),
        product_bound(TOP, 1, "U_L, 3 x 2"),
        product_bound(BELOW, 1, "U_(k+2), 4 x 3"),
        chain((TOP, BELOW), 2, 1),
        identity("one entry, s = 1/2, m = 3: (3/2)^2 = 9/4", squared(product("1/2", "3")), "9/4"),
    )


theorem = Theorem(
    id="eq-2.15",
    kind="equation",
    title="From the residual down to layer k + 1",
    statement=(
        r"$\|\Delta_{k+1}\|_F\ge\Bigl(\prod_{l=k+1}^{L-1}\|\sigma'(G_l)\|_{\min}\,\sigma_{\min}(U_{l+1})\Bigr)\|F_L-Y\|_F$, by $\|M\circ S\|_F\ge\|S\|_{\min}\|M\|_F$ and Lemma 2.6.4, as $n_{l}\ge n_{l+1}$ for $l>k$."
    ),
    source=thesis("Equation (2.15)", "31"),
    universal=True,
    hypotheses=(r"$n_{k+1}\ge\dots\ge n_L$", r"$\sigma'\ne0$, for a bound that is not 0"),
    covers=(
        "The step for the entrywise product, for four entries and all numbers; two matrices U with rational bounds below the squares of their least singular values; and the whole chain of two layers and two samples for every residual, as one sum of squares."
    ),
    uses=("lem-2.6.2", "lem-2.6.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "4 in place of 7/2",
            tampered(exhibits()[1].build, "/claim/left/sum/1/product/0", "-4"),
            "E_IDENTITY",
        ),
        NearMiss(
            "the chain with twice the constant",
            tampered(exhibits()[3].build, "/claim/left/sum/1/product/0", "-7/27"),
            "E_IDENTITY",
        ),
        NearMiss(
            "c larger than the least s^2",
            tampered(hadamard(1).build, "/claim/right/product/0", "-1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$n_{k+1}\ge\dots\ge n_L$",
            (
                identity(
                    "U = (1 2 0; 0 1 1), Delta = (2, -1, 1): Delta U^T = 0",
                    norm([total("2", "-2"), total("-1", "1")]),
                    "0",
                ),
                product_bound(WIDE, -1, "the upper bound holds, U 2 x 3"),
            ),
            r"The two singular values of $U$ are positive, and $\Delta\ne0$.",
        ),
        Ablation(
            r"$\sigma'\ne0$, for a bound that is not 0",
            (identity("s = 0: |M o S| = 0 for every M", squared(product("0", "m")), "0", "m"),),
            r"The bound is 0 then, and Theorem 2.4.10 does not follow (thm-2.4.10).",
        ),
    ),
)
