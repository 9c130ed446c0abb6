"""Equation (3.4): after a permutation, the other rows of a matrix of rank r are combinations of r independent ones."""

from fractions import Fraction
from typing import Any

from constructions.exact_matrices import basis_rows, from_rows, right_inverse, rows_of_matrix
from constructions.random_paths import Instances
from proofs.path_exhibits import identity, rank_is, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

KNOWN: Any = {
    "matrices": {"E": ["s", "r"], "G": ["p", "r"], "V": ["r", "p"], "W": ["s", "p"]},
    "relations": [{"word": ["V", "G"], "equals": {"identity": "r"}}],
}


def low_rank(seed: int) -> list[tuple[Fraction, ...]]:
    """A 5 x 3 matrix of rank 2: three random rows and two of their combinations."""
    some = Instances(seed)
    first, second = some.vector(3), some.vector(3)
    mixed = [
        tuple(a * x + b * y for x, y in zip(first, second, strict=True)) for a, b in ((1, 2), (-1, 1), (3, 0))
    ]
    return [mixed[0], first, mixed[1], second, mixed[2]]


def decomposed(seed: int) -> tuple[Exhibit, ...]:
    """rank W = rank W(I, :) = 2, and W - [W(I, :); E W(I, :)] up to order is zero."""
    W = from_rows(low_rank(seed))
    chosen = basis_rows(W)
    others = [i for i in range(W.nrows()) if i not in chosen]
    V = rows_of_matrix(W, chosen)
    E = rows_of_matrix(W, others) * right_inverse(V)
    rest = rows_of_matrix(W, others) - E * V
    name = f"instance {seed + 1}"
    return (
        rank_is(f"{name}: rank W = 2", _rows(W), 2),
        rank_is(f"{name}: W(I, :) has rank 2", _rows(V), 2),
        rank_is(f"{name}: W(others, :) - E W(I, :) = 0", _rows(rest), 0),
    )


def _rows(M: Any) -> list[list[str]]:
    return [[str(x) for x in row] for row in M.table()]


def schema() -> Exhibit:
    """If W = E V and V G = I, then E = W G: for independent rows V the matrix E is unique."""
    return identity(
        "E (V G) = E: the combinations are unique", times("E", "V", "G"), {"symbol": "E"}, **KNOWN
    )


theorem = Theorem(
    id="eq-3.4",
    kind="equation",
    title="Rows of a matrix of low rank",
    statement=(
        r"If $\operatorname{rank}W_{k+1}=r$ and the rows $W_{k+1}(\mathcal I,:)$, $|\mathcal I|=r$, are independent, then "
        r"$W_{k+1}(\bar{\mathcal I},:)=E\,W_{k+1}(\mathcal I,:)$ for a matrix $E\in\mathbb{R}^{(n_k-r)\times r}$, which is unique."
    ),
    source=thesis("Equation (3.4)", "39"),
    universal=True,
    covers="Uniqueness for all sizes, from a right inverse $G$ of the independent rows; existence on three random 5 x 3 matrices of rank 2.",
    hypotheses=(r"$\mathcal I$ independent", r"$|\mathcal I|=r$"),
    exhibits=lambda: (schema(), *(exhibit for seed in range(3) for exhibit in decomposed(seed))),
    ablations=lambda: (
        Ablation(
            r"$\mathcal I$ independent",
            (rank_is("rows 0 and (0, 1): rank 1", [[0, 0], [0, 1]], 1),),
            r"With $\mathcal I$ the zero row, the other row is no multiple of it.",
        ),
        Ablation(
            r"$|\mathcal I|=r$",
            (rank_is("W = I: rank 2", [[1, 0], [0, 1]], 2),),
            r"With $|\mathcal I|=1<r$ the second row is no multiple of the first.",
        ),
    ),
    near_misses=lambda: (
        NearMiss("without V G = I", tampered(schema().build, "/claim/relations", []), "E_IDENTITY"),
        NearMiss(
            "an entry of W changed: the rank is 3",
            tampered(decomposed(0)[0].build, "/claim/matrix/entries/4/0", "97"),
            "E_NULL",
        ),
    ),
)
