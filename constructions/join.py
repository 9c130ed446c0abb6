"""Paths between two networks, and down from one, by the theorems of Nguyen (2019), Section 3.4.

Every leg of `halves` keeps the output constant, but one on each side, along which the loss falls to its
least value on the segment between the two outputs.  The widths needed are those of docs/proofs/new-3.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_mat

from checker import Network
from checker.risk import CROSS_ENTROPY, Risk
from constructions.certificate import NotFound
from constructions.exact_matrices import from_rows, right_inverse, with_ones
from constructions.exact_network import slow
from constructions.exchange import exchange_rows, exchange_units, raise_rank
from constructions.fibre import Bijection, Walker
from constructions.parameter_path import Trail, exact_loss, reversed_trail
from constructions.wide_layer import MovingLayer, Sampled, entropy_goal, floats, join


def route(network: Network, inputs: Sequence[Sequence[object]], strict: bool = True) -> str:
    """Which theorem joins networks of this shape on these data: "3.4.9", "3.4.16" or "3.4.17".

    strict: for paths between two networks; else widths for a descent suffice.  `NotFound` says what fails.
    """
    N, widths = len(inputs), network.widths
    onto = [Bijection(layer.activation).is_bijective for layer in network.layers[:-1]]
    rank = with_ones(from_rows(inputs)).rank()

    def falls(s: int) -> bool:
        tail = widths[s:]
        return all(a > b if strict else a >= b for a, b in pairwise(tail))

    need = N if strict else N - 1
    if rank == N and falls(1) and all(onto):
        return "3.4.9"
    if widths[1] >= need and falls(2) and all(onto[1:]):
        return "3.4.16"
    if min(widths[1:-1]) >= need:
        return "3.4.17"
    raise NotFound(
        f"no theorem applies to widths {'-'.join(map(str, widths))} and N = {N} samples, which asks for "
        f"n_1 >= {need} and n_2 > ... > n_L, or all hidden widths >= {need}, or independent samples"
    )


def halves(
    start: Network, end: Network, risk: Risk, progress: Callable[[str], object] = str, theorem: str = ""
) -> tuple[Trail, Trail]:
    """Trails from start and from end to one point, on both of which the loss does not rise.

    theorem: the one whose proof is followed; the first that applies unless it is named.
    """
    name = theorem or route(start, risk.inputs)
    a, b = Walker(start, risk.inputs), Walker(end, risk.inputs)
    L = a.L
    s = {"3.4.9": 1, "3.4.16": 2, "3.4.17": L}[name]
    for l in range(1, s):
        raise_rank(b, l)
        raise_rank(a, l)
        exchange_units(a, l, b.U[l - 1])
        progress(f"layer {l} is that of B")
    a.make_full_rank(s)
    b.make_full_rank(s)
    for l in range(s + 1, L + 1):
        exchange_rows(a, s, l, b.U[l - 1])
        progress(f"layer {l} is that of B")
    best = _least(a.F(L), b.F(L), risk)
    if s == L:
        meet = a.U[L - 1] + (b.U[L - 1] - a.U[L - 1]) * best
        a.to((L, meet))
        b.to((L, meet))
        return a.trail, b.trail
    goal = a.F(L) + (b.F(L) - a.F(L)) * best
    a.lift(s, L, goal)
    b.lift(s, L, goal)
    for l in range(L - 1, s - 1, -1):
        a.lift(s, l, b.F(l))
    a.to((s, b.U[s - 1]))
    return a.trail, b.trail


def _least(F: fmpq_mat, G: fmpq_mat, risk: Risk) -> fmpq:
    """The t in [0, 1] at which phi(F + t (G - F)) is least, for the square loss; for others t = 1.

    With t = 1 only the first network's output moves, on a segment where the convex loss is at most that of
    the higher end.
    """
    if risk.loss != "square":
        return fmpq(1)
    Y = from_rows(risk.targets)
    D, E = G - F, F - Y
    pairs = [(D[i, j], E[i, j]) for i in range(D.nrows()) for j in range(D.ncols())]
    length = sum((d * d for d, _ in pairs), fmpq(0))
    if length == 0:
        return fmpq(0)
    t = -sum((d * e for d, e in pairs), fmpq(0)) / length
    return min(max(t, fmpq(0)), fmpq(1))


def join_exactly(start: Network, end: Network, risk: Risk, progress: Callable[[str], object] = str) -> Trail:
    """One trail from start to end, through the meeting point; the loss is at most that of the higher end."""
    there, back = halves(start, end, risk, progress)
    for move in reversed_trail(back).moves:
        there.step(move)
    return there


def join_on_grid(
    start: Network, end: Network, risk: Risk, progress: Callable[[str], object] = str, grid: int = 2**50
) -> Trail:
    """A trail from start to end at rounded vertices, by Theorems 3.4.9 and 3.4.16, for networks with L >= 3.

    Both outputs are first led to the targets, where the loss leaves room for what rounding moves; the
    weights are then exchanged as in `halves`.  Nothing is proved here: the kernel checks the result.
    """
    name = route(start, risk.inputs)
    s = 2 if name == "3.4.16" or start.widths[1] >= len(risk.inputs) else 1  # the fewer layers, the better
    if name == "3.4.17" or s >= len(start.layers):
        raise NotFound(f"Theorem {name} needs no lifting here")
    sampled, goal = Sampled(start, risk), from_rows(risk.targets)
    bound = max(float(exact_loss(start, risk)), float(exact_loss(end, risk))) * (1 - 1e-9)
    if risk.loss != "square":
        sampled.aim(bound)
        goal = from_rows([[Fraction(round(x * 64), 64) for x in row] for row in sampled.goal.tolist()])
    a, b = Walker(start, risk.inputs, grid), Walker(end, risk.inputs, grid)
    for walker in (a, b):
        walker.make_full_rank(s)
        walker.lift(s, walker.L, goal)
    progress("both outputs are at the targets")
    if s == 2:
        MovingLayer(sampled, a.trail, 0, bound).become(b.trail.vertex[0], progress)
        a.reread()
    for l in range(s + 1, a.L + 1):
        exchange_rows(a, s, l, b.U[l - 1])
        progress(f"layer {l} is that of B")
    for l in range(a.L - 1, s - 1, -1):
        a.lift(s, l, b.F(l))
    a.to((s, b.U[s - 1]))
    for move in reversed_trail(b.trail).moves:
        a.trail.step(move)
    return a.trail


def join_rounded(start: Network, end: Network, risk: Risk, progress: Callable[[str], object] = str) -> Trail:
    """A trail of bounded numbers: by exchanges of units where all hidden layers are wide, else on a grid."""
    try:
        return join(start, end, risk, progress)
    except NotFound as reason:
        first = reason.reason
    try:
        return join_on_grid(start, end, risk, progress)
    except NotFound as reason:
        raise NotFound(f"{first}; {reason.reason}") from None


def descend_exactly(start: Network, risk: Risk, wide: int = 0) -> Trail:
    """A trail from start to outputs equal to (multiples of) the targets, on which the loss does not rise.

    wide: the layer k of Theorem 3.4.13, with F_{k-1} of different rows; found where it is not named.
    """
    a = Walker(start, risk.inputs)
    s = wide + 1 if wide else _wide_layer(start, risk) + 1
    for l in range(wide or 1, s):
        raise_rank(a, l)
    goal = from_rows(risk.targets) * fmpq(2 if risk.loss == "hinge" else 1)
    if risk.loss == CROSS_ENTROPY:
        outputs = floats([[slow(x) for x in row] for row in a.F(a.L).table()])
        goal = from_rows([[Fraction(x) for x in row] for row in entropy_goal(outputs, floats(risk.targets))])
    a.make_full_rank(s)
    if s < a.L:
        a.lift(s, a.L, goal)
    else:
        a.to((s, a.U[s - 1] + right_inverse(with_ones(a.F(s - 1))) * (goal - a.F(s))))
    return a.trail


def _wide_layer(start: Network, risk: Risk) -> int:
    """The number of layers to be raised, bottom up, before the outputs can be led to the targets."""
    name = route(start, risk.inputs, strict=False)
    return {"3.4.9": 0, "3.4.16": 1, "3.4.17": len(start.layers) - 1}[name]
