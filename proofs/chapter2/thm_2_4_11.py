"""Theorem 2.4.11: the loss surface when layer k + 1 is fully connected, with zero-loss points constructed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import SOFTSIGN, layer, network, vector
from proofs.chapter2.conj_2_4_11 import solve
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.exhibits import Q, activation, rank
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

X = (0, 1, 3, 7)
CLASSES = (0, 1, 1, 0)
Z = ((1, 2), (3, 5))


def sigma(t: Fraction) -> Fraction:
    """SMOOTH, (1 + t / (1 + |t|)) / 2."""
    return (1 + t / (1 + abs(t))) / 2


def inverse(v: Fraction) -> Fraction:
    """sigma^-1 on (0, 1)."""
    u = 2 * v - 1
    return u / (1 - abs(u))


def features(scale: int) -> list[list[Fraction]]:
    """F_1: unit j has weight `scale` and its kink at sample j."""
    return [[sigma(Fraction(scale * (x - y))) for y in X] for x in X]


def texts(rows: Any) -> list[list[str]]:
    """Rationals as they are written."""
    return [[str(x) for x in row] for row in rows]


def wide_last(scale: int) -> Network:
    """Case k = L - 1: W_2 = F_1^-1 Y."""
    F = features(scale)
    columns = [solve(F, [Fraction(Z[c][k]) for c in CLASSES]) for k in (0, 1)]
    return network(layer([[scale]] * 4, [-scale * x for x in X], SMOOTH), layer(texts(columns), [0, 0]))


def wide_second_last(scale: int) -> Network:
    """Case k = L - 2, widths 1-4-3-2: layer 2 maps class j to the j-th row of A = ((3/4, 1/4, 1/2), (1/4, 3/4, 1/2)).

    W_2 = F_1^-1 sigma^-1(D), and W_3 with A W_3 = Z, last row 0.
    """
    A = ((Fraction(3, 4), Fraction(1, 4), Fraction(1, 2)), (Fraction(1, 4), Fraction(3, 4), Fraction(1, 2)))
    F = features(scale)
    second = [solve(F, [inverse(A[c][k]) for c in CLASSES]) for k in range(3)]
    square = [list(row[:2]) for row in A]
    third = [(*solve(square, [Fraction(Z[j][k]) for j in (0, 1)]), Fraction(0)) for k in (0, 1)]
    return network(
        layer([[scale]] * 4, [-scale * x for x in X], SMOOTH),
        layer(texts(second), [0, 0, 0], SMOOTH),
        layer(texts(third), [0, 0]),
    )


def zero_loss(net: Network) -> Claim:
    """f(x_i) is the row of Z of its class."""
    body: dict[str, Any] = {
        "network": encode_network(net, Q),
        "points": [vector([x]) for x in X],
        "values": [vector(Z[c]) for c in CLASSES],
    }
    return Claim("value", Q, body)


def independent(net: Network) -> Claim:
    """rank F_1 = 4."""
    data: Any = [vector([x]) for x in X]
    subject: Any = {"network": encode_network(net, Q), "data": data, "features_of": "0"}
    return Claim("rank", Q, {"matrix": subject, "relation": "=", "rank": "4"})


def point(net: Network, name: str) -> tuple[Exhibit, ...]:
    """Zero loss, and that the point lies in S_1."""
    return (
        Exhibit(f"{name}: zero loss", lambda: find(zero_loss(net))),
        Exhibit(f"{name}: rank F_1 = 4 = N", lambda: find(independent(net))),
        *(rank(net, k, 2) for k in range(2, len(net.layers))),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Several zero-loss points of S_1 in the cases k = L - 1 and k = L - 2."""
    return (
        activation(wide_last(1), "strictly-increasing", "yes"),
        *(e for a in (1, 2, 3) for e in point(wide_last(a), f"k = L - 1, alpha = {a}")),
        *(e for a in (1, 2) for e in point(wide_second_last(a), f"k = L - 2, alpha = {a}")),
    )


def ablations() -> tuple[Ablation, ...]:
    """What the first part needs."""
    return (
        Ablation(
            r"$\sigma'\ne0$ (not printed)", (), "thm-2.4.10: without it a critical point of S_1 has loss 1/2."
        ),
        Ablation(
            "layer k + 1 fully connected",
            (),
            "rem-2.4.11: with a convolution a critical point of S_1 has loss 1/2.",
        ),
        Ablation("the point lies in S_k", (), "conj-2.4.11: a suboptimal local minimum outside S_1."),
        Ablation(
            "strictly monotonic",
            (
                activation(
                    network(layer([[1]], [0], SOFTSIGN), layer([[1]], [0])), "strictly-increasing", "yes"
                ),
            ),
            "Open; softsign has the property, but limits -1 and 1, which Assumption 2.4.2 leaves out.",
        ),
    )


theorem = Theorem(
    id="thm-2.4.11",
    kind="theorem",
    title="Loss surface of wide networks",
    statement=(
        r"Let Assumptions 2.4.1 and 2.4.7 hold for $k$, layer $k+1$ be fully connected and $Y_i=Z_{j}$ for $x_i$ of class $j$, $Z$ of full rank. Then every critical point in "
        r"$S_k$ has $\Phi=0$, and $S_k$ holds infinitely many points with $\Phi=0$."
    ),
    source=thesis("Theorem 2.4.11", "24"),
    universal=True,
    hypotheses=("Assumption 2.4.1", "Assumption 2.4.7", "layer k + 1 fully connected", "Z of full rank"),
    covers=(
        "The second part on instances, for several alpha each: k = L - 1 and k = L - 2. The first part needs a derivative that is never 0 "
        "(thm-2.4.10). The proof shows one point; that there are infinitely many follows from alpha, as here. Case k <= L - 3 is not covered."
    ),
    uses=("thm-2.4.4", "thm-2.4.10"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another label", tampered(exhibits()[1].build, "/claim/values/0/0", "2"), "E_VALUE"),
        NearMiss("rank 3", tampered(exhibits()[2].build, "/claim/rank", "3"), "E_LENGTH"),
    ),
    ablations=ablations,
)
