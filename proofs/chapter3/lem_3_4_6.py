"""Lemma 3.4.6: the first layer follows any change of a hidden layer or of the weights between."""

from typing import Any

from flint import fmpq

from checker import Network
from checker.risk import Risk
from constructions.exchange import exchange_rows
from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.path_exhibits import S, identity, keeps_rank, plus, rank_is, times, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

MATRICES: Any = {
    "D": ["N", "n"],
    "F": ["N", "m"],
    "L": ["n", "m"],
    "K": ["k", "m"],
    "M": ["p", "n"],
    "G": ["p", "k"],
    "R": ["e", "N"],
    "T": ["N", "m"],
    "U": ["e", "m"],
    "W": ["m", "n"],
    "X": ["N", "e"],
}
RELATIONS: Any = [
    {"word": ["L", "W"], "equals": {"identity": "n"}},
    {"word": ["K", "W"], "equals": {"zero": ["k", "n"]}},
    {"word": ["X", "R"], "equals": {"identity": "N"}},
]


def schemas() -> tuple[Exhibit, ...]:
    """The lift of a change D of the pre-activations, and of a change T at the first layer."""
    known: Any = {"matrices": MATRICES, "relations": RELATIONS}
    return (
        identity(
            "(F + D L) W = F W + D",
            times(plus("F", times("D", "L")), "W"),
            plus(times("F", "W"), "D"),
            **known,
        ),
        identity(
            "X (U + R T) = X U + T",
            times("X", plus("U", times("R", "T"))),
            plus(times("X", "U"), "T"),
            **known,
        ),
        identity(
            "(M L + a G K) W = M",
            times(plus(times("M", "L"), times("a", "G", "K")), "W"),
            S("M"),
            scalars=["a"],
            **known,
        ),
    )


def instance(seed: int, sigma: Any) -> tuple[Network, Risk]:
    """Widths 3-4-3-2 and N = 3."""
    some = Instances(seed)
    risk = some.risk((3, 4, 3, 2), 3, independent=True)
    while True:
        network = some.network((3, 4, 3, 2), sigma)
        walker = Walker(network, risk.inputs)
        if walker.W(2).rank() == 3 and walker.W(3).rank() == 2:
            return network, risk


def moved(seed: int, sigma: Any) -> tuple[Trail, Risk]:
    """F_2 moves to twice itself plus one, and back: the output at the end is that at the start."""
    network, risk = instance(seed, sigma)
    walker = Walker(network, risk.inputs)
    first = walker.F(2)
    walker.lift(1, 2, first * fmpq(2))
    walker.lift(1, 2, first)
    return walker.trail, risk


def fibre(seed: int, sigma: Any) -> tuple[Trail, Risk]:
    """A loop in the fibre of F_2: F_1 moves by a matrix that W_2 sends to zero."""
    network, risk = instance(seed, sigma)
    walker = Walker(network, risk.inputs)
    kernel, _ = walker.W(2).transpose().numer_denom()[0].nullspace()
    F = walker.F(1)
    target = F * fmpq(1)
    for i in range(F.nrows()):
        for j in range(F.ncols()):
            target[i, j] = F[i, j] + fmpq(int(kernel[j, 0])) * (i + 1)
    walker.lift(1, 1, target)
    return walker.trail, risk


def followed() -> tuple[Trail, Risk]:
    """W_3 becomes that of another network; the first layer follows, and W_2 stays."""
    network, risk = instance(5, HALF)
    walker = Walker(network, risk.inputs)
    exchange_rows(walker, 1, 3, Walker(instance(6, HALF)[0], risk.inputs).U[2])
    return walker.trail, risk


def exhibits() -> tuple[Exhibit, ...]:
    """The lift for all sizes, and curves with three activations."""
    found = list(schemas())
    for seed, (sigma, name) in enumerate(
        ((HALF, "leaky ReLU"), (TWO_KINKS, "two kinks"), (FALLING, "decreasing"))
    ):
        found.append(
            walked(
                f"{name}: a curve in a fibre, the output constant",
                lambda s=seed, a=sigma: fibre(s, a)[0],  # type: ignore[misc]
                instance(seed, sigma)[1],
                "constant-output",
            )
        )
    name = "W_3 becomes another and the first layer follows"
    return (
        *found,
        walked(f"{name}, the output constant", lambda: followed()[0], followed()[1], "constant-output"),
        keeps_rank(f"{name}: W_3 of full rank on the path", lambda: followed()[0], 3),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """F_2 moved for good, and an identity without its relation."""
    trail, risk = moved(1, TWO_KINKS)
    loop = walked("out and back", lambda: trail, risk, "constant")
    return (
        NearMiss("F_2 moves out and back", loop.build, "E_LOSS_MOVES"),
        NearMiss(
            "L W = I missing", tampered(schemas()[0].build, "/claim/relations", RELATIONS[1:]), "E_IDENTITY"
        ),
    )


theorem = Theorem(
    id="lem-3.4.6",
    kind="lemma",
    title="Lifting changes to the first layer",
    statement=(
        r"Let Assumption 3.4.1 hold, $\operatorname{rank} X=N$, $n_1>\dots>n_L$ and $k\in[2,L]$. There is a continuous map $h$ "
        r"with $F_k(h((W_l,b_l)_{l=2}^k,A),(W_l,b_l)_{l=2}^k)=A$ for all full-rank $W_l$ and all $A$; and every $\theta$ with "
        r"$W_2,\dots,W_k$ of full rank is joined at constant loss to the point with $(W_1,b_1)=h((W_l,b_l)_{l=2}^k,F_k(\theta))$."
    ),
    source=thesis("Lemma 3.4.6", "39"),
    universal=True,
    hypotheses=("Assumption 3.4.1", r"$\operatorname{rank} X=N$", r"$n_1>\dots>n_L$", "full-rank weights"),
    covers=(
        "The formulas of the lift for all sizes, in difference form; curves in fibres for three activations; "
        "and one on which $W_3$ moves, certified to keep full rank. The thesis lifts by "
        r"pseudo-inverses, which are continuous on matrices of constant rank only and not linear; any left inverse serves. "
        r"Only $\operatorname{rank}[X,1]=N$ and $n_1\ge\dots\ge n_k$ are used (new-3.b)."
    ),
    uses=("asm-3.4.1", "prop-3.3.2", "prop-3.3.3", "prop-3.3.5"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$\operatorname{rank} X=N$",
            (rank_is("[X, 1] for x = 0, 1, 2 has rank 2", [[0, 1], [1, 1], [2, 1]], 2),),
            r"Outputs of the first layer before $\sigma$ outside the column space of $[X,1]$ are not reached; "
            r"$\operatorname{rank}[X,1]=N$ suffices (new-3.b).",
        ),
        Ablation(r"$n_1>\dots>n_L$", (), r"Superfluous in part: $n_1\ge\dots\ge n_k$ suffices."),
        Ablation(
            "full-rank weights",
            (rank_is("W_2 = 0 has rank 0", [[0, 0], [0, 0], [0, 0]], 0),),
            r"With $W_2=0$ only rows $\sigma(b_2)$ are reached in $F_2$.",
        ),
        Ablation(
            "Assumption 3.4.1",
            (),
            r"Needed in part 1 for $k<L$: for the ReLU no negative entry of $A$ is attained (by hand).",
        ),
    ),
)
