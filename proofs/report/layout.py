"""Where the nodes of an acyclic graph stand: layers by longest path, few crossings, rows not too long."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

SWEEPS = 12
_THIN = Fraction(3, 10)  # the width of a way point, in columns
Route = tuple[tuple[Fraction, int], ...]


@dataclass(frozen=True)
class Layout:
    """(column, row) of each node, and of the way points of each edge, ends included; rows grow downwards."""

    nodes: Mapping[str, tuple[Fraction, int]]
    routes: Mapping[tuple[str, str], Route]
    width: Fraction
    height: int


def layout(uses: Mapping[str, Sequence[str]], longest: int) -> Layout:
    """Users above what they use; nodes without edges in rows of their own at the end."""
    linked = {x for a, bs in uses.items() for x in (a, *bs) if bs}
    level = _levels({a: [b for b in bs if b in uses] for a, bs in uses.items() if a in linked}, longest)
    rows: list[list[str]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for name, depth in level.items():
        rows[depth].append(name)
    chains = {(a, b): _chain(a, b, level) for a in level for b in uses[a] if b in level}
    for chain in chains.values():
        for depth, name in enumerate(chain[1:-1], level[chain[0]] + 1):
            if name not in rows[depth]:
                rows[depth].append(name)
    _order(rows, chains)
    alone = [name for name in uses if name not in linked]
    rows += [alone[i : i + longest] for i in range(0, len(alone), longest)]
    width = max((_width(row, uses) for row in rows), default=Fraction(1))
    places = {
        name: ((width - _width(row, uses)) / 2 + _width(row[:i], uses) + _width([name], uses) / 2, depth)
        for depth, row in enumerate(rows)
        for i, name in enumerate(row)
    }
    routes = {edge: tuple(places[name] for name in chain) for edge, chain in chains.items()}
    return Layout({name: places[name] for name in uses}, routes, width, len(rows))


def _width(row: Sequence[str], nodes: Mapping[str, Sequence[str]]) -> Fraction:
    return sum((Fraction(1) if name in nodes else _THIN for name in row), Fraction(0))


def _levels(uses: Mapping[str, Sequence[str]], longest: int) -> dict[str, int]:
    """0 for what nothing uses, else below the deepest user, on the first row that has room."""
    users: dict[str, list[str]] = {name: [] for name in uses}
    for a, bs in uses.items():
        for b in bs:
            users[b].append(a)
    level: dict[str, int] = {}
    taken: Counter[int] = Counter()
    while len(level) < len(uses):
        ready = [x for x in uses if x not in level and all(a in level for a in users[x])]
        if not ready:
            raise ValueError("a cycle of uses")
        for name in sorted(ready, key=lambda x: not uses[x]):
            depth = max((level[a] + 1 for a in users[name]), default=0)
            while taken[depth] >= longest:
                depth += 1
            level[name] = depth
            taken[depth] += 1
    return level


def _chain(a: str, b: str, level: Mapping[str, int]) -> list[str]:
    """The edge from a to b with a way point on every layer between, shared by all edges to b."""
    return [a, *(f"to {b} {depth}" for depth in range(level[a] + 1, level[b])), b]


def _order(rows: list[list[str]], chains: Mapping[tuple[str, str], Sequence[str]]) -> None:
    """Sort each row by the mean place of its neighbours, downwards and upwards in turn."""
    near: dict[str, list[str]] = {name: [] for row in rows for name in row}
    for chain in chains.values():
        for p, q in pairwise(chain):
            near[p].append(q)
            near[q].append(p)
    for sweep in range(SWEEPS):
        order = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        for depth in order:
            beside = rows[depth - 1] if sweep % 2 == 0 else rows[depth + 1]
            place = {name: Fraction(2 * i + 1, 2 * len(beside)) for i, name in enumerate(beside)}
            row = rows[depth]
            own = {name: Fraction(2 * i + 1, 2 * len(row)) for i, name in enumerate(row)}
            rows[depth] = sorted(row, key=lambda name: _mean(name, near, place, own))


def _mean(
    name: str, near: Mapping[str, list[str]], place: Mapping[str, Fraction], own: Mapping[str, Fraction]
) -> Fraction:
    found = [place[other] for other in near[name] if other in place]
    return sum(found, Fraction(0)) / len(found) if found else own[name]
