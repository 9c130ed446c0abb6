"""Proposition 3.4.8: full-rank matrices that are not square form a connected set, here by exchanges of rows."""

from typing import Any

from flint import fmpq_mat

from checker.risk import Risk
from constructions.evidence.matrix_path import full_rank_claim, with_inverses
from constructions.exchange import exchange_rows
from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import identity, keeps_rank, plus, times, walked
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


def exchanged() -> tuple[Trail, Risk]:
    """W_2 of one network, 5 x 3, becomes that of another."""
    some = Instances(300)
    risk = some.risk((3, 5, 3), 4, independent=True)
    a, b = some.network((3, 5, 3), HALF), some.network((3, 5, 3), HALF)
    walker = Walker(a, risk.inputs)
    exchange_rows(walker, 1, 2, Walker(b, risk.inputs).U[1])
    return walker.trail, risk


def between() -> tuple[Exhibit, ...]:
    """W_2 becomes another at constant output, and keeps its rank on the way."""
    name = "a 5 x 3 matrix becomes another"
    return (
        walked(name, lambda: exchanged()[0], exchanged()[1], "constant-output"),
        keeps_rank(f"{name}: full rank on the path", lambda: exchanged()[0], 2),
    )


def straight() -> bytes:
    """The segment from I to diag(-1, 1), with an inverse whose p has a zero."""
    return with_inverses(full_rank_claim([fmpq_mat([[1, 0], [0, 1]]), fmpq_mat([[-1, 0], [0, 1]])]))


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
        "Lemma 2), whose identities are certified for all sizes, with a left inverse that moves linearly, and on an instance, "
        "where the rank along the whole polyline is certified too."
    ),
    uses=("def-3.3.1",),
    exhibits=lambda: (transvection(), rows(), *between()),
    near_misses=lambda: (
        NearMiss(
            "E^2 = 0 missing",
            tampered(transvection().build, "/claim/relations", TRANSVECTION["relations"][:1]),
            "E_IDENTITY",
        ),
        NearMiss("the segment from I to diag(-1, 1)", straight, "E_SINGULAR"),
        NearMiss(
            "an inverse with another entry",
            tampered(between()[1].build, "/evidence/inverses/0/0/0/0", "7"),
            "E_INVERSE",
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
