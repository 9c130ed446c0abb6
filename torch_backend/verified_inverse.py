"""Full rank of features at any depth, by an approximate inverse in float64 with proven rounding bounds.

If ||I - R A|| < 1 in the row-sum norm, A is invertible (Rump 2010, Verification methods, 10.7).  Of the
matrix A' that was computed, |A - A'| <= E, and in whatever order products are summed
    |I - R A| <= |I - fl(R A')| + gamma_(r + 1) |R| |A'| + |R| E,
so that its row sums need one product of matrices and two with vectors.  Where this is not below 1, for the
size or the condition of A, the answer is "not certified".  What is observed is no verdict; where the kernel
can still check it, `certify_in_floats` makes evidence of the inverse, and the kernel decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from checker import Json, Rationals
from constructions.certificate import Claim, NotFound
from constructions.evidence.float_inverse import float_inverse
from constructions.feature_matrix import AnyLayer, data_json, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from torch_backend.enclosed_features import enclosed_features
from torch_backend.memory import short
from torch_backend.observed import Observed
from torch_backend.rounding import enlarged, gamma

_DOUBLE = torch.float64


@dataclass(frozen=True)
class FullRank:
    """The outcome: `rank` min(N, n) where the bound of the norm is below 1, else None ("not certified")."""

    samples: int
    width: int
    rank: int | None
    norm: float
    observed: Observed
    columns: tuple[int, ...]

    def __str__(self) -> str:
        full = min(self.samples, self.width)
        if self.rank is None:
            return f"not certified: ||I - R A|| <= {self.norm:.3g} of {full} x {full}, needs < 1"
        return f"rank {full} in floating point with proven bounds: ||I - R A|| <= {self.norm:.3g}"


def full_rank(layers: Sequence[AnyLayer], X: ExactMatrix, device: str = "cpu") -> FullRank:
    """Whether F_k has rank min(N, n), as far as float64 can tell.

    Raises `NotFound` for layers that are not enclosed, `MemoryShort`, `ValueError` (no such device).
    """
    try:
        F, E = enclosed_features(layers, X, device=device)
        A, error, columns = _minor(F, E)
        norm = norm_bound(A, error)
    except RuntimeError as problem:
        raise short(problem, len(X), len(X)) from problem
    N, n = F.shape
    rank = min(N, n) if norm < 1 else None
    seen = Observed(rank, 0.0 if rank is not None else None, "float64", device)
    return FullRank(N, n, rank, norm, seen, columns)


def _minor(F: torch.Tensor, E: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, tuple[int, ...]]:
    """A square minor: the columns (else the rows) that elimination with pivoting takes, in order."""
    N, n = F.shape
    if n == N:
        return F, E, tuple(range(n))
    wide = n > N
    lines = F.T if wide else F
    pivots = torch.linalg.lu_factor_ex(lines.contiguous())[1].long().tolist()
    order = list(range(len(lines)))
    for i, p in enumerate(pivots):
        order[i], order[p - 1] = order[p - 1], order[i]
    chosen = sorted(order[: min(N, n)])
    at = torch.tensor(chosen, device=F.device)
    return (F[:, at], E[:, at], tuple(chosen)) if wide else (F[at], E[at], tuple(chosen))


def norm_bound(A: torch.Tensor, E: torch.Tensor) -> float:
    """An upper bound of ||I - R B|| for an inverse R of A in floats and every |B - A| <= E; or infinity."""
    r = len(A)
    inverse, info = torch.linalg.inv_ex(A)
    if int(info) or not bool(torch.isfinite(inverse).all()):
        return float("inf")
    inverse = inverse + inverse @ (torch.eye(r, dtype=_DOUBLE, device=A.device) - A @ inverse)
    product = inverse @ A
    product.diagonal().sub_(1)
    rest = product.abs_().sum(1) * (1 + 2.0**-52)
    size = inverse.abs()
    rounding = gamma(r + 1, _DOUBLE) * (size @ A.abs().sum(1)) + size @ E.sum(1)
    bound = enlarged(rest + rounding, 3 * r).max()
    return float(bound) if bool(torch.isfinite(bound)) else float("inf")


def certify_in_floats(layers: Sequence[AnyLayer], X: ExactMatrix, device: str = "cpu") -> tuple[Claim, bytes]:
    """The claim `rank F_k >= min(N, n)` with an enclosure as evidence, for the kernel to judge.

    `NotFound` ("not certified") where float64 is too coarse.
    """
    F, E = enclosed_features(layers, X, device=device)
    A, error, columns = _minor(F, E)
    growth = max(0, int(torch.log2(error.max() * 2.0**60).ceil())) if bool(error.max() > 0) else 0
    found = float_inverse(A.cpu().numpy(), growth) if norm_bound(A, error) < 1 else None
    if found is None:
        raise NotFound(f"not certified: float64 is too coarse for {len(A)} x {len(A)}")
    r, wide = len(A), F.shape[1] >= F.shape[0]
    every: list[Json] = [str(i) for i in range(r)]
    chosen: list[Json] = [str(c) for c in columns]
    places: dict[str, Json] = {"rows": every if wide else chosen, "columns": chosen if wide else every}
    body: dict[str, Json] = {"layers": layers_json(layers), "data": data_json(X)}
    claim = Claim("feature-rank", Rationals(), {**body, "relation": ">=", "rank": str(r)})
    return claim, claim.with_evidence({"enclosure": {**places, **found}})
