"""Proposition 3.4.12: preimages of open sets are open."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="prop-3.4.12",
    kind="proposition",
    title="Preimages of open sets",
    statement=r"If $f:\mathbb{R}^m\to\mathbb{R}^n$ is continuous and $U\subseteq\mathbb{R}^n$ is open, $f^{-1}(U)$ is open.",
    source=thesis("Proposition 3.4.12", "46"),
    universal=True,
    covers="Taken from topology. Theorem 3.4.13 cites Proposition 5.1.1 for it, which is the same statement.",
    cited="Apostol, Mathematical Analysis (1974), Theorem 4.23",
)
