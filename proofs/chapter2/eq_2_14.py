"""Equation (2.14): the gradient in U_(k+1) against Delta_(k+1), from below, by the least singular value of F_k."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from proofs.feature_exhibits import identity, product, total
from proofs.path_exhibits import Q, times
from proofs.square_exhibits import bounded, norm, transposed
from proofs.square_exhibits import times as rows_times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# F_k, N = 2 samples and n_k = 3 units; F_k F_k^T = (5 5; 5 11) has the eigenvalues 8 -+ sqrt(34), 2.17 and 13.83.
F = [[2, 1, 0], [1, 3, 1]]
DELTA = [["d11", "d12"], ["d21", "d22"]]
NAMES = [x for row in DELTA for x in row]
BLOCKS = [
    [f * (s == t) for f, t in ((f, t) for f in column for t in range(2))]
    for column in transposed(F)
    for s in range(2)
]


def vectorised() -> Exhibit:
    """The blocks of I (x) F^T: entry (r, s) of F^T Delta is row r of F^T times column s of Delta, for all F and Delta."""
    f = [[f"f{i}{r}" for r in range(3)] for i in range(2)]
    left: list[Any] = []
    right: list[Any] = []
    for s in range(2):
        for r in range(3):
            left.append(product(f"t{r}{s}", total(*(product(f[i][r], DELTA[i][s]) for i in range(2)))))
            # I (x) F^T: block (s, s') is F^T when s = s', else 0
            blocks = [
                product("1" if s == u else "0", f[i][r], DELTA[i][u]) for u in range(2) for i in range(2)
            ]
            right.append(product(f"t{r}{s}", total(*blocks)))
    names = [*NAMES, *(x for row in f for x in row), *(f"t{r}{s}" for r in range(3) for s in range(2))]
    return identity(
        "vec(F^T Delta) = (I (x) F^T) vec(Delta), all entries", total(*left), total(*right), *names
    )


def below(c: int = 2) -> Exhibit:
    """|F^T Delta|^2 - c |Delta|^2 as a sum of squares."""
    image = rows_times(transposed(F), DELTA)
    left = norm([x for row in image for x in row])
    return bounded(
        f"|F_k^T Delta|^2 >= {c} |Delta|^2 for every Delta, where sigma_min(F_k)^2 = 2.17",
        left,
        NAMES,
        BLOCKS,
        c,
    )


def as_printed(features: str, rows: str) -> Claim:
    """The gradient, n_k x n_{k+1}, as a product with the transpose of F_k or of F_L."""
    matrices = {"g": ["nk", "nk1"], features: [rows, "N"], "D": ["N", "nk1"], "I": ["nk", "nk"]}
    body: dict[str, Any] = {
        "scalars": [],
        "matrices": matrices,
        "relations": [{"word": [features, "D"], "equals": {"symbol": "g"}}],
    }
    return Claim("identity", Q, {**body, "left": {"symbol": "g"}, "right": times(features, "D")})


theorem = Theorem(
    id="eq-2.14",
    kind="equation",
    title="The gradient from below",
    statement=r"$\|\nabla_{U_{k+1}}\Phi\|_F=\|(\mathbb{I}_{n_{k+1}}\otimes F_k^T)\,\mathrm{vec}(\Delta_{k+1})\|_2\ge\sigma_{\min}(F_k)\,\|\Delta_{k+1}\|_F$, because $n_k\ge N$.",
    source=thesis("Equation (2.14)", "31"),
    universal=True,
    hypotheses=(r"$n_k\ge N$",),
    covers=(
        r"The step to vectors for $2\times3$ features and all entries; the inequality for a matrix of that size, every $\Delta_{k+1}$, with a rational bound below $\sigma_{\min}(F_k)^2$, by a sum of squares. A slip in the line before: the gradient is $F_k^T\Delta_{k+1}$, printed as $F_L^T\Delta_{k+1}$, "
        r"which has $m$ rows where $n_k$ are needed."
    ),
    uses=("lem-2.6.2", "lem-2.6.3"),
    exhibits=lambda: (
        vectorised(),
        below(),
        identity(
            "Delta = (1 0; -1 2): F_k^T Delta = (1 2; -2 6; -1 2), 50 >= 2 * 6",
            norm([1, 2, -2, 6, -1, 2]),
            total(product(2, total("1", "1", "4")), "38"),
        ),
    ),
    near_misses=lambda: (
        NearMiss("F_L in place of F_k", lambda: as_printed("FLt", "m").with_evidence({}), "E_SHAPE"),
        NearMiss(
            "3 in place of 2", tampered(below().build, "/claim/left/sum/1/product/0", "-3"), "E_IDENTITY"
        ),
        NearMiss(
            "F in place of F^T",
            tampered(below().build, "/claim/left/sum/0/product/1/sum/0/product/0/sum/1/product/0", "1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$n_k\ge N$",
            (
                identity(
                    "F_k = (1, 1)^T, Delta = (1, -1)^T: F_k^T Delta = 0 and |Delta|^2 = 2",
                    total("1", "-1"),
                    "0",
                ),
            ),
            r"$\sigma_{\min}(F_k)=\sqrt2$ as the least of $\min(N,n_k)=1$ singular values; then $0\ge2$ is false.",
        ),
    ),
)
