"""Section 1.2.2, on Yu and Chen: a bad local minimum with N - 1 sigmoid units, in exact numbers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from constructions.feature_matrix import AffineLayer, random_layer
from proofs.chapter2.conj_2_4_11 import solve
from proofs.feature_exhibits import SIGMOID, feature_rank, identity, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

X = tuple(range(-2, 5))  # pre-activations z = x ln 2, so that e^z = 2^x
N = len(X)


def sigma(x: int) -> Fraction:
    """The sigmoid at x ln 2."""
    return Fraction(2) ** x / (1 + Fraction(2) ** x)


def first(x: int) -> Fraction:
    """sigma' = sigma (1 - sigma)."""
    return sigma(x) * (1 - sigma(x))


def second(x: int) -> Fraction:
    """sigma'' = sigma' (1 - 2 sigma)."""
    return first(x) * (1 - 2 * sigma(x))


CONDITIONS: dict[str, tuple[Callable[[int], Fraction], int]] = {
    "sum Delta = 0 (gradient in b_2)": (lambda x: Fraction(1), 0),
    "sum Delta sigma = 0 (in v)": (sigma, 0),
    "sum Delta sigma' = 0 (in b)": (first, 0),
    "sum Delta sigma' x = 0 (in w)": (lambda x: first(x) * x, 0),
    "sum Delta sigma'' = 1": (second, 1),
    "sum Delta sigma'' x = 0": (lambda x: second(x) * x, 0),
    "sum Delta sigma'' x^2 = 1": (lambda x: second(x) * x * x, 1),
}


@cache
def residual() -> tuple[Fraction, ...]:
    """Delta with the seven conditions; y_i = sigma(z_i) - Delta_i."""
    rows = [[f(x) for x in X] for f, _ in CONDITIONS.values()]
    return solve(rows, [Fraction(right) for _, right in CONDITIONS.values()])


def condition(name: str) -> Exhibit:
    """One of the sums."""
    f, right = CONDITIONS[name]
    terms = [product(str(d), str(f(x))) for d, x in zip(residual(), X, strict=True)]
    return identity(name, total(*terms), str(right))


def with_constant(units: int) -> AffineLayer:
    """Sigmoid units drawn, and one of weight 0, which is constant, for the output bias."""
    drawn = random_layer(5, 1, units + 1, SIGMOID, grid=8)
    filters = drawn.filters.copy()
    filters[-1] = 0
    return AffineLayer(filters, drawn.bias, drawn.denominator, SIGMOID)


def columns(units: int) -> Exhibit:
    """rank (F_1, 1) at other parameters."""
    rank = min(units + 1, N)
    name = f"{units} sigmoid units and a constant on x = -2, ..., 4: rank {rank}"
    return feature_rank(name, [with_constant(units)], samples([[x] for x in X]), rank)


def exhibits() -> tuple[Exhibit, ...]:
    """Derivatives of the sigmoid, the seven sums, the loss, and zero loss elsewhere."""
    return (
        identity(
            "sigma' = s (1 - s) at s = 1/3, z = -ln 2: 2/9, and sigma'' = 2/9 * 1/3",
            product("1/3", "2/3", total("1", "-2/3")),
            "2/27",
        ),
        *map(condition, CONDITIONS),
        identity(
            "the loss there is positive: sum Delta^2 / 2",
            product("1/2", total(*(product(str(d), str(d)) for d in residual()))),
            str(sum(d * d for d in residual()) / 2),
        ),
        columns(N - 1),
    )


theorem = Theorem(
    id="rem-1.2-yu-chen",
    kind="remark",
    title="Bad local minima with N - 1 sigmoid units",
    statement=(
        r"The statement quoted from Yu and Chen (1995), that with one hidden layer of $N-1$ sigmoid units every local minimum is global, seems not to be true in general. It is not: $N=7$ samples on a line, six units, and a "
        "local minimum with positive loss, while zero loss is attained."
    ),
    source=thesis("Section 1.2.2, on Yu and Chen (1995)", "6"),
    universal=False,
    hypotheses=(r"$n_1\ge N-1$",),
    covers=(
        r"Units $w=\ln2$, $b=0$, output weights $\frac16$ each: all numbers are rational, and the sums are exact. That they make the point a local minimum is proved in docs/proofs/plateau.md, for any number of units. The rank of the features with a constant "
        r"column, for other rational parameters, is 7: with six units and an output bias every target is attained."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "sum Delta sigma'' = 0",
            tampered(condition("sum Delta sigma'' = 1").build, "/claim/right", "0"),
            "E_IDENTITY",
        ),
        NearMiss("rank 8 of seven samples", tampered(columns(N - 1).build, "/claim/rank", "8"), "E_RANK"),
        NearMiss(
            "sigma'' with the other sign",
            tampered(exhibits()[0].build, "/claim/right", "-2/27"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$n_1\ge N-1$",
            (columns(3),),
            r"With three units and a constant the rank is 4, and most targets on 7 samples are not attained: a positive loss is then no sign of a bad local minimum.",
        ),
    ),
    proof="docs/proofs/plateau.md",
)
