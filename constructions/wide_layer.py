"""Paths between networks whose hidden layers have at least N units, in numbers of bounded size.

The proof that sublevel sets are connected (docs/proofs/new-3.md, Theorem A, after Nguyen 2019, Theorems
3.4.16 and 3.4.17) moves one hidden unit at a time, when its outgoing weights are zero; the weights of the
others then solve a linear problem.  Here that is solved in floating point and its solution rounded to a
grid.  The output layer interpolates before anything else moves, so the loss stays far below the bound,
which the kernel checks exactly.  One hidden layer is enough for networks with L = 2.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from checker import Network
from checker.risk import CROSS_ENTROPY, Risk
from checker.segment import Row, Vertex
from constructions.certificate import NotFound
from constructions.parameter_path import Trail, exact_loss

Array = NDArray[np.float64]
Block = tuple[list[int], Array]
GRID = 2**40  # denominators of rounded weights
STOP = Fraction(1, 2**10)  # of the way to an interpolating output layer is left out, where the loss must fall
ENTROPY_END = 24  # the right class at the end of a falling path: a loss of about e^-24 a sample
_BLOCKS = 3  # of several units are tried before smaller ones
_EXACT = 1e-7  # relative change of the pre-activations above an inner layer that counts as none


def floats(rows: Any) -> Array:
    """Rows of rationals as an array, rounded."""
    return np.array([[float(x) for x in row] for row in rows], dtype=np.float64)


def _rows(U: Array) -> list[Row]:
    """Rows of units from an (n + 1) x m matrix of floats, exactly."""
    return [tuple(Fraction(float(x)) for x in column) for column in U.T]


class Sampled:
    """A risk of networks of one shape in floating point, for the search and for pictures only."""

    def __init__(self, network: Network, risk: Risk) -> None:
        self.inputs, self.targets = floats(risk.inputs), floats(risk.targets)
        self.loss = risk.loss
        self.goal = self.targets * 2 if risk.loss == "hinge" else self.targets
        self.ends = [[float(x) for x in layer.activation.breakpoints] for layer in network.layers]
        self.tops = [[[float(c) for c in p.top] for p in layer.activation.pieces] for layer in network.layers]

    def aim(self, bound: float) -> None:
        """Make `goal` an output of a loss well below the bound (for the square loss it is zero there)."""
        if self.loss == CROSS_ENTROPY:
            N, m = self.targets.shape
            self.goal = self.targets * max(1.0, float(np.log(8 * N * m / bound)))

    def sigma(self, k: int, Z: Array) -> Array:
        """The activation of layer k (from 0), entry by entry."""
        which = np.searchsorted(self.ends[k], Z) if self.ends[k] else np.zeros(Z.shape, dtype=int)
        return np.asarray(np.choose(which, [np.polyval(top[::-1] or [0.0], Z) for top in self.tops[k]]))

    def features(self, parameters: Sequence[Array], k: int) -> Array:
        """[F_k, 1] for U_1, ..., U_L, each (n_{l-1} + 1) x n_l."""
        F = with_one(self.inputs)
        for l in range(k):
            F = with_one(self.sigma(l, F @ parameters[l]))
        return F

    def of_output(self, G: Array) -> float:
        """phi(G)."""
        if self.loss == "hinge":
            return float(np.maximum(0, 1 - self.targets * G).sum())
        if self.loss == CROSS_ENTROPY:
            top = G.max(axis=1)
            logs = top + np.log(np.exp(G - top[:, None]).sum(axis=1))
            return float(logs.sum() - (self.targets * G).sum())
        return float(((G - self.targets) ** 2).sum() / 2)

    def __call__(self, parameters: Sequence[Array]) -> float:
        """Phi."""
        return self.of_output(self.features(parameters, len(parameters))[:, :-1])


def with_one(F: Array) -> Array:
    """[F, 1]."""
    return np.hstack([F, np.ones((len(F), 1))])


def layers_of(vertex: Vertex) -> list[Array]:
    """U_1, ..., U_L, rounded."""
    return [floats(units).T for units in vertex]


def _fit(F: Array, goal: Array, dead: Sequence[int] = ()) -> Array:
    """U on the grid, of least squares for F U = goal, zero for dead units."""
    alive = np.ones(F.shape[1], dtype=bool)
    alive[list(dead)] = False
    U = np.zeros((F.shape[1], goal.shape[1]))
    U[alive] = np.linalg.lstsq(F[:, alive], goal, rcond=1e-13)[0]
    return np.asarray(np.round(U * GRID) / GRID)


def join(start: Network, end: Network, risk: Risk, progress: Callable[[str], object] = str) -> Trail:
    """A path from start to end on which Phi stays at most max(Phi(start), Phi(end)).

    n_l >= N for every hidden layer suffices unless units are nearly dependent.  `NotFound` says which
    exchange failed.  Cost: at most 2 n_l + 2 segments and n_l least-squares problems for each layer.
    """
    sampled, trail, goal = Sampled(start, risk), Trail(start), Trail(end).vertex
    bound = max(float(exact_loss(start, risk)), float(exact_loss(end, risk))) * (1 - 1e-9)
    sampled.aim(bound)
    top = len(goal) - 1
    if top > 1:
        trail.set_layer(top, _rows(_fit(sampled.features(layers_of(trail.vertex), top), sampled.goal)))
    for k in range(top):
        MovingLayer(sampled, trail, k, bound).become(goal[k], progress)
    trail.set_layer(top, goal[top])
    return trail


class MovingLayer:
    """Hidden layer k (from 0) of a trail, on its way to other units."""

    def __init__(self, sampled: Sampled, trail: Trail, k: int, bound: float) -> None:
        self.sampled, self.trail, self.k, self.bound = sampled, trail, k, bound
        self.last = k == len(trail.vertex) - 2

    def become(self, goal: Sequence[Row], progress: Callable[[str], object]) -> None:
        """Exchange its units in blocks as large as the loss allows."""
        n, now = len(goal), self.trail.vertex[self.k]
        waiting = [j for j in range(n) if now[j] != goal[j]]
        size = len(waiting)
        while waiting:
            found = self._block(waiting, size)
            while found is None:
                if size == 1:
                    left = f"{len(waiting)} of {n} are left in layer {self.k + 1}"
                    raise NotFound(f"no unit can be exchanged at a loss of at most {self.bound:.3g}; {left}")
                size //= 2
                found = self._block(waiting, size)
            block, U = found
            self.trail.set_layer(self.k + 1, _rows(U))
            self.trail.step((self.k, j, goal[j]) for j in block)
            waiting = [j for j in waiting if j not in block]
            progress(f"layer {self.k + 1}: {n - len(waiting)} of {n} units exchanged")
            size = min(2 * size, max(len(waiting), 1))

    def _block(self, waiting: list[int], size: int) -> Block | None:
        """`size` waiting units that can be without outgoing weights, and the next layer then."""
        parameters = layers_of(self.trail.vertex)
        F = self.sampled.features(parameters, self.k + 1)
        # The last hidden layer only serves the loss, others keep what is above them as it is.
        wanted = self.sampled.goal if self.last else F @ parameters[self.k + 1]
        for at in range(0, len(waiting), size)[: _BLOCKS if size > 1 else None]:
            block = waiting[at : at + size]
            parameters[self.k + 1] = U = _fit(F, wanted, block)
            kept = self.last or np.abs(F @ U - wanted).max() <= _EXACT * (1 + np.abs(wanted).max())
            if kept and self.sampled(parameters) <= self.bound:
                return block, U
        return None


def entropy_goal(outputs: Array, targets: Array) -> Array:
    """Outputs R_i y_i near the infimum of the cross-entropy, on the way to which it falls up to the end.

    Its slope there is at most -sum_i (1 - q_i) (R_i - spread of the outputs of sample i), q_i the softmax of
    the right class; `NotFound` where a row of the targets is not one-hot.
    """
    if not (np.isin(targets, (0, 1)).all() and (targets.sum(axis=1) == 1).all()):
        raise NotFound("the cross-entropy is led to its infimum for one-hot targets only")
    spread = outputs.max(axis=1) - outputs.min(axis=1)
    return np.asarray(targets * np.maximum(ENTROPY_END, np.ceil(spread) + 1)[:, None])


def descend(start: Network, risk: Risk) -> Trail:
    """A path from start on which Phi does not rise, to near its infimum when [F_{L-1}, 1] has rank N.

    One segment: the output layer moves towards an interpolating one, and stops just before it, where the
    convex loss still falls.
    """
    sampled, trail = Sampled(start, risk), Trail(start)
    top = len(trail.vertex) - 1
    parameters = layers_of(trail.vertex)
    features = sampled.features(parameters, top)
    if risk.loss == CROSS_ENTROPY:
        sampled.goal = entropy_goal(features @ parameters[top], sampled.targets)
    U = _fit(features, sampled.goal)
    rest = [
        tuple(y + STOP * (x - y) for x, y in zip(row, aim, strict=True))
        for row, aim in zip(trail.vertex[top], _rows(U), strict=True)
    ]
    parameters[top] = floats(rest).T
    if sampled(parameters) >= float(exact_loss(start, risk)):
        raise NotFound("the features of the samples are dependent, or the loss is at its infimum")
    trail.set_layer(top, rest)
    return trail
