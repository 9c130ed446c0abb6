"""Theorem 3.4.17: every hidden layer wide: the same for the ReLU."""

from constructions.formats.piecewise_linear import RELU
from constructions.random_paths import Instances
from proofs.chapter3.asm_3_4_4 import equal_samples
from proofs.path_exhibits import both_ways, descends, joined
from proofs.path_witnesses import affine, one_unit, tent
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CASES = (
    ((1, 4, 4, 1), 2, "zero"),
    ((1, 6, 6, 2), 3, "full"),
    ((2, 6, 7, 6, 1), 3, "low"),
    ((1, 8, 2), 4, "zero"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """All widths at least 2N: paths from both to one point, and descents to zero loss."""
    found: list[Exhibit] = []
    for seed, (widths, N, start) in enumerate(CASES):
        some = Instances(100 + seed)
        risk = some.risk(widths, N)
        a, b = some.network(widths, RELU, start), some.network(widths, RELU)
        name = f"ReLU, widths {'-'.join(map(str, widths))}, N = {N}, start {start}"
        found += [*both_ways(name, a, b, risk), descends(f"{name}: down to zero loss", a, risk)]
    return tuple(found)


def near_misses() -> tuple[NearMiss, ...]:
    """Another end, another bound."""
    some = Instances(101)
    risk = some.risk((1, 6, 6, 2), 3)
    a, b = some.network((1, 6, 6, 2), RELU), some.network((1, 6, 6, 2), RELU)
    path = joined("a path", a, b, risk).build
    return (
        NearMiss("a bound of zero", tampered(path, "/claim/behaviour/at-most", "0"), "E_LOSS_EXCEEDS"),
        NearMiss("no moves", tampered(path, "/evidence/moves", []), "E_PATH_END"),
    )


def ablations() -> tuple[Ablation, ...]:
    """Widths N - 1 for (2), N - 2 for (1), equal samples, no kink."""
    return (
        Ablation(
            r"$\min n_l\ge2N$ in (2)",
            (tent(RELU, "ReLU"),),
            r"Weaker: all $n_l\ge N$ suffices (new-3.a); $n_1=N-1$ does not.",
        ),
        Ablation(
            r"$\min n_l\ge N$ in (1)",
            (one_unit(),),
            r"Weaker: all $n_l\ge N-1$ suffices (new-3.c); $N-2$ does not.",
        ),
        Ablation("Assumption 3.4.2", (affine(),), "Needed in (1)."),
        Ablation(
            "Assumption 3.4.4",
            (equal_samples(),),
            "Needed in (1).",
        ),
    )


theorem = Theorem(
    id="thm-3.4.17",
    kind="theorem",
    title="All hidden layers wide",
    statement=(
        r"Let Assumptions 3.4.2 and 3.4.4 hold. (1) If $\min\{n_1,\dots,n_{L-1}\}\ge N$, then $\Phi$ has no bad local valleys. (2) If "
        r"$\min\{n_1,\dots,n_{L-1}\}\ge2N$, then every sublevel set of $\Phi$ is connected."
    ),
    source=thesis("Theorem 3.4.17", "52"),
    universal=True,
    hypotheses=("Assumption 3.4.2", "Assumption 3.4.4", r"$\min n_l\ge N$ in (1)", r"$\min n_l\ge2N$ in (2)"),
    covers=(
        "Four pairs of ReLU networks with the square loss: curves from both to one point on which the loss never rises, and descents to zero "
        r"loss. In the proof $\varepsilon<\alpha$ must be strict. The conditions are not stronger than those of Theorem 3.4.16 but incomparable: "
        r"$n_2>\dots>n_L$ is not asked for."
    ),
    uses=("lem-3.4.14", "lem-3.4.15", "asm-3.4.2", "asm-3.4.4"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
