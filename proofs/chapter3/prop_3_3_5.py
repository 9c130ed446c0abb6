"""Proposition 3.3.5: the preimage under a composition."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="prop-3.3.5",
    kind="proposition",
    title="Preimages under compositions",
    statement=(
        r"For $f:U\to V$ and $g:V\to Q$, $(g\circ f)^{-1}=f^{-1}\circ g^{-1}$, also with "
        r"$f^{-1}(g^{-1}(A\cap\operatorname{range} g)\cap\operatorname{range} f)$ on the right."
    ),
    source=thesis("Proposition 3.3.5", "37"),
    universal=True,
    covers=r"Set theory: $x$ lies in either side exactly when $g(f(x))\in A$.",
    uses=("def-3.3.4",),
    cited="Halmos, Naive Set Theory (1960), Section 10",
)
