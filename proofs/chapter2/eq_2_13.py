"""Equation (2.13): the determinant by Leibniz, its limit, symbolically in alpha, and a bound for every N."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import factorial
from typing import Any

from checker import ParametricField
from constructions.certificate import Claim
from constructions.full_rank_filters import full_rank_filters
from constructions.fully_connected import RELU, layer, network
from proofs.feature_exhibits import digits, feature_rank, identity, product, total
from proofs.limit_exhibits import ABOVE_1, HIGH, S, cofactors, determinant, entries, leibniz
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import values

INVERSE_E = Fraction(46, 125)  # above 1/e = 0.36788
SIGMOID_AT_2 = Fraction(22, 25)  # below sigma(2) = 0.88080


def sigmoid_bound(N: int, exponent: int) -> tuple[Fraction, Fraction]:
    """((N! - 1) r^z, s^N) with r > 1/e, s < sigma(2) and z = alpha gap - beta, the exponent, beta = 2.

    When the first is less than the second, det A(alpha) > 0: entries below are at most e^(beta - alpha gap).
    """
    return (factorial(N) - 1) * INVERSE_E**exponent, SIGMOID_AT_2**N


def symbols(N: int) -> list[list[Any]]:
    """A with s on its diagonal."""
    return [["s" if i == j else f"a{i + 1}{j + 1}" for j in range(N)] for i in range(N)]


def formula(N: int) -> Exhibit:
    """The determinant by minors is s^N plus the sum over the other permutations, for all entries."""
    A = symbols(N)
    names = ["s", *(x for i, row in enumerate(A) for j, x in enumerate(row) if i != j)]
    return identity(
        f"N = {N}: det A = s^N + the sum over the {factorial(N) - 1} other permutations, all entries",
        cofactors(A),
        total(product(*["s"] * N), leibniz(A, without_identity=True)),
        *names,
    )


def field(N: int) -> ParametricField:
    """alpha above (N! - 1) (4/3)^N / 2, from where the lemma says that the determinant is not 0; at least 1."""
    return ParametricField(max(Fraction(1), Fraction(factorial(N) - 1) / (2 * S**N)), HIGH)


def over(interval: ParametricField, left: Any, right: Any, kind: str) -> Claim:
    """An identity of functions of alpha, or its failure for every alpha."""
    body: dict[str, Any] = {"scalars": [], "matrices": {}, "relations": [], "left": left, "right": right}
    return Claim(kind, interval, body)


def as_function(N: int) -> Exhibit:
    """The sum of Leibniz over the entries of Equation (2.12) is this quotient of polynomials in alpha."""
    d = ABOVE_1.encode(determinant(N, ABOVE_1))
    claim = over(ABOVE_1, leibniz(entries(N)), d, "identity")
    return Exhibit(f"N = {N}: det A(alpha) as a function of alpha", lambda: claim.with_evidence({}))


def positive(N: int, where: ParametricField | None = None) -> bytes:
    """det A(alpha) is not 0 for every alpha in the interval."""
    return over(where or field(N), leibniz(entries(N)), "0", "identity-fails").with_evidence({"point": {}})


def near_the_limit(N: int, sign: int) -> Exhibit:
    """ReLU(C/alpha -+ (det - s^N)) is its argument: |det A(alpha) - s^N| <= C/alpha, C = (N! - 1)/2, every alpha > 1."""
    d = determinant(N, ABOVE_1)
    C = ABOVE_1.decode({"bottom": ["0", "1"], "top": [str(Fraction(factorial(N) - 1, 2))]}, "")
    gap = ABOVE_1.encode(C - (d - S**N) if sign > 0 else C + (d - S**N))
    net = network(layer([[1]], [0], RELU), layer([[1]], [0]), field=ABOVE_1)
    side = "at most s^N + C/alpha" if sign > 0 else "at least s^N - C/alpha"
    return values(
        f"N = {N}: det A(alpha) is {side}, C = (N! - 1)/2, every alpha in (1, 10^9)",
        net,
        [[gap]],
        [[gap]],
        ABOVE_1,
    )


def general(N: int) -> Exhibit:
    """(N! - 1) e^(beta - alpha gap) < sigma(beta)^N at the alpha of the construction."""
    made = full_rank_filters(digits(N), "sigmoid", N)
    small, large = sigmoid_bound(N, int(made.alpha * made.gap - made.beta))
    return at_most(
        f"sigmoid, digits, N = {N}, alpha = {made.alpha}: (N! - 1) r^z < s^N, r > 1/e, s < sigma(2)",
        small,
        large,
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Leibniz, the determinant in alpha, its distance to the limit, its sign; numbers for larger N."""
    return (
        *map(formula, (2, 3, 4)),
        *map(as_function, (2, 3, 4)),
        *(near_the_limit(N, sign) for N in (2, 3, 4) for sign in (1, -1)),
        *(
            Exhibit(
                f"N = {N}: det A(alpha) is not 0 for every alpha in ({field(N).lo}, 10^9)",
                partial(positive, N),
            )
            for N in (2, 3, 4)
        ),
        *map(general, (2, 3, 4, 10, 50, 200)),
        feature_rank(
            "digits, N = 50, sigmoid, the alpha of that bound: full rank",
            [full_rank_filters(digits(50), "sigmoid", 50).layer],
            digits(50),
            50,
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A term missing, a sign changed, alpha too small for the bound, a smaller alpha."""
    good = formula(3).build
    tiny, limit = sigmoid_bound(50, 100)
    return (
        NearMiss("s^2 for s^3", tampered(good, "/claim/right/sum/0/product/0", "1"), "E_IDENTITY"),
        NearMiss("all signs +", tampered(good, "/claim/right/sum/1/sum/0/product/0", "1"), "E_IDENTITY"),
        NearMiss(
            "N = 50 with alpha gap = 102",
            lambda: excess(tiny, limit, Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "det = s^N for every alpha",
            lambda: over(ABOVE_1, leibniz(entries(2)), str(S**2), "identity").with_evidence({}),
            "E_IDENTITY",
        ),
    )


theorem = Theorem(
    id="eq-2.13",
    kind="equation",
    title="The limit of the determinant",
    statement=(
        r"$\det A(\alpha)_{1:N,1:N}=\sigma(\beta)^N+\sum_{\pi\ne\gamma}\mathrm{sign}(\pi)\prod_jA(\alpha)_{\pi(j)j}$, and every product in the sum tends to 0, since $\pi(j)>j$ for some $j$. So $\det\to\sigma(\beta)^N\ne0$, and the rank is $N$ for all $\alpha\ge\alpha_0$."
    ),
    source=thesis("Equation (2.13)", "27"),
    universal=True,
    hypotheses=(r"$\sigma(\beta)\ne0$", r"$\alpha\ge\alpha_0$"),
    covers=(
        r"The formula for all entries, $N=2,3,4$. For the matrices of eq-2.12, symbolically in $\alpha$ and for the same $N$: the determinant, $|\det A(\alpha)-\sigma(\beta)^N|\le\frac{N!-1}{2\alpha}$, and that it is not 0 from an explicit $\alpha_0$ on. For general $N$ the bound of docs/proofs/triangular-limit.md, "
        r"with its numbers at the $\alpha$ of the construction for the sigmoid on digits up to $N=200$ (by hand: $\frac1e<0.368$ and $\sigma(2)>0.88$), and for the ReLU a triangular matrix (thm-2.4.4). The text infers $\alpha_0$ from continuity of the determinant; it follows from the limit alone."
    ),
    uses=("eq-2.12",),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(
            r"$\sigma(\beta)\ne0$",
            (
                identity(
                    "s = 0, N = 2, A triangular: det A = 0", cofactors([["0", "a12"], ["0", "0"]]), "0", "a12"
                ),
            ),
            "The limit says nothing then.",
        ),
        Ablation(
            r"$\alpha\ge\alpha_0$",
            (
                identity(
                    "alpha = 0: all entries are sigma(beta), det A = s s - s s",
                    cofactors([["s", "s"], ["s", "s"]]),
                    "0",
                    "s",
                ),
            ),
            "At alpha = 0 all samples have the same features.",
        ),
    ),
    proof="docs/proofs/triangular-limit.md",
)
