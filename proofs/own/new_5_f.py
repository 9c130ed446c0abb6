"""Connected in the plane and disconnected in a bounded domain: the bridge at distance 1/(2 epsilon)."""

from __future__ import annotations

from fractions import Fraction

from checker import Json
from constructions.disconnected_regions import bridge
from constructions.fully_connected import half_space
from proofs.exhibits import components, full_rank, pyramidal
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Source, Theorem

EPSILONS = ("1/10", "1/100", "1/1000")


def below(height: Fraction) -> Json:
    """The closed half-plane {x_2 <= height}."""
    return [half_space([0, -1], str(-height))]


def exhibits() -> tuple[Exhibit, ...]:
    """For three epsilons: one component in the plane and above the bridge, two below it."""
    found: list[Exhibit] = []
    for epsilon in EPSILONS:
        net, height = bridge(epsilon), 1 / (2 * Fraction(epsilon))
        found += [pyramidal(net), *full_rank(net), components(net, 0, 1)]
        found += [components(net, 0, 2, domain=below(height))]
        found += [components(net, 0, 1, domain=below(height * Fraction(1001, 1000)))]
    return tuple(found)


theorem = Theorem(
    id="new-5.f",
    kind="own",
    title="Connected, but far outside the data",
    statement=(
        r"For every $\varepsilon>0$ there is a full-rank network of widths 2-2-2 with slope $\alpha=\frac12$ whose region "
        r"$C_1$ is connected in $\mathbb{R}^2$, while $C_1\cap\{x_2\le B\}$ has two components for $B\le\frac1{2\varepsilon}$."
    ),
    source=Source("Theodolite", "docs/proofs/bridge.md"),
    universal=True,
    covers=(
        r"$\varepsilon=10^{-1},10^{-2},10^{-3}$ exactly; the proof for every $\varepsilon$ and slope is written out in "
        "docs/proofs/bridge.md. It qualifies the caption of Figure 5.5 and Section 5.3.5, which look at bounded domains."
    ),
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the domain forgotten",
            tampered(components(bridge("1/10"), 0, 2, domain=below(Fraction(5))).build, "/claim/domain", []),
            "E_MULTIPLIER_INDEX",
        ),
    ),
    proof="docs/proofs/bridge.md",
)
