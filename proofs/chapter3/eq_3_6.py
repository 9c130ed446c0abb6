"""Equation (3.6): two points of a sublevel set, each moved at constant loss to the normal form of its own output."""

from __future__ import annotations

from constructions.canonical_point import drive
from constructions.fibre import Walker
from constructions.parameter_path import Trail, exact_loss
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import walked
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

WIDTHS = (3, 4, 3, 2)


def moved(seed: int, start: str) -> tuple[Trail, object]:
    """From a network (with weights of low rank first to full rank, Lemma 3.4.7) to the normal form of F_L."""
    some = Instances(210)
    risk = some.risk(WIDTHS, 3, independent=True)
    network = Instances(211 + seed).network(WIDTHS, (HALF, TWO_KINKS)[seed], start)
    walker = Walker(network, risk.inputs)
    walker.make_full_rank(1)
    drive(walker, len(WIDTHS) - 1)
    return walker.trail, risk


def exhibits() -> tuple[Exhibit, ...]:
    """The two points, one with equal units, one random; and both stay in the sublevel set of the higher."""
    risk = Instances(210).risk(WIDTHS, 3, independent=True)
    found = []
    bound = max(exact_loss(moved(seed, start)[0].start, risk) for seed, start in ((0, "low"), (1, "full")))
    for seed, start in ((0, "low"), (1, "full")):
        build = lambda s=seed, a=start: moved(s, a)[0]  # noqa: E731
        found.append(walked(f"{start}: the output stays", build, risk, "constant-output"))
        found.append(
            walked(f"{start}: within the sublevel set of {bound}", build, risk, {"at-most": str(bound)})
        )
    return tuple(found)


theorem = Theorem(
    id="eq-3.6",
    kind="equation",
    title="Two points of a sublevel set in normal form",
    statement=(
        r"From any two points $\theta,\theta'\in L_\alpha$ curves of constant loss lead to "
        r"$(h((W_l,b_l)_{l=2}^L,F_L),(W_l,b_l)_{l=2}^L)$ and $(h((W'_l,b'_l)_{l=2}^L,F'_L),(W'_l,b'_l)_{l=2}^L)$."
    ),
    source=thesis("Equation (3.6), proof of Theorem 3.4.9", "39"),
    universal=True,
    covers=(
        "A pair of networks of widths 3-4-3-2, one with equal units, two activations: outputs constant and the loss within the common "
        r"sublevel set all the way. Equation (3.2) for $k=L$, after Lemma 3.4.7."
    ),
    uses=("eq-3.2", "lem-3.4.7", "def-3.3.6"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a sublevel set that holds neither",
            tampered(exhibits()[1].build, "/claim/behaviour/at-most", "0"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss("no moves", tampered(exhibits()[2].build, "/evidence/moves", []), "E_PATH_END"),
    ),
)
