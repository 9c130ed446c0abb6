"""Lemma 3.4.14: the features of a wide layer reach full rank at constant output."""

from typing import Any

from constructions.exchange import raise_rank
from constructions.fibre import Walker
from constructions.formats.piecewise_linear import RELU
from constructions.parameter_path import Trail
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.chapter3.asm_3_4_4 import equal_samples
from proofs.path_exhibits import rank_is, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

WIDTHS = (1, 4, 2)


def trail(sigma: Any, start: str) -> Trail:
    """N = 4 units on 4 samples, from a start of low rank."""
    some = Instances(11)
    risk = some.risk(WIDTHS, 4)
    walker = Walker(some.network(WIDTHS, sigma, start), risk.inputs)
    raise_rank(walker, 1)
    return walker.trail


def exhibits() -> tuple[Exhibit, ...]:
    """Three activations, starts zero and with equal units."""
    risk = Instances(11).risk(WIDTHS, 4)
    return tuple(
        walked(f"{name}, start {start}", lambda a=sigma, b=start: trail(a, b), risk, "constant-output")  # type: ignore[misc]
        for sigma, name in ((HALF, "leaky ReLU"), (RELU, "ReLU"), (TWO_KINKS, "two kinks"))
        for start in ("zero", "low")
    )


theorem = Theorem(
    id="lem-3.4.14",
    kind="lemma",
    title="Full rank of the features at constant output",
    statement=(
        r"Let $(X,W,b,V)$ with $X\in\mathbb{R}^{N\times d}$ of distinct rows, $W\in\mathbb{R}^{d\times n}$, $n\ge N$, and $\sigma$ "
        r"satisfy Assumption 3.4.2. A curve from $(W,b,V)$ keeps $\sigma(XW+\mathbf 1_Nb^T)V$ constant and ends where "
        r"$\sigma(XW+\mathbf 1_Nb^T)$ has rank $N$."
    ),
    source=thesis("Lemma 3.4.14", "50"),
    universal=True,
    hypotheses=("distinct rows", r"$n\ge N$", "Assumption 3.4.2"),
    covers=(
        r"Six curves of two segments, from zero and from equal units, in the form with the bias of the next layer: $[F,1]$ of rank "
        r"$N$, for which $n\ge N-1$ suffices. The general proof is Lemma 4 of docs/proofs/new-3.md."
    ),
    uses=("lem-3.4.10", "lem-3.4.11", "asm-3.4.2", "asm-3.4.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the other order of segments",
            tampered(exhibits()[3].build, "/evidence/moves/0/0/weight/0", "7"),
            "E_OUTPUT_MOVES",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "distinct rows",
            (equal_samples("two equal samples"),),
            r"Equal samples have equal features; the loss stays above $\frac14$ for each width.",
        ),
        Ablation(
            r"$n\ge N$",
            (),
            r"$n\ge N-1$ suffices with the bias of the next layer; fewer columns have a smaller rank.",
        ),
        Ablation(
            "Assumption 3.4.2",
            (
                rank_is(
                    "sigma(x) = x: [F, 1] at x = 0, 1, 2 has rank 2", [[0, 1, 1], [1, 3, 1], [2, 5, 1]], 2
                ),
            ),
        ),
    ),
)
