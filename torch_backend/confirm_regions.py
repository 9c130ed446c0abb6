"""Decision regions and activation regions at samples, against what a claim says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch

from torch_backend.confirmation import CONFIRMED, CONTRADICTED, UNDECIDED, Confirmation, Task
from torch_backend.lift import INSIDE, OUTSIDE, LiftedNetwork
from torch_backend.rounding import matrix as rounded_matrix
from torch_backend.rounding import rational
from torch_backend.sampling import all_of, along, anywhere, components, grid, signs

_GRID = {1: 4097, 2: 257, 3: 61, 4: 23}  # points on each axis, for each dimension
_SCALES = (1.0, 2.0, 4.0, 8.0)
_UNTOLD = 0.02  # of the points may lie in the union with a margin that is not told
_BLOCK = 2**16  # points of a grid at a time


def polyline(task: Task) -> Confirmation:
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


def region(task: Task) -> Confirmation:
    """Region and union of polyhedra compared at random points."""
    _, lifted = task.network()
    x, wanted = anywhere(lifted, task.n, task.seed), task.claim["kind"] == "region-is"
    if not wanted:
        witness = lifted.inputs([task.read.vector(task.evidence["point"], "/evidence/point")])[0]
        x = torch.cat([x, witness])
    x = x[_domain(task, lifted, x)]
    here, there = lifted.membership(x, int(task.claim["class"])), _union(task, lifted, x)
    told = (here != 0) & (there != 0)
    open_ = int(((here == 0) & (there > 0)).sum())  # such as ties that the union takes for the region
    differ, decided = int((told & (here != there)).sum()), int(told.sum())
    says = f"{decided} of {len(x)} points told; region and union differ at {differ}"
    if wanted:
        sure = decided > 0 and open_ <= _UNTOLD * len(x)
        outcome = CONTRADICTED if differ else CONFIRMED if sure else UNDECIDED
    else:
        outcome = CONFIRMED if differ else UNDECIDED
    return task.found(outcome, says, differ, 0.0)


def _witnesses(task: Task) -> list[Any]:
    """The points of the region that the evidence names."""
    found = task.evidence.get("points", task.evidence.get("witnesses", []))
    points = [w.get("point") if isinstance(w, dict) else w for w in found]
    return [task.read.vector(p, "/evidence") for p in points if isinstance(p, list)]


def decision_components(task: Task) -> Confirmation:
    """Components on grids of growing size (up to four inputs), or samples of the separating hyperplane."""
    _, lifted = task.network()
    j, points = int(task.claim["class"]), _witnesses(task)
    if j >= len(lifted.layers[-1].bias):
        raise TypeError(f"class {j}")
    plane = task.evidence.get("hyperplane")
    form = None if plane is None else task.read.half_space(plane, "/evidence/hyperplane", lifted.input_dim)
    if points:
        x, e = lifted.inputs(points)
        inside = lifted.membership(x, j, e)
        if bool((inside == OUTSIDE).any()):
            return task.found(CONTRADICTED, "a witness lies outside the region", -1, 0.0)
        if form is not None and set(signs(lifted, [form], x)[:, 0].tolist()) in ({1}, {-1}):
            return task.found(CONTRADICTED, "the witnesses lie on one side of the hyperplane", -1, 0.0)
    if form is not None:
        return _misses(task, lifted, j, form)
    if lifted.input_dim not in _GRID:
        return task.found(UNDECIDED, f"{lifted.input_dim} inputs: too many for a grid")
    reach = max([4.0, *(2 * abs(float(rational(c)[0])) for p in points for c in p)])
    part = min(1.0, task.n / 1000) ** (1 / lifted.input_dim)  # few samples: a coarser grid
    n = max(9, round(_GRID[lifted.input_dim] * part))
    counts = []
    for scale in _SCALES:
        x = grid(lifted, reach * scale, n)
        told = torch.cat([lifted.membership(part, j) for part in x.split(_BLOCK)])
        inside = (told == INSIDE) & _domain(task, lifted, x)
        counts.append(components(inside.reshape((n,) * lifted.input_dim)))
    says = f"components on {n}-point grids up to {reach * _SCALES[-1]:g}: {', '.join(map(str, counts))}"
    wanted: dict[str, Callable[[int], bool]] = {
        "region-connected": lambda c: c <= 1,
        "region-disconnected": lambda c: c >= 2,
        "region-components": lambda c: c == int(task.claim.get("components", 0)),
    }
    fits = [wanted[str(task.claim["kind"])](c) for c in counts]
    return task.found(CONFIRMED if sum(fits) >= 3 else UNDECIDED, says, counts)


def _misses(task: Task, lifted: LiftedNetwork, j: int, form: Any) -> Confirmation:
    """Random points moved onto the hyperplane: none may lie inside."""
    plane, _ = rounded_matrix([form], torch.float64, lifted.place)
    a, c = plane[0, :-1], plane[0, -1]
    x = anywhere(lifted, task.n, task.seed).double()
    x = x - ((x @ a + c) / (a @ a))[:, None] * a
    unit = 1e-9 + 8 * torch.finfo(lifted.type).eps
    margin, error = lifted.margins(x.to(lifted.type), j)
    inside = int((margin > error + unit * (1 + x.abs().max(dim=1).values)).sum())
    says = f"{inside} of {len(x)} points of the hyperplane inside the region"
    return task.found(UNDECIDED if inside else CONFIRMED, says, inside)


def activation_regions(task: Task) -> Confirmation:
    """Sign patterns at random points and at the points of the evidence; each pattern is one region."""
    exact, lifted = task.network()
    if not exact.is_piecewise_linear():
        raise TypeError("piecewise linear activations expected")
    counts = task.claim["kind"] == "region-counts"
    points = (
        _middles(task)
        if counts
        else [task.read.vector(p, "/evidence/tree") for p in _points(task.evidence["tree"])]
    )
    x = anywhere(lifted, task.n, task.seed)
    if points:
        x = torch.cat([lifted.inputs(points)[0], x, *_blended(lifted.inputs(points)[0], task)])
    x = x[_domain(task, lifted, x)]
    told, sure = _patterns(lifted, x)
    seen, surely = len(told.unique(dim=0)), len(told[sure].unique(dim=0))
    claimed = int(task.claim["activation_regions" if counts else "regions"])
    says = f"{seen} sign patterns at {len(x)} points, claimed {claimed} regions"
    outcome = CONTRADICTED if surely > claimed else CONFIRMED if seen == claimed else UNDECIDED
    return task.found(outcome, says, seen, 0.0)


def _middles(task: Task) -> list[Any]:
    """A point inside each simplex, from its homogeneous vertices."""
    vertices = [task.read.vector(v, "/evidence/vertices") for v in task.evidence["vertices"]]
    found = []
    for simplex in task.evidence["simplices"]:
        *x, w = (sum(column) for column in zip(*(vertices[int(i)] for i in simplex), strict=True))
        found.append(tuple(c / w for c in x))
    return found


def _points(tree: Any) -> Iterator[Any]:
    """The points at the leaves."""
    for node in tree:
        if isinstance(node, dict) and isinstance(node.get("point"), list):
            yield node["point"]


def _blended(x: torch.Tensor, task: Task) -> list[torch.Tensor]:
    """Points near the given ones, and between pairs of them: a region that was left out may lie there."""
    random = torch.Generator().manual_seed(task.seed)
    i, j = (torch.randint(len(x), (task.n,), generator=random).to(x.device) for _ in range(2))
    t = torch.rand(task.n, 1, generator=random, dtype=torch.float64).to(x)
    return [(1 - t) * x[i] + t * x[j]]


def _patterns(lifted: LiftedNetwork, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The piece of every hidden unit at each point (between two where it is not told), and where all are."""
    e, parts = torch.zeros_like(x, dtype=torch.float64), list[torch.Tensor]()
    sure = torch.ones(len(x), dtype=torch.bool, device=x.device)
    for layer in list(lifted.layers)[:-1]:
        pre, off = layer.before(x, e)
        for end in layer.sigma.ends.tolist():
            side = (pre.double() > end + off).int() - (pre.double() < end - off).int()
            parts.append(side)
            sure &= (side != 0).all(dim=1)
        x, e = layer.sigma(pre, off)
    return torch.cat(parts, 1) if parts else torch.zeros(len(x), 1, dtype=torch.int32), sure


KINDS: dict[str, Callable[[Task], Confirmation]] = {
    "polyline-in-region": polyline,
    "polyline-leaves-region": polyline,
    "region-is": region,
    "region-is-not": region,
    "region-components": decision_components,
    "region-connected": decision_components,
    "region-disconnected": decision_components,
    "activation-regions": activation_regions,
    "region-counts": activation_regions,
}
