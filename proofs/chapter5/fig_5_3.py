"""Figure 5.3: a trained network on the strips of Equation 5.4: full rank, no error, and both regions connected."""

from __future__ import annotations

from fractions import Fraction

from checker import Network
from constructions.connect import connect
from constructions.fully_connected import layer, leaky_relu, network
from proofs.exhibits import Q, components, full_rank, pyramidal
from proofs.pictures_of_regions import picture_of_region
from proofs.region_exhibits import around, inside, outside
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

BLUE, RED = 0, 1
# Where blue and red meet, at |x_1| = 1, no network is right on both sides: the strips keep 1/8 away from it.
STRIPS = (
    ("the right blue strip", BLUE, around("9/8", "2", "-1/2", "1/2")),
    ("the left blue strip", BLUE, around("-2", "-9/8", "-1/2", "1/2")),
    ("the red strip", RED, around("-7/8", "7/8", "-1/2", "1/2")),
)
LEFT, RIGHT = ("-3/2", "0"), ("3/2", "0")


def trained() -> Network:
    """Slope 1/10; Adam on 80 points of the strips, then weights rounded to multiples of 1/32."""
    return network(
        layer([["67/32", "11/32"], ["-107/32", "5/32"]], ["-11/8", "-61/32"], leaky_relu("1/10")),
        layer([["85/16", "117/32"], ["-123/32", "-7/4"]], ["-63/32", "63/32"]),
    )


def bridge() -> Exhibit:
    """A polyline within the blue region from one strip to the other."""

    def build() -> bytes:
        a, b = (tuple(Fraction(x) for x in point) for point in (LEFT, RIGHT))
        return connect(trained(), Q, BLUE, a, b).claim(trained(), Q, BLUE).with_evidence({})

    return Exhibit("the blue strips are joined within the blue region", build)


def exhibits() -> tuple[Exhibit, ...]:
    """Hypotheses, the borders of the strips, the components, and the bridge that a straight line misses."""
    net = trained()
    return (
        pyramidal(net),
        *full_rank(net),
        *(inside(f"the border of {name} has its class", net, j, border) for name, j, border in STRIPS),
        components(net, BLUE, 1),
        components(net, RED, 1),
        bridge(),
        outside("the straight way between the blue strips is not blue", net, BLUE, [LEFT, RIGHT]),
    )


theorem = Theorem(
    id="fig-5.3",
    kind="figure",
    title="A trained network of full rank on the strips",
    statement=(
        "A network with two hidden leaky-ReLU units, trained on samples of Equation 5.4, has a weight matrix of full rank and connected "
        "decision regions, although the Bayes optimal region of the blue class is disconnected."
    ),
    source=thesis("Figure 5.3", "78"),
    universal=False,
    covers=(
        "One network found by training, its weights rounded to multiples of 1/32: rank 2, one component of each class, the borders of the "
        "strips (kept 1/8 from where the classes meet) classified rightly, and a polyline that joins the blue strips in the blue region. The weights and "
        "the sample of the figure itself are not printed. How often training ends at full rank is an experiment, not a theorem: low-rank "
        "matrices are a null set."
    ),
    uses=("thm-5.2.3", "eq-5.4", "def-5.2.1"),
    exhibits=exhibits,
    picture=lambda: picture_of_region(trained(), Q, BLUE, (-4, 4)),
    near_misses=lambda: (
        NearMiss(
            "two blue components",
            tampered(components(trained(), BLUE, 1).build, "/claim/components", "2"),
            "E_LENGTH",
        ),
        NearMiss(
            "the red strip called blue", tampered(exhibits()[4].build, "/claim/class", "0"), "E_PATH_LEAVES"
        ),
        NearMiss("rank W_1 = 1", tampered(exhibits()[1].build, "/claim/rank", "1"), "E_LENGTH"),
    ),
)
