"""Equation (1.2): the square loss, with its factor 1/2 and without 1/N."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.formats.piecewise_linear import RELU
from proofs.path_exhibits import Q, identity, net, plus, square, times
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import loss_at_most, loss_exceeds, values

# Widths 1-2-2: f(x) = (ReLU(x) - ReLU(-x), 2 ReLU(-x) + 1); on x = 1, -2, 0 it is (1, 1), (-2, 5), (0, 1).
NETWORK = net(RELU, [[1, 0], [-1, 0]], [[1, -1, 0], [0, 2, 1]])
RISK = square([[1], [-2], [0]], [[0, 1], [-1, 2], [2, 1]])
LOSS = "15/2"  # half of (1 + 0) + (1 + 9) + (4 + 0)


def expansion(factor: str = "1") -> Claim:
    """(G + h V - Y)^T (G + h V - Y) for all sizes: of its trace, half the part linear in h is <G - Y, V>."""
    G, T = plus("G", times("-1", "Y")), plus("Gt", times("-1", "Yt"))
    moved, moved_t = plus(G, times("h", "V")), plus(T, times("h", "Vt"))
    terms = (times(T, G), times(factor, "h", T, "V"), times("h", "Vt", G), times("h", "h", "Vt", "V"))
    matrices = {x: ["N", "m"] for x in "GVY"} | {f"{x}t": ["m", "N"] for x in "GVY"}
    body: dict[str, Any] = {"scalars": ["h"], "matrices": matrices, "relations": []}
    return Claim("identity", Q, {**body, "left": times(moved_t, moved), "right": plus(*terms)})


theorem = Theorem(
    id="eq-1.2",
    kind="equation",
    title="Square loss",
    statement=r"$\varphi(G)=\frac12\|G-Y\|_F^2$, with $\nabla\varphi(G)=G-Y$; its least value 0 is attained at $G=Y$ only.",
    source=thesis("Equation (1.2)", "4"),
    universal=True,
    covers=(
        "The expansion in every direction, for all sizes, of which the trace is taken by hand. On a network and three samples the outputs, the loss that the kernel computes from the "
        "parameters, and the half of the sum of squares written out: with 1/2, without 1/N."
    ),
    exhibits=lambda: (
        Exhibit("all sizes: the gradient of the loss in G is G - Y", lambda: find(expansion())),
        values("the outputs of the network", NETWORK, [[1], [-2], [0]], [[1, 1], [-2, 5], [0, 1]]),
        loss_at_most("its loss is at most 15/2", NETWORK, RISK, LOSS),
        identity(
            "and 15/2 is half the sum of squares",
            times("1/2", plus("1", "0", "1", "9", "4", "0")),
            LOSS,
        ),
        loss_at_most("zero at F_L = Y", NETWORK, square([[1], [-2], [0]], [[1, 1], [-2, 5], [0, 1]]), "0"),
    ),
    near_misses=lambda: (
        NearMiss(
            "15/2 less 2^-40",
            lambda: loss_exceeds(NETWORK, RISK, f"{15 * 2**39 - 1}/{2**40}"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss("with 1/N as well: 5/2", lambda: loss_exceeds(NETWORK, RISK, "5/2"), "E_LOSS_EXCEEDS"),
        NearMiss("a gradient 2 (G - Y)", lambda: expansion("2").with_evidence({}), "E_IDENTITY"),
    ),
)
