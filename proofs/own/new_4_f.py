"""new-4.f: with M >= N there is no strict local extremum, for any loss and any activations."""

from __future__ import annotations

from fractions import Fraction

from proofs.chapter4.thm_4_3_4 import near_points, same_outputs
from proofs.path_exhibits import rank_is
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem


def injective() -> Exhibit:
    """One unit t/(1 + |t|), v = w = 1, b = 0, samples 1, 2, 3: the derivatives of the outputs."""
    rows = [(Fraction(x, (1 + x) ** 2), Fraction(1, (1 + x) ** 2), Fraction(x, 1 + x)) for x in (1, 2, 3)]
    return rank_is("one unit, N = 3: the derivatives in w, b, v have rank 3", rows, 3)


def exhibits() -> tuple[Exhibit, ...]:
    """Both moves for all sizes, and with numbers."""
    return (*same_outputs(), *near_points())


theorem = Theorem(
    id="new-4.f",
    kind="own",
    title="No strict local extremum",
    statement=(
        r"Let $\Psi$ be continuous in $U\in\mathbb{R}^p$, $p\ge1$, and $M\ge N$. For every function $\varphi$ on $\mathbb{R}^{N\times m}$, $\Phi(U,V)=\varphi(\Psi(U)V)$ has no strict local minimum and no strict local maximum."
    ),
    source=Source("Theodolite", "docs/proofs/no-strict-extremum.md"),
    universal=True,
    hypotheses=(r"$M\ge N$",),
    covers=(
        r"The two moves for all sizes, and with numbers at distances of a tenth and a thousandth. So Theorem 4.3.4 (3) needs neither Assumption 4.3.1 nor a convex loss, nor the word suboptimal. That the second move is as small as one likes "
        r"is continuity of the inverse (docs/proofs/no-strict-extremum.md)."
    ),
    uses=("eq-4.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "another start",
            tampered(
                same_outputs()[0].build, "/claim/right", {"product": [{"symbol": "P"}, {"symbol": "V"}]}
            ),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$M\ge N$",
            (injective(),),
            r"With $Y$ equal to the outputs at this point the square loss has a strict local minimum there: one skip unit, three samples.",
        ),
    ),
    proof="docs/proofs/no-strict-extremum.md",
)
