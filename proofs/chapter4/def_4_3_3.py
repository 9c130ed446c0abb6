"""Definition 4.3.3: local valleys, again."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="def-4.3.3",
    kind="definition",
    title="Local valleys in (U, V)",
    statement=(
        r"A local valley is a non-empty connected component of $\{(U,V)\mid\Phi(U,V)<\alpha\}$; it is bad if $\Phi$ does not come arbitrarily close to "
        r"$p^*$ on it."
    ),
    source=thesis("Definition 4.3.3", "58"),
    universal=True,
    covers="A definition, the same as Definition 3.3.7 in other parameters.",
    uses=("def-3.3.7",),
    cited="set theory",
)
