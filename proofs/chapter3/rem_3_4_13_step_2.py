"""A step in the proof of Theorem 3.4.13: from connected sublevel sets to components of strict ones; corrected."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.certificate import Claim, region_claim
from constructions.fully_connected import layer, network
from constructions.random_paths import HALF, Instances
from proofs.exhibits import Q, separated
from proofs.path_exhibits import descends
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# (x^2 - 1)^2
WELLS: Any = {"name": "polynomial", "coefficients": ["1", "0", "-2", "0", "1"]}


def below(alpha: int) -> Network:
    """C_1 = {f < alpha} for f = (x^2 - 1)^2."""
    return network(layer([[1]], [0], WELLS), layer([[-1], [0]], [alpha, 0]))


def printed_claim() -> Claim:
    """{f < 1} is connected, as L_1 is."""
    return region_claim("region-connected", below(1), Q, 0)


def exhibits() -> tuple[Exhibit, ...]:
    """{f < 1} has a part on each side of 0; and a descent in an instance of the theorem."""
    two = separated(below(1), [1], 0, [[-1], [1]], [1])
    some = Instances(140)
    risk, start = some.risk((1, 3, 2, 1), 3), some.network((1, 3, 2, 1), HALF)
    return (
        Exhibit("{f < 1} is disconnected for f = (x^2 - 1)^2", two.build, "refutes", printed_claim),
        descends("widths 1-3-2-1, N = 3: down to zero loss within the valley", start, risk, "corrects"),
    )


theorem = Theorem(
    id="rem-3.4.13-step-2",
    kind="remark",
    title="Strict sublevel sets in the proof of Theorem 3.4.13",
    statement=(
        r"In Step 2 of the proof of Theorem 3.4.13 the sublevel set $L_\alpha$ of the loss $g$ of the upper layers is connected, so "
        r"a path of $g\le\alpha$ stays in the component $C$ of the strict sublevel set $L^s_\alpha$."
    ),
    source=thesis("Proof of Theorem 3.4.13, Step 2", "46"),
    universal=True,
    covers="A function for which the step fails, and a descent in an instance of the theorem, which stands.",
    uses=("thm-3.4.13", "def-3.3.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "{f < 2}", tampered(exhibits()[0].build, "/claim/network/layers/1/bias/0", "2"), "E_NOT_BELOW"
        ),
    ),
    printed=r"$L_\alpha$ is connected, which implies that the path stays in the component $C$ of $L^s_\alpha$.",
    finding=(
        r"$f(x)=(x^2-1)^2$, $\alpha=1$: $L_1=[-\sqrt2,\sqrt2]$ is connected, and $L^s_1$ has two components, separated by $x=0$."
    ),
    corrected=(
        r"Let $\beta<\alpha$ be the larger of the values at the two ends: $L_\beta$ is connected and contained in $L^s_\alpha$."
    ),
)
