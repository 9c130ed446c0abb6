"""The remarks after Assumption 4.3.1: no single layer has to be wide."""

from __future__ import annotations

from proofs.feature_exhibits import SIGMOID, TANH, feature_rank, filter_bank, samples
from proofs.skip_exhibits import chain, full_rank, line
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="rem-4.3.1",
    kind="remark",
    title="No layer has to be wide",
    statement=(
        r"Skip units may lie on different layers and no layer has to be wide, as long as $n_1+\dots+n_{L-1}\ge N$. Fully connected networks satisfy condition (3) if samples are distinct. "
        "Sigmoid, softplus and tanh satisfy condition (1), sigmoid and softplus condition (2)."
    ),
    source=thesis("the paragraph after Assumption 4.3.1", "58"),
    universal=True,
    covers=(
        "Networks of width 1 in every layer with $N$ hidden units and full rank, for softplus; one layer with sigmoid and with tanh, which condition (2) leaves out without need (new-4.a). "
        "That a random perturbation of the samples gives condition (3) with probability 1: finitely many proper affine subspaces are avoided (by hand)."
    ),
    uses=("asm-4.3.1", "new-4.a"),
    exhibits=lambda: (
        full_rank("width 1 in each of 4 layers, N = 4", lambda: chain(4), line(4)),
        full_rank("width 1 in each of 6 layers, N = 6", lambda: chain(6), line(6)),
        feature_rank(
            "sigmoid, fully connected, distinct samples",
            [filter_bank([[1], [2], [-1]], None, SIGMOID, [0, 1, -2])],
            samples([[0], [1], [3]]),
            3,
        ),
        feature_rank(
            "tanh, the same",
            [filter_bank([[1], [2], [-1]], None, TANH, [0, 1, -2])],
            samples([[0], [1], [3]]),
            3,
        ),
    ),
    near_misses=lambda: (
        NearMiss(
            "fewer units than samples",
            tampered(full_rank("", lambda: chain(3), line(3)).build, "/claim/rank", "4"),
            "E_RANK",
        ),
    ),
)
