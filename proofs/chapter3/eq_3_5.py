"""Equation (3.5): the permutation of Equation (3.4) orders the columns of the features, and the product stays."""

from typing import Any

from proofs.path_exhibits import identity, plus, times
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# P = [R; S]: R picks the rows I, S the others; Q = R^T and T = S^T, so that P P^T = I and P^T P = I.
MATRICES: Any = {
    "E": ["s", "r"],
    "F": ["N", "n"],
    "Q": ["n", "r"],
    "R": ["r", "n"],
    "S": ["s", "n"],
    "T": ["n", "s"],
    "V": ["r", "p"],
}
PICKS: Any = [
    {"word": ["R", "Q"], "equals": {"identity": "r"}},
    {"word": ["S", "T"], "equals": {"identity": "s"}},
    {"word": ["R", "T"], "equals": {"zero": ["r", "s"]}},
    {"word": ["S", "Q"], "equals": {"zero": ["s", "r"]}},
]


def columns(picker: str, transposed: str) -> Exhibit:
    """([F(:, I), F(:, others)] P) P^T is [F(:, I), F(:, others)]: one block."""
    other, its = ("S", "T") if picker == "R" else ("R", "Q")
    ordered = plus(times("F", transposed, picker), times("F", its, other))
    return identity(
        f"the block of {picker}",
        times(ordered, transposed),
        times("F", transposed),
        matrices=MATRICES,
        relations=PICKS,
    )


def product() -> Exhibit:
    """W = P^T [V; E V] gives F W = F(:, I) V + F(:, others) E V."""
    W = plus(times("Q", "V"), times("T", "E", "V"))
    blocks = plus(times("F", "Q", "V"), times("F", "T", "E", "V"))
    return identity("F W by blocks", times("F", W), blocks, matrices=MATRICES, relations=PICKS)


theorem = Theorem(
    id="eq-3.5",
    kind="equation",
    title="Columns of the features by blocks",
    statement=(
        r"$F_kP^T=[F_k(:,\mathcal I),F_k(:,\bar{\mathcal I})]$ for the permutation $P$ of Equation (3.4), and "
        r"$F_kW_{k+1}=(F_k(:,\mathcal I)+F_k(:,\bar{\mathcal I})E)\,W_{k+1}(\mathcal I,:)$."
    ),
    source=thesis("Equation (3.5)", "39"),
    universal=True,
    covers="Both, for all sizes: $P$ enters as two matrices that pick rows, with $PP^T=I$ as their relations.",
    uses=("eq-3.4",),
    exhibits=lambda: (columns("R", "Q"), columns("S", "T"), product()),
    near_misses=lambda: (
        NearMiss(
            "rows that are picked twice",
            tampered(columns("R", "Q").build, "/claim/relations", PICKS[:2]),
            "E_IDENTITY",
        ),
        NearMiss(
            "the other rows without E",
            tampered(product().build, "/claim/right/sum/1", times("F", "Q", "V")),
            "E_IDENTITY",
        ),
    ),
)
