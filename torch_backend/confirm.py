"""A claim and its evidence looked at in floating point: confirmed, undecided, contradicted, or exact only.

Samples are no proof, and a confirmation is none.  A contradiction is more: it is told only where a value
differs by more than its proven error bound, so that kernel and floating point cannot both be right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy
import torch

from checker import Network, Reader, decode_field
from checker.rules.feature_rank import read_feature_matrix
from checker.rules.rank import read_matrix
from constructions.feature_matrix import FeatureMatrix
from torch_backend.activation import LiftedActivation
from torch_backend.feature_rank import eliminate
from torch_backend.lift import INSIDE, OUTSIDE, LiftedNetwork, device_of
from torch_backend.observed import Observed
from torch_backend.paths import Along, problem
from torch_backend.rounding import matrix as rounded_matrix
from torch_backend.rounding import rational
from torch_backend.sampling import all_of, along, anywhere, components, grid, signs

CONFIRMED, UNDECIDED, CONTRADICTED, EXACT_ONLY = "confirmed", "undecided", "contradicted", "exact-only"
_GRID = {1: 4097, 2: 257, 3: 61, 4: 23}  # points on each axis, for each dimension
_SCALES = (1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Confirmation:
    """What was seen of one claim."""

    kind: str
    outcome: str
    says: str
    observed: Observed | None = None

    def json(self) -> dict[str, Any]:
        """For a report."""
        observed = None if self.observed is None else self.observed.json()
        return {"kind": self.kind, "outcome": self.outcome, "says": self.says, "observed": observed}


@dataclass(frozen=True)
class Task:
    """A claim of a certificate, where to compute, how many samples, and from which seed."""

    claim: Mapping[str, Any]
    evidence: Mapping[str, Any]
    device: str = "cpu"
    n: int = 1000
    seed: int = 0

    @property
    def read(self) -> Reader:
        """A reader of the claim's field."""
        return Reader(decode_field(self.claim["field"], "/claim/field"))

    def network(self) -> tuple[Network, LiftedNetwork]:
        """The claim's network, exact and in float64."""
        exact = self.read.network(self.claim["network"], "/claim/network")
        return exact, LiftedNetwork(exact, device=self.device)

    def found(self, outcome: str, says: str, value: Any = None, bound: float | None = None) -> Confirmation:
        """The confirmation of this task."""
        seen = Observed(value, bound, "float64", self.device, self.seed)
        return Confirmation(str(self.claim["kind"]), outcome, says, None if value is None else seen)


def confirm(
    certificate: Mapping[str, Any], device: str = "cpu", n: int = 1000, seed: int = 0
) -> Confirmation:
    """Look at the claim of a decoded certificate with about n samples; `ValueError` for a missing device."""
    device_of(device)
    task = Task(certificate["claim"], certificate["evidence"], device, n, seed)
    look = _KINDS.get(str(task.claim["kind"]))
    if look is None:
        return task.found(EXACT_ONLY, "nothing to sample in a claim of this kind")
    try:
        return look(task)
    except (ValueError, OverflowError) as error:
        return task.found(UNDECIDED, str(error))


def _value(task: Task) -> Confirmation:
    """f(x) = y within the error bound."""
    _, lifted = task.network()
    points = [task.read.vector(x, "/claim/points") for x in task.claim["points"]]
    targets = [task.read.vector(y, "/claim/values") for y in task.claim["values"]]
    worst, bound, agree = 0.0, 0.0, True
    for row, target in zip(lifted.evaluate(points), targets, strict=True):
        for seen, y in zip(row, target, strict=True):
            true, distance = rational(y)
            off, error = abs(Fraction(seen.value) - true), seen.error_bound or 0.0
            agree = agree and off <= Fraction(error) + distance
            worst, bound = max(worst, float(off)), max(bound, error)
    outcome = CONFIRMED if agree else CONTRADICTED
    return task.found(outcome, f"largest deviation {worst:.3g} at {len(points)} points", worst, bound)


def _polyline(task: Task) -> Confirmation:
    """The least margin along the polyline, at samples."""
    _, lifted = task.network()
    vertices = [task.read.vector(x, "/claim/vertices") for x in task.claim["vertices"]]
    x, e = along(lifted, vertices, task.n)
    margin, error = lifted.margins(x, int(task.claim["class"]), e)
    least, at = margin.min().item(), int(margin.argmin())
    bound = error[at].item()
    out = bool((margin < -error).any())
    says = f"least margin {least:.6g} at {len(x)} points of {len(vertices)} vertices"
    if task.claim["kind"] == "polyline-leaves-region":
        return task.found(CONFIRMED if out else UNDECIDED, says, least, bound)
    claimed = float(rational(task.read.number(task.claim["margin"], "/claim/margin"))[0])
    if out or bool((margin + error < claimed * (1 - 2**-50)).any()):
        return task.found(CONTRADICTED, says, least, bound)
    return task.found(CONFIRMED if bool((margin > error).all()) else UNDECIDED, says, least, bound)


def _union(task: Task, lifted: LiftedNetwork, x: torch.Tensor) -> torch.Tensor:
    """1 inside the claimed union of polyhedra, -1 outside, 0 not told."""
    told = torch.full((len(x),), -1, dtype=torch.int32, device=x.device)
    for polyhedron in task.claim["polyhedra"]:
        forms = task.read.half_spaces(polyhedron, "/claim/polyhedra", lifted.input_dim)
        told = torch.maximum(told, all_of(signs(lifted, forms, x)) if forms else torch.ones_like(told))
    return told


def _domain(task: Task, lifted: LiftedNetwork, x: torch.Tensor) -> torch.Tensor:
    """Which points surely lie in the domain."""
    forms = task.read.half_spaces(task.claim["domain"], "/claim/domain", lifted.input_dim)
    return all_of(signs(lifted, forms, x)) > 0 if forms else torch.ones_like(x[:, 0]) > 0


def _region(task: Task) -> Confirmation:
    """Region and union of polyhedra compared at random points."""
    _, lifted = task.network()
    x, wanted = anywhere(lifted, task.n, task.seed), task.claim["kind"] == "region-is"
    if not wanted:
        witness = lifted.inputs([task.read.vector(task.evidence["point"], "/evidence/point")])[0]
        x = torch.cat([x, witness])
    x = x[_domain(task, lifted, x)]
    here, there = lifted.membership(x, int(task.claim["class"])), _union(task, lifted, x)
    told = (here != 0) & (there != 0)
    differ, decided = int((told & (here != there)).sum()), int(told.sum())
    says = f"{decided} of {len(x)} points told; region and union differ at {differ}"
    if wanted:
        outcome = CONTRADICTED if differ else CONFIRMED if decided else UNDECIDED
    else:
        outcome = CONFIRMED if differ else UNDECIDED
    return task.found(outcome, says, differ, 0.0)


def _witnesses(task: Task) -> list[Any]:
    """The points of the region that the evidence names."""
    found = task.evidence.get("points", task.evidence.get("witnesses", []))
    points = [w.get("point") if isinstance(w, dict) else w for w in found]
    return [task.read.vector(p, "/evidence") for p in points if isinstance(p, list)]


def _components(task: Task) -> Confirmation:
    """Components on grids of growing size (up to four inputs), or samples of the separating hyperplane."""
    _, lifted = task.network()
    j, points = int(task.claim["class"]), _witnesses(task)
    if points:
        x, e = lifted.inputs(points)
        if bool((lifted.membership(x, j, e) == OUTSIDE).any()):
            return task.found(CONTRADICTED, "a witness lies outside the region", -1, 0.0)
    plane = task.evidence.get("hyperplane")
    if plane is not None:
        form = task.read.half_space(plane, "/evidence/hyperplane", lifted.input_dim)
        return _misses(task, lifted, j, form)
    if lifted.input_dim not in _GRID:
        return task.found(UNDECIDED, f"{lifted.input_dim} inputs: too many for a grid")
    reach = max([4.0, *(2 * abs(float(rational(c)[0])) for p in points for c in p)])
    n = _GRID[lifted.input_dim]
    counts = []
    for scale in _SCALES:
        x = grid(lifted, reach * scale, n)
        inside = (lifted.membership(x, j) == INSIDE) & _domain(task, lifted, x)
        counts.append(components(inside.reshape((n,) * lifted.input_dim)))
    says = f"components on {n}-point grids up to {reach * _SCALES[-1]:g}: {', '.join(map(str, counts))}"
    wanted: dict[str, Callable[[int], bool]] = {
        "region-connected": lambda c: c <= 1,
        "region-disconnected": lambda c: c >= 2,
        "region-components": lambda c: c == int(task.claim.get("components", 0)),
    }
    fits = [wanted[str(task.claim["kind"])](c) for c in counts]
    return task.found(CONFIRMED if sum(fits) >= 2 else UNDECIDED, says, counts)


def _misses(task: Task, lifted: LiftedNetwork, j: int, form: Any) -> Confirmation:
    """Random points moved onto the hyperplane: none may lie inside."""
    plane, _ = rounded_matrix([form], torch.float64, lifted.place)
    a, c = plane[0, :-1], plane[0, -1]
    x = anywhere(lifted, task.n, task.seed).double()
    x = x - ((x @ a + c) / (a @ a))[:, None] * a
    margin, error = lifted.margins(x, j)
    inside = int((margin > error + 1e-9 * (1 + x.abs().max(dim=1).values)).sum())
    says = f"{inside} of {len(x)} points of the hyperplane inside the region"
    return task.found(UNDECIDED if inside else CONFIRMED, says, inside)


def _rank(task: Task) -> Confirmation:
    """Singular values above the usual threshold."""
    exact = read_matrix(task.read, task.claim["matrix"], "/claim/matrix")
    A, _ = rounded_matrix(exact, torch.float64, device_of(task.device))
    values = torch.linalg.svdvals(A)
    seen = int((values > max(A.shape) * torch.finfo(A.dtype).eps * values[0]).sum())
    return _compared(task, seen, f"{seen} singular values above the threshold", float(values[-1]), False)


def _feature_rank(task: Task) -> Confirmation:
    """The rank modulo a prime: a lower bound of the rank, and nearly always the rank."""
    features, rows = read_feature_matrix(task.read, task.claim["layers"], task.claim["data"])
    integers = torch.tensor([[float(x) for x in row] for row in rows], dtype=torch.float64)
    if features.sigma == "softplus":
        A = torch.nn.functional.softplus(integers / float(features.denominator)).to(device_of(task.device))
        values = torch.linalg.svdvals(A)
        seen = int((values > max(A.shape) * torch.finfo(A.dtype).eps * values[0]).sum())
        return _compared(task, seen, f"{seen} singular values above the threshold", seen, False)

    small = max((abs(x) for row in rows for x in row), default=0) < 2**62
    table = numpy.array(rows, dtype=numpy.int64 if small else object)
    seen = eliminate(FeatureMatrix(table, features.denominator, features.sigma), task.device).rank
    return _compared(task, seen, f"rank {seen} modulo a prime", seen, True)


def _compared(task: Task, seen: int, says: str, value: Any, from_below: bool) -> Confirmation:
    """A rank against the claimed one; only a lower bound that exceeds it is a contradiction."""
    relation, r = str(task.claim["relation"]), int(task.claim["rank"])
    fits = {"=": seen == r, ">=": seen >= r, "<=": seen <= r}[relation]
    above = from_below and seen > r and relation != ">="
    outcome = CONFIRMED if fits else CONTRADICTED if above else UNDECIDED
    return task.found(outcome, f"{says}, claimed {relation} {r}", value)


def _loss_path(task: Task) -> Confirmation:
    """The loss at samples of every segment."""
    path = Along(task.claim, task.evidence["moves"], task.device, task.n)
    behaviour = task.claim["behaviour"]
    found, count, losses, error = problem(path, behaviour)
    says = f"loss from {losses[0]:.6g} to {losses[1]:.6g} at {count} points of {len(path.moves)} segments"
    outcome = CONTRADICTED if found else CONFIRMED if error < 1 + losses[1] else UNDECIDED
    return task.found(outcome, f"{found}; {says}" if found else says, losses, error)


def _monotone(task: Task) -> Confirmation:
    """Differences of sigma along a fine grid."""
    name, holds = str(task.claim["property"]), task.claim["holds"] == "yes"
    if name not in ("non-decreasing", "strictly-increasing"):
        return task.found(EXACT_ONLY, f"{name}: nothing that samples can tell")

    place = device_of(task.device)
    sigma = LiftedActivation(task.read.activation(task.claim["activation"], "/claim"), torch.float64, place)
    t = torch.linspace(-16, 16, max(3, task.n), dtype=torch.float64, device=place)
    value, error = sigma(t, torch.zeros_like(t))
    step, bound = value.diff(), error[1:] + error[:-1]
    falls = bool((step < -bound).any())
    flat = falls or (name == "strictly-increasing" and bool((step == 0).any()))
    least = step.min().item()
    says = f"least step {least:.3g} between {len(t)} points of [-16, 16]"
    if holds:
        return task.found(CONTRADICTED if falls else UNDECIDED if flat else CONFIRMED, says, least)
    return task.found(CONFIRMED if flat else UNDECIDED, says, least)


_KINDS: dict[str, Callable[[Task], Confirmation]] = {
    "value": _value,
    "polyline-in-region": _polyline,
    "polyline-leaves-region": _polyline,
    "region-is": _region,
    "region-is-not": _region,
    "region-components": _components,
    "region-connected": _components,
    "region-disconnected": _components,
    "rank": _rank,
    "feature-rank": _feature_rank,
    "activation-property": _monotone,
    "loss-path": _loss_path,
}
