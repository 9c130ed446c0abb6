"""Equation (3.9): the columns of the features as functions of the biases, by which alone the rank can be raised."""

from __future__ import annotations

from collections.abc import Sequence

from constructions.parameter_path import Trail
from constructions.random_paths import HALF
from proofs.path_exhibits import Number, net, rank_is, square, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import features_are

# Four units that all see v = (0, 1, 3): equal biases give rank 1, four others rank 3 = N.
X = [[0], [1], [3]]
BEFORE: list[list[Number]] = [[1, 0]] * 4
AFTER: list[list[Number]] = [[1, 0], [1, "-1/2"], [1, -2], [1, 1]]
OUT = [[1, 0, 0, 0, 0]]  # the output sees the first unit only (Lemma 3.4.10)
LOW: list[list[Number]] = [[0] * 4, [1] * 4, [3] * 4]
FULL: list[list[Number]] = [[0, "-1/4", -1, 1], [1, "1/2", "-1/2", 2], [3, "5/2", 1, 4]]


def shifted(
    units: Sequence[Sequence[Number]], F: Sequence[Sequence[Number]], rank: int, name: str
) -> tuple[Exhibit, ...]:
    """The features with these biases, and their rank."""
    return (
        features_are(f"{name}: F_1", net(HALF, units, OUT), X, 1, F),
        rank_is(f"{name}: rank F_1 = {rank}", F, rank),
    )


def trail() -> Trail:
    """The biases of the three units that the output does not see, changed one after another."""
    walk = Trail(net(HALF, BEFORE, OUT))
    goal = net(HALF, AFTER, OUT).layers[0]
    for j in (1, 2, 3):
        walk.step([(0, j, (*goal.weight[j], goal.bias[j]))])
    return walk


def exhibits() -> tuple[Exhibit, ...]:
    """Before, after, and the way at constant output."""
    return (
        *shifted(BEFORE, LOW, 1, "equal biases"),
        *shifted(AFTER, FULL, 3, "other biases"),
        walked("the biases change at constant output", trail, square(X, [[0], [0], [1]]), "constant-output"),
    )


theorem = Theorem(
    id="eq-3.9",
    kind="equation",
    title="Features as functions of the biases",
    statement=(
        r"$F_k=[\sigma(v_1+\mathbf 1_Na_1),\dots,\sigma(v_{n_k}+\mathbf 1_Na_{n_k})]$ with $v_j=F_{k-1}W_k(:,j)$ and $a_j$ the bias of unit $j$. If every "
        r"$v_j$ has distinct entries and the output does not see the units outside $\mathcal I$, their biases can be changed at constant loss until "
        r"$\operatorname{rank}F_k=N$."
    ),
    source=thesis("Equation (3.9)", "46"),
    universal=True,
    hypotheses=("distinct entries", "Assumption 3.4.2", r"$n_k\ge N$"),
    covers=(
        "An instance with $N=3$, four units and the leaky ReLU: rank 1 before, rank 3 after three segments of constant output. The general step is "
        "Lemma 3.4.11."
    ),
    uses=("lem-3.4.10", "lem-3.4.11", "asm-3.4.2"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the rank before taken for 2", tampered(exhibits()[1].build, "/claim/rank", "2"), "E_LENGTH"
        ),
        NearMiss(
            "the bias of the unit that the output sees",
            tampered(exhibits()[4].build, "/evidence/moves/0/0/unit", "0"),
            "E_OUTPUT_MOVES",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "distinct entries",
            (rank_is("v = (0, 0, 3): two equal rows", [[0, 1, 2], [0, 1, 2], [3, 4, 5]], 2),),
            "Equal entries give equal rows, whatever the biases.",
        ),
        Ablation(
            "Assumption 3.4.2",
            (rank_is("sigma(x) = x: rank 2 of 3", [[0, 1, 2, 3], [1, 2, 3, 4], [3, 4, 5, 6]], 2),),
            "An affine activation gives rank at most 2.",
        ),
        Ablation(r"$n_k\ge N$", (), "Needed: a matrix with fewer than $N$ columns has a smaller rank."),
    ),
)
