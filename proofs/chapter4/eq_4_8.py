"""Equation (4.8): the entries below the diagonal are at most epsilon."""

from __future__ import annotations

from fractions import Fraction

from constructions.triangular import by_logarithms, epsilon
from proofs.table_exhibits import excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import (
    SIZES,
    below_diagonal,
    entries,
    small_below,
    small_below_three_layers,
    three_layers_enclosed,
)


def exhibits() -> tuple[Exhibit, ...]:
    """Exactly for N = 2 to 5; enclosed for skips in three layers."""
    found = three_layers_enclosed()[2]
    return (
        *(small_below(N) for N in SIZES),
        entries("skips in three layers, N = 4", found),
        small_below_three_layers(),
    )


def smaller_alpha() -> bytes:
    """N = 4 with alpha = 9: 1/513 is not at most 1/768."""
    largest = max(below_diagonal(by_logarithms(4, 9)))
    return excess(largest, epsilon(4), Fraction(0)).with_evidence({})


theorem = Theorem(
    id="eq-4.8",
    kind="equation",
    title="Small entries below the diagonal",
    statement=r"With the alphas of (4.7): $\Psi_{ij}=f_{p_j}(x_i)\le\varepsilon$ for all $i>j$.",
    source=thesis("Equation (4.8)", "58"),
    universal=True,
    covers=(
        r"For sigmoid, $\beta=0$ and $\varepsilon=2^{-N}/(2N!)$: exactly for N = 2 to 5 (one layer, inputs $\log2^k$, $\alpha$ rounded up to an integer), enclosed for skips in three layers. In general $\alpha\delta_{ij}\le\sigma^{-1}(\varepsilon)-\beta$ "
        r"(eq-4.7) and $\sigma$ is increasing. That $|\Psi_{ij}|\le\varepsilon$, as used below, needs $\Psi>0$ too, which an increasing activation with limit 0 at $-\infty$ has."
    ),
    uses=("eq-4.4", "eq-4.6", "eq-4.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("N = 4, alpha = 9 for 10", smaller_alpha, "E_VALUE"),
        NearMiss(
            "alpha = 1 in the second layer",
            tampered(exhibits()[4].build, "/claim/units/3/weight/0", "1"),
            "E_FIT",
        ),
    ),
)
