"""Equation (2.2): a fully connected layer, which is Equation (2.1) with one patch."""

from __future__ import annotations

from typing import Any

import numpy

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, network
from proofs.feature_exhibits import RELU, filter_bank, identity_claim, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, values

# W_k, 2 x 3: two inputs, three units.
W, BIAS = [[1, 2, -1], [0, 3, 4]], [1, -2, 0]
ROWS = [list(column) for column in zip(*W, strict=True)]
POINTS = [[1, 2], [-3, 1], [0, 0]]
TAKEN = [[2, 6, 7], [0, 0, 7], [1, 0, 0]]


def transposed(rows: int = 2) -> Claim:
    """W^T f + b against columns of W as filters of the one patch, for all entries: three units, two inputs."""
    f = ["f0", "f1"]
    left: list[Any] = []
    right: list[Any] = []
    for t in range(3):
        filter_t = total(*(product(f"w{i}{t}", f[i]) for i in range(rows)), f"b{t}")
        column = total(*(product(f[i], f"w{i}{t}") for i in range(2)), f"b{t}")
        left.append(product(f"s{t}", column))
        right.append(product(f"s{t}", filter_t))
    names = [*(f"w{i}{t}" for i in range(2) for t in range(3)), *(f"{x}{t}" for x in "bs" for t in range(3))]
    return identity_claim(total(*left), total(*right), "f0", "f1", *names)


def exhibits() -> tuple[Exhibit, ...]:
    """For all entries; the same values as a network, as a layer and as a convolution with one patch."""
    whole = filter_bank(ROWS, numpy.array([[0, 1]]), RELU, BIAS)
    net = network(layer(ROWS, BIAS, RELU), layer([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 0, 0]))
    return (
        Exhibit("W^T f + b is filter by filter <w^t, f> + b_t, all entries", lambda: find(transposed())),
        values("sample by sample", net, POINTS, TAKEN),
        layer_values("as a matrix F_k", [filter_bank(ROWS, None, RELU, BIAS)], samples(POINTS), TAKEN),
        layer_values("as a convolution with one patch", [whole], samples(POINTS), TAKEN),
    )


theorem = Theorem(
    id="eq-2.2",
    kind="equation",
    title="A fully connected layer",
    statement=r"$f_k(x)=\sigma(W_k^Tf_{k-1}(x)+b_k)$ with $W_k\in\mathbb{R}^{n_{k-1}\times n_k}$.",
    source=thesis("Definition 2.3.2, Equation (2.2)", "14"),
    universal=True,
    covers="Two inputs and three units: the pre-activations for all entries, and a layer with ReLU in three forms, with a matrix that is not square, so that a transpose is noticed.",
    uses=("eq-2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "W without its transpose",
            tampered(exhibits()[2].build, "/claim/layers/0/weight", [["1", "2", "-1"], ["0", "3", "4"]]),
            "E_SHAPE",
        ),
        NearMiss("without the second input", lambda: transposed(1).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "no activation",
            tampered(exhibits()[3].build, "/claim/layers/0/activation", {"name": "identity"}),
            "E_VALUE",
        ),
    ),
)
