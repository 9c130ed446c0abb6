"""Figure 5.7: from one blue rotation of a digit to another, through an adversarial image, all blue: the whole path."""

from __future__ import annotations

from checker import Json
from checker.network import Vector
from proofs.digit_networks import BLUE, RED, attack, images, of_one_digit
from proofs.exhibits import pyramidal, rank
from proofs.region_exhibits import inside, outside
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def points() -> tuple[Vector, Vector, Vector, Vector]:
    """Source (turned left), the upright red image, the attack on it, target (turned right)."""
    X, y = images()
    upright = X[y.index(RED) + 4]
    return X[0], upright, attack(of_one_digit(), upright, BLUE, RED), X[4]


def exhibits() -> tuple[Exhibit, ...]:
    """Hypotheses; the upright image is red, the attack blue, the whole path blue; the straight way is not."""
    source, upright, adversarial, target = points()
    network = of_one_digit()
    return (
        pyramidal(network),
        rank(network, 0, 64),
        inside("the upright image is red", network, RED, [upright]),
        inside(
            "source, adversarial image, target: blue all the way",
            network,
            BLUE,
            [source, adversarial, target],
        ),
        outside("the straight way from source to target is not blue", network, BLUE, [source, target]),
    )


theorem = Theorem(
    id="fig-5.7",
    kind="figure",
    title="A blue path through an adversarial image",
    statement=(
        "For a network of width $n_1=d$ that fits the rotated digit, the two segments from a source image to an adversarial image made of a red one, and from there "
        "to a target image on the other side, are classified blue throughout."
    ),
    source=thesis("Section 5.3.5, Figure 5.7", "80"),
    universal=False,
    covers=(
        "An exact instance with 8 x 8 pixels and widths 64-64-2: every point of both segments, not 10,000 samples of them. The attack is the one-step target-class "
        "method with steps of 1/4 of the grey scale, which leaves the range [0, 1] of pixels. The confidences of the figure are left to the experiment."
    ),
    uses=("fig-5.6", "thm-5.2.3", "def-5.2.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the straight way called blue",
            _straight,
            "E_PATH_LEAVES",
        ),
        NearMiss("a red path", tampered(exhibits()[3].build, "/claim/class", str(RED)), "E_PATH_LEAVES"),
        NearMiss(
            "through the upright image",
            tampered(exhibits()[3].build, "/claim/vertices/1", [str(t) for t in points()[1]]),
            "E_PATH_LEAVES",
        ),
    ),
)


def _straight() -> bytes:
    """The path without the adversarial image."""
    source, _, _, target = points()
    rows: Json = [[str(t) for t in x] for x in (source, target)]
    return tampered(exhibits()[3].build, "/claim/vertices", rows)()
