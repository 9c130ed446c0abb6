"""new-4.a: Lemma 4.3.2 without backward paths and without a limit at minus infinity."""

from __future__ import annotations

from constructions.skip_network import random_skip_network
from proofs.chapter4.asm_4_3_1 import mixed
from proofs.feature_exhibits import IDENTITY, feature_rank, filter_bank, identity, product, samples, total
from proofs.skip_exhibits import FOUR, chain, full_rank, line
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

KINDS = {"softplus": ["softplus"], "tanh": ["tanh"], "mixed": ["sigmoid", "tanh", "softplus"]}


def exhibits() -> tuple[Exhibit, ...]:
    """Chains of skip units, random graphs with shared weights, mixed activations."""
    return (
        *(of_chain(N) for N in range(2, 7)),
        *(random_graph(kind, seed) for kind in KINDS for seed in range(3)),
        full_rank("skip units sigmoid, tanh and softplus above the identity", mixed, FOUR),
    )


def of_chain(N: int) -> Exhibit:
    """N softplus skip units, one above the other."""
    return full_rank(f"softplus, {N} skip units in a chain: no path is free", lambda: chain(N), line(N))


def random_graph(kind: str, seed: int) -> Exhibit:
    """Widths 3-4-3, four skip units, a third of the weights shared."""
    name = f"{kind}, random graph {seed}, widths 3-4-3, shared weights"
    return full_rank(name, lambda: random_skip_network(seed, 2, (3, 4, 3), 4, KINDS[kind]), FOUR)


def exponential() -> Exhibit:
    """e^(v + b) with shared weights: columns e^b (e^v_i) and e^c (e^v_i)."""
    return identity(
        "exp, shared weights, N = 2: e^v e^b e^w e^c - e^v e^c e^w e^b = 0",
        total(product("v", "b", "w", "c"), product("-1", "v", "c", "w", "b")),
        "0",
        *("b", "c", "v", "w"),
    )


theorem = Theorem(
    id="new-4.a",
    kind="own",
    title="Full rank without backward paths",
    statement=(
        r"Let the network be as in Section 4.2, each unit with a bias of its own and at least one input, all activations real analytic and strictly increasing, "
        r"different samples different on the inputs of each first-layer unit, and let $N$ skip units be bounded or softplus. Then $\Psi(U)$ has rank $N$ for almost all $U$."
    ),
    source=Source("Theodolite", "docs/proofs/new-4.md"),
    universal=True,
    hypotheses=("biases of their own", "at least one input", "bounded or softplus"),
    covers=(
        "Fifteen networks, each of which has one point of full rank and so, by analyticity, almost all. Five are chains in which every unit is a skip unit. It settles the conjecture "
        "after Lemma 4.3.2 (rem-4.3.2)."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a chain with two equal samples",
            tampered(exhibits()[2].build, "/claim/data/rows/1", ["0"]),
            "E_NORM",
        ),
        NearMiss("rank N + 1", tampered(exhibits()[0].build, "/claim/rank", "3"), "E_RANK"),
    ),
    ablations=lambda: (
        Ablation("biases of their own", (), "Needed: sec-4.4."),
        Ablation("at least one input", (), "Needed: lem-4.3.2."),
        Ablation(
            "bounded or softplus",
            (
                exponential(),
                feature_rank(
                    "identity, d = 1: rank 2 of 3",
                    [filter_bank([[1], [2], [-1]], None, IDENTITY, [0, 1, 5])],
                    samples([[0], [1], [3]]),
                    2,
                ),
            ),
        ),
    ),
    proof="docs/proofs/new-4.md",
)
