"""Theorem 2.4.4: linearly independent features, with the filters, the biases and alpha of the proof."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import numpy

from checker import Network, ParametricField, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import AnyLayer, PoolLayer, feature_matrix, image_patches, random_layer
from constructions.formats.exact_matrix import ExactMatrix
from constructions.full_rank_filters import full_rank_filters
from constructions.fully_connected import RELU, layer, network, vector
from proofs.chapter2.asm_2_3_4 import syzygy
from proofs.chapter2.lem_2_6_1 import pooled_first
from proofs.feature_exhibits import (
    IDENTITY,
    SIGMOID,
    digits,
    enclosed_full_rank,
    feature_rank,
    filter_bank,
    identity,
    product,
    samples,
    total,
)
from proofs.pictures_of_ranks import alpha_against_samples
from proofs.singular_function import refutation, together
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Equation 2.12 for the ReLU, beta = 2, gap 1: alpha stands for every number in (2, 10^9).
ALPHAS = ParametricField(Fraction(2), Fraction(10**9))


def limit_network(N: int) -> Network:
    """Samples 1, ..., N on a line: unit j is ReLU(alpha (j - x) + 2); the output is F_1 itself."""
    rows = [[int(i == j) for j in range(N)] for i in range(N)]
    hidden = layer([[["0", "-1"]]] * N, [["2", str(j + 1)] for j in range(N)], RELU)
    return network(hidden, layer(rows, [0] * N), field=ALPHAS)


def limit(N: int) -> Exhibit:
    """A(alpha) is upper triangular with beta = 2 on its diagonal, for every alpha in the interval."""
    values = [[(["2", str(j - i)] if j > i else "2" if i == j else "0") for j in range(N)] for i in range(N)]
    body: dict[str, Any] = {
        "network": encode_network(limit_network(N), ALPHAS),
        "points": [vector([i + 1]) for i in range(N)],
        "values": [vector(row) for row in values],
    }
    return Exhibit(
        f"N = {N}, ReLU: A(alpha) is triangular with diagonal 2 for every alpha in (2, 10^9)",
        lambda: find(Claim("value", ALPHAS, body)),
    )


def constructed(activation: str, N: int, filters: int, convolution: bool) -> Exhibit:
    """The construction on digits, certified at its explicit alpha."""
    made = full_rank_filters(digits(N), activation, filters, image_patches(8, 8) if convolution else None)
    shape = f"3 x 3, T = {filters}" if convolution else f"{filters} units"
    name = f"digits, N = {N}, {activation}, {shape}, alpha = {made.alpha}: full rank"
    if activation == "softplus":
        return enclosed_full_rank(name, [made.layer], digits(N))
    return feature_rank(name, [made.layer], digits(N), N)


def deep() -> Exhibit:
    """Convolution, max-pooling, then the construction: k = 3."""
    X = samples([[1, 5, 2, 7], [3, 1, 4, 1], [2, 7, 1, 8], [1, 6, 1, 8], [5, 7, 7, 2], [9, 4, 2, 6]], 9)
    below: list[AnyLayer] = [
        random_layer(2, 4, 3, RELU, numpy.array([[0, 1], [1, 2], [2, 3]])),
        PoolLayer(numpy.array([[0, 3], [1, 4], [2, 5], [3, 6], [4, 7], [5, 8]])),
    ]
    F = feature_matrix(below, X)
    patches = numpy.array([[0, 1, 2], [3, 4, 5]])
    top = full_rank_filters(ExactMatrix(F.numerators, F.denominator), "relu", 3, patches)
    name = "N = 6, ReLU: convolution, max-pooling, and the construction at layer 3"
    return feature_rank(name, [*below, top.layer], X, 6, role="corrects")


def exhibits() -> tuple[Exhibit, ...]:
    """The limit for N = 2, 3, 4, and the construction on real data."""
    return (
        *(limit(N) for N in (2, 3, 4)),
        constructed("relu", 200, 200, False),
        constructed("relu", 180, 5, True),
        constructed("sigmoid", 100, 100, False),
        constructed("sigmoid", 72, 2, True),
        constructed("softplus", 40, 40, False),
        constructed("softplus", 36, 1, True),
        refutation(),
        deep(),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """alpha below beta / gap, and a solution of another claim."""
    good = limit(3).build
    return (
        NearMiss(
            "alpha in (1, 10^9)",
            tampered(good, "/claim/field", {"parameter": ["1", "1000000000"]}),
            "E_SIGN_VARIES",
        ),
        NearMiss("N + 1 by N", tampered(partial(_small), "/claim/rank", "4"), "E_RANK"),
        NearMiss("another bias", tampered(partial(_small), "/claim/layers/0/bias/0", "0"), "E_SOLVE"),
    )


def _small() -> bytes:
    X = samples([[1], [2], [3]])
    return feature_rank("", [full_rank_filters(X, "relu", 3).layer], X, 3, ">=").build()


def ablations() -> tuple[Ablation, ...]:
    """Each hypothesis dropped while the others hold."""
    same = samples([[1, 2], [3, 4], [1, 2]])
    line = samples([[0], [1], [3]])
    tied = filter_bank([[2]], numpy.array([[0], [1]]), SIGMOID, [1, 1])
    return (
        Ablation(
            r"Assumption 2.4.1",
            (feature_rank("two equal samples: rank 2 of 3", [random_layer(1, 2, 5, SIGMOID)], same, 2),),
            "Equal samples have equal features, whatever the parameters.",
        ),
        Ablation(
            r"$n_k\ge N$",
            (feature_rank("two units, three samples: rank 2", [random_layer(1, 1, 2, SIGMOID)], line, 2),),
            "The rank is at most the width.",
        ),
        Ablation(
            r"Assumption 2.4.2",
            (
                feature_rank(
                    "identity, d = 1, three units: rank 2 of 3", [random_layer(1, 1, 3, IDENTITY)], line, 2
                ),
                identity(
                    "identity, x = 0, 1, 2: f(0) - 2 f(1) + f(2) = 0 for all w, b",
                    total("b", product("-2", total("w", "b")), total(product("2", "w"), "b")),
                    "0",
                    "b",
                    "w",
                ),
            ),
            r"With $\sigma(t)=t$ the features lie in the span of $[X\ 1]$.",
        ),
        Ablation(
            "one bias for each unit (Definition 2.3.1), not for each filter",
            (
                identity(
                    "constant images, one filter of size 1: the determinant is 0 for every activation",
                    total(product("s", "t"), product("-1", "s", "t")),
                    "0",
                    "s",
                    "t",
                ),
                feature_rank(
                    "sigmoid, x = (0, 0), (1, 1), one tied bias: rank 1", [tied], samples([[0, 0], [1, 1]]), 1
                ),
            ),
            r"Patches $\{1\},\{2\}$: $F_1$ has the rows $(s,s)$ and $(t,t)$, $s=\sigma(b)$, $t=\sigma(w+b)$, although "
            r"Assumption 2.4.1 holds. Networks in practice have tied biases; then $T_k\ge N$ suffices.",
        ),
        Ablation(
            "layer 1 is not max-pooling",
            (pooled_first(),),
            r"$x_1=(0,1)$, $x_2=(1,0)$ and one patch: the same maximum, and so the same features above it.",
        ),
        Ablation(
            "Assumption 2.3.4, for the full rank of all U_l",
            (
                Exhibit(
                    "two 2 x 2 filters on 3 x 3: no choice of them gives U full rank", lambda: find(syzygy())
                ),
            ),
            "It stands for the whole chapter; the first part, independent features, does without it.",
        ),
        Ablation(
            r"$\sigma$ injective on an open interval, for $k\ge2$ (not printed)",
            (Exhibit("the Cantor function, one unit, six samples: two features coincide", together),),
            "The counterexample of lem-2.6.1.",
        ),
    )


theorem = Theorem(
    id="thm-2.4.4",
    kind="theorem",
    title="Linearly independent features",
    statement=(
        r"Let Assumption 2.4.1 hold, layers 1 and $k$ be convolutional or fully connected, the others of any kind, "
        r"$n_k\ge N$, and $\sigma$ satisfy Assumption 2.4.2. Then parameters of the first $k$ layers exist for which "
        r"$\mathrm{rank}\,F_k=N$, and they can be chosen with all $U_l$ of full rank."
    ),
    source=thesis("Theorem 2.4.4", "17"),
    universal=True,
    hypotheses=(
        "Assumption 2.4.1",
        r"$n_k\ge N$",
        "Assumption 2.4.2",
        "one bias for each unit (Definition 2.3.1), not for each filter",
        "layer 1 is not max-pooling",
        "Assumption 2.3.4, for the full rank of all U_l",
        r"$\sigma$ injective on an open interval, for $k\ge2$ (not printed)",
    ),
    covers=(
        "The triangular limit for the ReLU and N = 2, 3, 4 for every alpha; the construction with its explicit alpha on digits for "
        "ReLU, sigmoid and softplus, fully connected and convolutional, and above convolution and pooling. The limits for the other "
        "activations, and a bound for every N, are eq-2.12 and eq-2.13. The counterexample for k = 2 is that of lem-2.6.1: certified for "
        "weights of at least 1/4 and all biases, the rest in docs/proofs/singular-function.md. For k = 1 the statement stands as printed."
    ),
    uses=("asm-2.3.4", "asm-2.4.1", "asm-2.4.2", "lem-2.3.5", "lem-2.6.1", "eq-2.13"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    proof="docs/proofs/random-solve.md",
    picture=alpha_against_samples,
    printed=r"The theorem is stated for every layer $k\ge1$ and every continuous activation that is not constant and satisfies Assumption 2.4.2.",
    finding=(
        r"For $k\ge2$ it fails: a Cantor function with limits 0 and 1 satisfies the assumption; with one input, one unit in layer 1 and the samples $0,\dots,5$ two samples have equal features for all parameters, so that "
        r"$\mathrm{rank}\,F_2\le5<N$ however wide layer 2 is."
    ),
    corrected=r"For $k=1$ as printed. For $k\ge2$ ask in addition for an open interval on which $\sigma$ is injective, as all activations named in the chapter have it.",
)
