"""Values, ranks and properties in floating point, each against what a claim says of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from math import isnan
from typing import Any

import numpy
import torch

from checker.convolution import TRANSCENDENTAL
from checker.rules.feature_rank import read_feature_matrix
from checker.rules.rank import read_matrix
from constructions.feature_matrix import FeatureMatrix
from torch_backend.activation import LiftedActivation
from torch_backend.confirmation import (
    CONFIRMED,
    CONTRADICTED,
    EXACT_ONLY,
    UNDECIDED,
    Confirmation,
    Task,
)
from torch_backend.feature_rank import eliminate
from torch_backend.lifted_features import features, skip_features
from torch_backend.rounding import enlarged, rational
from torch_backend.rounding import matrix as rounded_matrix

_INTERVALS = 4096  # of one path of matrices


def value(task: Task) -> Confirmation:
    """f(x) = y within the error bound."""
    _, lifted = task.network()
    points = [task.read.vector(x, "/claim/points") for x in task.claim["points"]]
    targets = [task.read.vector(y, "/claim/values") for y in task.claim["values"]]
    seen, error = lifted(*lifted.inputs(points))
    return _near(task, seen, error, targets, f"{len(points)} points")


def feature_value(task: Task) -> Confirmation:
    """F_k = the values claimed, within the error bound."""
    seen, error = features(task.claim["layers"], task.claim["data"], task.type, task.place)
    given = task.claim["values"]
    bottom = int(given["denominator"])
    targets = [tuple(Fraction(int(y), bottom) for y in row) for row in given["rows"]]
    return _near(task, seen, error, targets, f"{len(targets)} samples")


def _near(task: Task, seen: torch.Tensor, error: torch.Tensor, targets: Any, where: str) -> Confirmation:
    if len(targets) != len(seen) or any(len(row) != seen.shape[1] for row in targets):
        raise TypeError(f"{tuple(seen.shape)} values expected")
    worst, bound, agree = 0.0, 0.0, True
    for row, errors, target in zip(seen.double().tolist(), error.tolist(), targets, strict=True):
        for found, e, y in zip(row, errors, target, strict=True):
            true, distance = rational(y)
            if e == float("inf") or isnan(found):
                return task.found(UNDECIDED, f"no finite error bound in {task.dtype}")
            off = abs(Fraction(found) - true)
            agree = agree and off <= Fraction(e) + distance
            worst, bound = max(worst, float(off)), max(bound, e)
    outcome = CONFIRMED if agree else CONTRADICTED
    return task.found(outcome, f"largest deviation {worst:.3g} at {where}", worst, bound)


def singular_values(A: torch.Tensor, error: torch.Tensor) -> tuple[torch.Tensor, float]:
    """Those of A^, and a bound of their distance from those of A for |A^ - A| <= error entry by entry.

    |sigma_i(A^) - sigma_i(A)| <= |A^ - A|_F (Weyl); the library's own error is taken to be at most
    16 (m + n) u sigma_1, as its backward stability gives with a modest constant.
    """
    wide = A.double()
    values = torch.linalg.svdvals(wide)
    own = 16 * sum(A.shape) * torch.finfo(torch.float64).eps / 2 * values[:1].sum()
    return values, float(enlarged(error.square().sum().sqrt() + own, A.numel()))


def _compared(task: Task, A: torch.Tensor, error: torch.Tensor, relation: str, r: int) -> Confirmation:
    """rank A against r: a singular value above the bound is not zero; one below it may be."""
    values, bound = singular_values(A, error)
    if not bound < float("inf"):
        return task.found(UNDECIDED, f"no finite error bound in {task.dtype}")
    least = int((values > bound).sum())  # the rank is at least this
    fits = {"=": least == r, ">=": least >= r, "<=": least <= r}[relation]
    outcome = CONTRADICTED if least > r and relation != ">=" else CONFIRMED if fits else UNDECIDED
    last = values[r - 1].item() if r else 0.0
    says = f"{least} singular values above {bound:.3g}, claimed rank {relation} {r}; number {r} is {last:.3g}"
    return task.found(outcome, says, last, bound)


def rank(task: Task) -> Confirmation:
    """Singular values against a bound of their error."""
    exact = read_matrix(task.read, task.claim["matrix"], "/claim/matrix")
    r = int(task.claim["rank"])
    A, error = rounded_matrix(exact, task.type, task.place)
    if r > min(A.shape):
        return task.found(CONTRADICTED, f"a rank of {r} of a matrix of {A.shape[0]} x {A.shape[1]}")
    return _compared(task, A, error, str(task.claim["relation"]), r)


def feature_rank(task: Task) -> Confirmation:
    """The rank modulo a prime, a lower bound of the rank and nearly always the rank; else singular values."""
    claim, relation, r = task.claim, str(task.claim["relation"]), int(task.claim["rank"])
    names = [layer.get("activation", {}).get("name") for layer in claim["layers"]]
    if any(n in TRANSCENDENTAL for n in names[:-1]) or names[-1] == "softplus":
        A, error = features(claim["layers"], claim["data"], task.type, task.place)
        return _compared(task, A, error, relation, r)
    exact, rows = read_feature_matrix(task.read, claim["layers"], claim["data"])
    small = max((abs(x) for row in rows for x in row), default=0) < 2**62
    table = numpy.array(rows, dtype=numpy.int64 if small else object)
    seen = eliminate(FeatureMatrix(table, exact.denominator, exact.sigma), task.device).rank
    fits = {"=": seen == r, ">=": seen >= r, "<=": seen <= r}[relation]
    outcome = CONTRADICTED if seen > r and relation != ">=" else CONFIRMED if fits else UNDECIDED
    return task.found(outcome, f"rank {seen} modulo a prime, claimed {relation} {r}", seen)


def skip_rank(task: Task) -> Confirmation:
    """Singular values of Psi against a bound of their error."""
    claim = task.claim
    if any(int(p) < len(claim["data"]["rows"][0]) for p in claim["skip"]):
        raise TypeError("an input is no skip unit")
    Psi, error = skip_features(claim["units"], claim["skip"], claim["data"], task.type, task.place)
    return _compared(task, Psi, error, ">=", int(claim["rank"]))


def path_full_rank(task: Task) -> Confirmation:
    """The least singular value along the polyline of matrices, between samples by its Lipschitz constant.

    |sigma_min(A + t D) - sigma_min(A + s D)| <= |t - s| |D|, so no zero is overlooked between two samples.
    """
    exact = [read_matrix(task.read, M, "/claim/matrices") for M in task.claim["matrices"]]
    pairs = [rounded_matrix(M, torch.float64, task.place) for M in exact]
    least, bound, count, sure = float("inf"), 0.0, 0, True
    for (A, e), (B, d) in pairwise(pairs):
        slope = float(torch.linalg.matrix_norm(B - A, 2))
        off = e + d + 4 * 2**-53 * (A.abs() + B.abs())
        waiting = [(0.0, 1.0)]
        ends = {t: singular_values((1 - t) * A + t * B, off) for t in (0.0, 1.0)}
        while waiting and sure:
            lo, hi = waiting.pop()
            two = [float(ends[t][0][-1]) for t in (lo, hi)]
            bound, count = max(bound, ends[lo][1], ends[hi][1]), count + 1
            least = min(least, *two)
            if sum(two) / 2 - slope * (hi - lo) / 2 > bound:
                continue
            t = (lo + hi) / 2
            sure = hi - lo > 2**-40 and count < _INTERVALS and min(two) > bound
            ends[t] = singular_values((1 - t) * A + t * B, off)
            waiting += [(lo, t), (t, hi)]
    says = f"least singular value {least:.3g} at {count} points of {len(pairs) - 1} segments"
    says += ", and none is zero between them" if sure else ", and one between them may be zero"
    return task.found(CONFIRMED if sure else UNDECIDED, says, least, bound)


def pyramidal(task: Task) -> Confirmation:
    """The widths, read."""
    exact, _ = task.network()
    holds = all(a >= b for a, b in pairwise(exact.widths[:-1]))
    says = f"widths {'-'.join(map(str, exact.widths))}"
    return task.found(CONFIRMED if holds == (task.claim["holds"] == "yes") else CONTRADICTED, says)


def monotone(task: Task) -> Confirmation:
    """Differences of sigma along a fine grid."""
    name, holds = str(task.claim["property"]), task.claim["holds"] == "yes"
    if name not in ("non-decreasing", "strictly-increasing"):
        return task.found(EXACT_ONLY, f"{name}: nothing that samples can tell")

    sigma = LiftedActivation(task.read.activation(task.claim["activation"], "/claim"), task.type, task.place)
    t = torch.linspace(-16, 16, max(3, task.n), dtype=torch.float64, device=task.place).to(task.type)
    value, error = sigma(t, torch.zeros_like(t, dtype=torch.float64))
    step, bound = value.double().diff(), error[1:] + error[:-1]
    falls = bool((step < -bound).any())
    flat = falls or (name == "strictly-increasing" and bool((step <= 0).any()))
    least = step.min().item()
    says = f"least step {least:.3g} between {len(t)} points of [-16, 16]"
    if holds:
        return task.found(CONTRADICTED if falls else UNDECIDED if flat else CONFIRMED, says, least)
    return task.found(CONFIRMED if flat else UNDECIDED, says, least)


KINDS: dict[str, Callable[[Task], Confirmation]] = {
    "value": value,
    "feature-value": feature_value,
    "rank": rank,
    "feature-rank": feature_rank,
    "skip-rank": skip_rank,
    "path-full-rank": path_full_rank,
    "pyramidal": pyramidal,
    "activation-property": monotone,
}
