"""Any number of components at width 2: ReLU, pyramidal, invertible integer weights."""

from __future__ import annotations

from constructions.disconnected_regions import components_at_width_two
from proofs.exhibits import Q, components, full_rank, pyramidal
from proofs.picture import Picture
from proofs.pictures_of_regions import picture_of_region
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Source, Theorem


def exhibits() -> tuple[Exhibit, ...]:
    """k = 1, ..., 5: k components of C_1 and k + 1 of C_2."""
    found: list[Exhibit] = []
    for k in range(1, 6):
        net = components_at_width_two(k)
        found += [pyramidal(net), *full_rank(net), components(net, 0, k), components(net, 1, k + 1)]
    return tuple(found)


def picture() -> Picture:
    """k = 3."""
    caption = "$C_1$ of the network for $k=3$, with seven hidden layers of width 2: three components. The border does not belong to it."
    return picture_of_region(components_at_width_two(3), Q, 0, (-1, 7), caption)


theorem = Theorem(
    id="new-5.d",
    kind="own",
    title="Exactly k components at width 2",
    statement=(
        r"For every $k\ge1$ there is a ReLU network on $\mathbb{R}^2$ with $2k+1$ hidden layers of width 2 and invertible "
        r"integer weights whose region $C_1$ has exactly $k$ components and $C_2$ exactly $k+1$."
    ),
    source=Source("Theodolite", "docs/proofs/k-components.md"),
    universal=True,
    covers="k = 1 to 5 exactly; the proof for every k is written out in docs/proofs/k-components.md.",
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "three components for k = 2",
            tampered(components(components_at_width_two(2), 0, 2).build, "/claim/components", "3"),
            "E_LENGTH",
        ),
    ),
    proof="docs/proofs/k-components.md",
    picture=picture,
)
