"""Remarks after Theorem 2.4.4: linear separability, parameter counts, and networks as used in practice."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.feature_matrix import AffineLayer, exact_layer, image_patches, random_layer
from proofs.feature_exhibits import SIGMOID, digits, feature_rank, identity, product, samples, total
from proofs.path_exhibits import Q, times
from proofs.table_exhibits import vanishes
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CONSTANT = [[0, 0], [1, 1], [3, 3]]
SINGLES = numpy.array([[0], [1]])


def separable(relations: bool = True) -> Claim:
    """F R = I implies F (R y) = y for every y, all sizes: every labelling by signs is met by some w = R y."""
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": {"F": ["N", "n"], "R": ["n", "N"], "y": ["N", "one"]},
        "relations": [{"word": ["F", "R"], "equals": {"identity": "N"}}] if relations else [],
        "left": times("F", times("R", "y")),
        "right": {"symbol": "y"},
    }
    return Claim("identity", Q, body)


def tied(filters: int, patches: Any, inputs: int, seed: int = 3) -> AffineLayer:
    """A sigmoid layer drawn, with one bias for each filter."""
    drawn = random_layer(seed, inputs, filters, SIGMOID, patches)
    rows = [[Fraction(int(w), drawn.denominator) for w in row] for row in drawn.filters]
    return exact_layer(
        rows, [Fraction(int(b), drawn.denominator) for b in drawn.bias[:filters]], SIGMOID, patches, True
    )


def constant_images() -> Exhibit:
    """Patches {1}, {2}, one filter, one bias: rows (s, s) and (t, t)."""
    return vanishes(
        "x = (0, 0), (1, 1), one filter of size 1 and one bias: det F_1 = s t - s t = 0 for every activation",
        total(product("s", "t"), product("-1", "s", "t")),
        *("s", "t"),
    )


def constant_images_rank() -> Exhibit:
    """One tied bias."""
    return feature_rank("one filter, one bias: rank 1 of 2", [tied(1, SINGLES, 2)], samples(CONSTANT[:2]), 1)


def exhibits() -> tuple[Exhibit, ...]:
    """Separation, counts, and tied biases."""
    patches = image_patches(8, 8)
    return (
        Exhibit("independent rows: every labelling is separated, all sizes", lambda: find(separable())),
        identity(
            "T filters of l entries on P patches: T l weights, where a full matrix of n = T P units over d inputs has d T P",
            total(product("d", "T", "P"), product("-1", "T", "l")),
            product("T", total(product("d", "P"), product("-1", "l"))),
            *("P", "T", "d", "l"),
        ),
        identity(
            "VGG, layer 1: 64 filters of 3 x 3 x 3: 1,728 weights, and 3,211,264 biases of its own for each unit",
            total(product(64, 27), product(224, 224, 64)),
            "3212992",
        ),
        constant_images(),
        feature_rank(
            "tied biases, T = 2 filters, three constant images, four units: rank 2 of 3",
            [tied(2, SINGLES, 2)],
            samples(CONSTANT),
            2,
        ),
        feature_rank(
            "tied biases, T = 3 = N: full rank 3",
            [tied(3, SINGLES, 2)],
            samples(CONSTANT),
            3,
            role="corrects",
        ),
        feature_rank(
            "tied biases on digits, N = 72 = T P with T = 2: full rank",
            [tied(2, patches, 64)],
            digits(72),
            72,
            role="corrects",
        ),
    )


theorem = Theorem(
    id="rem-2.4.4",
    kind="remark",
    title="What Theorem 2.4.4 says of networks in practice",
    statement=(
        r"The theorem implies that a large class of CNNs used in practice can produce linearly independent features at every layer wider than the training set, hence features that are linearly separable. The CNN has $l_{k-1}T_k+l_kT_{k+1}$ parameters around layer $k$, "
        r"a fully connected network $n_k(n_{k-1}+n_{k+1})$."
    ),
    source=thesis("Remarks after Theorem 2.4.4", "17"),
    universal=True,
    hypotheses=("the rows of $F_k$ are independent", "one bias for each unit (Definition 2.3.1)"),
    covers=(
        r"Separability for all sizes and every labelling. The counts are those of weights: the $n_k+n_{k+1}$ biases, one for each unit as Definition 2.3.1 has it, are left out on both sides, and are at least $N$. In practice there is one bias for each filter, and then the "
        "theorem fails, for every activation; by hand, features of constant images have rank at most T. The work of An and others (2015) on separability is quoted only."
    ),
    uses=("thm-2.4.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("without F R = I", lambda: separable(False).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "rank 3 with T = 2",
            tampered(exhibits()[5].build, "/claim/layers/0/filters/2", ["1/64"]),
            "E_SOLVE",
        ),
        NearMiss(
            "s^2 for s t",
            tampered(constant_images().build, "/claim/left/sum/0/product/1/symbol", "s"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "the rows of $F_k$ are independent",
            (
                identity(
                    "x = (0,0), (1,1), (0,1), (1,0): f(0,0) + f(1,1) - f(0,1) - f(1,0) = 0 for f(x) = a x_1 + b x_2 + c",
                    total(
                        "c",
                        total("a", "b", "c"),
                        product("-1", total("b", "c")),
                        product("-1", total("a", "c")),
                    ),
                    "0",
                    *"abc",
                ),
            ),
            "So no affine function is positive on the first two points and negative on the others.",
        ),
        Ablation(
            "one bias for each unit (Definition 2.3.1)",
            (constant_images_rank(),),
            "The case of practice, above.",
        ),
    ),
    printed="A large class of CNNs employed in practice, with ReLU, sigmoid or softplus, can produce linearly independent features at any hidden layer whose width is larger than the training set.",
    finding=(
        r"CNNs in practice have one bias for each filter. With patches $\{1\},\{2\}$, one filter, and $x_1=(0,0)$, $x_2=(1,1)$, which satisfy Assumption 2.4.1, $F_1$ has the rows $(s,s)$ and $(t,t)$ for every activation, weight and bias."
    ),
    corrected=r"It holds with a bias for each unit. With one for each filter $T_k\ge N$ suffices for every data set, and fewer filters do not on constant images, where the rank is at most $T_k$; on other data, such as digits, $T_kP_{k-1}\ge N$ can suffice.",
)
