"""Definition 3.3.4: preimages."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="def-3.3.4",
    kind="definition",
    title="Preimage",
    statement=(
        r"For $f:U\to V$ and $A\subseteq V$, $f^{-1}(A)=\{x\in U\mid f(x)\in A\}$; $f^{-1}(y)$ is the preimage of "
        r"$\{y\}$. So $f^{-1}(A)=f^{-1}(A\cap\operatorname{range} f)$."
    ),
    source=thesis("Definition 3.3.4", "37"),
    universal=True,
    covers="A definition.",
    cited="the thesis, as a definition",
)
