"""Proposition 3.4.8: full-rank matrices that are not square form a connected set, here by exchanges of rows."""

from typing import Any

from constructions.exchange import exchange_rows
from constructions.fibre import Walker
from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import identity, plus, times, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

I_OF_N: Any = {"identity": "n"}
TRANSVECTION: Any = {
    "matrices": {"E": ["m", "m"], "L": ["n", "m"], "W": ["m", "n"]},
    "relations": [
        {"word": ["L", "W"], "equals": I_OF_N},
        {"word": ["E", "E"], "equals": {"zero": ["m", "m"]}},
    ],
}
ROWS: Any = {
    "matrices": {"C": ["s", "r"], "F": ["N", "r"], "H": ["N", "s"], "V": ["r", "n"], "W": ["s", "n"]}
}
DET: Any = {"scalars": ["a", "b", "c", "d", "t"]}


def transvection() -> Exhibit:
    """The left inverse L(I - tE) of (I + tE)W, for E^2 = 0, moves linearly."""
    left = times(plus("L", times("-1", "t", "L", "E")), plus("W", times("t", "E", "W")))
    return identity("L(I - tE)(I + tE)W = I", left, I_OF_N, scalars=["t"], **TRANSVECTION)


def rows() -> Exhibit:
    """A block of rows moves by multiples of the others, and the features with them."""
    moved = plus(
        times(plus("F", times("-1", "t", "H", "C")), "V"), times("H", plus("W", times("t", "C", "V")))
    )
    return identity(
        "rows exchanged at constant product",
        moved,
        plus(times("F", "V"), times("H", "W")),
        scalars=["t"],
        **ROWS,
    )


def square() -> Exhibit:
    """On square matrices the determinant does not change under such a move."""
    entry = plus("a", times("t", "c")), plus("b", times("t", "d"))
    left = plus(times(entry[0], "d"), times("-1", entry[1], "c"))
    return identity(
        "det (I + tE)W = det W for 2 x 2", left, plus(times("a", "d"), times("-1", "b", "c")), **DET
    )


def between() -> Exhibit:
    """W_2 of one network becomes that of another, 5 x 3, at constant output."""
    some = Instances(300)
    risk = some.risk((3, 5, 3), 4, independent=True)
    a, b = some.network((3, 5, 3), HALF), some.network((3, 5, 3), HALF)
    walker = Walker(a, risk.inputs)
    exchange_rows(walker, 1, 2, Walker(b, risk.inputs).U[1])
    return walked("a 5 x 3 matrix becomes another", lambda: walker.trail, risk, "constant-output")


theorem = Theorem(
    id="prop-3.4.8",
    kind="proposition",
    title="Full-rank matrices are connected",
    statement=r"For $m\ne n$ the set of full-rank matrices in $\mathbb{R}^{m\times n}$ is connected.",
    source=thesis("Proposition 3.4.8", "39"),
    universal=True,
    hypotheses=(r"$m\ne n$",),
    covers=(
        "The thesis cites Evard and Jafari (1994). Here the statement is proved by exchanges of rows (docs/proofs/new-3.md, "
        "Lemma 2), whose identities are certified for all sizes, with a left inverse that moves linearly, and on an instance."
    ),
    uses=("def-3.3.1",),
    exhibits=lambda: (transvection(), rows(), between()),
    near_misses=lambda: (
        NearMiss(
            "E^2 = 0 missing",
            tampered(transvection().build, "/claim/relations", TRANSVECTION["relations"][:1]),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$m\ne n$",
            (square(),),
            r"For $m=n$ the determinant is continuous and never zero, so $I$ and $\mathrm{diag}(-1,1,\dots)$ are not joined; "
            r"exchanges of rows keep it, shown for $n=2$.",
        ),
    ),
)
