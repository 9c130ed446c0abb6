"""Equation (2.4): the features of all samples as matrices, row by row the features of each sample."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU as RELU_NET
from constructions.fully_connected import layer, network
from proofs.chapter2.def_2_3_1 import PATCHES, PRINTED
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, samples
from proofs.path_exhibits import Q, plus, times
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, values

POINTS = [[1, 0, 2, -1, 3], [0, 1, -1, 0, 0], [-2, 1, 1, 1, -4]]
BIAS, TOP, TOP_BIAS = [0, 1, -1, 2, -2, 3], [[1, -1, 0, 2, 0, 1], [0, 0, 1, -1, 1, 0]], [1, -2]


def by_rows(bias: str = "b") -> Claim:
    """e (F U + 1 b) = (e F) U + b for a row e with e 1 = 1, all sizes: row i of G_k is g_k(x_i)^T."""
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": {
            "F": ["N", "n"],
            "U": ["n", "m"],
            "b": ["one", "m"],
            "c": ["one", "m"],
            "e": ["one", "N"],
            "u": ["N", "one"],
        },
        "relations": [{"word": ["e", "u"], "equals": {"identity": "one"}}],
        "left": times("e", plus(times("F", "U"), times("u", "b"))),
        "right": plus(times(times("e", "F"), "U"), bias),
    }
    return Claim("identity", Q, body)


def full() -> Network:
    """The network of the full matrices U_1 and U_2."""
    return network(layer(PRINTED, BIAS, RELU_NET), layer(TOP, TOP_BIAS))


def exhibits() -> tuple[Exhibit, ...]:
    """For all sizes; and a convolution with a layer above it, by samples and by matrices."""
    outputs = [[str(y) for y in full()(tuple(Fraction(v) for v in x))] for x in POINTS]
    hidden = filter_bank([[1, 2, 3], [4, 5, 6]], PATCHES, RELU, BIAS)
    return (
        Exhibit("a row of F U + 1 b is that of F times U, plus b: all sizes", lambda: find(by_rows())),
        values("F_2 by samples, with the full matrices U_1 and U_2", full(), POINTS, outputs),
        layer_values(
            "F_2 as a matrix, with filters and patches",
            [hidden, filter_bank(TOP, None, IDENTITY, TOP_BIAS)],
            samples(POINTS),
            outputs,
        ),
    )


theorem = Theorem(
    id="eq-2.4",
    kind="equation",
    title="Features of all samples",
    statement=r"$F_0=X$, $F_k=\sigma(G_k)$ for $1\le k<L$ and $F_L=G_L$, where $G_k=F_{k-1}U_k+\mathbf{1}_Nb_k^T$; row $i$ of $F_k$ is $f_k(x_i)^T$.",
    source=thesis("Section 2.3, Equation (2.4)", "14"),
    universal=True,
    covers="That rows and samples agree before the activation, for all sizes; the activation acts entry by entry. A convolution and an output layer on three samples, in both forms. Max-pooling layers have no $U_k$ and are left out, as in the text.",
    uses=("eq-2.1", "eq-2.2"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another bias", lambda: by_rows("c").with_evidence({}), "E_IDENTITY"),
        NearMiss("without e 1 = 1", tampered(lambda: find(by_rows()), "/claim/relations", []), "E_IDENTITY"),
        NearMiss(
            "an activation on the last layer",
            tampered(exhibits()[2].build, "/claim/layers/1/activation", {"name": "relu"}),
            "E_VALUE",
        ),
    ),
)
