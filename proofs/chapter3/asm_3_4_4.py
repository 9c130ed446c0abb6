"""Assumption 3.4.4: distinct samples, and why it is there."""

from typing import Any

from constructions.random_paths import HALF
from proofs.path_exhibits import at_least, net, square
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

TWICE = square([[0], [1], [1]], [[0], [0], [1]])
REASON: Any = {"combination": ["0", "1", "-1"]}


def equal_samples(name: str = "equal samples") -> Exhibit:
    """A wide leaky-ReLU network on two equal samples with targets 0 and 1: its loss is at least 1/4."""
    network = net(HALF, [[1, 0], [2, 1], [-1, 1]], [[1, 1, 1, 0]])
    return at_least(name, network, TWICE, "1/4", REASON)


def exhibits() -> tuple[Exhibit, ...]:
    """Two equal samples with different targets: no parameters reach a loss below 1/4."""
    network = net(HALF, [[1, 0], [2, 1], [-1, 1]], [[1, 1, 1, 0]])
    return (at_least("equal samples with targets 0 and 1: Phi >= 1/4", network, TWICE, "1/4", REASON),)


theorem = Theorem(
    id="asm-3.4.4",
    kind="definition",
    title="Distinct samples",
    statement=r"All samples are distinct: $x_i\ne x_j$ for $i\ne j$.",
    source=thesis("Assumption 3.4.4", "38"),
    universal=True,
    covers=(
        r"An assumption. Without it $\inf\Phi>p^*$ is possible for every width, shown here; connectedness of sublevel "
        r"sets does not need it (docs/proofs/new-3.md, Remark)."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a bound of 1/3", tampered(exhibits()[0].build, "/claim/bound", "1/3"), "E_BOUND"),
        NearMiss(
            "samples that differ",
            tampered(exhibits()[0].build, "/claim/risk/inputs/2/0", "2"),
            "E_COMBINATION",
        ),
    ),
)
