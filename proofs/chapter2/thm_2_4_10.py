"""Theorem 2.4.10: zero loss and critical points in S_k; a strictly increasing activation may have derivative 0."""

from __future__ import annotations

from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import square_risk
from constructions.fully_connected import SOFTSIGN, layer, network, vector
from proofs.chapter2.lem_2_4_9 import growing, narrow
from proofs.critical_points import flat, outside
from proofs.exhibits import Q, activation, rank
from proofs.gradient_exhibits import zero_gradient
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# sigma(t) = (1 + t^3 / (1 + |t|^3)) / 2: strictly increasing, C^2, limits 0 and 1, sigma'(0) = 0.
FLAT: Any = {
    "name": "piecewise",
    "breakpoints": ["0"],
    "pieces": [
        {"top": ["1/2"], "bottom": ["1", "0", "0", "-1"]},
        {"top": ["1/2", "0", "0", "1"], "bottom": ["1", "0", "0", "1"]},
    ],
}
POINTS, LABELS = [[0], [1]], [[1, 0], [0, 1]]
HALVES = [["1/2", "1/2"], ["1/2", "1/2"]]


def counterexample() -> Network:
    """Widths 1-2-2-2, k = 1: W_1 = (1, -1), b_1 = (0, 1); W_2 = 0, b_2 = 0; W_3 = I, b_3 = 0."""
    return network(
        layer([[1], [-1]], [0, 1], FLAT),
        layer([[0, 0], [0, 0]], [0, 0], FLAT),
        layer([[1, 0], [0, 1]], [0, 0]),
    )


def value(net: Network, values: Any) -> Claim:
    """f(0) and f(1)."""
    body: dict[str, Any] = {
        "network": encode_network(net, Q),
        "points": [vector(x) for x in POINTS],
        "values": [vector(y) for y in values],
    }
    return Claim("value", Q, body)


def features(net: Network) -> Claim:
    """rank F_1 = 2 on the data."""
    data: Any = [vector(x) for x in POINTS]
    subject: Any = {"network": encode_network(net, Q), "data": data, "features_of": "0"}
    return Claim("rank", Q, {"matrix": subject, "relation": "=", "rank": "2"})


def gradient() -> tuple[Exhibit, ...]:
    """All derivatives of the loss vanish: F_3 - Y = ((-1/2, 1/2), (1/2, -1/2)), F_2 = 1/2 and sigma'(0) = 0."""
    of = counterexample(), square_risk(POINTS, LABELS)
    return tuple(
        zero_gradient(f"no derivative in W_{l} or b_{l} is different from 0", of, l - 1) for l in (1, 2, 3)
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The counterexample with its hypotheses; and a network with non-zero derivative where it is no critical point."""
    net = counterexample()
    return (
        activation(net, "strictly-increasing", "yes"),
        Exhibit("rank F_1 = 2 = N", lambda: find(features(net))),
        rank(net, 2, 2),
        *gradient(),
        Exhibit(
            "f(0) = f(1) = (1/2, 1/2), so the loss is 1/2",
            lambda: find(value(net, HALVES)),
            "refutes",
            lambda: value(net, LABELS),
        ),
        Exhibit(
            "zero loss in S_1 with the same data: W_2 makes the labels",
            lambda: find(value(solution(), LABELS)),
            "corrects",
        ),
        Exhibit("rank F_1 = 2 there", lambda: find(features(solution())), "corrects"),
        rank(solution(), 2, 2),
    )


def solution() -> Network:
    """Softsign, whose derivative is never 0: F_1 = ((0, 1/2), (1/2, 0)), F_2 = F_1 / 2 up to softsign, W_3 invertible."""
    return network(
        layer([[1], [-1]], [0, 1], SOFTSIGN),
        layer([[2, 0], [0, 2]], [0, 0], SOFTSIGN),
        layer([[0, 2], [2, 0]], [0, 0]),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """The labels claimed as values, and strict monotonicity of ReLU."""
    last = exhibits()[6].build
    first = exhibits()[0].build
    return (
        NearMiss("zero loss", tampered(last, "/claim/values/0/0", "1"), "E_VALUE"),
        NearMiss(
            "the ReLU is strictly increasing",
            tampered(first, "/claim/activation", {"name": "relu"}),
            "E_PROPERTY_FAILS",
        ),
    )


theorem = Theorem(
    id="thm-2.4.10",
    kind="theorem",
    title="Zero training error in S_k",
    statement=(
        r"Let Assumptions 2.4.1 and 2.4.7 hold for $k$ and the square loss. At a point of $S_k$: $\Phi=0$ if and only if "
        r"$\nabla_{U_{k+1}}\Phi=0$."
    ),
    source=thesis("Theorem 2.4.10", "23"),
    universal=True,
    hypotheses=(
        "Assumption 2.4.1",
        r"$n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$",
        r"$\sigma$ strictly monotonic and differentiable, Assumption 2.4.2",
        r"the point lies in $S_k$",
    ),
    covers=(
        r"A counterexample in exact numbers: hypotheses, values and all derivatives. The sigmoid of $t^3$ and $\frac12(1+t^3/\sqrt{1+t^6})$, which are analytic, give the same point."
    ),
    uses=("asm-2.4.1", "asm-2.4.7", "lem-2.4.9"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            "Assumption 2.4.1",
            (),
            "Superfluous: of the data only the rank of F_k is used, which S_k asks for (lem-2.4.9); nor is Assumption 2.4.2 used.",
        ),
        Ablation(
            r"$n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$",
            (
                zero_gradient(
                    "one unit, two samples: no derivative in layer 2 is different from 0", narrow(), 1
                ),
                zero_gradient("widths 1-1-1-2: no derivative in layer 2 is different from 0", growing(), 1),
            ),
            "With positive loss (lem-2.4.9).",
        ),
        Ablation(
            r"$\sigma$ strictly monotonic and differentiable, Assumption 2.4.2",
            flat(),
            "The ReLU, at a point where the loss is differentiable.",
        ),
        Ablation(
            r"the point lies in $S_k$", outside(), r"With $W_3=0$ all derivatives vanish at loss $\frac12$."
        ),
    ),
    printed=r"$\sigma$ has non-zero derivative by Assumption 2.4.7 (which asks for strictly monotonic and differentiable).",
    finding=(
        r"$\sigma(t)=\frac12(1+t^3/(1+|t|^3))$ is strictly increasing with $\sigma'(0)=0$. For $X=(0,1)^T$, $Y=I$ and widths 1-2-2-2 the point shown lies in "
        r"$S_1$, all derivatives of $\Phi$ vanish, and $\Phi=\frac12$."
    ),
    corrected=(
        r"Ask for $\sigma'(t)\ne0$ for all $t$, or that no $\sigma'(G_l)$, $k<l<L$, has a zero entry at the point. The same repair is needed in "
        r"the first parts of the theorem and of the corollary after it."
    ),
)
