"""Equation (3.7): by h the output is kept while W_2, ..., W_L move to those of another network."""

from __future__ import annotations

from constructions.canonical_point import drive
from constructions.exchange import exchange_rows
from constructions.fibre import Walker
from constructions.parameter_path import Trail
from constructions.random_paths import FALLING, HALF, Instances
from proofs.path_exhibits import keeps_rank, walked
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

WIDTHS = (3, 4, 3, 2)


def moved(seed: int) -> Trail:
    """W_2 and W_3 of one network become those of another; at the end the normal form of the first's output."""
    risk = Instances(220).risk(WIDTHS, 3, independent=True)
    some, sigma = Instances(221 + seed), (HALF, FALLING)[seed]
    walker = Walker(some.network(WIDTHS, sigma), risk.inputs)
    other = Walker(some.network(WIDTHS, sigma), risk.inputs)
    walker.make_full_rank(1)
    other.make_full_rank(1)
    for l in (3, 2):
        exchange_rows(walker, 1, l, other.U[l - 1])
    drive(walker, len(WIDTHS) - 1)
    return walker.trail


def exhibits() -> tuple[Exhibit, ...]:
    """Output constant; W_2 and W_3 of full rank all along."""
    risk = Instances(220).risk(WIDTHS, 3, independent=True)
    found = []
    for seed, name in ((0, "leaky ReLU"), (1, "decreasing")):
        build = lambda s=seed: moved(s)  # noqa: E731
        found.append(walked(f"{name}: the output stays", build, risk, "constant-output"))
        found += [keeps_rank(f"{name}: W_{l} of full rank on the path", build, l) for l in (2, 3)]
    return tuple(found)


theorem = Theorem(
    id="eq-3.7",
    kind="equation",
    title="The output kept by the first layer",
    statement=(
        r"$F_L\bigl(h((\hat W_l,\hat b_l)_{l=2}^L,A),(\hat W_l,\hat b_l)_{l=2}^L\bigr)=A$ for all $\hat W_l$ of full rank and all "
        r"$A\in\mathbb{R}^{N\times m}$; so along curves of full-rank $W_2(\lambda),\dots,W_L(\lambda)$ the output is constant."
    ),
    source=thesis("Equation (3.7), proof of Theorem 3.4.9", "39"),
    universal=True,
    covers=(
        "Two instances of widths 3-4-3-2 in which all upper layers become those of another network, with the output constant and full rank on the "
        r"whole path; the equation itself is Equation (3.3) for $k=L$. The thesis prints $A\in\mathbb{R}^{N\times n_k}$, where $n_L=m$ is meant."
    ),
    uses=("eq-3.3", "lem-3.4.6", "prop-3.4.8"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one weight of another end",
            tampered(exhibits()[0].build, "/claim/end/layers/2/weight/0/0", "77"),
            "E_PATH_END",
        ),
        NearMiss(
            "a vertex with W_2 = 0",
            tampered(exhibits()[1].build, "/claim/matrices/1", {"entries": [["0"] * 4] * 3}),
            "E_SINGULAR",
        ),
    ),
)
