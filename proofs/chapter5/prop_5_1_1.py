"""Proposition 5.1.1: preimages of open sets under continuous maps are open."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="prop-5.1.1",
    kind="proposition",
    title="Preimages of open sets",
    statement=(
        r"If $f:\mathbb{R}^m\to\mathbb{R}^n$ is continuous and $U\subseteq\mathbb{R}^n$ is open, "
        r"then $f^{-1}(U)$ is open."
    ),
    source=thesis("Proposition 5.1.1", "72"),
    universal=True,
    covers=(
        r"Nothing is checked: a standard fact of topology. As converted, the source has $U\subseteq\mathbb{R}^m$, "
        r"where the preimage is not defined unless $m=n$; Proposition 3.4.12 states it with $\mathbb{R}^n$."
    ),
    cited="Apostol, Mathematical Analysis (1974), Theorem 4.23",
)
