"""The question left open after Theorem 5.2.4 has the answer no: activations that are not onto disconnect."""

from __future__ import annotations

from dataclasses import replace

from constructions.disconnected_regions import not_onto, rank_deficient, wide
from proofs.exhibits import Q, activation, components, full_rank, pyramidal, rank, separated
from proofs.picture import Picture
from proofs.pictures_of_regions import picture_of_region
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

SOFTSIGN = ((2, (2, 2)), (3, (2, 2)), (3, (3, 3)), (4, (4, 4, 4)), (5, (4, 2, 2, 1)), (6, (6, 2, 1, 1)))


def separating(d: int, widths: tuple[int, ...], name: str) -> Exhibit:
    """x_1 = x_2 misses C_1, which contains (3, -3, 0, ...) and its mirror image."""
    rest = [0] * (d - 2)
    points = [[-3, 3, *rest], [3, -3, *rest]]
    return separated(not_onto(d, widths, name), [1, -1, *rest], 0, points, [1, 1, *rest])


def exhibits() -> tuple[Exhibit, ...]:
    """Softsign for six width patterns; ReLU and hard tanh with their components counted."""
    found: list[Exhibit] = []
    for d, widths in SOFTSIGN:
        net = not_onto(d, widths, "softsign")
        found += [pyramidal(net), *full_rank(net), separating(d, widths, "softsign")]
    sigma = not_onto(2, (2, 2), "softsign")
    found += [activation(sigma, "strictly-increasing", "yes"), activation(sigma, "onto", "no")]
    for name in ("relu", "hard_tanh"):
        net = not_onto(2, (2, 2), name)
        found += [pyramidal(net), *full_rank(net), activation(net, "non-decreasing", "yes")]
        found += [activation(net, "onto", "no"), components(net, 0, 2), components(net, 1, 1)]
    return tuple(found)


def near_misses() -> tuple[NearMiss, ...]:
    """A hyperplane that meets the region, and points on one side of it."""
    good = separating(2, (2, 2), "softsign").build
    return (
        NearMiss("the line x_1 - x_2 = 5", tampered(good, "/evidence/hyperplane/offset", "5"), "E_NOT_BELOW"),
        NearMiss("one point twice", tampered(good, "/evidence/points/0", ["3", "-3"]), "E_SIDE"),
        NearMiss(
            "a direction that is not enough",
            tampered(good, "/evidence/miss/line/direction", ["1", "-1"]),
            "E_DIRECTION",
        ),
    )


def picture() -> Picture:
    """The same weights with two activations."""
    panels = []
    for name, title in (("relu", "ReLU"), ("hard_tanh", "hard tanh")):
        (panel,) = picture_of_region(not_onto(2, (2, 2), name), Q, 0, (-6, 6)).panels
        panels.append(replace(panel, title=f"$C_1$, {title}"))
    return Picture(
        "$C_1$ of networks of widths 2-2-2-2 with full rank and an activation that is not onto: two components each.",
        tuple(panels),
    )


theorem = Theorem(
    id="new-5.b",
    kind="own",
    title="Activations that are not onto: the open question answered",
    statement=(
        r"Let $\sigma$ be continuous, monotone, not constant and not onto $\mathbb{R}$ (ReLU, ELU, softplus, sigmoid, "
        r"tanh). For pyramidal widths all full-rank networks have connected regions if and only if there is one hidden "
        r"layer or $n_2=1$."
    ),
    source=Source("Theodolite", "docs/proofs/not-onto.md"),
    universal=True,
    hypotheses=(
        r"$\sigma$ continuous and monotone",
        r"$\sigma$ not constant",
        r"$\sigma$ not onto",
        "pyramidal widths",
        "full rank",
    ),
    covers=(
        "Exact witnesses for softsign, ReLU and hard tanh; the general proof is written out in docs/proofs/not-onto.md. "
        "Witnesses with transcendental activations need enclosures."
    ),
    uses=("def-5.2.1", "new-5.a"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$\sigma$ continuous and monotone", (), "Needed for the half on one hidden layer: Theorem 5.2.4."
        ),
        Ablation(
            r"$\sigma$ not constant", (), "Needed: constant features make every region empty or everything."
        ),
        Ablation(
            r"$\sigma$ not onto", (), "Needed: onto ones give connected regions at any depth (new-5.a)."
        ),
        Ablation(
            "pyramidal widths",
            (pyramidal(wide(2, "1/2", "1/2"), holds="no"), components(wide(2, "1/2", "1/2"), 0, 2)),
            "Needed for the half on one hidden layer: three units on the plane.",
        ),
        Ablation(
            "full rank",
            (rank(rank_deficient(2), 1, 1), components(rank_deficient(2), 0, 2)),
            r"Needed where $n_2=1$ does not hold; the witness has an onto activation.",
        ),
    ),
    proof="docs/proofs/not-onto.md",
    picture=picture,
)
