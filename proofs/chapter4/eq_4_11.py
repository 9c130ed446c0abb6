"""Equation (4.11): case 2 of the proof of Lemma 4.3.2, one alpha for all skip units."""

from __future__ import annotations

from fractions import Fraction

from constructions.skip_network import SkipNetwork
from constructions.triangular import Enclosed, enclosed
from proofs.chapter4.eq_4_4 import pre_activation
from proofs.feature_exhibits import samples
from proofs.skip_exhibits import unit
from proofs.table_exhibits import at_most, excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import ALPHAS, backward_path_enclosed, below_diagonal, case_two, entries


def log_2() -> Enclosed:
    """sigma(0) = log 2 of one softplus unit."""
    return enclosed(SkipNetwork(1, (unit("softplus", (0,), (1,), 0, 1),), (1,)), samples([[0]]))


def diagonal(alpha: int) -> Exhibit:
    """It is sigma(beta), whatever alpha."""
    found, ln = backward_path_enclosed(alpha), log_2()
    off = max(abs(found.entries[j][j] - ln.entries[0][0]) for j in range(4)) + found.error + ln.error
    return at_most(f"alpha = {alpha}: the diagonal is sigma(0) = log 2, up to 2^-50", off, Fraction(1, 2**50))


def vanishing(alpha: int, bound: str) -> Exhibit:
    """Below the diagonal entries vanish as alpha grows."""
    largest = max(below_diagonal(backward_path_enclosed(alpha).entries)) + Fraction(1, 2**119)
    return at_most(f"alpha = {alpha}: entries below the diagonal at most {bound}", largest, Fraction(bound))


def exhibits() -> tuple[Exhibit, ...]:
    """The pre-activation; entries, diagonal and determinant for three alphas."""
    bounds = ("1/20000", "1/400000000", "1/100000000000000000")
    return (
        pre_activation(),
        entries("one softplus unit at 0", log_2()),
        *(
            e
            for alpha, bound in zip(ALPHAS, bounds, strict=True)
            for e in (diagonal(alpha), vanishing(alpha, bound))
        ),
        *(e for alpha in ALPHAS for e in case_two(alpha)),
    )


theorem = Theorem(
    id="eq-4.11",
    kind="equation",
    title="Softplus: one alpha for all skip units",
    statement=(
        r"In case 2, with $\alpha_{p_j}=\alpha$ and $\alpha_j=1$ for all other units: $f_{p_j}(x_i)=\sigma_{p_j}(\beta+\alpha(f_{c(p_j)}(x_i)-f_{c(p_j)}(x_j)))$ and $f_j=\sigma_j(f_{c(j)})$; for $\pi\ne\mathrm{id}$ $|\prod_j\Psi_{\pi(j)j}|\le c_1e^{-\alpha c_2}(c_3+\alpha)^{N-1}$, so "
        r"$\det\Psi\to\prod_j\sigma_{p_j}(\beta)$ as $\alpha\to\infty$."
    ),
    source=thesis("Equation (4.11)", "58"),
    universal=True,
    covers=(
        r"The pre-activation for all values. Four softplus units above one backward path, $\beta=0$, $\alpha=16,32,64$: $\det\Psi$ within $3\cdot10^{-4}$, $3\cdot10^{-8}$, $10^{-16}$ of $(\log2)^4$, with Leibniz's bound. In general (by hand), "
        r"$c_2$ is the least $|\delta_{ij}|$, and entries are at most $1+\alpha\max|\delta_{ij}|$ by eq-4.2. The position of 1 cannot always be chosen: two skip units that share their weights may need different positions, and a unit off the backward "
        "paths may share weights with a skip unit, whose alpha it must then have; new-4.a avoids both."
    ),
    uses=("eq-4.2", "eq-4.3", "eq-4.6"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("another alpha", tampered(case_two(16)[0].build, "/claim/units/2/weight/0", "15"), "E_FIT"),
        NearMiss(
            "alpha = 16: entries at most 1/400000000",
            lambda: excess(
                max(below_diagonal(backward_path_enclosed(16).entries)), Fraction(1, 4 * 10**8), Fraction(0)
            ).with_evidence({}),
            "E_VALUE",
        ),
    ),
)
