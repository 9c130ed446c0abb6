"""Equation (1.1): the cross-entropy, by its exponentials and by the kernel's enclosures."""

from __future__ import annotations

from fractions import Fraction

from checker.risk import CROSS_ENTROPY, Risk
from constructions.formats.piecewise_linear import RELU
from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.path_exhibits import net
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import loss_at_most, loss_exceeds

SUM = total("e1", "e2", "e3")
NAMES = ("e1", "e2", "e3")
# One class in three at outputs (0, 0), and the outputs (40, 0): ln 2 = 0.693147180...
EVEN = net(RELU, [[0, 0]], [[0, 0], [0, 0]])
SURE = net(RELU, [[1, 0]], [[40, 0], [0, 0]])
ALONE = net(RELU, [[1, 0]], [[3, 0]])


def risk(m: int) -> Risk:
    """One sample x = 1 of the first of m classes."""
    target = tuple(Fraction(int(j == 0)) for j in range(m))
    return Risk(((Fraction(1),),), (target,), CROSS_ENTROPY)


def exhibits() -> tuple[Exhibit, ...]:
    """With e_k = e^{g_k} and y = 1: e^phi = (e_1 + e_2 + e_3) / e_1; and two values, enclosed."""
    return (
        identity(
            "p = e_1 / sum: 1 - p has the numerator e_2 + e_3 > 0, so p < 1 and phi > 0",
            total(SUM, minus("e1")),
            total("e2", "e3"),
            *NAMES,
        ),
        identity(
            "the same number added to all outputs: c e_1 / (c e_1 + c e_2 + c e_3) = p",
            product("c", "e1", SUM),
            product("e1", total(*(product("c", e) for e in NAMES))),
            "c",
            *NAMES,
        ),
        identity(
            "G = (s, 0, 0), f = e^{-s}, so e_1 f = 1: e_1 + 1 + 1 = e_1 (1 + 2 f), e^phi tends to 1 and is never 1",
            total(
                product("e1", total("1", product("2", "f"))), product("-2", total(product("e1", "f"), "-1"))
            ),
            total("e1", "1", "1"),
            "e1",
            "f",
        ),
        loss_at_most(
            "outputs (0, 0): at most 0.693147181, above ln 2", EVEN, risk(2), "693147181/1000000000"
        ),
        loss_at_most("outputs (40, 0): at most 10^-12", SURE, risk(2), "1/1000000000000"),
    )


theorem = Theorem(
    id="eq-1.1",
    kind="equation",
    title="Cross-entropy",
    statement=(
        r"$\varphi(G)=\frac1N\sum_i-\log\bigl(e^{G_{iy_i}}/\sum_ke^{G_{ik}}\bigr)$. For $m\ge2$ classes it is positive everywhere and its infimum 0 is not attained; it does not change when "
        "all outputs of a sample change by the same number."
    ),
    source=thesis("Equation (1.1)", "4"),
    universal=True,
    hypotheses=(r"$m\ge2$",),
    covers=(
        r"One sample of three classes, for all outputs, in the exponentials; two values of the kernel's loss, which is $N\varphi$, the sum over the samples. That it is convex is asm-1.1.1. "
        "By hand: the logarithm increases."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "0.693147180 at (0, 0), below ln 2",
            lambda: loss_exceeds(EVEN, risk(2), "693147180/1000000000"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss("zero at (40, 0)", lambda: loss_exceeds(SURE, risk(2), "0"), "E_LOSS_EXCEEDS"),
        NearMiss(
            "1 - p with the numerator e_2",
            tampered(exhibits()[0].build, "/claim/right/sum/1", "0"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$m\ge2$",
            (
                identity("one class: p = e_1 / e_1, so phi = 0", total("e1", minus("e1")), "0", "e1"),
                loss_at_most("one class, output 3: at most 2^-50", ALONE, risk(1), "1/1125899906842624"),
            ),
            "With a single class the loss is 0 for all outputs.",
        ),
    ),
)
