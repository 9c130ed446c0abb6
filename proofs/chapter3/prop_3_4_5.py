"""Property 3.4.5: all weight matrices above the first have full rank."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="prop-3.4.5",
    kind="definition",
    title="Full rank above the first layer",
    statement=r"$\operatorname{rank} W_l=\min(n_{l-1},n_l)$ for every $l\in[2,L]$.",
    source=thesis("Property 3.4.5", "39"),
    universal=True,
    covers="A property of parameters; Lemma 3.4.7 reaches it at constant loss.",
    cited="the thesis, as a definition",
)
