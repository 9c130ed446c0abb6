"""Proposition 5.1.2: a continuous strictly increasing function has a continuous inverse on its image."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="prop-5.1.2",
    kind="proposition",
    title="Continuous inverse",
    statement=(
        r"A continuous strictly increasing $f:\mathbb{R}\to f(\mathbb{R})$ has an inverse, and it is continuous."
    ),
    source=thesis("Proposition 5.1.2", "72"),
    universal=True,
    covers="Nothing is checked: a standard fact of analysis. The increasing case is stated; Lemma 5.2.2 also uses the decreasing one.",
    cited="Rudin, Principles of Mathematical Analysis (1976), Theorem 4.17",
)
