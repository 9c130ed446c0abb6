"""Figure 1.1: a fully connected network with six layers, four inputs and three outputs, rebuilt."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from checker import Network
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network
from proofs.exhibits import pyramidal
from proofs.feature_exhibits import IDENTITY, filter_bank, samples
from proofs.feature_exhibits import RELU as RELU_LAYER
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, value_claim

WIDTHS = (4, 5, 6, 5, 4, 4, 3)
POINTS = [[1, 0, -1, 2], [0, 3, 1, -2], [2, 2, 0, 1]]


def weights() -> list[tuple[list[list[int]], list[int]]]:
    """W_k^T and b_k for k = 1, ..., 6: no weight is 0, so that every unit is joined to all of the next layer."""
    made = []
    for k, (n, m) in enumerate(pairwise(WIDTHS), 1):
        rows = [
            [(3 * i + 5 * j + k) % 4 - (1 if (i + j + k) % 2 else 4) or 1 for i in range(n)] for j in range(m)
        ]
        made.append((rows, [(j + k) % 3 - 1 for j in range(m)]))
    return made


def figure() -> Network:
    """The network, with ReLU as its activation."""
    rows = weights()
    return network(*(layer(w, b, RELU) for w, b in rows[:-1]), layer(*rows[-1]))


def outputs() -> list[list[str]]:
    """f(x) for the points."""
    return [[str(y) for y in figure()(tuple(Fraction(v) for v in x))] for x in POINTS]


def exhibits() -> tuple[Exhibit, ...]:
    """The same numbers sample by sample and as matrices F_k, and the widths."""
    layers = [
        filter_bank(w, None, IDENTITY if k == 6 else RELU_LAYER, b) for k, (w, b) in enumerate(weights(), 1)
    ]
    return (
        Exhibit(
            "six layers, four inputs, three outputs, sample by sample: f(x_i)",
            lambda: find(value_claim(figure(), POINTS, outputs())),
        ),
        layer_values("the same as matrices: the rows of F_6", layers, samples(POINTS), outputs()),
        pyramidal(figure(), holds="no"),
    )


theorem = Theorem(
    id="fig-1.1",
    kind="figure",
    title="A feedforward network",
    statement=r"A fully connected feedforward network with $L=6$ layers, $d=4$ inputs and $m=3$ outputs: five hidden layers and an output layer without activation.",
    source=thesis("Figure 1.1", "1"),
    universal=False,
    covers=(
        r"A network of this shape; the caption gives $L$, $d$ and $m$ only, so the hidden widths 5, 6, 5, 4, 4 and the weights are ours. Its outputs are evaluated twice, by "
        r"$f_k(x)=\sigma(W_k^Tf_{k-1}(x)+b_k)$ for each sample and by $F_k=\sigma(F_{k-1}W_k+\mathbf{1}_Nb_k^T)$ for all."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "an activation on the output layer",
            tampered(exhibits()[1].build, "/claim/layers/5/activation", RELU_LAYER),
            "E_VALUE",
        ),
        NearMiss(
            "a sample with five entries",
            tampered(exhibits()[0].build, "/claim/points/0", ["1", "0", "-1", "2", "0"]),
            "E_LENGTH",
        ),
        NearMiss("pyramidal", tampered(exhibits()[2].build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
    ),
)
