"""Definition 2.3.1: convolutional layers, and the worked example of M_k."""

from __future__ import annotations

from typing import Any

import numpy

from checker import Json
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import AnyLayer, PoolLayer, data_json, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from proofs.chapter2.asm_2_3_4 import unit_vectors
from proofs.feature_exhibits import IDENTITY, RELU, Q, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# Two filters (a, b, c) = (1, 2, 3), (d, e, f) = (4, 5, 6) of length 3, stride 1, on 5 inputs: U_k^T as printed.
PATCHES = numpy.array([[0, 1, 2], [1, 2, 3], [2, 3, 4]])
PRINTED = [
    [1, 2, 3, 0, 0],
    [4, 5, 6, 0, 0],
    [0, 1, 2, 3, 0],
    [0, 4, 5, 6, 0],
    [0, 0, 1, 2, 3],
    [0, 0, 4, 5, 6],
]


def values(name: str, layers: list[AnyLayer], X: ExactMatrix, rows: Any, bottom: int = 1) -> Exhibit:
    """The outputs of the layers on X."""
    listed: Json = [[str(x) for x in row] for row in rows]
    body: dict[str, Json] = {
        "layers": layers_json(layers),
        "data": data_json(X),
        "values": {"denominator": str(bottom), "rows": listed},
    }
    return Exhibit(name, lambda: find(Claim("feature-value", Q, body)))


def exhibits() -> tuple[Exhibit, ...]:
    """The example by its columns, one patch as a fully connected layer, maxima, and bias for each unit."""
    X = samples([[1, 0, 2, -1, 3], [0, 1, 1, 0, 0]])
    convolution = filter_bank([[1, 2, 3], [4, 5, 6]], PATCHES, IDENTITY)
    dense = filter_bank([[1, -1], [2, 0]], None, RELU, [0, -1])
    whole = filter_bank([[1, -1], [2, 0]], numpy.array([[0, 1]]), RELU, [0, -1])
    image = [
        [sum(u * x for u, x in zip(row, r, strict=True)) for row in PRINTED] for r in X.numerators.tolist()
    ]
    pairs = samples([[3, 1], [0, 2]])
    return (
        values(
            "the worked example: U_k^T, 6 x 5, column by column",
            [convolution],
            unit_vectors(5),
            [list(column) for column in zip(*PRINTED, strict=True)],
        ),
        values(
            "the same as a fully connected layer of U_k", [filter_bank(PRINTED, None, IDENTITY)], X, image
        ),
        values("and as the convolution", [convolution], X, image),
        values("a fully connected layer", [dense], pairs, [[2, 5], [0, 0]]),
        values("a convolution with one patch", [whole], pairs, [[2, 5], [0, 0]]),
        values(
            "max-pooling over (1, 2), (2, 3), (4, 5)",
            [PoolLayer(numpy.array([[0, 1], [1, 2], [3, 4]]))],
            X,
            [[1, 2, 3], [1, 1, 0]],
        ),
        values(
            "unit (p - 1) T + t has the bias b_h of its own",
            [filter_bank([[1], [10]], numpy.array([[0], [1]]), IDENTITY, ["1/2", 0, 1, 0])],
            pairs,
            [[7, 60, 4, 20], [1, 0, 6, 40]],
            2,
        ),
    )


theorem = Theorem(
    id="def-2.3.1",
    kind="definition",
    title="Convolutional layer",
    statement=(
        r"A convolutional layer has $f_k(x)_h=\sigma(\langle w_k^t,f_{k-1}^p(x)\rangle+(b_k)_h)$, $h=(p-1)T_k+t$ for every patch $p$ and filter $t$; "
        r"patches have equal size, cover the layer below and differ pairwise. $U_k=\mathcal{M}_k(W_k)$ is the matrix of the same linear map."
    ),
    source=thesis("Definition 2.3.1 and the example after Definition 2.3.3", "14"),
    universal=False,
    covers=(
        "The printed example of M_k entry by entry, and that the definitions agree where they overlap, on instances. Patches are subsets here as in the thesis, so zero "
        "padding is not a case of the definition; biases are one for each unit, which networks in practice do not have."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "an entry of U_k changed", tampered(exhibits()[0].build, "/claim/values/rows/1/2", "2"), "E_VALUE"
        ),
        NearMiss(
            "filters before patches", tampered(exhibits()[0].build, "/claim/values/rows/0/1", "0"), "E_VALUE"
        ),
    ),
)
