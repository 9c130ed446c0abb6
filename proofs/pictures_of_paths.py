"""The loss along a path of parameters and along the straight line: exact values at the points drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checker import Layer, Network
from checker.risk import Risk
from checker.rules.loss_path import rows_of
from checker.segment import Vertex
from constructions.join import descend_exactly, join_exactly
from constructions.parameter_path import Trail, exact_loss, with_parameters
from proofs.charts import Series, chart
from proofs.picture import Picture, Point

POINTS = 64  # on a curve, about


def picture_of_path(start: Network, end: Network, risk: Risk, about: str) -> Picture:
    """Phi along the path that `join_exactly` finds from start to end, beside the straight line."""
    trail = join_exactly(start, end, risk)
    path, line = along(trail, risk), straight(start, end, risk)
    caption = (
        f"{about} Along the polyline of {len(trail.moves)} segments that joins them the loss never exceeds "
        "that of the higher end; along the straight line it does. Every segment has the same length here; "
        "values are exact at the points drawn."
    )
    every = (
        Series("the path", path, marks=False, at=len(path) // 2),
        Series("the straight line", line, marks=False, at=_highest(line)),
    )
    return Picture(caption, (chart(r"$\Phi$ between two networks", every, ("t", r"\Phi")),))


def picture_of_descent(start: Network, risk: Risk, k: int, about: str) -> Picture:
    """Phi along the path of falling loss that `descend_exactly` finds; layer k is wide."""
    trail = descend_exactly(start, risk, k)
    path = along(trail, risk)
    caption = (
        f"{about} The loss along a polyline of {len(trail.moves)} segments from these parameters to zero "
        "loss: it never rises. Every segment has the same length here; values are exact at the points drawn."
    )
    one = Series("", path, marks=False)
    return Picture(caption, (chart(r"$\Phi$ on the way down", (one,), ("t", r"\Phi")),))


def reordered(network: Network) -> Network:
    """The same function, with the units of every hidden layer in the opposite order."""
    made = []
    for k, one in enumerate(network.layers):
        rows = [row[::-1] if k else row for row in one.weight]
        last = k == len(network.layers) - 1
        weight = tuple(rows if last else rows[::-1])
        made.append(Layer(weight, one.bias if last else one.bias[::-1], one.activation))
    return Network(network.input_dim, tuple(made))


def along(trail: Trail, risk: Risk) -> list[Point]:
    """(position, Phi): at evenly many vertices of a long trail, between the vertices of a short one."""
    here, n = rows_of(trail.start), len(trail.moves)
    found = [(Fraction(0), Fraction(exact_loss(trail.start, risk)))]
    stride, inside = max(1, n // POINTS), max(1, POINTS // max(1, n))
    for s, move in enumerate(trail.moves):
        before = [list(units) for units in here]
        for k, j, row in move:
            here[k][j] = row
        for i in range(1, inside + 1) if (s + 1) % stride == 0 or s + 1 == n else ():
            t = Fraction(i, inside)
            found.append(((s + t) / n, _loss(trail.start, _between(before, here, t), risk)))
    return found


def _loss(shape: Network, at: Vertex, risk: Risk) -> Fraction:
    return Fraction(exact_loss(with_parameters(shape, at), risk))


def straight(start: Network, end: Network, risk: Risk) -> list[Point]:
    """(t, Phi) on the straight line."""
    a, b, found = rows_of(start), rows_of(end), []
    for i in range(POINTS + 1):
        t = Fraction(i, POINTS)
        found.append((t, _loss(start, _between(a, b, t), risk)))
    return found


def _between(a: Vertex, b: Vertex, t: Fraction) -> Vertex:
    return [
        [tuple((1 - t) * x + t * y for x, y in zip(p, q, strict=True)) for p, q in zip(u, v, strict=True)]
        for u, v in zip(a, b, strict=True)
    ]


def _highest(values: Sequence[Point]) -> int:
    return max(range(len(values)), key=lambda i: values[i][1])
