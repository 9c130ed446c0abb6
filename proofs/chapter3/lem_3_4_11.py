"""Lemma 3.4.11: shifts of an activation at distinct points span the whole space, with a closed determinant."""

from itertools import permutations
from typing import Any

from proofs.path_exhibits import identity, plus, rank_is, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

NAMES = "defgh"


def entry(i: int, j: int) -> Any:
    """The leaky ReLU of slope a at v_i - (v_j + v_{j+1})/2, the gaps d_j = v_{j+1} - v_j > 0; j = 0: one."""
    if j == 0:
        return "1"
    half = times("1/2", NAMES[j - 1])
    if i >= j:
        return plus(half, *(times("1", NAMES[k - 1]) for k in range(j + 1, i + 1)))
    return times("-1", "a", plus(half, *(times("1", NAMES[k - 1]) for k in range(i + 1, j))))


def determinant(n: int) -> Any:
    """By Leibniz' formula."""
    terms = []
    for order in permutations(range(n)):
        sign = (-1) ** sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
        terms.append(times(str(sign), *(entry(i, j) for i, j in enumerate(order))))
    return plus(*terms)


def closed(n: int) -> Any:
    """prod d_j (1 - a)^(n - 2) (1 - a (-1)^(n - 1)) / 2^(n - 1)."""
    less = plus("1", times("-1", "a"))
    last = plus("1", times(str((-1) ** n), "a"))
    return times(f"1/{2 ** (n - 1)}", *NAMES[: n - 1], *[less] * (n - 2), last)


def of_size(n: int) -> Exhibit:
    """The determinant for n points."""
    scalars = sorted(["a", *NAMES[: n - 1]])
    return identity(
        f"the determinant for n = {n}, every slope and all gaps", determinant(n), closed(n), scalars=scalars
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The determinants, and shifts of the leaky ReLU of slope 1/2 at v = (0, 1, 3) that span R^3."""
    shifts = rank_is(
        "slope 1/2, v = (0, 1, 3): shifts by 1, -1/2, -2",
        [[1, 2, 4], ["-1/4", "1/2", "5/2"], [-1, "-1/2", 1]],
        3,
    )
    return (*(of_size(n) for n in (2, 3, 4, 5)), shifts)


theorem = Theorem(
    id="lem-3.4.11",
    kind="lemma",
    title="Shifts span the space",
    statement=(
        r"Let $v\in\mathbb{R}^n$ have distinct entries and $\sigma$ satisfy Assumption 3.4.2. Then "
        r"$\operatorname{Span}\{\sigma(v+b\mathbf 1_n)\mid b\in\mathbb{R}\}=\mathbb{R}^n$. For the leaky ReLU of slope $a\in[0,1)$ "
        r"and gaps $d_j$ of the sorted $v$, $n$ shifts at the midpoints (one beyond them) have the determinant "
        r"$\prod d_j\,(1-a)^{n-2}(1-a(-1)^{n-1})/2^{n-1}\ne0$."
    ),
    source=thesis("Lemma 3.4.11", "46"),
    universal=True,
    hypotheses=("distinct entries", "Assumption 3.4.2"),
    covers=(
        "The closed determinant for n = 2, ..., 5, all gaps and all slopes (the first column, one everywhere, is a combination of "
        r"two shifts beyond all points). The proof of the thesis drops zero $\lambda_i$ tacitly; with $\lambda=(\lambda_1)$ alone it "
        r"gives $\sigma=0$, which Assumption 3.4.2 excludes."
    ),
    uses=("asm-3.4.2",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the sign of the last factor", tampered(of_size(3).build, "/claim/right", closed(2)), "E_IDENTITY"
        ),
    ),
    ablations=lambda: (
        Ablation(
            "distinct entries",
            (rank_is("shifts at v = (0, 0): equal rows", [[1, "1/2", 2], [1, "1/2", 2]], 1),),
        ),
        Ablation(
            "Assumption 3.4.2",
            (rank_is("sigma(x) = x at v = (0, 1, 2): dimension 2", [[0, 1, 2], [1, 2, 3], [2, 3, 4]], 2),),
        ),
    ),
)
