"""Lemma 3.4.10: outgoing weights of dependent units can be moved to zero at constant output."""

from constructions.exchange import basis_units, kill
from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import TWO_KINKS, Instances
from proofs.path_exhibits import identity, plus, times, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

WIDTHS = (1, 5, 2)


def schema() -> Exhibit:
    """F [V + tE W; (1 - t) W] is constant for F = [G, G E]."""
    shapes = {"E": ["r", "s"], "G": ["N", "r"], "V": ["r", "p"], "W": ["s", "p"]}
    left = plus(
        times("G", plus("V", times("t", "E", "W"))), times(plus("1", times("-1", "t")), times("G", "E", "W"))
    )
    return identity(
        "without a bias", left, plus(times("G", "V"), times("G", "E", "W")), scalars=["t"], matrices=shapes
    )


def with_bias() -> Exhibit:
    """The same with the bias: the constant 1 is one of the columns G."""
    shapes = {
        "E": ["r", "s"],
        "G": ["N", "r"],
        "V": ["r", "p"],
        "W": ["s", "p"],
        "e": ["1", "s"],
        "o": ["N", "1"],
        "b": ["1", "p"],
    }
    dead = plus(times("G", "E"), times("o", "e"))
    left = plus(
        times("G", plus("V", times("t", "E", "W"))),
        times("o", plus("b", times("t", "e", "W"))),
        times(plus("1", times("-1", "t")), dead, "W"),
    )
    right = plus(times("G", "V"), times("o", "b"), times(dead, "W"))
    return identity("with the bias", left, right, scalars=["t"], matrices=shapes)


def trail() -> Trail:
    """Widths 1-5-2 on N = 3 samples: three units lose their outgoing weights."""
    some = Instances(3)
    risk = some.risk(WIDTHS, 3)
    while True:
        walker = Walker(some.network(WIDTHS, TWO_KINKS), risk.inputs)
        basis = basis_units(walker, 1)
        if len(basis) == 2:
            kill(walker, 1, basis, [j for j in range(5) if j not in basis])
            return walker.trail


def moved() -> Exhibit:
    """One segment of constant output."""
    return walked(
        "three of five units die in one segment", trail, Instances(3).risk(WIDTHS, 3), "constant-output"
    )


theorem = Theorem(
    id="lem-3.4.10",
    kind="lemma",
    title="Dependent units lose their outgoing weights",
    statement=(
        r"Let $F\in\mathbb{R}^{N\times n}$, $W\in\mathbb{R}^{n\times p}$ and $\operatorname{rank}F(:,\mathcal I)=\operatorname{rank}F<n$. "
        r"There is a curve $c$ with $c(0)=W$, $Fc(\lambda)=FW$ and $c(1)(\bar{\mathcal I},:)=0$."
    ),
    source=thesis("Lemma 3.4.10", "46"),
    universal=True,
    hypotheses=(r"$\operatorname{rank}F<n$", r"$\operatorname{rank}F(:,\mathcal I)=\operatorname{rank}F$"),
    covers=r"The whole statement by schema, for all sizes: the curve is a segment. $|\mathcal I|$ need not be the rank.",
    exhibits=lambda: (schema(), with_bias(), moved()),
    near_misses=lambda: (
        NearMiss(
            "V left where it is", tampered(schema().build, "/claim/left/sum/0", times("G", "V")), "E_IDENTITY"
        ),
        NearMiss(
            "an end that keeps a weight",
            tampered(moved().build, "/claim/end/layers/1/weight/0/2", "1"),
            "E_PATH_END",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\operatorname{rank}F<n$",
            (),
            r"Superfluous: for $\operatorname{rank}F=n$ the set $\bar{\mathcal I}$ is empty.",
        ),
        Ablation(
            r"$\operatorname{rank}F(:,\mathcal I)=\operatorname{rank}F$",
            (),
            r"Needed: $F=I_2$, $\mathcal I=\{1\}$: $FW$ constant means $W$ constant (by hand).",
        ),
    ),
)
