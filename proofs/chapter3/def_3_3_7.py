"""Definition 3.3.7: local valleys and bad local valleys."""

from proofs.theorem import Theorem, thesis

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
    universal=True,
    covers=(
        r"A definition. $p^*$ is the infimum of $\varphi$ over all outputs, which may lie below $\inf\Phi$. The comment "
        r"after it (any open set with a higher border is a bad valley) needs ``connected, with infimum above $p^*$''."
    ),
    uses=("def-3.3.1", "def-3.3.6"),
    cited="the thesis, as a definition",
)
