"""new-3.c: N - 1 units and non-increasing widths exclude bad local valleys; N - 2 units do not."""

from constructions.formats.piecewise_linear import RELU
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import descends
from proofs.path_witnesses import one_unit
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

CASES = (
    ((1, 2, 1), 3, HALF, "zero"),
    ((1, 3, 2, 2, 2), 4, TWO_KINKS, "zero"),
    ((1, 3, 3, 3), 4, HALF, "low"),
    ((1, 3, 3, 4, 2), 4, RELU, "zero"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """Descents to zero loss with n_1 = N - 1."""
    found = []
    for seed, (widths, N, sigma, start) in enumerate(CASES):
        some = Instances(240 + seed)
        risk = some.risk(widths, N)
        name = f"widths {'-'.join(map(str, widths))}, N = {N}, start {start}"
        found.append(descends(f"{name}: down to zero loss", some.network(widths, sigma, start), risk))
    return (*found, one_unit())


theorem = Theorem(
    id="new-3.c",
    kind="own",
    title="N - 1 units suffice against bad valleys",
    statement=(
        r"In Theorem 3.4.13 (1) $n_k\ge N-1$ and $n_{k+1}\ge\dots\ge n_L$ suffice, in Theorem 3.4.17 (1) all $n_l\ge N-1$; $N-2$ does not suffice."
    ),
    source=Source("Theodolite", "docs/proofs/new-3.md, Theorem C"),
    universal=True,
    hypotheses=(r"$n_k\ge N-1$",),
    covers="Four descents to zero loss from zero weights and equal units; N - 2 = 1 unit refuted. With n_1 = N - 1 sublevel sets may be disconnected (new-3.a).",
    uses=("thm-3.4.13", "thm-3.4.17"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a bound of 1/3", tampered(one_unit().build, "/claim/bound", "1/3"), "E_BOUND"),
        NearMiss(
            "samples out of order",
            tampered(one_unit().build, "/evidence/monotone", ["0", "2", "1"]),
            "E_ORDER",
        ),
    ),
    ablations=lambda: (Ablation(r"$n_k\ge N-1$", (one_unit(),)),),
    proof="docs/proofs/new-3.md",
)
