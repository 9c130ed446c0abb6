"""Equation (4.1): the matrix Psi of skip units, and the output G = Psi V."""

from __future__ import annotations

from proofs.chapter4.asm_4_3_1 import mixed
from proofs.skip_exhibits import FOUR, full_rank
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="eq-4.1",
    kind="equation",
    title="The matrix of skip units",
    statement=r"$\Psi\in\mathbb{R}^{N\times M}$ has the entries $\Psi_{ij}=f_{p_j}(x_i)$, and the outputs are $G=\Psi V$.",
    source=thesis("Equation (4.1)", "56"),
    universal=False,
    covers="A definition; the kernel's rule `skip-rank` evaluates it by intervals, here for units of two layers and four activations.",
    exhibits=lambda: (full_rank("skip units of two layers: rank 4", mixed, FOUR),),
    near_misses=lambda: (
        NearMiss(
            "an input as skip unit",
            tampered(full_rank("", mixed, FOUR).build, "/claim/skip/0", "1"),
            "E_SKIP",
        ),
    ),
)
