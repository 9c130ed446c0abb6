"""Lemma 3.4.15: the first layer is led to another one at constant output."""

from constructions.exchange import exchange_units, raise_rank
from constructions.fibre import Walker
from constructions.formats.piecewise_linear import RELU
from constructions.parameter_path import Trail
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import walked
from proofs.path_witnesses import determinant_witness
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

SHAPES = (((1, 6, 2), 3, HALF), ((1, 3, 2), 3, TWO_KINKS), ((2, 8, 1), 4, RELU), ((2, 4, 1), 4, RELU))


def trail(which: int) -> Trail:
    """The first layer of one random network becomes that of another."""
    widths, N, sigma = SHAPES[which]
    some = Instances(20 + which)
    risk = some.risk(widths, N)
    a = Walker(some.network(widths, sigma), risk.inputs)
    b = Walker(some.network(widths, sigma), risk.inputs)
    for walker in (a, b):
        raise_rank(walker, 1)
    exchange_units(a, 1, b.U[0])
    return a.trail


def exhibits() -> tuple[Exhibit, ...]:
    """n = 2N and n = N."""
    found = []
    for which, (widths, N, _) in enumerate(SHAPES):
        risk = Instances(20 + which).risk(widths, N)
        name = f"n = {widths[1]}, N = {N}: the first layer of another network"
        found.append(walked(name, lambda w=which: trail(w), risk, "constant-output"))  # type: ignore[misc]
    return tuple(found)


theorem = Theorem(
    id="lem-3.4.15",
    kind="lemma",
    title="One first layer becomes another",
    statement=(
        r"Let $\sigma$ satisfy Assumption 3.4.2, $n\ge2N$ and $\operatorname{rank}\sigma(XW)=\operatorname{rank}\sigma(XW')=N$. A curve "
        r"$(W(\lambda),V(\lambda))$ from $(W,V)$ keeps $\sigma(XW(\lambda))V(\lambda)$ constant and has $W(1)=W'$."
    ),
    source=thesis("Lemma 3.4.15", "50"),
    universal=True,
    hypotheses=(r"$n\ge2N$", r"rank $N$ at both ends", "Assumption 3.4.2"),
    covers=(
        r"Curves for $n=2N$ and for $n=N$ with the bias of the next layer; in that form $n\ge N$ suffices, by exchanges of single "
        r"units (Lemma 5 of docs/proofs/new-3.md). In the printed proof the complement $\bar{\mathcal I}'$ stands several times "
        r"where $\mathcal I'$ is meant (as converted)."
    ),
    uses=("lem-3.4.10", "asm-3.4.2"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one outgoing weight too many",
            tampered(exhibits()[0].build, "/evidence/moves/0/0/weight/0", "9"),
            "E_OUTPUT_MOVES",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$n\ge2N$",
            (determinant_witness(3),),
            r"Weaker: $n\ge N$ suffices with the bias (new-3.a); $n=N-1$ does not.",
        ),
        Ablation("Assumption 3.4.2", (), "Superfluous: not used once both ranks are $N$."),
        Ablation(
            "rank $N$ at both ends",
            (),
            "Weaker: the rank of one end must span the other; see docs/proofs/new-3.md.",
        ),
    ),
)
