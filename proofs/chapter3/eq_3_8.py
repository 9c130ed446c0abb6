"""Equation (3.8): an output at most as bad as those of two networks, to which both descend."""

from __future__ import annotations

from checker import Network
from checker.risk import Risk
from constructions.join import halves
from constructions.parameter_path import exact_loss
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import both_ways, walked
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

WIDTHS = (3, 4, 3, 2)


def pair(seed: int) -> tuple[Network, Network, Risk]:
    """Two networks, the one of smaller loss first, and their risk."""
    some, sigma = Instances(230 + seed), (HALF, TWO_KINKS)[seed]
    risk = some.risk(WIDTHS, 3, independent=True)
    networks = some.network(WIDTHS, sigma), some.network(WIDTHS, sigma)
    lower, higher = sorted(networks, key=lambda network: exact_loss(network, risk))
    return lower, higher, risk


def exhibits() -> tuple[Exhibit, ...]:
    """From both down to one point; the whole way of the better one is below the smaller loss."""
    found: list[Exhibit] = []
    for seed in (0, 1):
        lower, higher, risk = pair(seed)
        smaller = str(exact_loss(lower, risk))
        found += both_ways(f"instance {seed + 1}", lower, higher, risk)
        build = lambda a=lower, b=higher, r=risk: halves(a, b, r)[0]  # noqa: E731
        name = f"instance {seed + 1}: from the better one the loss stays below {smaller}"
        found.append(walked(name, build, risk, {"at-most": smaller}))
    return tuple(found)


theorem = Theorem(
    id="eq-3.8",
    kind="equation",
    title="An output that is better than both",
    statement=(
        r"For every $\hat Y$ with $\varphi(\hat Y)\le\min(\Phi(\theta),\Phi(\theta'))$ both $\theta$ and $\theta'$ descend, without a rise of the "
        r"loss, to one point with output $\hat Y$; and $\varphi(\hat Y)$ may be as close to $p^*$ as wanted."
    ),
    source=thesis("Equation (3.8), proof of Theorem 3.4.9", "39"),
    universal=True,
    covers=(
        "Two pairs of networks of widths 3-4-3-2 and the square loss: both descents to one point, whose loss is at most the smaller of the two. "
        "Here the common output is the best one on the segment between the two outputs; with the targets in its place the descent "
        "ends at zero loss (Theorem 3.4.9)."
    ),
    uses=("eq-3.1", "eq-3.6", "eq-3.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the smaller bound for the worse network",
            tampered(
                exhibits()[1].build, "/claim/behaviour", {"at-most": str(exact_loss(pair(0)[0], pair(0)[2]))}
            ),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "one that does not end there", tampered(exhibits()[0].build, "/evidence/moves", []), "E_PATH_END"
        ),
    ),
)
