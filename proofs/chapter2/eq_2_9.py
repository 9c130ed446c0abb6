"""Equation (2.9): different samples have no entry in common at any layer, through pooling and convolution."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy

from constructions.certificate import NotFound
from constructions.feature_matrix import AffineLayer, AnyLayer, PoolLayer, exact_layer, feature_matrix
from constructions.formats.exact_matrix import ExactMatrix
from proofs.chapter2.lem_2_6_1 import data, layers
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values


def doubled(layer: AnyLayer, width: int) -> AnyLayer:
    """The layer on two samples side by side, `width` inputs each."""
    assert layer.patches is not None
    if layer.patches is None:
        raise ValueError("expected a layer with patches")
    patches = numpy.concatenate([layer.patches, layer.patches + width])
    if isinstance(layer, PoolLayer):
        return PoolLayer(patches)
    bias = numpy.concatenate([layer.bias, layer.bias])
    return AffineLayer(layer.filters, bias, layer.denominator, layer.activation, patches)


def pairs() -> ExactMatrix:
    """(x_i, x_j) for i < j."""
    rows = data().numerators.tolist()
    return samples([[*x, *y] for x, y in combinations(rows, 2)])


def differences(n: int) -> AffineLayer:
    """(u, v) -> u_h - v_l for all h, l = 1, ..., n."""
    rows: Any = [[int(k == h) - int(k == n + l) for k in range(2 * n)] for h in range(n) for l in range(n)]
    return exact_layer(rows, [0] * (n * n), IDENTITY)


def apart(k: int) -> Exhibit:
    """f_k(x_i)_h - f_k(x_j)_v for all pairs and all h, v; none is 0."""
    widths = [4, 6, 4]
    below = [doubled(layer, width) for layer, width in zip(layers()[:k], widths, strict=False)]
    n = (6, 4, 3)[k - 1]
    made = [*below, differences(n)]
    F = feature_matrix(made, pairs())
    rows = F.numerators.tolist()
    exhibit = layer_values("", made, pairs(), rows, F.denominator)

    def build() -> bytes:
        if any(0 in row for row in rows):
            raise NotFound(f"two samples share an entry of layer {k}")
        return exhibit.build()

    kind = ("convolution", "max-pooling", "convolution")[k - 1]
    return Exhibit(f"layer {k}, {kind}: all {3 * n * n} differences, none of them 0", build)


def common(name: str, made: list[AnyLayer], rows: list[list[int]], taken: list[int]) -> Exhibit:
    """Two samples in one row, and a difference 0."""
    return layer_values(name, made, samples(rows), [taken])


theorem = Theorem(
    id="eq-2.9",
    kind="equation",
    title="Entries that differ at every layer",
    statement=r"$f_k(x_i)_h-f_k(x_j)_v\ne0$ for all $h,v\in[n_k]$ and $i\ne j$, at every layer: if it holds at layer $k$, parameters of layer $k+1$ exist for which it holds there, and max-pooling keeps it.",
    source=thesis("Equation (2.9)", "27"),
    universal=True,
    hypotheses=("it holds at layer 1", "the parameters are those of the construction"),
    covers=(
        "The network of lem-2.6.1, convolution, max-pooling, convolution, on three samples: the differences themselves, at each layer, for every pair. By hand, for max-pooling: a maximum is one of the entries (eq-2.3). Printed for $i,j\\in[N]$; $i\\ne j$ is meant. It is more than "
        "the lemma's conclusion on patches, and is what the induction needs."
    ),
    uses=("eq-2.8", "eq-2.3"),
    exhibits=lambda: tuple(map(apart, (1, 2, 3))),
    near_misses=lambda: (
        NearMiss("a difference 0", tampered(apart(2).build, "/claim/values/rows/0/0", "0"), "E_VALUE"),
        NearMiss(
            "the minimum pooled",
            tampered(apart(2).build, "/claim/layers/1/max_over/0", ["0", "4"]),
            "E_VALUE",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "it holds at layer 1",
            (
                common(
                    "max-pooling first: (0, 1) and (1, 0) have the same maximum",
                    [PoolLayer(numpy.array([[0, 1], [2, 3]])), filter_bank([[1, -1]], None, IDENTITY)],
                    [[0, 1, 1, 0]],
                    [0],
                ),
            ),
            "Patches that differ are not enough for max-pooling: entries must.",
        ),
        Ablation(
            "the parameters are those of the construction",
            (
                common(
                    "entries (1, 4) and (2, 3) differ, and 1 + 4 = 2 + 3 under the filter (1, 1)",
                    [
                        filter_bank([[1, 1]], numpy.array([[0, 1], [2, 3]]), RELU),
                        filter_bank([[1, -1]], None, IDENTITY),
                    ],
                    [[1, 4, 2, 3]],
                    [0],
                ),
            ),
            "Not for all parameters, only off the hyperplanes of S.",
        ),
    ),
)
