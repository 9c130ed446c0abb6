"""The open problem after Theorem 2.4.11, layer k + 1 convolutional: a suboptimal critical point in S_k."""

from __future__ import annotations

from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, network, vector
from proofs.exhibits import Q, activation, rank
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# sigma(t) = (1 + t / (1 + |t|)) / 2: strictly increasing, C^1, limits 0 and 1, sigma' > 0.
SMOOTH: Any = {
    "name": "piecewise",
    "breakpoints": ["0"],
    "pieces": [
        {"top": ["1/2"], "bottom": ["1", "-1"]},
        {"top": ["1/2", "1"], "bottom": ["1", "1"]},
    ],
}
POINTS, LABELS, HALVES = [[0], [1]], [[1, 0], [0, 1]], [["1/2", "1/2"]] * 2


def counterexample() -> Network:
    """1-2-2-2: layer 2 is a convolution with one filter of size 1, of weight 0, and so U_2 = 0 here."""
    return network(
        layer([[1], [-1]], [0, 1], SMOOTH),
        layer([[0, 0], [0, 0]], [0, 0], SMOOTH),
        layer([[1, 0], [0, -1]], [0, 1]),
    )


def value(values: Any) -> Claim:
    """f(0) and f(1)."""
    body: dict[str, Any] = {
        "network": encode_network(counterexample(), Q),
        "points": [vector(x) for x in POINTS],
        "values": [vector(y) for y in values],
    }
    return Claim("value", Q, body)


def features() -> Claim:
    """rank F_1 = 2 = N."""
    data: Any = [vector(x) for x in POINTS]
    subject: Any = {"network": encode_network(counterexample(), Q), "data": data, "features_of": "0"}
    return Claim("rank", Q, {"matrix": subject, "relation": "=", "rank": "2"})


def exhibits() -> tuple[Exhibit, ...]:
    """Hypotheses, the value, and every sum in the gradient.

    F_1 = ((1/2, 3/4), (3/4, 1/2)), F_2 = 1/2, Delta_3 = ((-1/2, 1/2), (1/2, -1/2)), sigma'(0) = 1/2,
    Delta_2 = Delta_3 W_3^T / 2 = ((-1/4, -1/4), (1/4, 1/4)); layer 1 gets Delta_2 U_2^T = 0.
    """
    return (
        activation(counterexample(), "strictly-increasing", "yes"),
        Exhibit("rank F_1 = 2 = N", lambda: find(features())),
        rank(counterexample(), 2, 2),
        identity("gradient in b_3: 1^T Delta_3 = 0", total("-1/2", "1/2"), "0"),
        identity(
            "gradient in W_3: F_2^T Delta_3 = 0", total(product("1/2", "-1/2"), product("1/2", "1/2")), "0"
        ),
        identity("gradient in b_2: 1^T Delta_2 = 0", total("-1/4", "1/4"), "0"),
        identity(
            "gradient in the filter: the sum of F_1 o Delta_2 = 0",
            total(
                product("1/2", "-1/4"), product("3/4", "-1/4"), product("3/4", "1/4"), product("1/2", "1/4")
            ),
            "0",
        ),
        identity(
            "but F_1^T Delta_2 != 0: its first entry is 1/16",
            total(product("1/2", "-1/4"), product("3/4", "1/4")),
            "1/16",
        ),
        Exhibit(
            "f(0) = f(1) = (1/2, 1/2): the loss is 1/2",
            lambda: find(value(HALVES)),
            "refutes",
            lambda: value(LABELS),
        ),
    )


theorem = Theorem(
    id="rem-2.4.11",
    kind="remark",
    title="Theorem 2.4.11 with a convolutional layer k + 1",
    statement=(
        r"Called open: whether Theorem 2.4.11 holds when layer $k+1$ is convolutional. Its first part does not: a network 1-2-2-2 whose layer 2 has one filter of size 1 "
        r"has a critical point in $S_1$ with $\Phi=\frac12$."
    ),
    source=thesis("the paragraph after Theorem 2.4.11", "25"),
    universal=False,
    covers="Item 1 only; whether zero loss is always attained in S_k (item 2) stays open.",
    uses=("thm-2.4.10", "thm-2.4.11"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("zero loss", lambda: value(LABELS).with_evidence({}), "E_VALUE"),
        NearMiss("F_1^T Delta_2 = 0", tampered(exhibits()[7].build, "/claim/right", "0"), "E_IDENTITY"),
    ),
    printed=r"It remains an interesting open problem if the result of Theorem 2.4.11 can be transferred to a convolutional layer $k+1$.",
    finding=(
        r"With filter 0 the gradient below vanishes, and the filter has one equation where $U_2$ has four: $\sum F_1\circ\Delta_2=0$ although "
        r"$F_1^T\Delta_2\ne0$, in accord with Theorem 2.4.10."
    ),
)
