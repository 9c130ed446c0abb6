"""Theorem 5.2.4: one hidden layer of at most d units, full rank and strictly increasing: connected regions."""

from __future__ import annotations

from typing import Any

from constructions.disconnected_regions import not_onto, wide
from constructions.fully_connected import HARD_TANH, RELU, layer, leaky_relu, network
from proofs.exhibits import activation, components, connected, full_rank, pyramidal, rank, separated
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Two kinks, every slope positive: strictly increasing.
THREE_SLOPES: Any = {
    "name": "piecewise",
    "breakpoints": ["-1", "1"],
    "pieces": [
        {"bottom": ["1"], "top": ["-3/4", "1/4"]},
        {"bottom": ["1"], "top": ["0", "1"]},
        {"bottom": ["1"], "top": ["2/3", "1/3"]},
    ],
}


def one_layer(sigma: Any) -> Any:
    """Widths 3-2-3."""
    return network(
        layer([[1, -2, "1/2"], [3, 1, 0]], ["1/2", -1], sigma),
        layer([[1, -1], [-2, 1], [0, "1/3"]], [0, 1, "1/2"]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """All three regions of a network with two and with three slopes."""
    found: list[Exhibit] = []
    for sigma, name in ((leaky_relu("1/7"), "leaky ReLU 1/7"), (THREE_SLOPES, "slopes 1/4, 1, 1/3")):
        net = one_layer(sigma)
        found += [pyramidal(net), *full_rank(net), activation(net, "strictly-increasing", "yes")]
        found += [connected(net, j, name=f"{name}: C_{j + 1} is connected") for j in range(3)]
    return tuple(found)


def absolute_value() -> Any:
    """d = n_1 = 1, sigma = |t|, C_1 = {|t| > 1}."""
    return network(layer([[1]], [0], leaky_relu(-1)), layer([[1], [0]], [-1, 0]))


def low_rank() -> Any:
    """The corrected network of Section 5.3.2 with slope 1/2."""
    return network(layer([[1, 0], [-1, 0]], [0, 0], leaky_relu("1/2")), layer([[1, 1], [0, 0]], [0, "1/2"]))


def ablations() -> tuple[Ablation, ...]:
    """Each hypothesis dropped while the others hold."""
    softsign, three = not_onto(2, [2, 2], "softsign"), wide(2, "1/2", "1/2")
    return (
        Ablation(
            "one hidden layer",
            (
                pyramidal(softsign),
                *full_rank(softsign),
                activation(softsign, "strictly-increasing", "yes"),
                separated(softsign, [1, -1], 0, [[-3, 3], [3, -3]], [1, 1]),
            ),
            "Two hidden layers of softsign units: the question left open after the theorem has a negative answer.",
        ),
        Ablation(
            r"$n_1\le d$",
            (
                *full_rank(three),
                activation(three, "strictly-increasing", "yes"),
                pyramidal(three, holds="no"),
                components(three, 0, 2),
            ),
            r"$n_1=3$ units on the plane.",
        ),
        Ablation(
            r"$W_1$ of full rank",
            (
                pyramidal(low_rank()),
                rank(low_rank(), 0, 1),
                activation(low_rank(), "strictly-increasing", "yes"),
                components(low_rank(), 0, 2),
            ),
        ),
        Ablation(
            r"$\sigma$ monotone",
            (
                pyramidal(absolute_value()),
                *full_rank(absolute_value()),
                activation(absolute_value(), "non-decreasing", "no"),
                components(absolute_value(), 0, 2),
            ),
            r"$\sigma(t)=|t|$, $d=n_1=1$.",
        ),
        Ablation(r"$\sigma$ strictly increasing", (), "Superfluous: non-decreasing suffices, by new-5.a."),
        Ablation(
            r"$\sigma$ continuous",
            (),
            r"Not in the kernel, whose activations are continuous; by hand: $\sigma(t)=t$ for $t\le0$, $t+1$ for $t>0$, "
            r"$d=n_1=2$, $W_1=I$, $V=\{\frac12<y_1+y_2<\frac{19}{10}\}$ (three classes): the preimage has a part with "
            r"$x_1>0\ge x_2$ and one with $x_2>0\ge x_1$, and no other point.",
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Disconnected in place of connected, and an activation that is not what is claimed."""
    good = exhibits()
    relu = activation(one_layer(RELU), "strictly-increasing", "no")
    flat = activation(one_layer(HARD_TANH), "onto", "no")
    return (
        NearMiss("C_2 with the evidence of C_1", tampered(good[3].build, "/claim/class", "1"), "E_FARKAS"),
        NearMiss("ReLU strictly increasing", tampered(relu.build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
        NearMiss("hard tanh onto", tampered(flat.build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
    )


theorem = Theorem(
    id="thm-5.2.4",
    kind="theorem",
    title="Connected decision regions with one hidden layer",
    statement=(
        r"If the network has one hidden layer, $n_1\le d$, $\sigma$ is continuous and strictly increasing and $W_1$ has "
        r"full rank, then every decision region $C_j$ is open and connected."
    ),
    source=thesis("Theorem 5.2.4", "76"),
    universal=True,
    hypotheses=(
        "one hidden layer",
        r"$n_1\le d$",
        r"$\sigma$ continuous",
        r"$\sigma$ monotone",
        r"$\sigma$ strictly increasing",
        r"$W_1$ of full rank",
    ),
    covers="Instances with two and three slopes. The general proof, for non-decreasing activations, is in docs/proofs/monotone-one-layer.md.",
    uses=("def-5.2.1", "lem-5.2.2", "prop-5.1.2"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
