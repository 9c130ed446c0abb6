"""Section 5.3.1: the pyramidal widths cannot be dropped from the theorem, though a single network may do without them."""

from __future__ import annotations

from checker import Network
from constructions.certificate import Claim, region_claim
from constructions.disconnected_regions import first_increase
from constructions.evidence.components import certify_connected
from constructions.fully_connected import layer, leaky_relu, network
from proofs.chapter5.eq_5_3 import eq_5_3
from proofs.exhibits import Q, activation, components, full_rank, pyramidal
from proofs.own.new_5_c import separating
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def wider_and_connected() -> Network:
    """Widths 2-3-2, slope 1/2: f_1 - f_2 = sigma(x_1) + sigma(x_2) + sigma(x_1 + x_2), increasing in both inputs."""
    return network(
        layer([[1, 0], [0, 1], [1, 1]], [0, 0, 0], leaky_relu("1/2")), layer([[1, 1, 1], [0, 0, 0]], [0, 0])
    )


def printed_claim() -> Claim:
    """If pyramidal widths were necessary for each network, some region of this one would be disconnected."""
    return region_claim("region-disconnected", wider_and_connected(), Q, 0)


def exhibits() -> tuple[Exhibit, ...]:
    """Equation 5.3 with its hypotheses, a wider network that is connected, a witness for another pattern."""
    net = eq_5_3()
    return (
        pyramidal(net, holds="no"),
        *full_rank(net),
        activation(net, "strictly-increasing", "yes"),
        activation(net, "onto", "yes"),
        components(net, 0, 2),
        Exhibit(
            "widths 2-3-2 and C_1 connected",
            lambda: certify_connected(wider_and_connected(), Q, 0),
            "refutes",
            printed_claim,
        ),
        components(wider_and_connected(), 1, 1, role="corrects"),
        pyramidal(first_increase(3, (3, 2, 3, 1)), holds="no"),
        separating(3, (3, 2, 3, 1)),
    )


theorem = Theorem(
    id="sec-5.3.1",
    kind="section",
    title="The pyramidal structure cannot be dropped",
    statement=(
        "Equation 5.3 meets all hypotheses of Theorem 5.2.3 but the pyramidal widths, and has a disconnected region; so the pyramidal structure is a necessary condition for "
        "connected decision regions."
    ),
    source=thesis("Section 5.3.1", "77"),
    universal=True,
    covers=(
        "The hypotheses and the components of Equation 5.3, exactly; a network that is not pyramidal and has connected regions all the same, so that the last words cannot be meant of "
        "a single network; and a witness for a second width pattern. All patterns: new-5.c."
    ),
    uses=("eq-5.3", "thm-5.2.3", "new-5.c"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("2-1-2 pyramidal", tampered(exhibits()[0].build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"),
        NearMiss(
            "one component", tampered(components(eq_5_3(), 0, 2).build, "/claim/components", "1"), "E_LABEL"
        ),
    ),
    printed="The counterexample shows that the pyramidal structure is a necessary condition to get connected decision regions.",
    finding=(
        r"Widths 2-3-2 with slope $\frac12$ and $f_1-f_2=\sigma(x_1)+\sigma(x_2)+\sigma(x_1+x_2)$: not pyramidal, and both regions are connected."
    ),
    corrected=(
        "The hypothesis cannot be dropped from Theorem 5.2.3: for every width pattern that is not pyramidal some full-rank network has a disconnected region (new-5.c); other networks of the "
        "same widths have connected ones."
    ),
)
