"""Definition 4.2 and Assumption 4.3.1 as decisions: each violation names its clause and its unit.

A clause that the thesis uses without saying so is marked "unsaid": every unit reads something.
`own_violations` decides the conditions of our own lemma (docs/proofs/new-4.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_network import SkipNetwork

ANALYTIC = ("sigmoid", "tanh", "softplus", "identity")  # and strictly increasing
BOUNDED = ("sigmoid", "tanh")
FROM_ZERO = ("sigmoid",)  # bounded, limit 0 at -infinity


@dataclass(frozen=True)
class Violation:
    """A clause that fails, the node at which it fails (None: the whole network), and why."""

    clause: str
    node: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.clause}: " + ("" if self.node is None else f"unit {self.node}: ") + self.reason


def violations(network: SkipNetwork, X: ExactMatrix) -> list[Violation]:
    """Every violation of Section 4.2 and Assumption 4.3.1 for the N samples of X, by clauses."""
    return [
        *architecture(network, len(X)),
        *_analytic(network),
        *_skip_activations(network, len(X)),
        *_patches(network, X),
    ]


def own_violations(network: SkipNetwork, X: ExactMatrix) -> list[Violation]:
    """What the lemma of docs/proofs/new-4.md asks for: no limit at -infinity and no backward path."""
    able = [p for p in network.skip if network.unit(p).activation in (*BOUNDED, "softplus")]
    short = [] if len(able) >= len(X) else [_too_few(network, len(X), able, "bounded, or a softplus")]
    return [*architecture(network, len(X)), *_analytic(network), *short, *_patches(network, X)]


def architecture(network: SkipNetwork, N: int) -> Iterator[Violation]:
    """The five conditions of Section 4.2, and the unsaid one."""
    d = network.inputs
    groups: dict[str, int] = {}
    biases: dict[str, int] = {}
    for node, unit in enumerate(network.units, d):
        if not unit.sources:
            yield Violation("4.2 (unsaid)", node, "it reads nothing")
        if unit.layer == 1 and any(k >= d for k in unit.sources):
            yield Violation("4.2 (1)", node, "it lies in the first layer and reads a hidden unit")
        if unit.layer > 1:
            for k in unit.sources:
                if k < d or k >= node or network.unit(k).layer >= unit.layer:
                    yield Violation("4.2 (2)", node, f"it reads node {k}, which is no unit of a lower layer")
        other = groups.setdefault(unit.group, node) if unit.group else node
        if other != node:
            yield from _sharing(network, other, node)
        if unit.tied and biases.setdefault(unit.tied, node) != node:
            yield Violation(
                "4.2 (5)", node, f"it has the bias of unit {biases[unit.tied]}, not one of its own"
            )
    if len(set(network.skip)) < N:
        yield Violation("4.2 (4)", None, f"{len(set(network.skip))} skip units for {N} samples")


def _sharing(network: SkipNetwork, other: int, node: int) -> Iterator[Violation]:
    one, two = network.unit(other), network.unit(node)
    if one.layer != two.layer:
        yield Violation("4.2 (3)", node, f"it shares weights with unit {other} of another layer")
    elif len(one.sources) != len(two.sources):
        yield Violation("4.2 (3)", node, f"it shares weights with unit {other}, which has another in-degree")
    elif one.weight != two.weight:
        yield Violation("4.2 (3)", node, f"its weights are not those of unit {other}, which it shares")


def _analytic(network: SkipNetwork) -> Iterator[Violation]:
    for node, unit in enumerate(network.units, network.inputs):
        if unit.activation not in ANALYTIC:
            reason = f"{unit.activation} is not analytic and strictly increasing"
            yield Violation("4.3.1 (1)", node, reason)


def _skip_activations(network: SkipNetwork, N: int) -> Iterator[Violation]:
    """Clause (2): N bounded ones with limit 0, or N softplus units with backward paths."""
    bounded = [p for p in network.skip if network.unit(p).activation in FROM_ZERO]
    soft = [p for p in network.skip if network.unit(p).activation == "softplus"]
    if len(bounded) >= N:
        return
    if len(soft) < N:
        able = max(bounded, soft, key=len)
        yield _too_few(network, N, able, "bounded with limit 0, or all softplus")
        return
    free = _with_backward_path(network)
    blocked = [p for p in soft if p not in free]
    if len(soft) - len(blocked) < N:
        reason = "every backward path meets a skip unit, or one that shares its weights with a skip unit"
        yield Violation("4.3.1 (2)", blocked[0], f"{reason} ({len(blocked)} of {len(soft)} such units)")


def _too_few(network: SkipNetwork, N: int, able: list[int], what: str) -> Violation:
    node = next((p for p in network.skip if p not in able), None)
    return Violation("4.3.1 (2)", node, f"{len(able)} skip units of {N} needed are {what}")


def _with_backward_path(network: SkipNetwork) -> set[int]:
    """The units from which some path leads back to the first layer through admissible units alone."""
    d, skip = network.inputs, set(network.skip)
    shared = {network.unit(p).group for p in skip} - {""}
    graph = network.graph()
    inner = [n for n in graph if n >= d and n not in skip and network.unit(n).group not in shared]
    good = graph.subgraph(inner)
    reached: set[int] = set()
    for n in inner:
        if network.unit(n).layer == 1 and n not in reached:
            reached |= {n} | nx.descendants(good, n)
    first = {p for p in skip if network.unit(p).layer == 1}
    return reached | first | {p for p in skip if reached & set(network.unit(p).sources)}


def _patches(network: SkipNetwork, X: ExactMatrix) -> Iterator[Violation]:
    """Clause (3): different samples differ on the inputs of every unit of the first layer."""
    seen: dict[tuple[int, ...], tuple[int, int] | None] = {}
    for node, unit in enumerate(network.units, network.inputs):
        if unit.layer != 1 or not unit.sources or max(unit.sources) >= network.inputs:
            continue
        if unit.sources not in seen:
            seen[unit.sources] = _equal_rows(X, unit.sources)
        pair = seen[unit.sources]
        if pair is not None:
            yield Violation("4.3.1 (3)", node, f"samples {pair[0]} and {pair[1]} agree on its inputs")


def _equal_rows(X: ExactMatrix, columns: tuple[int, ...]) -> tuple[int, int] | None:
    first: dict[tuple[int, ...], int] = {}
    for i, row in enumerate(X.numerators[:, list(columns)].tolist()):
        j = first.setdefault(tuple(row), i)
        if j != i:
            return j, i
    return None
