"""Assumption 4.3.1: activations, skip units, distinct patches; what the clauses do, on networks that meet them or not."""

from __future__ import annotations

from constructions.skip_network import SkipNetwork
from proofs.feature_exhibits import SIGMOID, digits, feature_rank, filter_bank, samples
from proofs.skip_exhibits import FOUR, deep_convolution, full_rank, unit
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def mixed() -> SkipNetwork:
    """Two layers; skip units sigmoid, tanh and softplus: clause (2) fails, the rank is full."""
    return SkipNetwork(
        2,
        (
            unit("sigmoid", (0, 1), (1, -2), 1, 1),
            unit("identity", (0, 1), ("1/2", 1), 0, 1),
            unit("tanh", (2, 3), (3, "-1/3"), 1, 2),
            unit("softplus", (2, 3), (-2, 1), 0, 2),
            unit("sigmoid", (3,), (-1,), 3, 2),
        ),
        (2, 4, 5, 6),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Sufficient, not necessary; and what equal patches do."""
    X = samples([[5, 1], [5, 2], [5, 4]])
    return (
        full_rank(
            "digits, N = 24, 5 x 5 patches, sigmoid: full rank", lambda: deep_convolution(24), digits(24)
        ),
        full_rank("clause (2) violated by tanh and softplus skip units: full rank all the same", mixed, FOUR),
        feature_rank(
            "clause (3) violated by one unit, whose input is constant: full rank 3 all the same",
            [filter_bank([[1, 0], [0, 1], [0, -2]], None, SIGMOID, [0, -1, 3])],
            X,
            3,
        ),
        feature_rank(
            "by two skip units, with z = 5 in both: rank 2 of 3",
            [filter_bank([[1, 0], [2, 0], [0, -2]], None, SIGMOID, [0, -5, 3])],
            X,
            2,
        ),
    )


theorem = Theorem(
    id="asm-4.3.1",
    kind="definition",
    title="Activations, skip units, distinct patches",
    statement=(
        r"(1) All activations are real analytic and strictly increasing. (2) $N$ of the skip units are all bounded with limit 0 at $-\infty$, or all softplus "
        r"with backward paths to the first layer that avoid skip units and units sharing weights with those. (3) On the inputs of every first-layer unit "
        r"different samples differ."
    ),
    source=thesis("Assumption 4.3.1", "58"),
    universal=False,
    covers=(
        "What happens with and without its clauses. `constructions.skip_conditions.violations` decides it for a network and a data set, naming clause and "
        "unit. Clause (2) is not needed (new-4.a). On scikit-learn's digits 5 x 5 patches without padding satisfy (3) at every position."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("two constant units, rank 3", tampered(exhibits()[3].build, "/claim/rank", "3"), "E_LENGTH"),
        NearMiss(
            "equal samples",
            tampered(exhibits()[1].build, "/claim/data/rows/1", ["1", "4"]),
            "E_NORM",
        ),
    ),
)
