"""Equation (5.1): the activation applied to each coordinate, and its inverse."""

from __future__ import annotations

from fractions import Fraction

from constructions.formats.piecewise_linear import piecewise_linear
from constructions.random_paths import FALLING, HALF, TWO_KINKS
from proofs.exhibits import activation
from proofs.path_exhibits import Number, net
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import features_are

EYE: list[list[Number]] = [[1, 0, 0], [0, 1, 0]]
POINTS: list[list[Number]] = [[-4, 3], [0, "1/2"], [2, -2]]
# The inverse of slopes 2, 1, 1/3 with kinks at -1 and 1 has slopes 1/2, 1, 3 with kinks at the same points.
INVERSE = piecewise_linear((Fraction(-1), Fraction(1)), (Fraction(1, 2), 1, 3), (Fraction(0), Fraction(0)))
IMAGES: list[list[Number]] = [[-7, "5/3"], [0, "1/2"], ["4/3", -3]]


def exhibits() -> tuple[Exhibit, ...]:
    """Both coordinates go through one activation; its inverse undoes it, coordinate by coordinate."""
    return (
        features_are("two kinks at three points of the plane", net(TWO_KINKS, EYE, EYE), POINTS, 1, IMAGES),
        features_are("the inverse at their images", net(INVERSE, EYE, EYE), IMAGES, 1, POINTS),
        *(
            activation(net(sigma, EYE, EYE), name, "yes")
            for sigma in (HALF, TWO_KINKS, INVERSE)
            for name in ("strictly-increasing", "onto")
        ),
        activation(net(FALLING, EYE, EYE), "onto", "yes"),
    )


theorem = Theorem(
    id="eq-5.1",
    kind="equation",
    title="The activation of a layer",
    statement=(
        r"$\hat\sigma:\mathbb{R}^n\to\mathbb{R}^n$ applies $\sigma$ to each coordinate; for a continuous bijection $\sigma$ of $\mathbb{R}$ its inverse applies "
        r"$\sigma^{-1}$ to each coordinate and is continuous."
    ),
    source=thesis("Equation (5.1)", "73"),
    universal=True,
    hypotheses=(r"$\sigma$ a continuous bijection of $\mathbb{R}$",),
    covers=(
        "An activation with two kinks and its inverse at three points of the plane; both are continuous bijections, decided exactly, as is the leaky ReLU. "
        "Continuity of the inverse in general is Proposition 5.1.2."
    ),
    uses=("prop-5.1.2",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one coordinate left as it is",
            tampered(exhibits()[0].build, "/claim/values/0/0", "-4"),
            "E_VALUE",
        ),
        NearMiss(
            "a decreasing one called increasing",
            tampered(
                activation(net(FALLING, EYE, EYE), "strictly-increasing", "no").build, "/claim/holds", "yes"
            ),
            "E_PROPERTY_FAILS",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\sigma$ a continuous bijection of $\mathbb{R}$",
            (),
            r"Needed: the ReLU sends $(-1,0)$ and $(0,0)$ to the same point, so that $\hat\sigma$ has no inverse (by hand).",
        ),
    ),
)
