"""Section 5.3.2: a layer of low rank disconnects a region, for every slope; the red region needs a repair."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checker import ParametricField
from constructions.certificate import Claim, region_claim
from constructions.evidence.region import certify_region_is_not
from constructions.fully_connected import half_space, layer, leaky_relu, network
from proofs.exhibits import components, rank, region_is
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

SLOPES = ParametricField(Fraction(0), Fraction(1))
ALPHA = ["0", "1"]
BLUE, RED = 0, 1
OUTSIDE: Any = [[half_space([1, 0], 1)], [half_space([-1, 0], 1)]]
INSIDE: Any = [[half_space([1, 0], -1), half_space([-1, 0], -1)]]


def printed_network() -> Any:
    """b_1 = (-1, -1), b_2 = (0, -2 alpha), as printed."""
    sigma = leaky_relu(ALPHA)
    return network(
        layer([[1, 0], [-1, 0]], [-1, -1], sigma), layer([[1, 1], [0, 0]], [0, ["0", "-2"]]), field=SLOPES
    )


def corrected_network() -> Any:
    """b_1 = (0, 0), b_2 = (0, 1 - alpha): f_blue - f_red = (1 - alpha)(|x_1| - 1)."""
    sigma = leaky_relu(ALPHA)
    return network(
        layer([[1, 0], [-1, 0]], [0, 0], sigma), layer([[1, 1], [0, 0]], [0, ["1", "-1"]]), field=SLOPES
    )


def printed_claim() -> Claim:
    """That the network fits the data: red is the strip |x_1| < 1."""
    return region_claim("region-is", printed_network(), SLOPES, RED, polyhedra=INSIDE)


def exhibits() -> tuple[Exhibit, ...]:
    """Blue is disconnected for every slope; red is empty as printed, and right after the repair."""
    net, mended = printed_network(), corrected_network()
    return (
        rank(net, 0, 1, SLOPES, "<="),
        region_is(net, BLUE, OUTSIDE, SLOPES, "blue is {|x_1| > 1}, every slope"),
        components(net, BLUE, 2, SLOPES),
        Exhibit(
            "red is not the strip |x_1| < 1",
            lambda: certify_region_is_not(net, SLOPES, RED, INSIDE),
            "refutes",
            printed_claim,
        ),
        region_is(net, RED, [], SLOPES, "red is empty as printed, every slope", "corrects"),
        region_is(mended, BLUE, OUTSIDE, SLOPES, "corrected: blue is {|x_1| > 1}", "corrects"),
        region_is(mended, RED, INSIDE, SLOPES, "corrected: red is {|x_1| < 1}", "corrects"),
        components(mended, BLUE, 2, SLOPES, role="corrects"),
        components(mended, RED, 1, SLOPES, role="corrects"),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """Rank 2, and a strip of another width."""
    good = exhibits()
    return (
        NearMiss(
            "blue is {|x_1| > 2}", tampered(good[1].build, "/claim/polyhedra/0/0/offset", "2"), "E_FARKAS"
        ),
        NearMiss(
            "slopes in (0, 2)",
            tampered(good[1].build, "/claim/field", {"parameter": ["0", "2"]}),
            "E_SIGN_VARIES",
        ),
    )


theorem = Theorem(
    id="sec-5.3.2",
    kind="section",
    title="Full rank cannot be dropped",
    statement=(
        r"For every slope $\alpha\in(0,1)$ the network of Section 5.3.2, with $\mathrm{rank}\,W_1=1$, has the "
        r"disconnected region $C_{\mathrm{blue}}=\{|x_1|>1\}$."
    ),
    source=thesis("Section 5.3.2", "78"),
    universal=False,
    covers="Both regions exactly for every slope in (0, 1), as printed and as corrected.",
    uses=("def-5.2.1", "eq-5.4"),
    exhibits=exhibits,
    near_misses=near_misses,
    printed="The network is said to fit the data perfectly.",
    finding=(
        r"On $|x_1|\le1$ both outputs equal $-2\alpha$: a tie, so by Definition 5.2.1 the red region is empty for every "
        r"slope, and no red point is classified."
    ),
    corrected=(
        r"With $b_1=(0,0)$ and $b_2=(0,1-\alpha)$, $f_{\mathrm{blue}}-f_{\mathrm{red}}=(1-\alpha)(|x_1|-1)$: blue is "
        r"$\{|x_1|>1\}$ and red $\{|x_1|<1\}$."
    ),
)
