"""Figure 5.1: the image of the line under t -> (-t^3, t^3), and a connected set with disconnected preimage."""

from __future__ import annotations

from fractions import Fraction

from checker import encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, monomial, network
from proofs.chapter5.eq_5_2 import exhibits as of_the_equation
from proofs.chapter5.eq_5_2 import outside_the_diamond
from proofs.exhibits import Q
from proofs.pictures_of_cubes import picture_of_cubes
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

POINTS = [[t] for t in ("-2", "-1/2", "0", "1", "3")]


def image_points() -> bytes:
    """f(t) = (-t^3, t^3) at five points, all on the anti-diagonal."""
    curve = network(layer([[-1], [1]], [0, 0], monomial(3)), layer([[1, 0], [0, 1]], [0, 0]))
    values = [["8", "-8"], ["1/8", "-1/8"], ["0", "0"], ["-1", "1"], ["-27", "27"]]
    body = {"network": encode_network(curve, Q), "points": POINTS, "values": values}
    return find(Claim("value", Q, body))  # type: ignore[arg-type]


theorem = Theorem(
    id="fig-5.1",
    kind="figure",
    title="Image and preimage for Equation 5.2",
    statement=(
        r"The image of $t\mapsto(-t^3,t^3)$ lies on the line $y_1=-y_2$, and a connected $S\subset\mathbb{R}^2$ has a "
        r"disconnected preimage."
    ),
    source=thesis("Section 5.2, Figure 5.1", "75"),
    universal=False,
    covers="Five points of the image; the set S of our Equation 5.2, as the one drawn is not given by a formula.",
    uses=("eq-5.2",),
    picture=lambda: picture_of_cubes(outside_the_diamond(), Q, 0, Fraction(3, 2)),
    exhibits=lambda: (Exhibit("five points of the image", image_points), *of_the_equation()[:2]),
    near_misses=lambda: (
        NearMiss("a point off the curve", tampered(image_points, "/claim/values/3/0", "1"), "E_VALUE"),
    ),
)
