"""Figure 5.4: the six recursive steps from V_1 to C_1 for Equation 5.5, each set certified over Q(sqrt 2)."""

from __future__ import annotations

from functools import partial
from typing import Any

from constructions.certificate import region_claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.chapter5.eq_5_5 import HALF, REGION, SQRT2, eq_5_5
from proofs.pictures_of_regions import picture_of_preimages
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

OUTPUT = layer([[-1, 0], [0, -3]], [1, 0])
SECOND = layer([[HALF, HALF], [["0", "-1/2"], HALF]], [["1", "-1/2"], ["0", "-3/2"]], RELU)
QUADRANT: Any = [half_space([1, 0], 0), half_space([0, 1], 0)]  # closed: the range of the activation
BELOW: Any = [[half_space([-1, 3], -1)]]
R: Any = [[half_space([-1, -1], -1)], [half_space([-1, 1], 3), half_space([-2, 1], 4)]]


def steps() -> tuple[tuple[str, Any, Any, Any], ...]:
    """(name, network whose first region the set is, domain, the set as a union of open polyhedra)."""
    rectified = layer([[1, 0], [0, 1]], [0, 0], RELU)
    return (
        ("V_1 = {y_1 - 3 y_2 < 1}", network(OUTPUT, field=SQRT2), [], BELOW),
        ("P = V_1 on the quadrant", network(OUTPUT, field=SQRT2), QUADRANT, BELOW),
        (
            "Q = the preimage of P under the activation",
            network(rectified, OUTPUT, field=SQRT2),
            [],
            [[half_space([-1, 0], -1)], [half_space([-1, 3], -1), half_space([0, 1], 0)]],
        ),
        ("R = the preimage of Q under the affine map", network(SECOND, OUTPUT, field=SQRT2), [], R),
        ("S = R on the quadrant", network(SECOND, OUTPUT, field=SQRT2), QUADRANT, R),
        ("C_1", eq_5_5(), [], REGION),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Each step's set."""
    return tuple(Exhibit(name, partial(build, *rest)) for name, *rest in steps())


def build(net: Any, domain: Any, union: Any) -> bytes:
    """The certificate of one step."""
    return find(region_claim("region-is", net, SQRT2, 0, domain, polyhedra=union))


theorem = Theorem(
    id="fig-5.4",
    kind="figure",
    title="Construction of the region of Equation 5.5",
    statement=(
        r"$V_1=\{y_1-3y_2<1\}$; $P=V_1\cap\mathbb{R}^2_+$; $Q=\hat\sigma^{-1}(P)$; $R=(W_2^T)^{-1}(Q-b_2)$; "
        r"$S=R\cap\mathbb{R}^2_+$; $C_1=\hat\sigma^{-1}(S)$."
    ),
    source=thesis("Section 5.3.3, Figure 5.4 and steps 1 to 6", "79"),
    universal=False,
    covers="Every step, exactly over the field of square root 2, as the first region of the network's upper part.",
    uses=("def-5.2.1", "eq-5.5"),
    picture=lambda: picture_of_preimages(eq_5_5(), SQRT2, 0, [(-4, 8)]),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "P without the quadrant's sides",
            tampered(exhibits()[1].build, "/claim/domain", []),
            "E_MULTIPLIER_INDEX",
        ),
        NearMiss(
            "V_1 with offset 2",
            tampered(exhibits()[0].build, "/claim/polyhedra/0/0/offset", "-2"),
            "E_FARKAS",
        ),
    ),
)
