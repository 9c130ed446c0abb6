"""Lemma 2.6.1: features of different samples stay different, entry by entry, through convolution and pooling."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy

from checker import Json
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from constructions.feature_matrix import (
    AffineLayer,
    AnyLayer,
    PoolLayer,
    data_json,
    feature_matrix,
    layers_json,
)
from constructions.formats.exact_matrix import ExactMatrix
from proofs.chapter2.asm_2_3_4 import unit_vectors
from proofs.feature_exhibits import IDENTITY, RELU, Q, feature_rank, filter_bank, samples
from proofs.singular_function import printed, refutation, together
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


def full_rank(k: int) -> Exhibit:
    """U_k = M_k(W_k) has full rank: its rows are the features of the unit vectors without bias."""
    made = layers()[k - 1]
    if not isinstance(made, AffineLayer):
        raise ValueError(f"layer {k} has no matrix")
    linear = replace(made, bias=0 * made.bias, activation=IDENTITY)
    inputs = 4
    name = f"U_{k}, {inputs} x {made.units}, has full rank"
    return feature_rank(name, [linear], unit_vectors(inputs), min(inputs, made.units))


def exhibits() -> tuple[Exhibit, ...]:
    """As printed it fails; the entries of each layer, which are all different from sample to sample; full rank."""
    kinds = {1: "convolution", 2: "max-pooling", 3: "convolution"}
    return (
        refutation(),
        *(
            Exhibit(
                f"layer {k}, {kind}: different samples have no entry in common", partial(build, k), "corrects"
            )
            for k, kind in kinds.items()
        ),
        full_rank(1),
        full_rank(3),
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


def equal_patches() -> Exhibit:
    """Two samples that share the patch (1, 2), at places 1 and 2."""
    layer = filter_bank([[5, -3]], numpy.array([[0, 1], [1, 2]]), RELU, [7, 7])
    made = Claim(
        "feature-value",
        Q,
        {
            "layers": layers_json([layer]),
            "data": data_json(samples([[1, 2, 9], [0, 1, 2]])),
            "values": {"denominator": "1", "rows": [["6", "0"], ["4", "6"]]},
        },
    )
    return Exhibit(
        "samples (1, 2, 9) and (0, 1, 2) share the patch (1, 2): the entry 6 in both", lambda: find(made)
    )


theorem = Theorem(
    id="lem-2.6.1",
    kind="lemma",
    title="Different samples keep different patches",
    statement=(
        r"Let Assumption 2.4.1 hold, layer 1 be convolutional or fully connected, the others of any kind, and $\sigma$ be continuous and not constant. For every $k$ there are parameters of the first $k$ layers with $f_k^p(x_i)\ne f_k^q(x_j)$ for all patches $p,q$ and all $i\ne j$, "
        r"and with all $U_l$ of full rank."
    ),
    source=thesis("Lemma 2.6.1", "27"),
    universal=True,
    hypotheses=(
        "Assumption 2.4.1",
        "layer 1 convolutional or fully connected",
        r"$\sigma$ injective on an open interval (not printed)",
    ),
    covers=(
        "An instance of the construction, small weights about a point where the activation is injective, with one bias for all units, so that it survives tied biases: all entries differ, which is more than the patches, and the two matrices have full rank. The counterexample: what is certified is the step for weights of at least 1/4, for all "
        "biases; the rest of the argument, by self-similarity, is docs/proofs/singular-function.md. For k = L there are no patches; the output is meant."
    ),
    uses=("asm-2.4.1", "lem-2.3.5", "eq-2.9"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another entry", tampered(partial(build, 1), "/claim/values/rows/0/0", "1"), "E_VALUE"),
        NearMiss("weights of at least 1/8", tampered(together, "/claim/domain/0/offset", "1/8"), "E_THIN"),
        NearMiss(
            "some weight of at least 1/4 tells them apart", lambda: printed().with_evidence({}), "E_KEYS"
        ),
    ),
    ablations=lambda: (
        Ablation(
            "Assumption 2.4.1",
            (equal_patches(),),
            "Equal patches have equal entries under every filter and bias of its own kind.",
        ),
        Ablation(
            "layer 1 convolutional or fully connected",
            (pooled_first(),),
            "With max-pooling first two samples coincide.",
        ),
        Ablation(
            r"$\sigma$ injective on an open interval (not printed)",
            (Exhibit("one unit, six samples: two features coincide", together),),
            "The counterexample.",
        ),
    ),
    printed="The activation is continuous and not constant, so there is an interval on which it is bijective.",
    finding=(
        r"The Cantor function of the middle half is continuous, non-decreasing, with limits 0 and 1, and injective on no interval. With one input, one unit in layer 1 and the samples $0,\dots,5$, two of $\sigma(wx_i+b)$ are equal for all $w,b$."
    ),
    corrected=r"Ask for an open interval on which $\sigma$ is injective, as ReLU, softplus, strictly monotonic and non-constant analytic functions have it.",
    proof="docs/proofs/singular-function.md",
)
