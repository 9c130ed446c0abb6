"""Proposition 3.3.2: continuous images of connected sets are connected."""

from proofs.theorem import Ablation, Theorem, thesis

theorem = Theorem(
    id="prop-3.3.2",
    kind="proposition",
    title="Images of connected sets",
    statement=r"If $f:U\to V$ is continuous and $A\subseteq U$ is connected, then $f(A)$ is connected.",
    source=thesis("Proposition 3.3.2", "36"),
    universal=True,
    hypotheses=(r"$f$ continuous", r"$A$ connected"),
    covers="Taken from topology: compose the curve with $f$. Its proof refers to Definition 3.2, meaning 3.3.1.",
    uses=("def-3.3.1",),
    ablations=lambda: (
        Ablation(r"$f$ continuous", (), r"Needed: the sign of $x$ on $[-1,1]$ has three values (by hand)."),
        Ablation(r"$A$ connected", (), r"Needed: $f(x)=x$ and $A=\{0,1\}$ (by hand)."),
    ),
    cited="Munkres, Topology (2000), Theorem 23.5",
)
