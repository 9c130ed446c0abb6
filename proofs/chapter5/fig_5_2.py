"""Figure 5.2: the six recursive steps from V_1 to C_1 for Equation 5.3, each set certified."""

from __future__ import annotations

from typing import Any

from constructions.fully_connected import half_space, layer, leaky_relu, network
from proofs.chapter5.eq_5_3 import CORRECTED, eq_5_3
from proofs.exhibits import Q, region_is
from proofs.pictures_of_regions import picture_of_preimages
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

SIGMA = leaky_relu("1/2")
OUTPUT = layer([[2, 3], [1, 2]], [0, 1])
IDENTITY_LAYER = layer([[1, 0], [0, 1]], [0, 0], SIGMA)


def steps() -> tuple[tuple[str, Any, Any], ...]:
    """(name, network whose first region the set is, the set as a union of open polyhedra)."""
    behind_w2 = layer([[1], [-1]], [0, 0], SIGMA)
    return (
        ("V_1 = {y_1 + y_2 > 1}", network(OUTPUT), [[half_space([1, 1], 1)]]),
        (
            "P = the preimage of V_1 under the activation",
            network(IDENTITY_LAYER, OUTPUT),
            # sigma(t) = max(t, t/2), so sigma(y_1) + sigma(y_2) is the largest of four linear forms.
            [[half_space([a, b], 1)] for a in (1, "1/2") for b in (1, "1/2")],
        ),
        (
            "Q and R: P on the range of W_2^T, as the line's coordinate |s| > 2",
            network(behind_w2, OUTPUT),
            [[half_space([1], 2)], [half_space([-1], 2)]],
        ),
        (
            "S = {t > 2} or {t < -4}",
            network(layer([[1]], [0], SIGMA), behind_w2, OUTPUT),
            [[half_space([1], 2)], [half_space([-1], 4)]],
        ),
        ("C_1", eq_5_3(), CORRECTED),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Each step's set."""
    return tuple(region_is(net, 0, union, name=name) for name, net, union in steps())


theorem = Theorem(
    id="fig-5.2",
    kind="figure",
    title="Construction of the region of Equation 5.3",
    statement=(
        r"$V_1=\{y_1+y_2>1\}$; $P=\hat\sigma^{-1}(V_1)$; $Q=P\cap\mathrm{range}(W_2^T)$; $R=\{|s|>2\}$; "
        r"$S=\{t>2\}\cup\{t<-4\}$; $C_1=\{x_1+x_2\in S\}$."
    ),
    source=thesis("Section 5.3.1, Figure 5.2 and steps 1 to 6", "77"),
    universal=False,
    covers=(
        "Every step as the first region of the network's upper part. Step 3 intersects with the range of $W_2^T$; in "
        "general it is the range of $W_2^T$ shifted by $b_2$, which is zero here."
    ),
    uses=("def-5.2.1", "eq-5.3"),
    picture=lambda: picture_of_preimages(eq_5_3(), Q, 0, [(-6, 6)]),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "R = {|s| > 3}", tampered(exhibits()[2].build, "/claim/polyhedra/0/0/offset", "3"), "E_FARKAS"
        ),
        NearMiss("P without one form", _without_a_form, "E_LENGTH"),
    ),
)


def _without_a_form() -> bytes:
    _, net, union = steps()[1]
    good = region_is(net, 0, union).build
    return tampered(good, "/claim/polyhedra", union[:3])()
