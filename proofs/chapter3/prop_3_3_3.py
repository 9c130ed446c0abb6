"""Proposition 3.3.3: Minkowski sums of connected sets are connected."""

from proofs.path_exhibits import S, identity, plus, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

SHAPES = {name: ["d", "1"] for name in "abcd"}


def sum_of_curves() -> Exhibit:
    """(1 - t)(a + b) + t(c + d) is the sum of points of the segments a c and b d."""
    left = plus(times(plus("1", times("-1", "t")), plus("a", "b")), times("t", plus("c", "d")))
    first = plus(times(plus("1", times("-1", "t")), "a"), times("t", "c"))
    second = plus(times(plus("1", times("-1", "t")), "b"), times("t", "d"))
    return identity("the sum of two segments", left, plus(first, second), scalars=["t"], matrices=SHAPES)


theorem = Theorem(
    id="prop-3.3.3",
    kind="proposition",
    title="Sums of connected sets",
    statement=r"If $U,V\subseteq\mathbb{R}^n$ are connected, so is $U+V=\{u+v\mid u\in U,\ v\in V\}$.",
    source=thesis("Proposition 3.3.3", "36"),
    universal=True,
    hypotheses=(r"$U$ connected", r"$V$ connected"),
    covers=(
        "The identity behind the proof, for segments and all dimensions. Both hypotheses are needed: $\\{0,1\\}+\\{0\\}$ "
        "is two points."
    ),
    uses=("def-3.3.1",),
    ablations=lambda: (
        Ablation(r"$U$ connected", (), r"Needed: $\{0,1\}+\{0\}$ is two points (by hand)."),
        Ablation(r"$V$ connected", (), r"Needed: $\{0\}+\{0,1\}$ is two points (by hand)."),
    ),
    exhibits=lambda: (sum_of_curves(),),
    near_misses=lambda: (
        NearMiss("half a sum", tampered(sum_of_curves().build, "/claim/right", S("a")), "E_IDENTITY"),
    ),
)
