"""Assumption 2.4.7: a wide layer, a pyramid above it, a strictly monotonic and differentiable activation."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from constructions.fully_connected import RELU, layer, leaky_relu, network
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_2_2 import ALL, relu
from proofs.chapter2.lem_2_4_9 import growing, narrow
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.chapter2.thm_2_4_10 import FLAT
from proofs.exhibits import activation
from proofs.feature_exhibits import identity, product, total
from proofs.gradient_exhibits import zero_gradient
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import values

WIDTHS = (784, 67600, 16900, 2880, 720, 100, 10)


def increasing(sigma: Any, holds: str) -> Exhibit:
    """Whether the activation is strictly increasing."""
    return activation(network(layer([[1]], [0], sigma), layer([[1]], [0])), "strictly-increasing", holds)


def quotients() -> Exhibit:
    """SMOOTH at t and -t: 1/2 +- t / (2 (1 + t)) for every t in (0, 10^9), so sigma'(0) = 1/2 from both sides."""
    net = network(layer([[1]], [0], SMOOTH), layer([[1]], [0]), field=ALL)
    taken: Any = [
        [{"bottom": ["1", "1"], "top": ["1/2", "1"]}],
        [{"bottom": ["1", "1"], "top": ["1/2"]}],
    ]
    name = "(1 + t/(1 + |t|))/2 at t and -t for every t in (0, 10^9): quotients at 0 are 1/(2(1 + t)) on both sides"
    return values(name, net, [[["0", "1"]], [["0", "-1"]]], taken, ALL)


def exhibits() -> tuple[Exhibit, ...]:
    """Activations that are strictly increasing and differentiable, one that is not, and the widths of Figure 2.1."""
    steps = pairwise(WIDTHS[2:])
    return (
        increasing(SMOOTH, "yes"),
        quotients(),
        identity(
            "sigmoid, s (1 + e) = e: 1 - s = 1/(1 + e), so that sigma' = s (1 - s) > 0",
            total(product(total("1", minus("s")), total("1", "e")), "-1"),
            total("e", minus("s", total("1", "e"))),
            *"es",
        ),
        identity(
            "softplus: its derivative times 1 + e is e > 0, e = e^{alpha t}",
            total(total("1", "e"), "-1"),
            "e",
            "e",
        ),
        increasing(RELU, "no"),
        at_most("Figure 2.1: 60000 <= n_1 = 67600", "60000", "67600"),
        *(at_most(f"n_(k+1) >= ... >= n_L: {b} <= {a}", str(b), str(a)) for a, b in steps),
    )


theorem = Theorem(
    id="asm-2.4.7",
    kind="definition",
    title="Wide layer, pyramid above it, smooth activation",
    statement=(
        r"Every layer is convolutional or fully connected, the output layer fully connected, and for some hidden layer $k$: $n_k\ge N$; $\sigma$ satisfies Assumption 2.4.2 and is strictly monotonic and differentiable; $n_{k+1}\ge\dots\ge n_L$. Figure 2.1 is such a network for "
        r"$k=1$ when its max-pooling layers are disregarded and the activation is the sigmoid or softplus."
    ),
    source=thesis("Assumption 2.4.7", "21"),
    universal=False,
    hypotheses=(
        r"$\sigma$ strictly monotonic",
        r"$\sigma$ differentiable",
        r"$n_k\ge N$",
        r"$n_{k+1}\ge\dots\ge n_L$",
        "no max-pooling",
    ),
    covers=(
        "The activation of thm-2.4.11, of its kind, with the quotients at 0; the derivatives of sigmoid and softplus; the widths of the figure. Networks that satisfy all of it at once, with zero loss, are the exhibits of thm-2.4.11. ReLU and leaky ReLU do not qualify. "
        r"Not implied: that $\sigma'$ is nowhere 0, which Theorem 2.4.10 uses. `theodolite audit --data` decides each part for a network."
    ),
    uses=("asm-2.4.2", "def-2.3.1", "fig-2.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the ReLU strictly increasing",
            tampered(increasing(RELU, "no").build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
        NearMiss(
            "another quotient on the left",
            tampered(quotients().build, "/claim/values/1/0", {"bottom": ["1", "1"], "top": ["1/2", "1/2"]}),
            "E_LOWEST_TERMS",
        ),
        NearMiss(
            "n_1 of T_1 = 88 filters: 60000 <= 59488",
            lambda: excess(Fraction(60000), Fraction(59488), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\sigma$ strictly monotonic",
            (increasing(RELU, "no"), relu("ReLU(-t) = 0 for every t in (0, 10^9): no inverse", "-1", ["0"])),
            r"thm-2.4.11 uses $\sigma^{-1}$. Strictly monotonic and differentiable does not give $\sigma'\ne0$: the next one.",
        ),
        Ablation(
            r"$\sigma$ differentiable",
            (increasing(leaky_relu("1/2"), "yes"), increasing(FLAT, "yes")),
            r"Leaky ReLU increases strictly and has no derivative at 0. $\frac12(1+t^3/(1+|t|^3))$ has all that is asked for and $\sigma'(0)=0$, where Theorem 2.4.10 fails (thm-2.4.10).",
        ),
        Ablation(
            r"$n_k\ge N$",
            (
                zero_gradient(
                    "one unit, two samples: no derivative in layer 2 is different from 0", narrow(), 1
                ),
            ),
            "The loss there is positive: Theorem 2.4.10 fails (lem-2.4.9).",
        ),
        Ablation(
            r"$n_{k+1}\ge\dots\ge n_L$",
            (zero_gradient("widths 1-1-1-2: no derivative in layer 2 is different from 0", growing(), 1),),
            "The loss there is positive too (lem-2.4.9).",
        ),
        Ablation(
            "no max-pooling",
            (
                relu("max(x, 0) is t at t, for every t in (0, 10^9)", "1", [["0", "1"]]),
                relu("and 0 at -t: no derivative at a tie", "-1", ["0"]),
            ),
            "The loss is then not differentiable at ties, and the layer has no matrix $U_l$; whether Theorem 2.4.10 holds away from ties is open.",
        ),
    ),
)
