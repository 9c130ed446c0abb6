"""Definition 3.3.1: connected sets, in the sense of path connected."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="def-3.3.1",
    kind="definition",
    title="Connected sets",
    statement=(
        r"$S\subseteq\mathbb{R}^d$ is called connected if any two points $x,y\in S$ are joined by a continuous curve in "
        r"$S$, that is, if it is path connected."
    ),
    source=thesis("Definition 3.3.1", "36"),
    universal=True,
    covers="A definition. The certificates of this chapter show curves that are polylines.",
    cited="the thesis, as a definition",
)
