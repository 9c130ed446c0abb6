"""Equation (4.9): bounded activations bound the entries of Psi."""

from __future__ import annotations

from fractions import Fraction

from constructions.triangular import by_logarithms, least_alpha
from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import at_most, excess
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import SIZES, entries, three_layers_enclosed


def exhibits() -> tuple[Exhibit, ...]:
    """Sigmoid for all values; instances; C = 1 is not attained and no smaller C will do."""
    found = three_layers_enclosed()[2]
    largest = [max(max(row) for row in by_logarithms(N, least_alpha(N))) for N in SIZES]
    return (
        identity(
            "sigmoid: with E = e^t > 0, 1 - E/(1 + E) = 1/(1 + E) > 0, cleared",
            total(total("1", "E"), product("-1", "E")),
            "1",
            "E",
        ),
        *(
            at_most(f"N = {N}: entries at most C = 1, exactly", x, Fraction(1))
            for N, x in zip(SIZES, largest, strict=True)
        ),
        entries("skips in three layers", found),
        at_most(
            "skips in three layers: entries at most 1 + 2^-100",
            max(max(row) for row in found.entries),
            1 + Fraction(1, 2**100),
        ),
    )


theorem = Theorem(
    id="eq-4.9",
    kind="equation",
    title="Bounded entries",
    statement=r"If the activations of the skip units are bounded there is a finite $C>0$ with $|\Psi_{ij}|\le C$ for all $i,j$ and all parameters.",
    source=thesis("Equation (4.9)", "58"),
    universal=True,
    covers=r"By definition of bounded, with $C=\max_j\sup|\sigma_{p_j}|$; for the sigmoid and tanh $C=1$. $\varepsilon\le\sigma(\beta)/(2N!)$ then, so that $\sigma^{-1}(\varepsilon)$ exists for every skip unit, also if $C<1$.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "C = 99/100 for N = 3",
            lambda: excess(
                max(max(row) for row in by_logarithms(3, least_alpha(3))), Fraction(99, 100), Fraction(0)
            ).with_evidence({}),
            "E_VALUE",
        ),
    ),
)
