"""Equation (3.2): at constant loss the first layer moves to its normal form, which only W_2, ..., W_k and F_k determine."""

from __future__ import annotations

from typing import Any

from checker.risk import Risk
from constructions.canonical_point import drive
from constructions.fibre import Walker
from constructions.parameter_path import Trail, reversed_trail
from constructions.random_paths import FALLING, HALF, TWO_KINKS
from proofs.chapter3.lem_3_4_6 import fibre, instance
from proofs.path_exhibits import walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CASES = ((HALF, "leaky ReLU", 2), (TWO_KINKS, "two kinks", 3), (FALLING, "decreasing", 3))


def driven(seed: int, sigma: Any, k: int) -> tuple[Trail, Risk]:
    """From a random point to the normal form of its F_k."""
    network, risk = instance(seed, sigma)
    walker = Walker(network, risk.inputs)
    drive(walker, k)
    return walker.trail, risk


def two_starts(seed: int, sigma: Any) -> tuple[Trail, Risk]:
    """Two points with one F_2 and different first layers, joined through the normal form they share."""
    trail, risk = fibre(seed, sigma)
    first, second = Walker(trail.start, risk.inputs), Walker(trail.end, risk.inputs)
    drive(first, 2)
    drive(second, 2)
    for move in reversed_trail(second.trail).moves:
        first.trail.step(move)
    return first.trail, risk


def exhibits() -> tuple[Exhibit, ...]:
    """Three activations, k = 2 and k = 3 = L; two points with the same normal form."""
    return (
        *(
            walked(
                f"{name}: to the normal form of F_{k}",
                lambda s=s, a=sigma, k=k: driven(s, a, k)[0],  # type: ignore[misc]
                instance(s, sigma)[1],
                "constant-output",
            )
            for s, (sigma, name, k) in enumerate(CASES)
        ),
        walked(
            "two points with one F_2 meet in their normal form",
            lambda: two_starts(1, TWO_KINKS)[0],
            two_starts(1, TWO_KINKS)[1],
            "constant-output",
        ),
    )


theorem = Theorem(
    id="eq-3.2",
    kind="equation",
    title="The normal form of the first layer",
    statement=(
        r"From every $\theta$ with $W_2,\dots,W_k$ of full rank a curve of constant loss leads to "
        r"$(h((W_l,b_l)_{l=2}^k,F_k(\theta)),(W_l,b_l)_{l=2}^L)$."
    ),
    source=thesis("Equation (3.2)", "39"),
    universal=True,
    covers=(
        "Curves with constant output to the normal form, for three activations and k = 2, 3; and two points with the same features and "
        "different first layers that meet there. Left inverses replace the pseudo-inverses of the thesis. The general proof is Theorem B "
        "of docs/proofs/new-3.md."
    ),
    hypotheses=(
        "Assumption 3.4.1",
        r"$\operatorname{rank}[X,\mathbf 1]=N$",
        r"$W_2,\dots,W_k$ of full column rank",
    ),
    uses=("lem-3.4.6", "prop-3.4.5"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a vertex of the first layer moved by 2^-40",
            tampered(exhibits()[0].build, "/evidence/moves/0/0/bias", f"1/{2**40}"),
            "E_OUTPUT_MOVES",
        ),
        NearMiss(
            "another bias of the second layer at the end",
            tampered(exhibits()[3].build, "/claim/end/layers/1/bias/0", "99"),
            "E_PATH_END",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "Assumption 3.4.1",
            (),
            r"Superfluous here: $F_k(\theta)$ is attained, so it lies in the range of $\sigma$.",
        ),
        Ablation(
            r"$\operatorname{rank}[X,\mathbf 1]=N$",
            (),
            "open for this step; without it the map $h$ is not defined for every $A$",
        ),
        Ablation(
            r"$W_2,\dots,W_k$ of full column rank",
            (),
            r"Needed: with $W_2=0$ every $F_2\ne\sigma(\mathbf 1b_2^T)$ is missed, so that $h$ does not exist (see Lemma 3.4.6).",
        ),
    ),
)
