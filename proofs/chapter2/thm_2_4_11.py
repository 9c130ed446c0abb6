"""Theorem 2.4.11: the loss surface when layer k + 1 is fully connected, with zero-loss points constructed."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.sublevel import certify_ray
from constructions.fully_connected import layer, network, vector
from proofs.chapter2.conj_2_4_11 import solve
from proofs.chapter2.rem_2_4_7 import no_residual
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.chapter2.rem_2_4_11 import exhibits as convolutional
from proofs.chapter2.thm_2_4_10 import HALVES, LABELS, counterexample, gradient
from proofs.chapter2.thm_2_4_10 import features as two_features
from proofs.chapter2.thm_2_4_10 import value as two_values
from proofs.critical_points import equal_samples, flat, local_minimum, outside
from proofs.exhibits import Q, activation, rank
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

X = (0, 1, 3, 7)
CLASSES = (0, 1, 1, 0)
Z = ((1, 2), (3, 5))
LOW_Z = ((1, 2), (2, 4))
ROWS_OF_E = tuple(tuple(Fraction(n, 8) for n in row) for row in ((2, 3, 4), (5, 6, 7)))


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


def wide_early(scale: int, beta: int = 1) -> Network:
    """Case k = L - 3, widths 1-4-3-2-2: layer 2 maps class j to row j of E, whose rows have no entry in common.

    Layer 3 is Theorem 2.4.4 on the rows of E, with a^1 = e_1, a^2 = e_2, alpha = 8; W_4 = A^-1 Z for its A.
    """
    second = [solve(features(scale), [inverse(ROWS_OF_E[c][k]) for c in CLASSES]) for k in range(3)]
    third = [[-8, 0, 0], [0, -8, 0]]
    at = [8 * ROWS_OF_E[j][j] + beta for j in (0, 1)]
    A = [[sigma(at[j] - 8 * row[j]) for j in (0, 1)] for row in ROWS_OF_E]
    fourth = [solve(A, [Fraction(Z[j][k]) for j in (0, 1)]) for k in (0, 1)]
    return network(
        layer([[scale]] * 4, [-scale * x for x in X], SMOOTH),
        layer(texts(second), [0, 0, 0], SMOOTH),
        layer(third, [str(b) for b in at], SMOOTH),
        layer(texts(fourth), [0, 0]),
    )


def low_rank_classes() -> Network:
    """Z of rank 1, widths 1-4-3-2-2, from the top down: W_4 = 16 I, U_3 = (I 0)^T, layer 2 by F_1^-1."""
    step = [Fraction(LOW_Z[1][k] - LOW_Z[0][k], 16) for k in (0, 1)]
    third = [inverse(Fraction(1, 2) + x) for x in step]
    E = ([Fraction(1, 2)] * 3, [Fraction(1, 2) + third[0], Fraction(1, 2) + third[1], Fraction(1, 2)])
    second = [solve(features(1), [inverse(E[c][k]) for c in CLASSES]) for k in range(3)]
    return network(
        layer([[1]] * 4, [-x for x in X], SMOOTH),
        layer(texts(second), [0, 0, 0], SMOOTH),
        layer([[1, 0, 0], [0, 1, 0]], ["-1/2", "-1/2"], SMOOTH),
        layer([[16, 0], [0, 16]], [LOW_Z[0][k] - 8 for k in (0, 1)]),
    )


def zero_loss(net: Network, Z: Sequence[Sequence[int]] = Z) -> Claim:
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


def point(net: Network, name: str, Z: Sequence[Sequence[int]] = Z) -> tuple[Exhibit, ...]:
    """Zero loss, and that the point lies in S_1."""
    return (
        Exhibit(f"{name}: zero loss", lambda: find(zero_loss(net, Z))),
        Exhibit(f"{name}: rank F_1 = 4 = N", lambda: find(independent(net))),
        *(rank(net, k, 2) for k in range(2, len(net.layers))),
    )


def line(net: Network, name: str) -> Exhibit:
    """A line of parameters of layer k + 1 = 2 through the point with the same outputs: all of it lies in S_1."""
    rows = tuple((Fraction(x),) for x in X)
    return Exhibit(
        f"{name}: a line of zero-loss points in S_1, moving (W_2, b_2)", lambda: certify_ray(net, rows)
    )


def printed_point() -> tuple[Exhibit, ...]:
    """The critical point of thm-2.4.10, widths 1-2-2-2, Y = Z = I: layer k + 1 = 2 is fully connected."""
    net = counterexample()
    return (
        Exhibit(
            "part (1), activation with derivative 0 at 0: rank F_1 = 2 = N", lambda: find(two_features(net))
        ),
        rank(net, 2, 2),
        *gradient(),
        Exhibit(
            "f(0) = f(1) = (1/2, 1/2) at a critical point of S_1: the loss is 1/2",
            lambda: find(two_values(net, HALVES)),
            "refutes",
            lambda: two_values(net, LABELS),
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Part (1) as printed; several zero-loss points of S_1 in all three cases, and a line through one of each."""
    return (
        *printed_point(),
        Exhibit(
            "part (1), k = L - 1: F_(L-1)^T Delta = 0 implies Delta = 0, all sizes, as F_(L-1) has a right inverse",
            lambda: find(no_residual()),
            "corrects",
        ),
        activation(wide_last(1), "strictly-increasing", "yes"),
        *(e for a in (1, 2, 3) for e in point(wide_last(a), f"k = L - 1, alpha = {a}")),
        *(e for a in (1, 2) for e in point(wide_second_last(a), f"k = L - 2, alpha = {a}")),
        *(e for a in (1, 2) for e in point(wide_early(a), f"k = L - 3, alpha = {a}")),
        *point(wide_early(1, 2), "k = L - 3, another beta"),
        *point(low_rank_classes(), "k = L - 3, Z = (1 2; 2 4) of rank 1", LOW_Z),
        *(
            line(net, f"k = L - {n}")
            for n, net in enumerate((wide_last(1), wide_second_last(1), wide_early(1)), 1)
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """What each part needs."""
    convolution = [Exhibit(e.name, e.build) for e in convolutional()]
    return (
        Ablation("Assumption 2.4.1", (equal_samples(),), "Part (2): equal samples of different classes."),
        Ablation(
            "Assumption 2.4.7", flat(), "Part (1) for the ReLU, at a point where the loss is differentiable."
        ),
        Ablation(
            "layer k + 1 fully connected",
            tuple(convolution),
            "Part (1): with a convolution of one filter a critical point of S_1 has loss 1/2 (rem-2.4.11).",
        ),
        Ablation(
            "Z of full rank",
            (),
            r"Superfluous: choose $U_l$, $l>k+1$, of full rank and large, and the rows from the top down, $F_{L-1}=f+(Z_j-z)U_L^+$ and $F_{l-1}=f+(\sigma^{-1}(F_l)-g)U_l^+$ with $f$ inside the range of $\sigma$, $b_l=g-fU_l$; these rows stay near $f$. The exhibit with $Z$ of rank 1 is such.",
        ),
        Ablation(
            r"$\sigma'\ne0$ (not printed)",
            tuple(Exhibit(e.name, e.build) for e in printed_point()),
            "Part (1): the counterexample above, in which the activation is strictly increasing.",
        ),
        Ablation(
            "the point lies in S_k",
            (*outside(), *local_minimum()),
            "Part (1): with W_3 = 0, or with equal units; the latter is a local minimum (conj-2.4.11).",
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
    hypotheses=(
        "Assumption 2.4.1",
        "Assumption 2.4.7",
        "layer k + 1 fully connected",
        "Z of full rank",
        r"$\sigma'\ne0$ (not printed)",
        "the point lies in S_k",
    ),
    covers=(
        "The second part on instances in all three cases of the proof, k = L - 1, L - 2 and L - 3 (fewer layers below k change nothing), for several alpha and beta each; and through a point of each case a line of zero-loss points that stay in S_k. By hand, there is such a line always: "
        r"$[F_k\ \mathbf{1}]$ has $n_k+1>N$ columns, and a null vector of it can be added to $(W_{k+1},b_{k+1})$. The first part needs a derivative that is never 0, except for k = L - 1, which is shown for all sizes. "
        r"Slips in the proof: in case 3 the rows of $E$ are numbered to $m$, not $N$, and the layers of the subnetwork begin with $k+2$; that there are infinitely many points is not argued."
    ),
    uses=("thm-2.4.4", "thm-2.4.10", "eq-2.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "another label",
            tampered(lambda: find(zero_loss(wide_last(1))), "/claim/values/0/0", "2"),
            "E_VALUE",
        ),
        NearMiss("rank 3", tampered(lambda: find(independent(wide_last(1))), "/claim/rank", "3"), "E_LENGTH"),
        NearMiss(
            "a line that moves W_1",
            tampered(
                line(wide_early(1), "").build, "/evidence", {"layer": "0", "direction": [["1", "0"]] * 4}
            ),
            "E_OUTPUT_MOVES",
        ),
        NearMiss("no right inverse", lambda: no_residual(False).with_evidence({}), "E_IDENTITY"),
    ),
    ablations=ablations,
    printed=r"Every critical point in $S_k$ is a global minimum with $\Phi=0$, for an activation that is strictly monotonic and differentiable.",
    finding=(
        r"The counterexample of Theorem 2.4.10 is fully connected, widths 1-2-2-2, with $Y=Z=I$: a critical point in $S_1$ with $\Phi=\frac12$, for a strictly increasing $\sigma$ with $\sigma'(0)=0$."
    ),
    corrected=r"Ask in addition for $\sigma'(t)\ne0$ for all $t$ when $k\le L-2$. Part (2) stands, for every $k$.",
)
