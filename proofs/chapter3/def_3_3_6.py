"""Definition 3.3.6: level sets and sublevel sets of the loss."""

from fractions import Fraction

from constructions.parameter_path import Trail
from constructions.random_paths import HALF
from proofs.path_exhibits import net, square, walked
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """A network of loss 1/2: in its sublevel set, and a move within its level set."""
    risk, network = square([[0], [1]], [[0], [2]]), net(HALF, [[1, 0], [3, 0]], [[1, 0, 0]])
    trail = Trail(network)
    trail.step([(0, 1, (Fraction(-5), Fraction(2)))])
    return (
        walked("a point of the 1/2-sublevel set", lambda: Trail(network), risk, {"at-most": "1/2"}),
        walked("a segment in the 1/2-level set", lambda: trail, risk, "constant"),
    )


theorem = Theorem(
    id="def-3.3.6",
    kind="definition",
    title="Level sets and sublevel sets",
    statement=(
        r"$\Phi^{-1}(\alpha)$ is the $\alpha$-level set and $L_\alpha=\{\theta\mid\Phi(\theta)\le\alpha\}$ the "
        r"$\alpha$-sublevel set of $\Phi:\Omega\to\mathbb{R}$."
    ),
    source=thesis("Definition 3.3.6", "37"),
    universal=False,
    covers="The definition is the kernel's: `loss-path` with at-most speaks of sublevel sets, with constant of level sets.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the 2/5-sublevel set",
            tampered(exhibits()[0].build, "/claim/behaviour/at-most", "2/5"),
            "E_LOSS_EXCEEDS",
        ),
    ),
)
