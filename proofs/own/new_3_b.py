"""new-3.b: affinely independent samples suffice in Theorem 3.4.9."""

from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.path_exhibits import both_ways, rank_is
from proofs.path_witnesses import tent
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

CASES = (((1, 3, 1), 2, HALF, "zero"), ((2, 3, 2), 3, TWO_KINKS, "full"), ((2, 4, 3, 1), 3, FALLING, "low"))


def exhibits() -> tuple[Exhibit, ...]:
    """N = d + 1 samples, so rank X < N."""
    found: list[Exhibit] = []
    for seed, (widths, N, sigma, start) in enumerate(CASES):
        some = Instances(220 + seed)
        risk = some.risk(widths, N, independent=True)
        a, b = some.network(widths, sigma, start), some.network(widths, sigma)
        name = f"widths {'-'.join(map(str, widths))}, N = {N}"
        found.append(rank_is(f"{name}: [X, 1] has rank N", [[*x, 1] for x in risk.inputs], N))
        found += both_ways(name, a, b, risk)
    return tuple(found)


theorem = Theorem(
    id="new-3.b",
    kind="own",
    title="Affinely independent samples suffice",
    statement=(
        r"Theorem 3.4.9 (1) holds with $\operatorname{rank}[X,\mathbf 1]=N$ in place of $\operatorname{rank}X=N$, so with $N\le d+1$; "
        r"$\operatorname{rank}[X,\mathbf 1]=N-1$ does not suffice."
    ),
    source=Source("Theodolite", "docs/proofs/new-3.md, Theorem B"),
    universal=True,
    hypotheses=(r"$\operatorname{rank}[X,\mathbf 1]=N$",),
    covers="Three pairs of networks with N = d + 1 samples, the rank checked; the tent for rank N - 1.",
    uses=("thm-3.4.9",),
    exhibits=lambda: (*exhibits(), tent()),
    near_misses=lambda: (
        NearMiss("rank X = 2 for one input", tampered(exhibits()[0].build, "/claim/rank", "1"), "E_LENGTH"),
    ),
    ablations=lambda: (Ablation(r"$\operatorname{rank}[X,\mathbf 1]=N$", (tent(),)),),
    proof="docs/proofs/new-3.md",
)
