"""Table 2.2: exact ranks of first-layer features where the thesis counts singular values above a threshold."""

from __future__ import annotations

from functools import cache

from checker import Json
from constructions.feature_matrix import AffineLayer, image_patches, random_layer
from proofs.feature_exhibits import (
    RELU,
    SIGMOID,
    digits,
    feature_claim,
    feature_rank,
    identity,
    product,
)
from proofs.picture import Picture
from proofs.pictures_of_ranks import singular_values
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

LEAKY: Json = {"name": "leaky_relu", "slope": "1/100"}


def invented() -> AffineLayer:
    """180 leaky-ReLU units on 200 digits: five 3 x 3 filters, weights multiples of 1/64 in [-1, 1]."""
    return random_layer(3, 64, 5, LEAKY, image_patches(8, 8))


def missed() -> AffineLayer:
    """100 sigmoid units on 100 digits, weights multiples of 2^-22 in [-2^-16, 2^-16]."""
    drawn = random_layer(1, 64, 100, SIGMOID)
    return AffineLayer(drawn.filters, drawn.bias, 2**22, SIGMOID)


def counted(name: str, layer: AffineLayer, samples: int, rank: int, rule: int) -> Exhibit:
    """The exact rank, which refutes that it is the number that the rule counts."""
    X = digits(samples)
    build = cache(feature_rank(name, [layer], X, rank).build)
    return Exhibit(name, build, "refutes", lambda: feature_claim([layer], X, rule))


def picture() -> Picture:
    """Both ways in which the rule errs."""
    return Picture(
        r"Singular values of $F_1$ on digits, largest first, the threshold of the rule and, dotted, the exact rank, which a certificate shows. "
        r"Left: five $3\times3$ filters, leaky ReLU, 200 digits, features in single precision: rounding lifts what is zero above the threshold. "
        r"Right: 100 sigmoid units with weights of at most $2^{-16}$, 100 digits, double precision: what is not zero falls below it. The singular "
        "values were observed once in floating point (benchmarks/svd_rule.py).",
        (
            singular_values("rank 159; the rule counts 180", "invented", 159),
            singular_values("rank 100; the rule counts 54", "missed", 100),
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Sizes of the table, and exact ranks on digits at the size of a laptop."""
    patches = image_patches(8, 8)
    both = (
        counted(
            "200 digits, leaky ReLU, 180 units: rank 159, where the rule counts 180",
            invented(),
            200,
            159,
            180,
        ),
        counted("100 digits, sigmoid, 100 units: rank 100, where the rule counts 54", missed(), 100, 100, 54),
    )
    found = [
        identity(f"T_1 = {T}: 26 x 26 x {T} = {676 * T}", product(26, 26, T), 676 * T)
        for T in (10, 20, 30, 40, 50, 60, 70, 80, 89, 100)
    ]
    return (
        *found,
        feature_rank(
            "400 digits, ReLU, 396 units: rank 320",
            [random_layer(1, 64, 11, RELU, patches)],
            digits(400),
            320,
        ),
        feature_rank(
            "400 digits, sigmoid, twelve 3 x 3 filters: full rank 400",
            [random_layer(1, 64, 12, SIGMOID, patches)],
            digits(400),
            400,
        ),
        *both,
        Exhibit("the exact rank by certificate: 159 of 180", both[0].build, "corrects"),
    )


theorem = Theorem(
    id="tab-2.2",
    kind="figure",
    title="Ranks of feature matrices",
    statement=(
        r"For the trained network of Figure 2.1 on MNIST, $N=60{,}000$, $F_1$ has full rank $\min(N,676\,T_1)$ for all $T_1$ shown, counted as the number of singular "
        r"values above $\frac12\sqrt{m+n+1}\,\sigma_{\max}\epsilon$."
    ),
    source=thesis("Table 2.2", "19"),
    universal=False,
    covers=(
        "The sizes, and that 89 is the first T_1 with 676 T_1 >= 60,000; exact ranks on digits with random filters in place of the trained network, which is not "
        "available. That the rule is not the rank, both ways and on real data; the counts of the rule are observations in floating point, with singular "
        "values at least four times above or below the threshold."
    ),
    printed=(
        r"The rank of $A\in\mathbb{R}^{m\times n}$ is estimated by counting the singular values above "
        r"$\frac12\sqrt{m+n+1}\,\sigma_{\max}(A)\epsilon$, $\epsilon$ the machine precision, and so $F_1$ has full rank."
    ),
    finding=(
        r"The count is not the rank, in either direction. 200 digits, leaky ReLU, five $3\times3$ filters: $\mathrm{rank}\,F_1=159$, but with features in "
        r"single precision, as on the thesis's GPU, the rule ($\epsilon=2^{-52}$) counts 180, a full rank that rounding made. 100 digits, 100 sigmoid units "
        r"with weights of at most $2^{-16}$: $\mathrm{rank}\,F_1=100$, and the rule counts 54 in double precision. Full rank is not decided by such a "
        "count; whether the table's own matrices have it is not known here, as its networks are not available."
    ),
    corrected=(
        "The rank of features of rational networks and data is certified exactly: from below by a random solve, from above by null vectors. A count of "
        "singular values is an observation."
    ),
    picture=picture,
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "26 x 26 x 88 = 60164",
            tampered(exhibits()[8].build, "/claim/left", product(26, 26, 88)),
            "E_IDENTITY",
        ),
        NearMiss("rank 101 of 100", tampered(exhibits()[13].build, "/claim/rank", "101"), "E_RANK"),
    ),
)
