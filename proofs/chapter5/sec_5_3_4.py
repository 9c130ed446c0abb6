"""Section 5.3.4: width d + 1 suffices for a disconnected region, exactly and in every dimension tried."""

from __future__ import annotations

from fractions import Fraction

from checker import ParametricField
from constructions.disconnected_regions import wide
from proofs.exhibits import components, full_rank, pyramidal
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

SLOPES = ParametricField(Fraction(0), Fraction(1))


def exhibits() -> tuple[Exhibit, ...]:
    """d = 2 with three units for every slope in (0, 1): the case of Figure 5.5, no training needed."""
    net = wide(2, ["0", "1"], ["1", "-1"], SLOPES)
    return (
        pyramidal(net, SLOPES, "no"),
        components(net, 0, 2, SLOPES),
        components(net, 1, 1, SLOPES),
        *full_rank(wide(2, "1/2", "1/2")),
    )


theorem = Theorem(
    id="sec-5.3.4",
    kind="section",
    title="The theorems are tight: width 3 in the plane",
    statement=(
        r"There is a network with one hidden layer of $d+1=3$ leaky-ReLU units on $\mathbb{R}^2$, of full rank, with a "
        r"disconnected decision region; so $n_1\le d$ cannot be weakened in Theorems 5.2.3 and 5.2.4."
    ),
    source=thesis("Section 5.3.4 and Figure 5.5", "80"),
    universal=False,
    covers=(
        "An exact network in place of the trained one of Figure 5.5, for every slope in (0, 1); every dimension: own "
        "claim new-5.e. The trained networks of the figure are not reproduced here."
    ),
    uses=("def-5.2.1", "thm-5.2.3", "thm-5.2.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("one component", tampered(exhibits()[1].build, "/claim/components", "1"), "E_LABEL"),
        NearMiss(
            "pyramidal after all", tampered(exhibits()[0].build, "/claim/holds", "yes"), "E_PROPERTY_FAILS"
        ),
    ),
)
