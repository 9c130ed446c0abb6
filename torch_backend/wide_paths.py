"""Paths between wide trained networks on tensors, with the loss bounded on all of each leg.

On a leg one layer U_l moves on a straight line, all else rests.  The loss on it is bounded without samples:
  output   U_L moves: the output is affine in t and phi is convex, so the loss is largest at an end;
  free     units without outgoing weights move: the output rests;
  inner    U_l moves and G = F_(l-1) U_l hardly: at every t each entry of G lies between those at the ends;
           this box is carried through the layers above (forward error analysis, `torch_backend.lift`).
Sources: Nguyen (2019), Theorems 3.4.13, 3.4.16, 3.4.17 and 4.3.4; the exchange of units is that of
docs/proofs/new-3.md.  Weights are floats and taken exactly; losses are means over the N samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch

from torch_backend.paths import loss_with_error
from torch_backend.rounding import enlarged, gamma, tiny

Parameters = list[torch.Tensor]  # U_1, ..., U_L, each n_l x (n_{l-1} + 1), the bias last
Pair = tuple[torch.Tensor, torch.Tensor]
Sigma = Callable[[torch.Tensor, torch.Tensor], Pair]
_KEPT = 1e-6  # relative change of the loss on one exchange above which it is undone
_BELOW = 2.0**-10  # of the way to an interpolating output layer that a descent leaves out

_ROOM = 0.05  # of the loss at the start, for the boxes of short legs
_SHORTEST = 2.0**-20


class NoPath(Exception):
    """The exchange of units failed; the message says where."""


def affine(x: torch.Tensor, e: torch.Tensor, U: torch.Tensor) -> Pair:
    """[x, 1] U^T for exact floats U, and the bound gamma_(n+1) [|x|, 1] |U|^T + e |W|^T of its error."""
    W, b = U[:, :-1], U[:, -1]
    size, n = W.abs().T, U.shape[1]
    error = gamma(n, U.dtype) * (x.abs() @ size + b.abs()) + e @ size + n * tiny(U.dtype)
    return torch.addmm(b, x, W.T), enlarged(error, 3 * n)


@dataclass(frozen=True)
class Problem:
    """Inputs N x d and targets N x m as exact floats, the loss by name, and sigma with its error analysis."""

    X: torch.Tensor
    Y: torch.Tensor
    loss: str
    sigma: Sigma

    def features(self, parameters: Sequence[torch.Tensor], k: int) -> Pair:
        """F_k and its error."""
        x, e = self.X, torch.zeros_like(self.X)
        for U in parameters[:k]:
            x, e = self.sigma(*affine(x, e, U))
        return x, e

    def phi(self, f: torch.Tensor, e: torch.Tensor) -> tuple[float, float]:
        """The mean loss of outputs, and its error."""
        loss, error = loss_with_error(self.loss, f, e, self.Y, torch.zeros_like(self.Y))
        n = len(self.X)
        return float(loss) / n, float(error) / n * (1 + 2**-50) + float(loss) / n * 2**-52

    def above(self, parameters: Sequence[torch.Tensor], l: int, G: torch.Tensor, e: torch.Tensor) -> Pair:
        """The outputs, from the pre-activations G of layer l (from 1) and their errors."""
        for U in parameters[l:]:
            G, e = affine(*self.sigma(G, e), U)
        return G, e

    def __call__(self, parameters: Sequence[torch.Tensor]) -> tuple[float, float]:
        """The loss and its error."""
        x, e = self.features(parameters, len(parameters) - 1)
        return self.phi(*affine(x, e, parameters[-1]))


@dataclass(frozen=True)
class Leg:
    """One leg: which layer (from 1) moves to which U, why its loss is bounded, and by what."""

    layer: int
    to: torch.Tensor
    reason: str
    bound: float


@dataclass
class WidePath:
    """A path that grows from `start`; `bound` holds on all of it."""

    problem: Problem
    start: Parameters
    legs: list[Leg] = field(default_factory=list)
    now: Parameters = field(init=False)

    def __post_init__(self) -> None:
        self.now = list(self.start)
        self.bound = sum(self.problem(self.start))

    def move(self, l: int, to: torch.Tensor) -> Leg:
        """Append a leg on which U_l becomes `to`."""
        return self.append(self.leg(l, to))

    def append(self, leg: Leg) -> Leg:
        """Go along a leg."""
        if leg.reason != "none":
            self.legs.append(leg)
            self.now[leg.layer - 1] = leg.to
            self.bound = max(self.bound, leg.bound)
        return leg

    def leg(self, l: int, to: torch.Tensor) -> Leg:
        """The leg on which U_l becomes `to`, with its bound."""
        U, problem, top = self.now[l - 1], self.problem, len(self.now)
        changed = (to != U).any(1)
        if not bool(changed.any()):
            return Leg(l, to, "none", self.bound)
        if l < top and not bool(self.now[l][:, :-1][:, changed].any()):
            leg = Leg(l, to, "free", sum(problem(self.now)))
        else:
            x, e = problem.features(self.now, l - 1)
            (G, d), (H, h) = affine(x, e, U), affine(x, e, to)
            if l == top:
                leg = Leg(l, to, "output", max(sum(problem.phi(G, d)), sum(problem.phi(H, h))))
            else:
                middle = (G + H) / 2
                radius = enlarged((G - H).abs() / 2 + torch.maximum(d, h) + 2**-52 * middle.abs(), 4)
                leg = Leg(l, to, "inner", sum(problem.phi(*problem.above(self.now, l, middle, radius))))
        return leg

    def sampled(self, each: int) -> list[tuple[float, float]]:
        """(place on the path from 0 to 1, mean loss) at `each` points of every leg."""
        point, found = list(self.start), [(0.0, self.problem(self.start)[0])]
        for n, leg in enumerate(self.legs):
            from_ = point[leg.layer - 1]
            for i in range(1, each + 1):
                t = i / each
                point[leg.layer - 1] = leg.to if i == each else (1 - t) * from_ + t * leg.to
                found.append(((n + t) / len(self.legs), self.problem(point)[0]))
        return found


def solve(F: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
    """The least U (m x n) with F U^T nearest to the goal, N x m; F is N x n."""
    if F.shape[1] >= F.shape[0]:
        Q, R = torch.linalg.qr(F.T)
        small = R.diagonal().abs()
        if float(small.min()) > 1e-9 * float(small.max()):
            return (Q @ torch.linalg.solve_triangular(R.T, goal, upper=False)).T
    u, s, vh = torch.linalg.svd(F, full_matrices=False)
    inverse = torch.where(s > 1e-11 * s[0], 1 / s.clamp(min=1e-300), 0.0)
    return ((vh.T * inverse) @ (u.T @ goal)).T


def without(path: WidePath, l: int, dead: torch.Tensor) -> torch.Tensor:
    """U_(l+1) with zero weights on the dead units of layer l, and the same pre-activations, nearly."""
    F, _ = path.problem.features(path.now, l)
    U = path.now[l]
    alive = ~dead
    made = U.clone()
    made[:, :-1][:, dead] = 0
    lost = F[:, dead] @ U[:, :-1][:, dead].T
    found = solve(torch.cat([F[:, alive], torch.ones_like(F[:, :1])], 1), lost)
    made[:, :-1][:, alive] += found[:, :-1]
    made[:, -1] += found[:, -1]
    return made


def connect(
    problem: Problem, start: Parameters, end: Parameters, progress: Callable[[str], object] = str
) -> WidePath:
    """A path from start to end at constant loss, up to a last leg on which the output layer moves.

    With n_l >= 2N two exchanges for each layer suffice (Theorem 3.4.17; 3.4.16 for one hidden layer);
    n_l >= N takes more.  `NoPath` when no unit can be freed.
    """
    path = WidePath(problem, list(start))
    for l in range(1, len(start)):
        waiting = (path.now[l - 1] != end[l - 1]).any(1)
        size = (len(waiting) + 1) // 2
        while bool(waiting.any()):
            dead = torch.zeros_like(waiting)
            dead[waiting.nonzero()[:size, 0]] = True
            made = without(path, l, dead)
            before = problem(path.now)[0]
            trial = [*path.now[:l], made, *path.now[l + 1 :]]
            after = problem(trial)[0]
            if not after <= before * (1 + _KEPT) + 1e-12:
                if size == 1:
                    raise NoPath(f"layer {l}: no unit can be freed at constant loss; it needs more units")
                size = (size + 1) // 2
                continue
            path.move(l + 1, made)
            path.move(l, torch.where(dead[:, None], end[l - 1], path.now[l - 1]))
            waiting &= ~dead
            progress(f"layer {l}: {int((~waiting).sum())} of {len(waiting)} units exchanged")
    path.move(len(end), end[-1])
    return path


@dataclass(frozen=True)
class Descent:
    """A straight leg of the output layer from loss `first` to `last`; falls: proved on all of it."""

    to: torch.Tensor
    first: float
    last: float
    slope: float
    slope_error: float

    @property
    def falls(self) -> bool:
        """Whether the loss is proved not to rise: a convex function that still falls at its end."""
        return self.slope + self.slope_error < 0


def descend(
    problem: Problem, F: torch.Tensor, e: torch.Tensor, U: torch.Tensor, goal: torch.Tensor
) -> Descent:
    """From output weights U towards the solution of F V = goal, N x m, as far as the loss surely falls.

    F: features of rank N, of the last hidden layer (Theorem 3.4.13) or of the skip units (Theorem 4.3.4),
    with their errors.  The loss along the leg is convex; at its end the derivative is <phi'(G), G - G_0>.
    """
    wide = torch.cat([F, torch.ones_like(F[:, :1])], 1)
    to = U + (1 - _BELOW) * solve(wide, goal - affine(F, e, U)[0])
    (G, d), (H, h) = affine(F, e, U), affine(F, e, to)
    move, off = H - G, d + h + 2**-52 * (H - G).abs()
    if problem.loss == "cross_entropy":
        slope = torch.softmax(H, 1) - problem.Y
        wrong = 2 * h.amax(1, keepdim=True) + 2**-46
    else:
        slope, wrong = H - problem.Y, h + 2**-52 * (H.abs() + problem.Y.abs())
    n = len(F)
    error = (
        slope.abs() * off
        + move.abs() * wrong
        + off * wrong
        + gamma(G.numel(), G.dtype) * (slope * move).abs()
    )
    first, last = problem.phi(G, d)[0], problem.phi(H, h)[0]
    return Descent(
        to, first, last, float((slope * move).sum()) / n, float(enlarged(error.sum(), G.numel())) / n
    )


def fall_through(
    problem: Problem,
    start: Parameters,
    k: int,
    goal: torch.Tensor,
    inverse: Callable[[torch.Tensor], torch.Tensor],
) -> WidePath:
    """A path from start on which layer k + 1 alone moves, and the outputs go straight to `goal`, nearly.

    Theorem 3.4.13 with F_k of rank N, k < L - 1, a bijective sigma (`inverse`), and W_l of full column rank
    for l > k + 1: the outputs are pulled back through the layers above, and U_(k+1) solves for what they ask
    of it.  Legs are so short that the bound on each is at most a part `_ROOM` above the loss at the start.
    `NoPath` when they become too short.
    """
    path, top = WidePath(problem, list(start)), len(start)
    F, _ = problem.features(start, k)
    wide = torch.cat([F, torch.ones_like(F[:, :1])], 1)
    layers, x = [wide], wide
    for U in start[k:]:
        pre = x @ U.T
        x = torch.cat([problem.sigma(pre, torch.zeros_like(pre))[0], torch.ones_like(F[:, :1])], 1)
        layers += [pre, x]
    pre_of, features_of = layers[1::2], layers[2::2]  # of layers k + 1, ..., L

    backwards = {l: torch.linalg.pinv(start[l - 1][:, :-1].T) for l in range(k + 2, top + 1)}
    right = solve(wide, torch.eye(len(F), dtype=F.dtype, device=F.device))

    def at(t: float) -> torch.Tensor:
        """U_(k+1) for the outputs (1 - t) G + t goal."""
        Z = (1 - t) * pre_of[-1] + t * goal
        for l in range(top, k + 1, -1):
            change = (Z - pre_of[l - k - 1]) @ backwards[l]
            Z = inverse(features_of[l - k - 2][:, :-1] + change)
        return start[k] + (Z - pre_of[0]).T @ right

    t, step, limit = 0.0, 2.0**-6, path.bound * (1 + _ROOM)
    while t < 1 - _BELOW:
        leg = path.leg(k + 1, at(min(t + step, 1 - _BELOW)))
        if leg.bound <= limit:
            path.append(leg)
            t, step = min(t + step, 1 - _BELOW), 2 * step
        elif step > _SHORTEST:
            step /= 2
        else:
            raise NoPath(f"the legs become shorter than {_SHORTEST:g} at {t:.4g} of the way")
    return path
