"""Evidence for `region-disconnected` by a hyperplane that misses the region, with a point on each side.

For piecewise linear networks the hyperplane's own cells are enumerated; otherwise, when the scores
depend on one linear form t on the hyperplane, the t-axis is cut until signs of polynomials decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from checker import Constraint, Field, Json, Network, Reader
from checker import polynomial as poly
from checker.polyhedron import negative, strict
from checker.rules.cells import root, split
from checker.rules.line import State, Units, advance, quotient_sum, start, units_that_matter
from checker.rules.line import split as split_line
from constructions.cells import Arrangement, Cell, localise, relocate
from constructions.certificate import NotFound, region_claim
from constructions.linear_program import Feasible, solve

_DEPTH = 40


def certify_separated(
    network: Network,
    field: Field,
    j: int,
    plane: Json,
    points: Sequence[Json],
    direction: Sequence[Json] | None = None,
) -> bytes:
    """A certificate that the hyperplane <normal, x> = offset misses C_j, which has a point on each side.

    `points`: one below, one above.  `direction` u: use the signs of a function of t = <u, x>; without it
    the cells of the hyperplane (piecewise linear networks).
    """
    if direction is None:
        miss: Json = {"tree": _tree(network, field, j, plane)}
    else:
        read = Reader(field)
        form = read.half_space(plane, "/hyperplane", network.input_dim)
        u = read.vector(list(direction), "/direction", network.input_dim)
        layers = units_that_matter(network, j)
        state = advance(layers, start(read, layers[0], form, u, "/direction"))
        nodes = list(_line(layers, field, j, state, 0))
        miss = {"line": {"direction": list(direction), "tree": nodes}}
    claim = region_claim("region-disconnected", network, field, j)
    return claim.with_evidence({"hyperplane": plane, "miss": miss, "points": list(points)})


def _tree(network: Network, field: Field, j: int, plane: Json) -> list[Json]:
    """The split tree of the hyperplane, every leaf without a point of C_j."""
    form = Reader(field).half_space(plane, "/hyperplane", network.input_dim)
    network, local = localise(network, field)
    form = relocate(form, local)
    on_plane = (Constraint(form, False), Constraint(negative(form), False))
    found = Arrangement(network, field, on_plane)
    stack, nodes = [root(network, on_plane)], list[Json]()
    while stack:
        state = stack.pop()
        answer = solve(state.cell, found.dimension)
        if not isinstance(answer, Feasible):
            nodes.append({"empty": found.multipliers(answer)})
        elif state.layer < len(network.layers):
            nodes.append("split")
            stack.extend(reversed(list(split(network, state))))
        else:
            cell = Cell(state.cell, state.inputs, len(nodes))
            outside = solve(cell.constraints + strict(cell.margins(j)), found.dimension)
            if isinstance(outside, Feasible):
                raise NotFound(f"the region meets the hyperplane at {found.vector(outside.point)}")
            nodes.append({"outside": found.multipliers(outside)})
    return nodes


def _line(layers: list[Units], field: Field, j: int, state: State, depth: int) -> Iterator[Json]:
    """Nodes that close a branch of the t-axis, cutting where no sign decides."""
    for i, g in enumerate(state.conditions):
        if g and poly.nonpositive(g, state.lo, state.hi):
            yield {"empty": str(i)}
            return
    if state.layer < len(layers):
        yield "split"
        for child in split_line(layers, state):
            yield from _line(layers, field, j, child, depth)
        return
    scores = {k: quotient_sum([(1, state.pre[j]), (-1, v)], 0)[0] for k, v in enumerate(state.pre) if k != j}
    for k, score in scores.items():
        if poly.nonpositive(score, state.lo, state.hi):
            yield {"below": str(k)}
            return
    if depth == _DEPTH:
        raise NotFound(f"no sign decides for t in ({state.lo}, {state.hi})")
    t = _cut([*state.conditions, *scores.values()], state)
    yield {"cut": field.encode(t)}
    yield from _line(layers, field, j, replace(state, hi=t), depth + 1)
    yield from _line(layers, field, j, replace(state, lo=t), depth + 1)


def _cut(polynomials: Sequence[poly.Polynomial], state: State) -> Any:
    """The middle of a bounded interval; on an unbounded one a point beyond every root, or 0."""
    if state.lo is not None and state.hi is not None:
        return (state.lo + state.hi) / 2
    if state.lo is None and state.hi is None:
        return Fraction(0)
    # Cauchy: every root of p is at most 1 + max |c_i / c_n| in absolute value.
    bound: Any = Fraction(1)
    for p in polynomials:
        for c in p[:-1]:
            ratio = c / p[-1]
            bound = max(bound, 1 + (ratio if ratio > 0 else -ratio))
    bound = bound + 1
    if state.lo is not None:
        return max(bound, state.lo + 1)
    end: Any = state.hi
    return min(-bound, end - 1)
