"""Table 2.2: exact ranks of first-layer features where the thesis counts singular values above a threshold."""

from __future__ import annotations

from checker import Json
from constructions.feature_matrix import image_patches, random_layer
from proofs.feature_exhibits import RELU, SIGMOID, digits, feature_rank, identity, product
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

LEAKY: Json = {"name": "leaky_relu", "slope": "1/100"}


def exhibits() -> tuple[Exhibit, ...]:
    """Sizes of the table, and exact ranks on digits at the size of a laptop."""
    patches = image_patches(8, 8)
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
            "400 digits, leaky ReLU, 396 units: rank 320",
            [random_layer(1, 64, 11, LEAKY, patches)],
            digits(400),
            320,
        ),
        feature_rank(
            "400 digits, sigmoid, twelve 3 x 3 filters: full rank 400",
            [random_layer(1, 64, 12, SIGMOID, patches)],
            digits(400),
            400,
        ),
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
        "available. The threshold rule is wrong in both directions on real data: docs/rank.md."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "26 x 26 x 88 = 60164",
            tampered(exhibits()[8].build, "/claim/left", product(26, 26, 88)),
            "E_IDENTITY",
        ),
        NearMiss("rank 401 of 400", tampered(exhibits()[12].build, "/claim/rank", "401"), "E_RANK"),
    ),
)
