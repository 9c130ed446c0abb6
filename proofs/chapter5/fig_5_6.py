"""Figure 5.6: one digit turned by small and by large angles, two classes that a network of width d tells apart."""

from __future__ import annotations

from proofs.digit_networks import BLUE, RED, images, of_one_digit
from proofs.exhibits import pyramidal, rank
from proofs.path_exhibits import rank_is
from proofs.region_exhibits import inside
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Every image has its class, and the blends of neighbours too; the network meets Theorem 5.2.3."""
    X, _ = images()
    network = of_one_digit()
    turned = (("left", BLUE, X[:4]), ("right", BLUE, X[4:8]), ("little or not", RED, X[8:]))
    rows = (
        inside(f"turned {name}: {len(of)} images, and the way between them", network, c, of)
        for name, c, of in turned
    )
    differences = [[a - b for a, b in zip(x, X[0], strict=True)] for x in X[1:]]
    return (
        pyramidal(network),
        rank(network, 0, 64),
        rank_is("the 17 images are affinely independent", differences, 16),
        *rows,
    )


theorem = Theorem(
    id="fig-5.6",
    kind="figure",
    title="A rotated digit in two classes",
    statement=(
        r"Images of one digit turned by angles in $[-5^\circ,5^\circ]$ (red) and in $[-20^\circ,-15^\circ]\cup[15^\circ,20^\circ]$ (blue): one degree of freedom, "
        r"in $\mathbb{R}^d$; a network with $n_1=d$ fits them without error."
    ),
    source=thesis("Section 5.3.5, Figure 5.6", "80"),
    universal=False,
    covers=(
        "An 8 x 8 image of a one (d = 64) in 17 exact rotations with rational sine and cosine, bilinear interpolation, pixels rounded to 1/64; "
        "a network of widths 64-64-2 and full rank that classifies each, and the blends of neighbours. The thesis takes 2,000 images a class of 28 x 28 pixels; its image and weights "
        "are not printed. The figure's angles are kept."
    ),
    uses=("def-5.2.1", "eq-5.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a blue image called red",
            tampered(exhibits()[3].build, "/claim/class", str(RED)),
            "E_PATH_LEAVES",
        ),
        NearMiss(
            "15 independent differences", tampered(exhibits()[2].build, "/claim/rank", "15"), "E_LENGTH"
        ),
    ),
)
