"""Singular values, gradients, fits and traps in floating point, each against what a claim says of it."""

from __future__ import annotations

from collections.abc import Callable
from math import log
from typing import Any

import torch

from checker.activation import Activation
from checker.errors import Refusal
from checker.rules.rank import read_matrix
from torch_backend.confirm_losses import Landscape
from torch_backend.confirm_values import singular_values
from torch_backend.confirmation import CONFIRMED, CONTRADICTED, UNDECIDED, Confirmation, Task
from torch_backend.lifted_features import features, skip_features
from torch_backend.rounding import enlarged, rational
from torch_backend.rounding import matrix as rounded_matrix

_CLOSE = 1e-8  # relative difference of derivatives, which have no proven bound here
_RADII, _RISE = (1e-3, 1e-2, 3e-2), 1e-12
_SLOPES = (0.0, 1.0, -3.0)  # of K in the unit k of a trap


def singular_value_bound(task: Task) -> Confirmation:
    """The smallest or largest singular value with its bound, against the claimed square."""
    claim = task.claim
    exact = read_matrix(task.read, claim["matrix"], "/claim/matrix")
    values, bound = singular_values(*rounded_matrix(exact, task.type, task.place))
    seen = float(values[0] if claim["which"] == "largest" else values[-1])
    near, _ = rational(task.read.number(claim["square"], "/claim/square"))
    c = float(near) ** 0.5 if near > 0 else 0.0
    above, below = seen - bound >= c * (1 - 2**-50), seen + bound <= c * (1 + 2**-50)
    holds, fails = (above, below and seen + bound < c) if claim["relation"] == ">=" else (below, above)
    if claim["relation"] == "<=":
        fails = seen - bound > c * (1 + 2**-50)
    says = f"the {claim['which']} is {seen:.6g}, claimed {claim['relation']} {c:.6g}"
    return task.found(CONTRADICTED if fails else CONFIRMED if holds else UNDECIDED, says, seen, bound)


def _gradient(task: Task, k: int) -> tuple[Landscape, torch.Tensor]:
    """dPhi / dU_k, n_k x (n_(k-1) + 1), by the library's differentiation."""
    exact, _ = task.network()
    landscape = Landscape.of(task, exact, task.claim["risk"])
    rows = landscape.rows(exact)
    _smooth(landscape, k)
    rows[k].requires_grad_()
    landscape(rows).sum().backward()
    made = rows[k].grad
    return landscape, torch.zeros_like(rows[k]) if made is None else made


def _smooth(landscape: Landscape, k: int) -> None:
    """`ValueError` where a pre-activation of layer k or above may lie at a kink."""
    x, e = landscape.X, torch.zeros_like(landscape.X)
    for l, layer in enumerate(landscape.network.layers):
        pre, off = layer.before(x, e)
        kinks = [float(rational(b)[0]) for b in layer.sigma.exact.breakpoints if _kink(layer.sigma.exact, b)]
        if l >= k and any(bool(((pre - end).abs() <= off).any()) for end in kinks):
            raise ValueError(f"a pre-activation of layer {l} may lie at a kink")
        x, e = layer.sigma(pre, off)


def _kink(sigma: Activation, end: Any) -> bool:
    """Whether the activation has two slopes there."""
    try:
        sigma.slope(end, "")
    except Refusal:
        return True
    return False


def gradient(task: Task) -> Confirmation:
    """The library's derivatives against those claimed."""
    claim, k = task.claim, int(task.claim["layer"])
    _, seen = _gradient(task, k)
    rows = [
        (*task.read.vector(w, "/claim/weight"), task.read.number(b, "/claim/bias"))
        for w, b in zip(claim["weight"], claim["bias"], strict=True)
    ]
    given, _ = rounded_matrix(rows, torch.float64, task.place)
    if given.shape != seen.shape:
        raise TypeError(f"derivatives of {tuple(seen.shape)} expected")
    off = float((seen - given).abs().max())
    size = 1 + float(seen.abs().max())
    says = f"largest difference {off:.3g} of derivatives up to {size - 1:.3g}"
    return task.found(CONFIRMED if off <= _CLOSE * size else UNDECIDED, says, off)


def gradient_bounds(task: Task) -> Confirmation:
    """|grad| between the two bounds of Lemma 2.4.9, from singular values of the library."""
    exact, lifted = task.network()
    k = 1 + int(task.claim["layer"])
    landscape, seen = _gradient(task, k)
    norm = float(seen[:, :-1].square().sum())
    x, e = landscape.X, torch.zeros_like(landscape.X)
    bounds, ends = [1.0, 1.0], list[torch.Tensor]()
    for l, layer in enumerate(lifted.layers):
        if l == k:
            ends.append(x.double())
        pre, off = layer.before(x, e)
        if l >= k and l < len(lifted.layers) - 1:
            t = pre.double().detach().clone().requires_grad_()
            layer.sigma.at(t)[0].sum().backward()
            slope = t.grad.detach().abs() if t.grad is not None else torch.ones_like(t)
            bounds = [bounds[0] * float(slope.min()) ** 2, bounds[1] * float(slope.max()) ** 2]
        if l > k:
            ends.append(layer.weight.double())
        with torch.no_grad():
            x, e = layer.sigma(pre, off)
    for A in ends:
        values = torch.linalg.svdvals(A)
        bounds = [bounds[0] * float(values[-1]) ** 2, bounds[1] * float(values[0]) ** 2]
    error = float((x.double() - landscape.Y).square().sum())
    low, high = (bound * error for bound in bounds)
    room = _CLOSE * (1 + norm + high)
    says = f"|grad|^2 = {norm:.6g} between {low:.6g} and {high:.6g}, widths {exact.widths}"
    return task.found(CONFIRMED if low - room <= norm <= high + room else UNDECIDED, says, norm)


def fit(task: Task) -> Confirmation:
    """The largest entry of |Psi V - Y| and its error, against the claimed one."""
    claim, place = task.claim, task.place
    if "units" in claim:
        Psi, off = skip_features(claim["units"], claim["skip"], claim["data"], torch.float64, place)
    else:
        Psi, off = features(claim["layers"], claim["data"], torch.float64, place)
    V, Y = (_ratio(claim[name], place) for name in ("weight", "targets"))
    if V.shape[0] != Psi.shape[1] or (len(Psi), V.shape[1]) != Y.shape:
        raise TypeError("weights and targets of other shapes")
    seen = (Psi @ V - Y).abs()
    size = (2 * Psi.shape[1] + 8) * 2**-53 * (Psi.abs() @ V.abs() + Y.abs()) + off @ V.abs()
    error = enlarged(size, 2 * Psi.shape[1])
    limit = float(rational(task.read.number(claim["error"], "/claim/error"))[0])
    worst, bound = float(seen.max()), float(error.max())
    fails, holds = bool((seen - error > limit).any()), bool((seen + error <= limit).all())
    says = f"largest entry of |Psi V - Y| {worst:.3g}, claimed at most {limit:.3g}"
    return task.found(CONTRADICTED if fails else CONFIRMED if holds else UNDECIDED, says, worst, bound)


def _ratio(value: Any, place: torch.device) -> torch.Tensor:
    """`{"denominator", "rows"}` in float64; each entry right to a relative 2^-52."""
    bottom = int(value["denominator"])
    rows = [[int(x) / bottom for x in row] for row in value["rows"]]
    return torch.tensor(rows, dtype=torch.float64, device=place)


def falling_path(task: Task) -> Confirmation:
    """The loss around the parameters of a trap: nowhere lower, for several slopes of what lies above k."""
    claim = task.claim
    rows = [task.read.vector(x, "/claim/inputs") for x in claim["inputs"]]
    r, a, t = rounded_matrix(rows, torch.float64, task.place)[0].T
    y = rounded_matrix([task.read.vector(claim["targets"], "/claim/targets")], torch.float64, task.place)[0][
        0
    ]
    w, c = (float(x) for x in task.read.vector(claim["start"], "/claim/start"))
    _premises(claim, r, a, t, y, w, c)
    unit = log(2) if claim["loss"] == "cross_entropy" else 1.0

    def loss(p: torch.Tensor, slope: float) -> torch.Tensor:
        dw, v1, v2, b, bias, dK, dslope = p.unbind(-1)
        h = torch.sigmoid((1 + v1[:, None]) * r.log() + v2[:, None] * a + b[:, None])
        k = torch.sigmoid(v2[:, None] * t + bias[:, None]) - 0.5
        f = unit * ((w + dw[:, None]) * h + c + dK[:, None] + (slope + dslope[:, None]) * k)
        each = torch.nn.functional.softplus(f) - y * f if unit < 1 else 0.5 * (f - y).square()
        return each.sum(1)

    random = torch.Generator().manual_seed(task.seed)
    directions = torch.randn(max(64, task.n), 7, generator=random, dtype=torch.float64).to(r)
    directions = directions / directions.norm(dim=1, keepdim=True)
    lowest = min(
        float((loss(radius * directions, slope) - loss(0 * directions[:1], slope)).min())
        for radius in _RADII
        for slope in _SLOPES
    )
    says = f"around the start the loss changes by {lowest:.3g} or more, in {len(directions)} directions"
    return task.found(CONFIRMED if lowest > -_RISE else UNDECIDED, says, lowest)


def _premises(
    claim: Any, r: torch.Tensor, a: torch.Tensor, t: torch.Tensor, y: torch.Tensor, w: float, c: float
) -> None:
    """`TypeError` for another claim, `ValueError` where a premise of `checker.rules.trap` seems to fail."""
    if claim["exists"] != "no" or claim["loss"] not in ("square", "cross_entropy") or not w:
        raise TypeError("not a claim that no path leads lower")
    N, u = len(r), r / (1 + r)
    if len({*zip(r.tolist(), a.tolist(), strict=True)}) < N or len({*t.tolist()}) < N:
        raise ValueError("two samples are equal on the inputs of a unit")
    f = w * u + c
    e = f - y if claim["loss"] == "square" else torch.sigmoid(log(2) * f) - y
    sums = [((e * x)[r == level], e * x) for level in r.unique() for x in (torch.ones_like(a), a, a * a)]
    sums += [(e * t, e * t), (e * t * t, e * t * t)]
    moments = [float(some.sum().abs() / (every.abs().sum() + 1e-300)) for some, every in sums]
    s = u * (1 - u)
    columns = torch.stack([torch.ones_like(u), u, s, s * a, t, s * r.log()], 1)
    values = torch.linalg.svdvals(columns / columns.norm(dim=0))
    if float(e.abs().max()) < _RISE or max(moments) > _CLOSE or float(values[-1]) < _RISE:
        raise ValueError("a premise about residuals or columns is not seen to hold")


KINDS: dict[str, Callable[[Task], Confirmation]] = {
    "singular-value-bound": singular_value_bound,
    "gradient": gradient,
    "gradient-bounds": gradient_bounds,
    "fit": fit,
    "falling-path": falling_path,
}
