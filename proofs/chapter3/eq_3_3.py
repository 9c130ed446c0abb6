"""Equation (3.3): the first layer h gives the features of layer k any wanted value."""

from __future__ import annotations

from typing import Any

from flint import fmpq_mat

from checker import Network
from checker.network import Matrix
from constructions.canonical_point import first_layer
from constructions.exact_matrices import from_rows, to_units
from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.chapter3.lem_3_4_6 import instance
from proofs.path_exhibits import rank_is
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import features_are

CASES = ((HALF, "leaky ReLU"), (TWO_KINKS, "two kinks"), (FALLING, "decreasing"))


def realised(seed: int, sigma: Any, k: int) -> tuple[Network, Matrix, Matrix]:
    """A random 3 x n_k matrix A, and the network with the first layer h((W_l, b_l), A)."""
    network, risk = instance(seed, sigma)
    A = tuple(Instances(200 + seed).vector(network.widths[k], 4) for _ in risk.inputs)
    U: fmpq_mat = first_layer(Walker(network, risk.inputs), k, from_rows(A))
    trail = Trail(network)
    trail.set_layer(0, to_units(U))
    return trail.end, risk.inputs, A


def wanted(seed: int, sigma: Any, name: str, k: int) -> Exhibit:
    """F_k = A."""
    network, inputs, A = realised(seed, sigma, k)
    return features_are(f"{name}: F_{k} takes a random value", network, inputs, k, A)


def exhibits() -> tuple[Exhibit, ...]:
    """k = 1, 2, 3 for three activations; widths 3-4-3-2, N = 3."""
    return tuple(wanted(seed, sigma, name, k) for seed, (sigma, name) in enumerate(CASES) for k in (1, 2, 3))


theorem = Theorem(
    id="eq-3.3",
    kind="equation",
    title="Any features by the first layer alone",
    statement=(
        r"$F_k\bigl(h((W_l,b_l)_{l=2}^k,A),(W_l,b_l)_{l=2}^L\bigr)=A$ for all $W_2,\dots,W_k$ of full rank and all "
        r"$A\in\mathbb{R}^{N\times n_k}$."
    ),
    source=thesis("Equation (3.3)", "39"),
    universal=True,
    hypotheses=(
        "Assumption 3.4.1",
        r"$\operatorname{rank}[X,\mathbf 1]=N$",
        r"$W_2,\dots,W_k$ of full column rank",
    ),
    covers=(
        r"Nine instances: three activations, $k=1,2,3$, widths 3-4-3-2, $N=3$, random $A$, negative entries among them. For all sizes the formulas "
        "of the lift are identities: Lemma 3.4.6."
    ),
    uses=("lem-3.4.6", "asm-3.4.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another A", tampered(exhibits()[4].build, "/claim/values/2/1", "1/3"), "E_VALUE"),
        NearMiss(
            "a slope of 1/4 instead of 1/2",
            tampered(
                exhibits()[1].build,
                "/claim/network/layers/0/activation",
                {"name": "leaky_relu", "slope": "1/4"},
            ),
            "E_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "Assumption 3.4.1", (), "Needed for $k<L$: features of the ReLU are never negative (by hand)."
        ),
        Ablation(
            r"$\operatorname{rank}[X,\mathbf 1]=N$",
            (rank_is("[X, 1] for x = 0, 1, 2 has rank 2", [[0, 1], [1, 1], [2, 1]], 2),),
            r"With $k=1$, $\sigma(x)=x$ three samples on a line have features on a line.",
        ),
        Ablation(
            r"$W_2,\dots,W_k$ of full column rank",
            (rank_is("W_2 = 0 has rank 0", [[0, 0], [0, 0], [0, 0]], 0),),
            r"With $W_2=0$ only rows $\sigma(b_2)$ are reached.",
        ),
    ),
)
