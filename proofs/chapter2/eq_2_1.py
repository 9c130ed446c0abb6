"""Equation (2.1): a convolutional layer unit by unit, against the full matrix U_k, for all filters and inputs."""

from __future__ import annotations

from typing import Any

import numpy

from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.chapter2.def_2_3_1 import PATCHES, PRINTED
from proofs.feature_exhibits import IDENTITY, RELU, filter_bank, identity_claim, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values

FILTERS = ("a", "b", "c"), ("d", "e", "f")
INPUTS = [f"x{i}" for i in range(1, 6)]


def row(h: int) -> Any:
    """The inner product of row h of the printed U_k^T with x; entry 1, ..., 6 stands for a, ..., f."""
    letters = "abcdef"
    return total(*(product(letters[n - 1], x) for n, x in zip(PRINTED[h], INPUTS, strict=True) if n))


def unit(p: int, t: int) -> Any:
    """<w^t, x^p>, patches and filters from 0."""
    return total(*(product(w, INPUTS[i]) for w, i in zip(FILTERS[t], PATCHES[p].tolist(), strict=True)))


def rows(patches_first: bool = True) -> Claim:
    """All six units at once: sum_h s_h (U_k^T x)_h = sum_h s_h <w^t, x^p>, h = (p - 1) T + t or (t - 1) P + p."""
    right = [
        product(f"s{p * 2 + t if patches_first else t * 3 + p}", unit(p, t))
        for p in range(3)
        for t in range(2)
    ]
    left = [product(f"s{h}", row(h)) for h in range(6)]
    return identity_claim(total(*left), total(*right), *"abcdef", *(f"s{h}" for h in range(6)), *INPUTS)


def exhibits() -> tuple[Exhibit, ...]:
    """For all filters and inputs; with ReLU and a bias for each unit on samples, in both forms."""
    X = samples([[1, 0, 2, -1, 3], [0, 1, -1, 0, 0], [-2, 1, 1, 1, -4]])
    bias = [0, 1, -1, 2, -2, 3]
    values = [
        [
            max(0, sum(u * x for u, x in zip(line, r, strict=True)) + b)
            for line, b in zip(PRINTED, bias, strict=True)
        ]
        for r in X.numerators.tolist()
    ]
    return (
        Exhibit(
            "the worked example, all filters and inputs: <w^t, x^p> is row (p - 1) T + t of U_k^T times x",
            lambda: find(rows()),
        ),
        layer_values(
            "ReLU, by patches and filters",
            [filter_bank([[1, 2, 3], [4, 5, 6]], PATCHES, RELU, bias)],
            X,
            values,
        ),
        layer_values("ReLU, by U_k", [filter_bank(PRINTED, None, RELU, bias)], X, values),
    )


theorem = Theorem(
    id="eq-2.1",
    kind="equation",
    title="One unit of a convolutional layer",
    statement=(
        r"$f_k(x)_h=\sigma(\langle w_k^t,f_{k-1}^p(x)\rangle+(b_k)_h)$ for $h=(p-1)T_k+t$: the units of a patch follow one another, filter by filter, and $n_k=T_kP_{k-1}$."
    ),
    source=thesis("Definition 2.3.1, Equation (2.1)", "14"),
    universal=True,
    hypotheses=("the order of the units: filters within patches",),
    covers=(
        "The pre-activations of the printed example for all filters and all inputs; with activation and biases on three samples, by patches and by the full matrix. A patch has an order, in which "
        "the filter meets its entries; the definition calls it a set."
    ),
    uses=("def-2.3.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "patches within filters, h = (t - 1) P + p", lambda: rows(False).with_evidence({}), "E_IDENTITY"
        ),
        NearMiss(
            "two biases exchanged", tampered(exhibits()[1].build, "/claim/layers/0/bias/1", "-1"), "E_VALUE"
        ),
    ),
    ablations=lambda: (
        Ablation(
            "the order of the units: filters within patches",
            (
                layer_values(
                    "the printed order on (1, 0): units 1, 10, 0, 0",
                    [filter_bank([[1], [10]], numpy.array([[0], [1]]), IDENTITY)],
                    samples([[1, 0]]),
                    [[1, 10, 0, 0]],
                ),
            ),
            "Patches within filters would give 1, 0, 10, 0: another layer, with the same rank.",
        ),
    ),
)
