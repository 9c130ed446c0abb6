"""Figure 5.8: ten digits: two images of a five joined through an attacked four, a five all the way."""

from __future__ import annotations

from checker.network import Vector
from constructions.formats.data import read_data
from proofs.digit_networks import attack, of_ten_digits
from proofs.exhibits import pyramidal, rank
from proofs.region_exhibits import inside
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

FOUR, FIVE = 4, 5
SOURCE, TARGET, ATTACKED = 5, 33, 14  # rows of the digits


def points() -> tuple[Vector, Vector, Vector, Vector]:
    """Source, the four, the attack on it, target."""
    data = read_data("digits")
    four = data.row(ATTACKED)
    return data.row(SOURCE), four, attack(of_ten_digits(), four, FIVE, FOUR), data.row(TARGET)


def exhibits() -> tuple[Exhibit, ...]:
    """Hypotheses, the classes of the images, and the path."""
    source, four, adversarial, target = points()
    network = of_ten_digits()
    return (
        pyramidal(network),
        rank(network, 0, 32),
        inside("the attacked image was a four", network, FOUR, [four]),
        inside(
            "source, adversarial image, target: a five all the way",
            network,
            FIVE,
            [source, adversarial, target],
        ),
    )


theorem = Theorem(
    id="fig-5.8",
    kind="figure",
    title="A path of fives through an attacked four",
    statement=(
        "A network with fewer hidden units than pixels, fitted without error to ten digits: two different images of a five are joined by a path of images all classified "
        "as five, through an adversarial image made of a four."
    ),
    source=thesis("Section 5.3.5, Figure 5.8", "80"),
    universal=False,
    covers=(
        "An exact instance: widths 64-32-10 on 200 images of 8 x 8 pixels; every point of the path. The thesis takes MNIST and 200 hidden units; for networks of that size "
        "`theodolite connect` finds and certifies paths. The confidences of the figure are left to the experiment."
    ),
    uses=("thm-5.2.3", "def-5.2.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "through the four itself",
            tampered(exhibits()[3].build, "/claim/vertices/1", [str(t) for t in points()[1]]),
            "E_PATH_LEAVES",
        ),
        NearMiss(
            "a path of fours", tampered(exhibits()[3].build, "/claim/class", str(FOUR)), "E_PATH_LEAVES"
        ),
    ),
)
