"""Lemma 4.3.2: Psi has full rank for almost all parameters; the weights of the proof, and units that read nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy

from checker import encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import AffineLayer
from constructions.fully_connected import layer as fully_connected
from constructions.fully_connected import network
from constructions.skip_network import SkipNetwork, random_skip_network
from constructions.skip_weights import lemma_weights
from proofs.exhibits import Q, activation
from proofs.feature_exhibits import (
    IDENTITY,
    SIGMOID,
    digits,
    feature_rank,
    filter_bank,
    identity,
    product,
    samples,
    total,
)
from proofs.skip_exhibits import FOUR, deep_convolution, full_rank, line, unit
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def determinant(rows: list[list[Any]]) -> Any:
    """det of a 3 x 3 matrix of symbols or expressions."""
    (a, b, c), (d, e, f), (g, h, i) = rows
    return total(
        product(a, e, i),
        product(b, f, g),
        product(c, d, h),
        product("-1", c, e, g),
        product("-1", b, d, i),
        product("-1", a, f, h),
    )


def three_layers() -> SkipNetwork:
    """Layers 3-2-1, shared weights in the first two, skips in all."""
    one = (1, 1)
    a = [unit("sigmoid", (k,), (1,), 0, 1) for k in (0, 1)]
    b = [unit("sigmoid", s, one, 0, 2) for s in ((2, 4), (3, 4))]
    return SkipNetwork(
        2, (*a, unit("sigmoid", (0, 1), one, 0, 1), *b, unit("sigmoid", (5, 4), one, 0, 3)), (2, 5, 6, 7)
    )


def one_path() -> SkipNetwork:
    """Case 2: four softplus skip units above one unit; alpha = 64, biases near -alpha f(x_j), x_j = 3, 2, 1, 0."""
    biases = (-195, -136, -84, -44)
    return SkipNetwork(
        1,
        (unit("softplus", (0,), (1,), 0, 1), *(unit("softplus", (1,), (64,), b, 2) for b in biases)),
        (2, 3, 4, 5),
    )


def constructed(name: str, network: SkipNetwork) -> Exhibit:
    """Full rank at the weights, biases and alphas of the proof."""
    return Exhibit(name, lambda: certify_skip_rank(lemma_weights(network, FOUR).network, FOUR))


def exhibits() -> tuple[Exhibit, ...]:
    """The construction of case 1; random parameters; the Cauchy determinant; and the exception."""
    cauchy = total(
        product(total("1", product("c", "w")), total("1", product("d", "z"))),
        product("-1", total("1", product("c", "z")), total("1", product("d", "w"))),
    )
    return (
        constructed(
            "N = 4, skips in three layers: alpha of Equation (4.7), permutation (4.5)", three_layers()
        ),
        *(
            constructed(
                f"N = 4, random graph {seed} with sharing: the same",
                random_skip_network(seed, 2, (3, 3), 4, ["sigmoid"]),
            )
            for seed in range(6)
        ),
        full_rank("case 2: four softplus units that share their backward path", one_path, line(4)),
        full_rank(
            "digits, N = 40, two convolutions, sigmoid, random skips: full rank",
            lambda: deep_convolution(40),
            digits(40),
        ),
        identity(
            "one layer, one shared weight, N = 2: det Psi is (c - d)(w - z) over a positive product",
            cauchy,
            product(total("c", product("-1", "d")), total("w", product("-1", "z"))),
            *("c", "d", "w", "z"),
            role="corrects",
        ),
        vanishes(
            "two units of a higher layer that read nothing: det = 0 for all parameters",
            determinant([["a", "s", "t"], ["b", "s", "t"], ["c", "s", "t"]]),
            *("a", "b", "c", "s", "t"),
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Another determinant; the certificate of another sample."""
    good = exhibits()
    return (
        NearMiss(
            "three different columns are dependent",
            tampered(
                good[-1].build,
                "/claim/left",
                determinant([["a", "s", "t"], ["b", "t", "s"], ["c", "s", "t"]]),
            ),
            "E_IDENTITY",
        ),
        NearMiss(
            "two equal samples",
            tampered(good[0].build, "/claim/data/rows/1", ["1", "4"]),
            "E_NORM",
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """Each hypothesis dropped while the others hold."""
    three = samples([[0], [1], [3]])
    return (
        Ablation(
            "biases of their own",
            (
                feature_rank(
                    "one filter of size 1, one bias, samples (1, 1) and (2, 2): rank 1",
                    [_tied()],
                    samples([[1, 1], [2, 2]]),
                    1,
                ),
            ),
            "Definition 4.2 gives each unit its bias; a convolution of a library does not.",
        ),
        Ablation(
            "every unit reads something",
            (exhibits()[-1],),
            "Not in the text, which allows arbitrary subsets.",
        ),
        Ablation(
            "Assumption 4.3.1 (2), bounded or softplus",
            (
                feature_rank(
                    "identity skip units, d = 1: rank 2 of 3",
                    [filter_bank([[1], [2], [-1]], None, IDENTITY, [0, 1, 5])],
                    three,
                    2,
                ),
            ),
            "The identity is analytic and strictly increasing.",
        ),
        Ablation(
            "Assumption 4.3.1 (3)",
            (
                identity(
                    "N = 3, two skip units read a constant input: det = 0 for all parameters",
                    determinant([["a", "s", "t"], ["b", "s", "t"], ["c", "s", "t"]]),
                    "0",
                    *("a", "b", "c", "s", "t"),
                ),
            ),
        ),
        Ablation(
            r"$M\ge N$",
            (feature_rank("two units: rank 2 of 3", [filter_bank([[1], [2]], None, SIGMOID)], three, 2),),
        ),
        Ablation("the limit 0 of a bounded activation", (), "Superfluous: new-4.a."),
        Ablation("the backward path of a softplus unit", (), "Superfluous: new-4.a."),
        Ablation(
            "real analytic",
            smooth_with_affine_piece(),
            r"$C^1$, strictly increasing, bounded with limit 0 at $-\infty$, $\sigma(t)=t$ on $[\frac14,\frac34]$: on an open set of parameters all pre-activations lie there, and $\det\Psi=0$.",
        ),
    )


def smooth_with_affine_piece() -> tuple[Exhibit, ...]:
    """1/(8(1 - 2t)), t, 1 - 1/(8(2t - 1)): three samples, three units in the middle piece."""
    sigma: Any = {
        "name": "piecewise",
        "breakpoints": ["1/4", "3/4"],
        "pieces": [
            {"top": ["1/16"], "bottom": ["1/2", "-1"]},
            {"top": ["0", "1"], "bottom": ["1"]},
            {"top": ["-9/16", "1"], "bottom": ["-1/2", "1"]},
        ],
    }
    net = network(
        fully_connected([["1/8"], ["-1/9"], ["1/20"]], ["1/3", "2/3", "1/2"], sigma),
        fully_connected([[1, 1, 1]], [0]),
    )
    points: Any = [["0"], ["1"], ["2"]]
    body: Any = {"network": encode_network(net, Q), "data": points, "features_of": "0"}
    claim = Claim("rank", Q, {"matrix": body, "relation": "=", "rank": "2"})
    rows: Any = [[total(product(w, x), b) for w, b in ("ab", "cd", "ef")] for x in "xyz"]
    return (
        activation(net, "strictly-increasing", "yes"),
        Exhibit("three units at 0, 1, 2: rank 2 of 3", lambda: find(claim)),
        identity(
            "three affine units a x + b on three samples: det = 0 for all weights, biases and samples",
            determinant(rows),
            "0",
            *"abcdefxyz",
        ),
    )


def _tied() -> AffineLayer:
    """One filter of size 1 on two patches, with one bias."""
    layer = filter_bank([[2]], numpy.array([[0], [1]]), SIGMOID, [1, 1])
    return replace(layer, tied=True, bias=layer.bias[:1])


theorem = Theorem(
    id="lem-4.3.2",
    kind="lemma",
    title="Full rank for almost all parameters",
    statement=r"Under Assumption 4.3.1 the set of $U$ for which $\Psi(U)$ has not full rank $N$ has Lebesgue measure zero.",
    source=thesis("Lemma 4.3.2", "58"),
    universal=True,
    hypotheses=(
        "biases of their own",
        "every unit reads something",
        "Assumption 4.3.1 (2), bounded or softplus",
        "Assumption 4.3.1 (3)",
        r"$M\ge N$",
        "the limit 0 of a bounded activation",
        "the backward path of a softplus unit",
        "real analytic",
    ),
    covers=(
        r"The construction of the proof, case 1, computed and certified on seven graphs with weight sharing (the tests do a hundred), case 2 on one with $\alpha=64$, and random parameters of a deep "
        "convolution. One point of full rank and analyticity (lem-2.2.2) make the exceptional set of that architecture and data null, in the free coordinates. "
        r"The bound (4.10) on the determinant and its constants are certified in eq-4.7 to eq-4.11. After (4.7) $>$ must be $\ge$; in case 2 the one-hot position can be impossible "
        "when two skip units share weights, which new-4.a avoids."
    ),
    uses=("asm-4.3.1", "eq-4.1"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    printed="Every hidden unit at higher layers can take as input an arbitrary subset of hidden units (Section 4.2, condition 2); then the lemma.",
    finding=(
        "The empty set is a subset, and Assumption 4.3.1 (3) speaks of the first layer only: two skip units above it that read nothing are constant, so two columns of "
        r"$\Psi$ are proportional and, for $M=N$, $\det\Psi=0$ for all parameters."
    ),
    corrected=r"Ask for $\mathrm{in}(j)\ne\emptyset$ for every unit; biases must not be shared.",
)
