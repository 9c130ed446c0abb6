"""Equation (2.3): max-pooling; and the maximum of two numbers as a ReLU network, for all of them."""

from __future__ import annotations

from typing import Any

import numpy

from checker import Network
from constructions.feature_matrix import PoolLayer
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.exhibits import region_is
from proofs.feature_exhibits import IDENTITY, filter_bank, samples
from proofs.feature_exhibits import RELU as RELU_LAYER
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values

HIDDEN: Any = [[1, -1], [0, 1], [0, -1], [1, 0], [-1, 0]]
LARGEST = [1, 1, -1, 0, 0]  # ReLU(x_1 - x_2) + x_2
PATCHES = numpy.array([[0, 1], [1, 2], [0, 3]])
POINTS, TAKEN = [[1, 4, -2, 0], [-3, -5, -5, -1], [2, 2, 7, 2]], [[4, 4, 1], [-3, -5, -1], [2, 7, 2]]


def against(i: int) -> Network:
    """x -> (ReLU(x_1 - x_2) + x_2, x_i)."""
    entry = [0, 0, 0, 1, -1] if i == 1 else [0, 1, -1, 0, 0]
    return network(layer(HIDDEN, [0] * 5, RELU), layer([LARGEST, entry], [0, 0]))


def by_network() -> Exhibit:
    """Pooling over pairs as two fully connected layers, on the same samples."""
    rows: list[list[int]] = []
    out = [[0] * 9 for _ in range(3)]
    for p, (i, j) in enumerate(PATCHES.tolist()):
        for n, (weights, sign) in enumerate(((((i, 1), (j, -1)), 1), (((j, 1),), 1), (((j, -1),), -1))):
            rows.append([dict(weights).get(k, 0) for k in range(4)])
            out[p][3 * p + n] = sign
    layers = [filter_bank(rows, None, RELU_LAYER), filter_bank(out, None, IDENTITY)]
    return layer_values("the same by ReLU units", layers, samples(POINTS), TAKEN)


def exhibits() -> tuple[Exhibit, ...]:
    """Pooling on samples, in two ways; and that the second is the maximum for all numbers."""
    nothing: Any = []
    return (
        layer_values(
            "max over (1, 2), (2, 3), (1, 4), with ties and negative entries",
            [PoolLayer(PATCHES)],
            samples(POINTS),
            TAKEN,
        ),
        by_network(),
        region_is(against(1), 1, nothing, name="m = ReLU(x_1 - x_2) + x_2: x_1 > m nowhere in the plane"),
        region_is(against(2), 1, nothing, name="x_2 > m nowhere"),
        region_is(against(1), 0, [[half_space([-1, 1], 0)]], name="m > x_1 where x_2 > x_1 only"),
        region_is(
            against(2),
            0,
            [[half_space([1, -1], 0)]],
            name="m > x_2 where x_1 > x_2 only: so m is one of the two",
        ),
    )


theorem = Theorem(
    id="eq-2.3",
    kind="equation",
    title="Max-pooling",
    statement=r"$f_k(x)_p=\max\bigl((f_{k-1}^p(x))_1,\dots,(f_{k-1}^p(x))_{l_{k-1}}\bigr)$ for every patch $p$; so $n_k=P_{k-1}$.",
    source=thesis("Definition 2.3.3, Equation (2.3)", "14"),
    universal=True,
    hypotheses=("no activation after the maximum",),
    covers=(
        r"Pooling on samples, against a network of ReLU units; that $\mathrm{ReLU}(x_1-x_2)+x_2$ is the maximum is decided on all of the plane. Larger patches by repeating it (by hand): so max-pooling adds no function that ReLU layers do not have."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("the minimum", tampered(exhibits()[0].build, "/claim/values/rows/0/0", "1"), "E_VALUE"),
        NearMiss("the sum", tampered(exhibits()[0].build, "/claim/values/rows/2/0", "4"), "E_VALUE"),
        NearMiss(
            "an input twice in a patch",
            tampered(exhibits()[0].build, "/claim/layers/0/max_over/0", ["1", "1"]),
            "E_PATCH",
        ),
        NearMiss(
            "m > x_1 where x_2 > x_1 + 1 only",
            tampered(exhibits()[4].build, "/claim/polyhedra/0/0", half_space([-1, 1], 1)),
            "E_FARKAS",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "no activation after the maximum",
            (
                layer_values(
                    "max(-3, -5) = -3",
                    [PoolLayer(numpy.array([[0, 1]]))],
                    samples([[-3, -5]]),
                    [[-3]],
                ),
                layer_values(
                    "with a ReLU after it: 0",
                    [PoolLayer(numpy.array([[0, 1]])), filter_bank([[1]], None, RELU_LAYER)],
                    samples([[-3, -5]]),
                    [[0]],
                ),
            ),
            "After a layer whose activation is not negative the two agree.",
        ),
    ),
)
