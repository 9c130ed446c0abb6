"""The sharp width pattern of Theorem 5.2.3: full-rank networks all have connected regions iff pyramidal."""

from __future__ import annotations

from checker import Network
from constructions.disconnected_regions import first_increase, not_onto, rank_deficient
from constructions.fully_connected import IDENTITY, layer, network
from proofs.exhibits import activation, components, connected, full_rank, pyramidal, rank, separated
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

PATTERNS = (
    (2, (1, 2)),
    (3, (3, 2, 3, 1)),
    (4, (2, 2, 3, 2)),
    (3, (1, 2, 1, 1)),
    (2, (3, 3, 2)),
    (5, (1, 4, 2)),
)


def separating(d: int, widths: tuple[int, ...]) -> Exhibit:
    """x_1 = 0 misses C_1, which contains 9 e_1 and -9 e_1."""
    rest = [0] * (d - 1)
    return separated(first_increase(d, widths), [1, *rest], 0, [[-9, *rest], [9, *rest]], [0] * d)


def exhibits() -> tuple[Exhibit, ...]:
    """Six patterns that are not pyramidal, and a rank-deficient layer in 2-2-2-2 and 3-3-3-2."""
    found: list[Exhibit] = []
    for d, widths in PATTERNS:
        net = first_increase(d, widths)
        found += [pyramidal(net, holds="no"), *full_rank(net), separating(d, widths)]
    found += [activation(first_increase(2, (1, 2)), "onto", "yes")]
    for d in (2, 3):
        net = rank_deficient(d)
        found += [pyramidal(net), rank(net, 0, d), rank(net, 1, d - 1)]
        found += [components(net, 0, 2), components(net, 1, 1)]
    return tuple(found)


def linear() -> Network:
    """Widths 1-2-1-2 with the identity as activation."""
    return network(
        layer([[1], [2]], [0, 1], IDENTITY), layer([[1, -1]], [1], IDENTITY), layer([[1], [-1]], [0, 1])
    )


theorem = Theorem(
    id="new-5.c",
    kind="own",
    title="The width pattern, exactly",
    statement=(
        r"Let $\sigma$ be a continuous bijection of $\mathbb{R}$ that is not affine. All full-rank networks with hidden "
        r"widths $n_1,\dots,n_{L-1}$ have connected regions if and only if $d\ge n_1\ge\dots\ge n_{L-1}$; and one layer "
        r"of deficient rank $\ge 1$ with $n_k\ge2$ can disconnect a region."
    ),
    source=Source("Theodolite", "docs/proofs/width-pattern.md"),
    universal=True,
    hypotheses=(r"$\sigma$ a continuous bijection of $\mathbb{R}$", r"$\sigma$ not affine"),
    covers="Exact witnesses for eight patterns with slope 1/2; the general proof is written out in docs/proofs/width-pattern.md.",
    uses=("def-5.2.1", "thm-5.2.3"),
    exhibits=exhibits,
    ablations=lambda: (
        Ablation(
            r"$\sigma$ a continuous bijection of $\mathbb{R}$",
            (separated(not_onto(2, (2, 2), "softsign"), [1, -1], 0, [[-3, 3], [3, -3]], [1, 1]),),
            "Softsign at widths 2-2-2-2, pyramidal: new-5.b.",
        ),
        Ablation(
            r"$\sigma$ not affine",
            (connected(linear(), 0), connected(linear(), 1), pyramidal(linear(), holds="no")),
            r"With $\sigma(t)=t$ regions are half-spaces, whatever the widths: here 1-2-1-2.",
        ),
    ),
    near_misses=lambda: (
        NearMiss(
            "a point of the gap",
            tampered(separating(2, (1, 2)).build, "/evidence/points/1", ["1", "0"]),
            "E_WITNESS",
        ),
        NearMiss(
            "rank W_2 = 2", tampered(rank(rank_deficient(2), 1, 1).build, "/claim/rank", "2"), "E_LENGTH"
        ),
    ),
    proof="docs/proofs/width-pattern.md",
)
