"""new-6.b: one hidden layer has as many regions as its hyperplanes cut out, by Zaslavsky's count if generic."""

from __future__ import annotations

from math import comb

from proofs.region_exhibits import hyperplanes, regions
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem


def _generic(d: int, n: int) -> Exhibit:
    """Hyperplanes <(1, k, ..., k^(d-1)), x> + k^d = 0 for k = 0, ..., n - 1 are in general position."""
    normals = [[k**i for i in range(d)] for k in range(n)]
    count = sum(comb(n, i) for i in range(d + 1))
    return regions(hyperplanes(normals, [k**d for k in range(n)]), count, name=f"{n} hyperplanes, d = {d}")


def exhibits() -> tuple[Exhibit, ...]:
    """d = 1, 2, 3 with up to five hyperplanes."""
    return tuple(_generic(d, n) for d, most in ((1, 4), (2, 5), (3, 4)) for n in range(1, most + 1))


def ablations() -> tuple[Ablation, ...]:
    """Three lines through a point, two parallel ones, one line twice."""
    through = hyperplanes([[1, 0], [0, 1], [1, 1]], [0, 0, 0])
    parallel = hyperplanes([[1, 0], [1, 0], [0, 1]], [0, 1, 0])
    twice = hyperplanes([[1, 2], [-2, -4], [0, 1]], [1, -2, 0])
    return (
        Ablation(
            "general position",
            (
                regions(through, 6, name="three lines through a point, not 7"),
                regions(parallel, 6, name="two parallel lines and a third, not 7"),
                regions(twice, 4, name="one line twice and another, not 7"),
            ),
        ),
    )


theorem = Theorem(
    id="new-6.b",
    kind="own",
    title="Zaslavsky's count",
    statement=(
        r"A network with one hidden layer of $n$ ReLUs whose hyperplanes in $\mathbb{R}^d$ are in general position has exactly "
        r"$\sum_{i=0}^d\binom{n}{i}$ activation regions."
    ),
    source=Source("Zaslavsky (1975), Facing up to Arrangements", "the count for general position"),
    universal=True,
    covers="Exact for moment-curve arrangements, $d=1$ with $n\\le4$, $d=2$ with $n\\le5$, $d=3$ with $n\\le4$.",
    hypotheses=("general position",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "17 regions of five lines", tampered(_generic(2, 5).build, "/claim/regions", "17"), "E_REGIONS"
        ),
    ),
    ablations=ablations,
)
