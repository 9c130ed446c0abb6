"""Equation 5.3: a network of widths 2-1-2-2 whose first decision region has two components."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import Field, Network, ParametricField, Rationals
from constructions.certificate import Claim, region_claim
from constructions.evidence.region import certify_region_is, certify_region_is_not
from constructions.fully_connected import Entry, half_space, layer, leaky_relu, network
from proofs.exhibits import components, region_is
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

Q = Rationals()
SLOPES = ParametricField(Fraction(0), Fraction(1))

# C_1 = {x_1 + x_2 > 2} or {x_1 + x_2 < -4}; the thesis prints "and".
CORRECTED: Any = [[half_space([1, 1], 2)], [half_space([-1, -1], 4)]]
PRINTED: Any = [[half_space([1, 1], 2), half_space([-1, -1], 4)]]
# For every slope alpha: {(1 - alpha) t > 1} or {-alpha (1 - alpha) t > 1} with t = x_1 + x_2.
ALPHA, ONE_LESS = ["0", "1"], ["1", "-1"]
FOR_EVERY_SLOPE: Any = [
    [half_space([ONE_LESS, ONE_LESS], 1)],
    [half_space([["0", "-1", "1"], ["0", "-1", "1"]], 1)],
]


def eq_5_3(slope: Entry = "1/2", field: Field = Q) -> Network:
    """W_1 = (1, 1)^T, W_2 = (1, -1), W_3 = [[2, 1], [3, 2]], b_3 = (0, 1), other biases zero."""
    sigma = leaky_relu(slope)
    return network(
        layer([[1, 1]], [0], sigma),
        layer([[1], [-1]], [0, 0], sigma),
        layer([[2, 3], [1, 2]], [0, 1]),
        field=field,
    )


def printed_claim() -> Claim:
    """The region as printed, with "and"."""
    return region_claim("region-is", eq_5_3(), Q, 0, polyhedra=PRINTED)


def exhibits() -> tuple[Exhibit, ...]:
    """The printed set is refuted, the corrected one certified, for slope 1/2 and for every slope."""
    return (
        components(eq_5_3(), 0, 2),
        components(eq_5_3(), 1, 1),
        Exhibit(
            "C_1 is not the set printed",
            lambda: certify_region_is_not(eq_5_3(), Q, 0, PRINTED),
            "refutes",
            printed_claim,
        ),
        region_is(eq_5_3(), 0, CORRECTED, name='C_1 is the set with "or"', role="corrects"),
        region_is(
            eq_5_3(ALPHA, SLOPES), 0, FOR_EVERY_SLOPE, SLOPES, "C_1 for every slope in (0, 1)", "corrects"
        ),
        components(eq_5_3(ALPHA, SLOPES), 0, 2, SLOPES, role="corrects"),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Half-spaces moved, a component too many, one class for the other."""
    good = exhibits()
    region, two = good[3].build, good[0].build
    return (
        NearMiss("offset 2 becomes 3", tampered(region, "/claim/polyhedra/0/0/offset", "3"), "E_FARKAS"),
        NearMiss(
            "the half-space t < -4 left out", tampered(region, "/claim/polyhedra", CORRECTED[:1]), "E_INDEX"
        ),
        NearMiss("the other class", tampered(region, "/claim/class", "1"), "E_FARKAS"),
        NearMiss("three components", tampered(two, "/claim/components", "3"), "E_LENGTH"),
        NearMiss("the printed set", _printed_with_good_evidence, "E_LENGTH"),
    )


def _printed_with_good_evidence() -> bytes:
    return tampered(lambda: certify_region_is(eq_5_3(), Q, 0, CORRECTED), "/claim/polyhedra/0", PRINTED[0])()


theorem = Theorem(
    id="eq-5.3",
    kind="equation",
    title="A network that is not pyramidal, with a disconnected region",
    statement=(
        r"For the leaky ReLU of slope $\frac12$ and the network of widths 2-1-2-2 of Equation 5.3, "
        r"$C_1=\{x_1+x_2>2\}\cup\{x_1+x_2<-4\}$, which is disconnected. For every slope $\alpha\in(0,1)$, "
        r"$C_1=\{t>\frac1{1-\alpha}\}\cup\{t<-\frac1{\alpha(1-\alpha)}\}$ with $t=x_1+x_2$."
    ),
    source=thesis("Section 5.3.1, Equation (5.3)", "77"),
    universal=False,
    covers="The whole statement: the region exactly, its two components, and the same for every slope in (0, 1).",
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=near_misses,
    printed=r"$C_1$ is given as the points with $x_1+x_2-2>0$ and $x_1+x_2+4<0$.",
    finding=(
        r"No point satisfies both conditions, so the set printed is empty, while $C_1$ is not; "
        r"the certificate shows a point of $C_1$ outside the set printed."
    ),
    corrected=r"$C_1=\{x_1+x_2>2\}\cup\{x_1+x_2<-4\}$: the conditions are joined by ``or''.",
)
