"""Theorem 5.2.3: pyramidal widths, full rank and an onto activation make every decision region connected."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from checker import Network
from checker.codec import decode
from constructions.connect import connect
from constructions.disconnected_regions import first_increase, not_onto, rank_deficient
from constructions.random_network import random_point_pair, random_pyramidal_network
from proofs.chapter5.eq_5_3 import eq_5_3
from proofs.exhibits import Q, activation, components, connected, full_rank, pyramidal, rank, separated
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# (seed, widths): regions counted by cells in low dimension, joined by polylines in higher ones.
BY_CELLS = ((1, (2, 2, 2, 2)), (2, (2, 2, 2, 3)), (3, (2, 2, 1, 1, 2)), (4, (3, 2, 2, 2)), (5, (1, 1, 1, 2)))
BY_POLYLINES = (
    (11, (4, 3, 2, 2)),
    (12, (5, 5, 5, 3)),
    (13, (6, 6, 4, 3, 3)),
    (14, (8, 8, 8, 4)),
    (15, (10, 10, 10, 10, 3)),
)


def polyline(seed: int, widths: tuple[int, ...]) -> bytes:
    """Two inputs that no straight segment joins in their region, joined by a polyline inside it."""
    network = random_pyramidal_network(seed, widths)
    try:
        j, a, b = random_point_pair(network, seed, bent=True)
    except LookupError:
        j, a, b = random_point_pair(network, seed)
    return connect(network, Q, j, a, b, detour=False).claim(network, Q, j).with_evidence({})


def exhibits() -> tuple[Exhibit, ...]:
    """Instances, each with its hypotheses."""
    found: list[Exhibit] = []
    for seed, widths in BY_CELLS:
        network = random_pyramidal_network(seed, widths)
        name = "-".join(map(str, widths))
        found += [*hypotheses(network)]
        for j in range(widths[-1]):
            found.append(connected(network, j, name=f"widths {name}, seed {seed}: C_{j + 1} is connected"))
    for seed, widths in BY_POLYLINES:
        found += [*hypotheses(random_pyramidal_network(seed, widths))]
        title = f"widths {'-'.join(map(str, widths))}, seed {seed}: two inputs joined inside their region"
        found.append(Exhibit(title, partial(polyline, seed, widths)))
    return tuple(found)


def hypotheses(network: Network, onto: str = "yes") -> tuple[Exhibit, ...]:
    """Pyramidal, full rank, strictly increasing, onto (or not)."""
    return (
        pyramidal(network),
        *full_rank(network),
        activation(network, "strictly-increasing", "yes"),
        activation(network, "onto", onto),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A vertex of the path moved far away, a margin that is too large."""
    good = partial(polyline, 11, (4, 3, 2, 2))
    return (
        NearMiss("a margin of 1000", tampered(good, "/claim/margin", "1000"), "E_PATH_LEAVES"),
        NearMiss(
            "the path of one class for another",
            tampered(good, "/claim/class", other_class(good)),
            "E_PATH_LEAVES",
        ),
    )


def other_class(build: Callable[[], bytes]) -> str:
    """The class, of two, that the path does not run in."""
    value = decode(build())
    claim = value["claim"] if isinstance(value, dict) else None
    return "1" if isinstance(claim, dict) and claim["class"] == "0" else "0"


def ablations() -> tuple[Ablation, ...]:
    """Each hypothesis dropped while the others hold."""
    increasing = first_increase(4, [2, 2, 3, 2])
    low_rank = rank_deficient(2)
    softsign = not_onto(2, [2, 2], "softsign")
    return (
        Ablation(
            r"$n_0\ge n_1\ge\dots\ge n_{L-1}$",
            (
                pyramidal(eq_5_3(), holds="no"),
                *full_rank(eq_5_3()),
                activation(eq_5_3(), "onto", "yes"),
                components(eq_5_3(), 0, 2),
                pyramidal(increasing, holds="no"),
                *full_rank(increasing),
                separated(increasing, [1, 0, 0, 0], 0, [[-9, 0, 0, 0], [9, 0, 0, 0]], [0, 0, 0, 0]),
            ),
            "Equation 5.3, and widths 4-2-2-3-2.",
        ),
        Ablation(
            r"every $W_k$ of full rank",
            (
                pyramidal(low_rank),
                rank(low_rank, 0, 2),
                rank(low_rank, 1, 1),
                activation(low_rank, "strictly-increasing", "yes"),
                activation(low_rank, "onto", "yes"),
                components(low_rank, 0, 2),
            ),
            "Only the second layer is deficient.",
        ),
        Ablation(
            r"$\sigma(\mathbb{R})=\mathbb{R}$",
            (
                *hypotheses(softsign, onto="no"),
                separated(softsign, [1, -1], 0, [[-3, 3], [3, -3]], [1, 1]),
            ),
            r"Softsign $t/(1+|t|)$ is continuous and strictly increasing onto $(-1,1)$.",
        ),
        Ablation(
            r"$\sigma$ injective",
            (),
            "Superfluous: new-5.a proves the theorem for continuous monotone onto activations.",
        ),
        Ablation(
            r"$\sigma$ continuous",
            (),
            r"Not in the kernel, whose activations are continuous; by hand: $\sigma$ exchanges $[0,1)$ and $[1,2)$ by "
            r"translation and fixes the rest, a bijection, and $\{\sigma>1\}=(0,1)\cup[2,\infty)$.",
        ),
    )


theorem = Theorem(
    id="thm-5.2.3",
    kind="theorem",
    title="Connected decision regions of pyramidal networks",
    statement=(
        r"If $d=n_0\ge n_1\ge\dots\ge n_{L-1}$, $\sigma$ is a continuous bijection of $\mathbb{R}$, and "
        r"$W_1,\dots,W_{L-1}$ have full rank, then every decision region $C_j$ is open and connected."
    ),
    source=thesis("Theorem 5.2.3", "75"),
    universal=True,
    hypotheses=(
        r"$n_0\ge n_1\ge\dots\ge n_{L-1}$",
        r"every $W_k$ of full rank",
        r"$\sigma$ continuous",
        r"$\sigma$ injective",
        r"$\sigma(\mathbb{R})=\mathbb{R}$",
    ),
    covers=(
        "Instances: regions counted by their cells, and in higher dimension two inputs joined by an explicit polyline "
        "pulled back through the layers, as the proof does. The general proof is the thesis's; docs/proofs/"
        "monotone-one-layer.md proves a stronger form."
    ),
    uses=("def-5.2.1", "lem-5.2.2", "prop-5.1.1"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
