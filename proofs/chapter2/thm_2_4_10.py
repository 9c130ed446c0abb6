"""Theorem 2.4.10: zero loss and critical points in S_k; a strictly increasing activation may have derivative 0."""

from __future__ import annotations

from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import SOFTSIGN, layer, network, vector
from proofs.exhibits import Q, activation, rank
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

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
    """Every partial derivative is a sum of these, each 0; F_3 - Y = ((-1/2, 1/2), (1/2, -1/2)), F_2 = 1/2."""
    return (
        identity(
            "sigma(t) - 1/2 = t^3 / (2 (1 + t^3)) for t >= 0, so sigma'(0+) = 0",
            total(
                product("2", total("1/2", product("t", "t", "t"))),
                product("-1", total("1", product("t", "t", "t"))),
            ),
            product("t", "t", "t"),
            "t",
        ),
        identity(
            "sigma(t) - 1/2 = t^3 / (2 (1 - t^3)) for t <= 0, so sigma'(0-) = 0",
            total("1", product("-1", total("1", product("-1", "t", "t", "t")))),
            product("t", "t", "t"),
            "t",
        ),
        identity("b_3: the columns of F_3 - Y sum to 0", total("-1/2", "1/2"), "0"),
        identity(
            "W_3: F_2^T (F_3 - Y) = 0",
            total(product("1/2", "-1/2"), product("1/2", "1/2")),
            "0",
        ),
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
    last = exhibits()[7].build
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
        r"$n_k\ge N$ and $n_{k+1}\ge\dots\ge n_L$",
        r"$\sigma$ strictly monotonic and differentiable, Assumption 2.4.2",
        r"the point lies in $S_k$",
    ),
    covers=(
        r"A counterexample in exact numbers: hypotheses, values and every sum that makes up the gradient; that these sums are the gradient is Lemma "
        r"2.6.2, by hand. The sigmoid of $t^3$ and $\frac12(1+t^3/\sqrt{1+t^6})$, which are analytic, give the same point."
    ),
    exhibits=exhibits,
    near_misses=near_misses,
    printed=r"$\sigma$ has non-zero derivative by Assumption 2.4.7 (which asks for strictly monotonic and differentiable).",
    finding=(
        r"$\sigma(t)=\frac12(1+t^3/(1+|t|^3))$ is strictly increasing with $\sigma'(0)=0$. For $X=(0,1)^T$, $Y=I$ and widths 1-2-2-2 the point shown lies in "
        r"$S_1$, all derivatives of $\Phi$ vanish, and $\Phi=\frac12$."
    ),
    corrected=(
        r"Ask for $\sigma'(t)\ne0$ for all $t$, or that no $\sigma'(G_l)$, $k<l<L$, has a zero entry at the point. The same repair is needed in "
        r"Theorem 2.4.11(1) and Corollary 2.4.12(1)."
    ),
)
