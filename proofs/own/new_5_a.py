"""Theorem 5.2.4 for monotone activations, ReLU included, and Theorem 5.2.3 for onto ones that are not injective."""

from __future__ import annotations

from typing import Any

from constructions.disconnected_regions import not_onto, rank_deficient, wide
from constructions.fully_connected import HARD_TANH, RELU, layer, network
from proofs.chapter5.thm_5_2_4 import absolute_value
from proofs.exhibits import activation, components, connected, full_rank, pyramidal, rank
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

# Soft shrinkage: flat on [-1, 1], onto, not injective.
SOFT_SHRINK: Any = {
    "name": "piecewise",
    "breakpoints": ["-1", "1"],
    "pieces": [
        {"bottom": ["1"], "top": ["1", "1"]},
        {"bottom": ["1"], "top": []},
        {"bottom": ["1"], "top": ["-1", "1"]},
    ],
}


def one_layer(sigma: Any) -> Any:
    """Widths 2-2-3."""
    return network(
        layer([[1, 2], [-1, 1]], [1, "1/2"], sigma), layer([[1, -1], [-2, 1], [1, 1]], [0, 1, "-1/2"])
    )


def two_layers(sigma: Any) -> Any:
    """Widths 2-2-2-2."""
    return network(
        layer([[1, 2], [-1, 1]], [1, "1/2"], sigma),
        layer([[2, -1], [1, 1]], [0, -1], sigma),
        layer([[1, -2], [0, 1]], [1, 0]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """One layer of ReLU and hard-tanh units, two of soft shrinkage."""
    found: list[Exhibit] = []
    for sigma, name in ((RELU, "ReLU"), (HARD_TANH, "hard tanh")):
        net = one_layer(sigma)
        found += [pyramidal(net), *full_rank(net), activation(net, "non-decreasing", "yes")]
        found += [activation(net, "strictly-increasing", "no")]
        found += [connected(net, j, name=f"one layer of {name}: C_{j + 1} is connected") for j in range(3)]
    net = two_layers(SOFT_SHRINK)
    found += [pyramidal(net), *full_rank(net), activation(net, "onto", "yes")]
    found += [activation(net, "strictly-increasing", "no")]
    found += [
        connected(net, j, name=f"two layers of soft shrinkage: C_{j + 1} is connected") for j in range(2)
    ]
    return tuple(found)


def ablations() -> tuple[Ablation, ...]:
    """Each hypothesis dropped while the others hold."""
    low, three, two = rank_deficient(2), wide(2, "1/2", "1/2"), not_onto(2, (2, 2), "relu")
    return (
        Ablation(
            r"$\sigma$ continuous", (), "Needed: see Theorem 5.2.3, where the witness is given by hand."
        ),
        Ablation(r"$\sigma$ monotone", (components(absolute_value(), 0, 2),), r"$\sigma(t)=|t|$, $d=n_1=1$."),
        Ablation(
            "pyramidal widths",
            (pyramidal(three, holds="no"), components(three, 0, 2)),
            "Three units on the plane.",
        ),
        Ablation("full rank", (rank(low, 1, 1), components(low, 0, 2)), "The second layer has rank 1."),
        Ablation(
            "onto or one layer",
            (activation(two, "onto", "no"), components(two, 0, 2)),
            "Two layers of ReLU: new-5.b.",
        ),
    )


theorem = Theorem(
    id="new-5.a",
    kind="own",
    title="Monotone is enough",
    statement=(
        r"Theorem 5.2.4 holds for every continuous monotone $\sigma$, ReLU included; Lemma 5.2.2 and Theorem 5.2.3 hold "
        r"for every continuous monotone $\sigma$ with $\sigma(\mathbb{R})=\mathbb{R}$, injective or not."
    ),
    source=Source("Theodolite", "docs/proofs/monotone-one-layer.md"),
    universal=True,
    hypotheses=(
        r"$\sigma$ continuous",
        r"$\sigma$ monotone",
        "pyramidal widths",
        "full rank",
        "onto or one layer",
    ),
    covers="Instances; the general proof is written out in docs/proofs/monotone-one-layer.md and not checked by the kernel.",
    uses=("def-5.2.1", "thm-5.2.3", "lem-5.2.2", "thm-5.2.4"),
    exhibits=exhibits,
    ablations=ablations,
    near_misses=lambda: (
        NearMiss(
            "soft shrinkage injective",
            tampered(exhibits()[-3].build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
    ),
    proof="docs/proofs/monotone-one-layer.md",
)
