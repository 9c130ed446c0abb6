"""new-3.e: for piecewise linear activations the paths of Chapter 3 are polylines with rational vertices."""

from constructions.random_paths import HALF, Instances
from proofs.chapter3.prop_3_4_8 import TRANSVECTION, rows, transvection
from proofs.path_exhibits import joined
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Source, Theorem


def exhibits() -> tuple[Exhibit, ...]:
    """The two identities, and a polyline between two networks."""
    some = Instances(280)
    risk = some.risk((3, 4, 3, 2), 3, independent=True)
    a, b = some.network((3, 4, 3, 2), HALF), some.network((3, 4, 3, 2), HALF)
    return (transvection(), rows(), joined("a polyline for widths 3-4-3-2", a, b, risk))


theorem = Theorem(
    id="new-3.e",
    kind="own",
    title="Polylines suffice",
    statement=(
        r"For a piecewise linear $\sigma$ with rational slopes and kinks, rational data and rational $\theta,\theta'$, the paths of Theorems 3.4.9, 3.4.13, "
        r"3.4.16 and 3.4.17 for the square loss can be polylines with rational vertices."
    ),
    source=Source("Theodolite", "docs/proofs/new-3.md, Theorem E"),
    universal=True,
    covers="The identities that make all moves linear, for all sizes, and an instance; every path of this chapter is another.",
    uses=("prop-3.4.8", "lem-3.4.6", "thm-3.4.16", "thm-3.4.13", "thm-3.4.17", "thm-3.4.9"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "E^2 = 0 missing",
            tampered(transvection().build, "/claim/relations", TRANSVECTION["relations"][:1]),
            "E_IDENTITY",
        ),
    ),
    proof="docs/proofs/new-3.md",
)
