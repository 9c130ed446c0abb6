"""Equation (4.7): the alphas that bring the entries below the diagonal to at most epsilon."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from constructions.triangular import by_logarithms, epsilon
from proofs.chapter4.lem_4_3_2 import constructed, three_layers
from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import SIZES, below_diagonal, logarithms, three_layers_enclosed


def exhibits() -> tuple[Exhibit, ...]:
    """alpha = q + h with q = (s - beta) / delta: alpha delta = s - beta + h delta, at most s - beta for delta < 0 <= h."""
    return (
        identity(
            "s = beta + q delta, alpha = q + h: beta + alpha delta = s + h delta",
            total("b", product(total("q", "h"), "d")),
            total(total("b", product("q", "d")), product("h", "d")),
            *("b", "d", "h", "q"),
        ),
        constructed("N = 4, skips in three layers: alpha = 3, 437229269 and 1", three_layers()),
        *(exhibit for N in SIZES for exhibit in least(N)),
        attained(),
    )


def least(N: int) -> tuple[Exhibit, ...]:
    """epsilon, and the least integer alpha for it, exactly: one less leaves an entry above epsilon."""
    eps, alpha, A = logarithms(N)
    before = max(below_diagonal(by_logarithms(N, alpha - 1)))
    largest = max(below_diagonal(A))
    return (
        identity(
            f"N = {N}: 2 N! C^(N-1) epsilon = prod sigma(beta) = 2^-{N} for epsilon = {eps}, C = 1",
            product("2", str(factorial(N)), str(eps)),
            str(Fraction(1, 2**N)),
        ),
        at_most(f"N = {N}: alpha = {alpha} makes the largest entry {largest}, at most {eps}", largest, eps),
        at_most(f"N = {N}: alpha = {alpha - 1} leaves {before}, above {eps}", eps - before, -eps / 10**3),
    )


def attained() -> Exhibit:
    """In the second of three layers the maximum in (4.7) is the alpha, up to rounding: an entry is nearly epsilon."""
    found = three_layers_enclosed()[2]
    gap = epsilon(4) - max(below_diagonal(found.entries)) + found.error
    return at_most(
        "skips in three layers: an entry is within 10^-10 of epsilon = 1/768", gap, Fraction(1, 10**10)
    )


theorem = Theorem(
    id="eq-4.7",
    kind="equation",
    title="The scale of each layer",
    statement=(
        r"With $\alpha_j$ the maximum of 1 and of $(\sigma_{p_k}^{-1}(\varepsilon)-\beta)/(f_{c(p_k)}(x_i)-f_{c(p_k)}(x_k))$ over $i>k$ and the skip units $p_k$ of the layer of $j$: "
        r"$\Psi_{ij}\le\varepsilon$ for $i>j$."
    ),
    source=thesis("Equation (4.7)", "58"),
    universal=True,
    covers=(
        r"The pre-activation for all values, $\sigma^{-1}(\varepsilon)=s$. In numbers, for the sigmoid with $\beta=0$, $C=1$, $\varepsilon=2^{-N}/(2N!)$: exactly for N = 2 to 5 with inputs $\log2^k$, where the least integers are $\alpha=4,7,10,13$; and the alphas of a network with "
        r"skips in three layers, rounded up, of which one attains the maximum. (Case 2, softplus, has one scalar $\alpha$: eq-4.11.) In the line after (4.8) the thesis writes $\alpha_{p_j}>\max$, which must be $\ge$: the maximum is attained. "
        r"$\sigma^{-1}(\varepsilon)$ exists because $\varepsilon<\sigma(\beta)$."
    ),
    uses=("eq-4.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the sign of h",
            tampered(
                exhibits()[0].build,
                "/claim/right",
                total(total("b", product("q", "d")), product("-1", "h", "d")),
            ),
            "E_IDENTITY",
        ),
        NearMiss(
            "alpha = 0 in the first layer",
            tampered(exhibits()[1].build, "/claim/units/0/weight", ["0"]),
            "E_NORM",
        ),
    ),
)
