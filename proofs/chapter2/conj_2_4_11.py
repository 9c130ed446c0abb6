"""The conjecture after Theorem 2.4.11: a critical point outside S_k that is a local minimum above the optimum."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from flint import fmpq, fmpq_mat

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import square_risk
from constructions.fully_connected import layer, network, vector
from proofs import two_classes
from proofs.exhibits import Q, activation, rank_claim
from proofs.feature_exhibits import identity, product, total
from proofs.gradient_exhibits import zero_gradient
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import other_values, values

# sigma = (1 + s / (1 + |s|)) / 2 of s = t + t^3: strictly increasing, C^1, limits 0 and 1, sigma' > 0.
CUBIC: Any = {
    "name": "piecewise",
    "breakpoints": ["0"],
    "pieces": [
        {"top": ["1/2"], "bottom": ["1", "-1", "0", "-1"]},
        {"top": ["1/2", "1", "0", "1"], "bottom": ["1", "1", "0", "1"]},
    ],
}
X = tuple(range(-2, 5))
N = len(X)
Z = tuple(Fraction(2 * x + 1, 2) for x in X)  # w = 1, b = 1/2: no pre-activation is 0


def sigma(t: Fraction) -> Fraction:
    """The activation."""
    s = t + t**3
    return (1 + s / (1 + abs(s))) / 2


def first(t: Fraction) -> Fraction:
    """Its derivative."""
    return (1 + 3 * t * t) / (2 * (1 + abs(t + t**3)) ** 2)


def second(t: Fraction) -> Fraction:
    """Its second derivative, for t != 0."""
    r, sign = 1 + abs(t + t**3), 1 if t > 0 else -1
    return 3 * t / r**2 - sign * (1 + 3 * t * t) ** 2 / r**3


CONDITIONS: dict[str, tuple[tuple[Fraction, ...], int]] = {
    "sum Delta = 0 (gradient in b_2)": (tuple(Fraction(1) for _ in X), 0),
    "sum Delta sigma = 0 (in v)": (tuple(map(sigma, Z)), 0),
    "sum Delta sigma' = 0 (in b)": (tuple(map(first, Z)), 0),
    "sum Delta sigma' x = 0 (in w)": (tuple(first(z) * x for x, z in zip(X, Z, strict=True)), 0),
    "sum Delta sigma'' = 1": (tuple(map(second, Z)), 1),
    "sum Delta sigma'' x = 0": (tuple(second(z) * x for x, z in zip(X, Z, strict=True)), 0),
    "sum Delta sigma'' x^2 = 1": (tuple(second(z) * x * x for x, z in zip(X, Z, strict=True)), 1),
}


@cache
def residual() -> tuple[Fraction, ...]:
    """Delta with the seven conditions."""
    rows = [list(row) for row, _ in CONDITIONS.values()]
    return solve(rows, [Fraction(right) for _, right in CONDITIONS.values()])


def solve(rows: list[list[Fraction]], right: list[Fraction]) -> tuple[Fraction, ...]:
    """The solution of a square rational system."""
    A = fmpq_mat(len(rows), len(rows), [fmpq(x.numerator, x.denominator) for row in rows for x in row])
    b = fmpq_mat(len(right), 1, [fmpq(x.numerator, x.denominator) for x in right])
    return tuple(Fraction(int(x.p), int(x.q)) for x in A.solve(b).entries())


def targets() -> tuple[Fraction, ...]:
    """Y = F - Delta, F = sigma(Z)."""
    return tuple(sigma(z) - d for z, d in zip(Z, residual(), strict=True))


def stuck() -> Network:
    """Widths 1-7-1: seven equal units with w = 1, b = 1/2 and output weights 1/7."""
    return network(layer([[1]] * N, ["1/2"] * N, CUBIC), layer([["1/7"] * N], [0]))


def optimal() -> Network:
    """Zero loss: units of weight 4 with kinks at the samples, and output weights solved for."""
    rows = [[sigma(4 * Fraction(x - y)) for y in X] for x in X]
    v = solve(rows, list(targets()))
    return network(layer([[4]] * N, [-4 * y for y in X], CUBIC), layer([[str(x) for x in v]], [0]))


def value(net: Network, values: tuple[Fraction, ...]) -> Claim:
    """f on the samples."""
    body: dict[str, Any] = {
        "network": encode_network(net, Q),
        "points": [vector([x]) for x in X],
        "values": [vector([str(y)]) for y in values],
    }
    return Claim("value", Q, body)


def features(r: int) -> Claim:
    """rank F_1 = r at the critical point."""
    claim = rank_claim(stuck(), 0, r)
    data: Any = [vector([x]) for x in X]
    subject: Any = {"network": encode_network(stuck(), Q), "data": data, "features_of": "0"}
    return Claim("rank", Q, {**claim.body, "matrix": subject})


def of_classes() -> tuple[Exhibit, ...]:
    """Four samples of two classes, Z = I, in the form of Theorem 2.4.11."""
    net = two_classes.stuck()
    of = net, square_risk(two_classes.POINTS, two_classes.LABELS)
    taken = [["1/5", "4/5"], ["2/5", "3/5"], ["3/5", "2/5"], ["4/5", "1/5"]]
    return (
        two_classes.increasing(),
        two_classes.jets(),
        two_classes.curvature(),
        *(
            zero_gradient(f"two classes: no derivative in layer {l + 1} is different from 0", of, l)
            for l in (0, 1)
        ),
        other_values(
            "two classes, widths 1-4-2, N = 4: values 1/5, ..., 4/5 in place of 0 and 1",
            net,
            two_classes.POINTS,
            taken,
            two_classes.LABELS,
        ),
        values(
            "two classes: another point has zero loss",
            two_classes.optimal(),
            two_classes.POINTS,
            two_classes.LABELS,
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The point, its seven conditions, and the zero loss of another point; the same with two classes."""
    sums = [
        identity(
            name, total(*(product(str(d), str(c)) for d, c in zip(residual(), row, strict=True))), str(right)
        )
        for name, (row, right) in CONDITIONS.items()
    ]
    return (
        activation(stuck(), "strictly-increasing", "yes"),
        Exhibit("rank F_1 = 1 of 7: the point is outside S_1", lambda: find(features(1))),
        *sums,
        Exhibit(
            "f(x_i) = y_i + Delta_i, with Delta not zero",
            lambda: find(value(stuck(), tuple(map(sigma, Z)))),
            "refutes",
            lambda: value(stuck(), targets()),
        ),
        Exhibit("another point has zero loss", lambda: find(value(optimal(), targets())), "supports"),
        *of_classes(),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A condition with another right-hand side, and the rank of independent features."""
    good = exhibits()
    return (
        NearMiss("sum Delta sigma'' = 0", tampered(good[6].build, "/claim/right", "0"), "E_IDENTITY"),
        NearMiss(
            "two classes: curvature with the other sign",
            tampered(two_classes.curvature().build, "/claim/right/product/0", "-5/32"),
            "E_IDENTITY",
        ),
        NearMiss(
            "zero loss at the critical point", lambda: value(stuck(), targets()).with_evidence({}), "E_VALUE"
        ),
    )


theorem = Theorem(
    id="conj-2.4.11",
    kind="remark",
    title="Critical points outside S_k",
    statement=(
        r"Conjecture: a critical point outside $S_k$ is no suboptimal local minimum. It is false: a network 1-7-1 with $N=7$ samples, "
        r"$n_1\ge N$, a strictly increasing activation with $\sigma'>0$ and limits 0 and 1 has one, with $\Phi>0$, while zero loss is attained; so has a network 1-4-2 with "
        r"four samples of two classes and $Z=I$, the setting of Theorem 2.4.11."
    ),
    source=thesis("the paragraph after Theorem 2.4.11", "25"),
    universal=False,
    covers=(
        "All sums in exact numbers; that they make the point a local minimum is proved in docs/proofs/plateau.md. For two classes the activation is piecewise quadratic between rational tails, once continuously differentiable; "
        "all derivatives of the loss, and the activation near the samples, are certified. For the sigmoid, "
        "which is analytic, the same construction works at pre-activations in multiples of log 2."
    ),
    uses=("thm-2.4.10", "thm-2.4.11"),
    exhibits=exhibits,
    near_misses=near_misses,
    printed="We conjecture that critical points outside S_k cannot be suboptimal local minima.",
    finding=(
        r"All hidden units equal, $\Delta=F_2-Y$ with $\sum\Delta_i=\sum\Delta_i\sigma(z_i)=\sum\Delta_i\sigma'(z_i)(x_i,1)=0$ and "
        r"$\sum\Delta_i\sigma''(z_i)(x_i,1)(x_i,1)^T=I$: a local minimum with $\Phi=\frac12\|\Delta\|^2>0$. Only strict local minima are excluded by "
        r"the argument in the text."
    ),
    corrected="",
    proof="docs/proofs/plateau.md",
)
