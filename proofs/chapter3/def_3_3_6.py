"""Definition 3.3.6: level sets and sublevel sets of the loss."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="def-3.3.6",
    kind="definition",
    title="Level sets and sublevel sets",
    statement=(
        r"$\Phi^{-1}(\alpha)$ is the $\alpha$-level set and $L_\alpha=\{\theta\mid\Phi(\theta)\le\alpha\}$ the "
        r"$\alpha$-sublevel set of $\Phi:\Omega\to\mathbb{R}$."
    ),
    source=thesis("Definition 3.3.6", "37"),
    universal=True,
    covers="A definition. `loss-path` with at-most speaks of sublevel sets, with constant of level sets.",
    cited="the thesis, as a definition",
)
