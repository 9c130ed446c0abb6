"""Section 5.3.5: narrow networks and adversarial paths; the width that disconnected regions need is misstated."""

from __future__ import annotations

from checker import Network
from constructions.certificate import Claim, region_claim
from constructions.disconnected_regions import components_at_width_two, first_increase
from constructions.evidence.components import certify_disconnected
from proofs.chapter5.fig_5_7 import points
from proofs.digit_networks import BLUE, of_one_digit
from proofs.exhibits import Q, components, full_rank, pyramidal, rank
from proofs.region_exhibits import inside
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def printed_claim() -> Claim:
    """No layer of this network is wider than d = 3, so its regions would be connected."""
    return region_claim("region-connected", leaky(), Q, 0)


def leaky() -> Network:
    """Widths 3-3-2-3-2, leaky ReLU, full rank."""
    return first_increase(3, (3, 2, 3))


def exhibits() -> tuple[Exhibit, ...]:
    """The path of Figure 5.7, and three components at width 2 in the plane."""
    source, _, adversarial, target = points()
    narrow = components_at_width_two(3)
    return (
        pyramidal(of_one_digit()),
        rank(of_one_digit(), 0, 64),
        inside(
            "a blue path through an adversarial image", of_one_digit(), BLUE, [source, adversarial, target]
        ),
        Exhibit(
            "leaky ReLU, widths 3-3-2-3-2: C_1 is disconnected",
            lambda: certify_disconnected(leaky(), Q, 0),
            "refutes",
            printed_claim,
        ),
        *full_rank(leaky()),
        pyramidal(leaky(), holds="no"),
        pyramidal(narrow),
        components(narrow, 0, 3, role="corrects"),
    )


theorem = Theorem(
    id="sec-5.3.5",
    kind="section",
    title="Adversarial paths and the width that avoids them",
    statement=(
        "A network of widths at most $d$ joins the parts of a class that the Bayes optimal classifier keeps apart, by inputs that look like another class; to keep them "
        "apart a classifier needs a width of at least $d+1$."
    ),
    source=thesis("Section 5.3.5", "80"),
    universal=True,
    covers=(
        "The path on an exact instance (Figure 5.7), for a network that Theorem 5.2.3 covers; and two networks no wider than their input with disconnected regions. That such paths are "
        "harmful is not a mathematical statement."
    ),
    uses=("thm-5.2.3", "fig-5.7", "new-5.d"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one component at width 2",
            tampered(components(components_at_width_two(3), 0, 3).build, "/claim/components", "1"),
            "E_LABEL",
        ),
        NearMiss(
            "3-3-2-3 pyramidal",
            tampered(pyramidal(leaky(), holds="no").build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
    ),
    printed="For disconnected decision regions a network naturally requires a minimal width of $d+1$.",
    finding=(
        r"Leaky ReLU, widths 3-3-2-3-2 and full rank: no layer is wider than $d=3$, and $C_1$ is disconnected. With the ReLU width 2 in the plane gives any number of "
        "components (new-5.d; here three)."
    ),
    corrected=(
        "A width of at least $d+1$ is needed if the widths do not increase from $d$ on, the weights have full rank and the activation is onto; or if there is one hidden layer only."
    ),
)
