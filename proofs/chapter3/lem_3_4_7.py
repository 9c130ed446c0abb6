"""Lemma 3.4.7: at constant loss all weight matrices above the first become of full rank."""

from typing import Any

from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.path_exhibits import identity, plus, times, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

MATRICES: Any = {"F": ["N", "r"], "H": ["N", "s"], "E": ["s", "r"], "V": ["r", "p"]}
WIDTHS = (3, 4, 3, 2)


def schema() -> Exhibit:
    """A(t) W = F W for W = [V; E V] and F_k = [F, H]."""
    left = plus(
        times(plus("F", times("t", "H", "E")), "V"), times(plus("1", times("-1", "t")), times("H", "E", "V"))
    )
    right = plus(times("F", "V"), times("H", "E", "V"))
    return identity("A(t) W = F W", left, right, scalars=["t"], matrices=MATRICES)


def trail(sigma: Any, start: str) -> Trail:
    """From weights of low rank to full rank."""
    some = Instances(7)
    risk = some.risk(WIDTHS, 3, independent=True)
    walker = Walker(some.network(WIDTHS, sigma, start), risk.inputs)
    walker.make_full_rank(1)
    return walker.trail


def exhibits() -> tuple[Exhibit, ...]:
    """The identity, and constant-output curves from zero and from equal units."""
    risk = Instances(7).risk(WIDTHS, 3, independent=True)
    found = [schema()]
    for sigma, name in ((HALF, "leaky ReLU"), (TWO_KINKS, "two kinks"), (FALLING, "decreasing")):
        for start in ("zero", "low"):
            found.append(
                walked(
                    f"{name}, start {start}: W_2 and W_3 of full rank at the end",
                    lambda a=sigma, b=start: trail(a, b),  # type: ignore[misc]
                    risk,
                    "constant-output",
                )
            )
    return tuple(found)


theorem = Theorem(
    id="lem-3.4.7",
    kind="lemma",
    title="Full rank at constant loss",
    statement=(
        r"Let Assumption 3.4.1 hold, $\operatorname{rank} X=N$ and $n_1>\dots>n_L$. From every $\theta$ a curve of constant loss "
        r"leads to a point with Property 3.4.5."
    ),
    source=thesis("Lemma 3.4.7", "39"),
    universal=True,
    hypotheses=("Assumption 3.4.1", r"$\operatorname{rank} X=N$", r"$n_1>\dots>n_L$"),
    covers="The identity of the curve for all sizes; six curves from weights zero and from equal units, with constant output.",
    uses=("lem-3.4.6", "prop-3.3.3", "prop-3.4.5", "asm-3.4.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "half the curve", tampered(schema().build, "/claim/left/sum/1", times("F", "V")), "E_IDENTITY"
        ),
    ),
    ablations=lambda: (
        Ablation(r"$n_1>\dots>n_L$", (), r"Superfluous in part: $n_{l-1}\ge n_l$ suffices (new-3.c)."),
        Ablation(
            r"$\operatorname{rank} X=N$", (), r"Weaker: $\operatorname{rank}[X,1]=N$ suffices (new-3.b)."
        ),
        Ablation("Assumption 3.4.1", (), "open"),
    ),
)
