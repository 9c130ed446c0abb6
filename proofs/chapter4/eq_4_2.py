"""Equation (4.2): the softplus, its bounds, and those of its iterates."""

from __future__ import annotations

from fractions import Fraction

from constructions.skip_network import SkipNetwork
from constructions.triangular import Enclosed, enclosed
from proofs.feature_exhibits import identity, product, samples, total
from proofs.skip_exhibits import unit
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import entries

POINTS = (-3, -1, 0, 1, 3)


def iterates() -> Enclosed:
    """sigma, sigma o sigma, ..., four times, at the points: rows are points."""
    units = [unit("softplus", (j,), (1,), 0, j + 1) for j in range(4)]
    return enclosed(SkipNetwork(1, tuple(units), (1, 2, 3, 4)), samples([[t] for t in POINTS]))


def exhibits() -> tuple[Exhibit, ...]:
    """Derivative and scale for all values; iterates at five points, below K + t for t >= 0."""
    found = iterates()
    bounds = [
        at_most(f"sigma^({k + 1})({t}) <= {k + 1} + {t}", row[k] + found.error, Fraction(k + 1 + t))
        for t, row in zip(POINTS, found.entries, strict=True)
        for k in range(4)
        if t >= 0
    ]
    return (
        identity(
            "the derivative E/(1 + E), E = e^(gamma t) > 0, lies between 0 and 1: 1 - E/(1 + E) = 1/(1 + E), cleared",
            total(total("1", "E"), product("-1", "E")),
            "1",
            "E",
        ),
        identity(
            "t > 0: gamma sigma(t) = gamma t + log(1 + 1/E): 1 + E = E (1 + D) for E D = 1, D = 1/E; here E(1 + D) = E + E D",
            product("E", total("1", "D")),
            total("E", product("E", "D")),
            *("D", "E"),
        ),
        entries("sigma and its iterates up to the fourth at -3, -1, 0, 1, 3", found),
        *bounds,
    )


theorem = Theorem(
    id="eq-4.2",
    kind="equation",
    title="Softplus",
    statement=(
        r"$\sigma_\gamma(t)=\gamma^{-1}\log(1+e^{\gamma t})$ is real analytic and strictly increasing, $\sigma_\gamma(t)\le\gamma^{-1}e^{\gamma t}$, and for $t>0$ $\sigma_\gamma(t)\le\gamma^{-1}+t$, so $\sigma_\gamma^{(K)}(t)\le K\gamma^{-1}+t$ "
        r"for its iterates."
    ),
    source=thesis("Equation (4.2)", "58"),
    universal=True,
    covers=(
        r"The derivative for all $t$; iterates enclosed at five points with $\gamma=1$ ($\sigma_\gamma(t)=\gamma^{-1}\sigma_1(\gamma t)$). The bounds are $\log(1+x)\le x$ and $\log(1+1/E)\le\log2<1$ for $E\ge1$, by hand; so $\gamma^{-1}\log2$ may stand "
        r"for $\gamma^{-1}$, and equality holds at $t=0$."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "sigma(0) <= 2/3",
            lambda: excess(iterates().entries[2][0], Fraction(2, 3), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "the iterates of the sigmoid",
            tampered(exhibits()[2].build, "/claim/units/1/activation/name", "sigmoid"),
            "E_FIT",
        ),
    ),
)
