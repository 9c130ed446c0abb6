"""Definition 3.3.7: local valleys and bad local valleys."""

from proofs.path_witnesses import one_unit, tent
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="def-3.3.7",
    kind="definition",
    title="Local valleys",
    statement=(
        r"A local valley is a non-empty connected component of a strict sublevel set "
        r"$L^s_\alpha=\{\theta\mid\Phi(\theta)<\alpha\}$; it is bad if the infimum of $\Phi$ on it exceeds "
        r"$p^*=\inf\varphi$."
    ),
    source=thesis("Definition 3.3.7", "37"),
    universal=False,
    covers=(
        r"Two networks in different local valleys, and a shape all of whose local valleys are bad. $p^*$ is the infimum of $\varphi$ over all "
        r"outputs, which may lie below $\inf\Phi$. The comment after it (any open set with a higher border is a bad valley) needs "
        r"``connected, with infimum above $p^*$''."
    ),
    uses=("def-3.3.1", "def-3.3.6"),
    exhibits=lambda: (tent(), one_unit()),
    near_misses=lambda: (
        NearMiss("a valley up to 1/4", tampered(tent().build, "/claim/behaviour/at-most", "1/4"), "E_BOUND"),
    ),
)
