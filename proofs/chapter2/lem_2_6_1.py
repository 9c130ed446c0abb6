"""Lemma 2.6.1: features of different samples stay different, entry by entry, through convolution and pooling."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy

from checker import Json
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from constructions.feature_matrix import AnyLayer, PoolLayer, data_json, feature_matrix, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from proofs.feature_exhibits import RELU, Q, filter_bank, samples
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Three samples of four inputs; patches {1, 2}, {2, 3}, {3, 4}; no patch of one equals a patch of another.
PAIRS = numpy.array([[0, 1], [1, 2], [2, 3]])


def layers(tied: bool = True) -> list[AnyLayer]:
    """Convolution with bias 1 in the linear regime of the ReLU, max-pooling over positions, convolution."""
    first = filter_bank([["1/970", "3/97"], ["17/970", "2/485"]], PAIRS, RELU, [1] * 6)
    pool = PoolLayer(numpy.array([[0, 2], [1, 3], [2, 4], [3, 5]]))
    second = filter_bank([["1/11", "1/7"]], numpy.array([[0, 1], [1, 2], [2, 3]]), RELU, [1] * 3)
    return [first, pool, second]


def entries(k: int) -> Claim:
    """The features of layer k on the samples."""
    X = data()
    F = feature_matrix(layers()[:k], X)
    rows: Any = [[str(v) for v in row] for row in F.numerators.tolist()]
    body: dict[str, Json] = {
        "layers": layers_json(layers()[:k]),
        "data": data_json(X),
        "values": {"denominator": str(F.denominator), "rows": rows},
    }
    return Claim("feature-value", Q, body)


def data() -> ExactMatrix:
    """The samples."""
    return samples([[1, 4, 2, 9], [3, 8, 5, 6], [7, 0, 12, 10]])


def differ(k: int) -> bool:
    """Whether no entry of one row occurs in another."""
    rows = [set(row) for row in feature_matrix(layers()[:k], data()).numerators.tolist()]
    return all(not a & b for i, a in enumerate(rows) for b in rows[:i])


def exhibits() -> tuple[Exhibit, ...]:
    """The entries of each layer, which are all different from sample to sample."""
    kinds = {1: "convolution", 2: "max-pooling", 3: "convolution"}
    return tuple(
        Exhibit(f"layer {k}, {kind}: different samples have no entry in common", partial(build, k))
        for k, kind in kinds.items()
    )


def build(k: int) -> bytes:
    """The certificate of the entries of layer k, once they differ."""
    if not differ(k):
        raise NotFound(f"two samples share an entry of layer {k}")
    return find(entries(k))


def pooled_first() -> Exhibit:
    """Max-pooling as layer 1."""
    X = samples([[0, 1], [1, 0]])
    body: dict[str, Json] = {
        "layers": layers_json([PoolLayer(numpy.array([[0, 1]]))]),
        "data": data_json(X),
        "values": {"denominator": "1", "rows": [["1"], ["1"]]},
    }
    return Exhibit("max(0, 1) = max(1, 0)", lambda: find(Claim("feature-value", Q, body)))


theorem = Theorem(
    id="lem-2.6.1",
    kind="lemma",
    title="Different samples keep different entries",
    statement=(
        r"Under the conditions of Theorem 2.4.4, parameters of the first layers exist for which $f_k(x_i)$ and $f_k(x_j)$ have no entry in common when $i\ne j$, "
        r"and all $U_l$ have full rank."
    ),
    source=thesis("Lemma 2.6.1", "27"),
    universal=True,
    hypotheses=(
        "Assumption 2.4.1",
        "layer 1 convolutional or fully connected",
        r"$\sigma$ injective on an open interval (not printed)",
    ),
    covers=(
        "An instance of the construction, small weights about a point where the activation is injective, with one bias for all units: it survives tied biases. By hand: continuous and not constant, "
        "as printed, does not give such an interval; the Cantor function has none. A bracket in the first display is misplaced."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another entry", tampered(exhibits()[0].build, "/claim/values/rows/0/0", "1"), "E_VALUE"),
    ),
    ablations=lambda: (
        Ablation(
            "layer 1 convolutional or fully connected",
            (pooled_first(),),
            "With max-pooling first two samples coincide.",
        ),
    ),
)
