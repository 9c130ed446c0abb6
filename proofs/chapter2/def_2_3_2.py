"""Definition 2.3.2: fully connected layers, a case of Definition 2.3.1; a network of them three layers deep."""

from __future__ import annotations

import numpy

from constructions.fully_connected import RELU as RELU_NET
from constructions.fully_connected import layer, network
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, values

LAYERS: list[tuple[list[list[int]], list[int]]] = [
    ([[1, -2], [0, 1], [3, 1]], [1, 0, -2]),
    ([[1, 1, -1], [2, 0, 1]], [0, -1]),
    ([[1, -1]], [-4]),
]
POINTS, TAKEN = [[1, 1], [2, -1], [0, 3]], [[-5], [-14], [-2]]


def exhibits() -> tuple[Exhibit, ...]:
    """Three layers sample by sample, as matrices, and each as a convolution with one patch."""
    net = network(*(layer(w, b, RELU_NET) for w, b in LAYERS[:-1]), layer(*LAYERS[-1]))
    kinds = (RELU, RELU, IDENTITY)
    dense = [filter_bank(w, None, kind, b) for (w, b), kind in zip(LAYERS, kinds, strict=True)]
    whole = [
        filter_bank(w, numpy.array([list(range(len(w[0])))]), kind, b)
        for (w, b), kind in zip(LAYERS, kinds, strict=True)
    ]
    return (
        values("widths 2-3-2-1, sample by sample", net, POINTS, TAKEN),
        layer_values("as fully connected layers", dense, samples(POINTS), TAKEN),
        layer_values(
            "as convolutions, each with one patch, the whole layer below", whole, samples(POINTS), TAKEN
        ),
    )


theorem = Theorem(
    id="def-2.3.2",
    kind="definition",
    title="Fully connected layer",
    statement=(
        r"Layer $k$ is fully connected if $f_k(x)=\sigma(W_k^Tf_{k-1}(x)+b_k)$: the convolutional layer with $P_{k-1}=1$, $l_{k-1}=n_{k-1}$, $T_k=n_k$, and so $U_k=\mathcal{M}_k(W_k)=W_k$."
    ),
    source=thesis("Definition 2.3.2", "14"),
    universal=False,
    hypotheses=("the output layer has no activation",),
    covers=(
        "A network with two hidden layers evaluated in three ways. A slip: the definition has an activation, and the proof of Theorem 2.4.11 calls the output layer, which has none, fully connected by this definition; "
        "Equation (2.4) is what is meant there."
    ),
    uses=("eq-2.1", "eq-2.2"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a second patch as large as the layer",
            tampered(exhibits()[2].build, "/claim/layers/0/patches", [["0", "1"], ["1", "0"]]),
            "E_LENGTH",
        ),
        NearMiss("another output", tampered(exhibits()[0].build, "/claim/values/1/0", "-13"), "E_VALUE"),
    ),
    ablations=lambda: (
        Ablation(
            "the output layer has no activation",
            (
                layer_values(
                    "with a ReLU on the output layer: 0 in place of -5",
                    [filter_bank(w, None, RELU, b) for w, b in LAYERS],
                    samples(POINTS[:1]),
                    [[0]],
                ),
            ),
            "By the letter of the definition the output would be $\\sigma(G_L)$, and targets outside the range of $\\sigma$ could not be met.",
        ),
    ),
)
