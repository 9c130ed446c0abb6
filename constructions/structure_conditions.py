"""Assumption 4.3.1 layer by layer, for networks too large to be built unit by unit.

The same clauses as `skip_conditions`, decided from in-degrees, sharing and what each layer reads; a violation
names its first unit.  A channel of a convolution is a group of units that share weights.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy
from numpy.typing import NDArray

from constructions.formats.exact_matrix import ExactMatrix
from constructions.network_structure import INPUTS, Layer, Structure
from constructions.skip_conditions import ANALYTIC, BOUNDED, FROM_ZERO, Violation

Nodes = NDArray[numpy.int64]


def random_nodes(structure: Structure, count: int, seed: int) -> Nodes:
    """`count` of the hidden units, chosen at random, as nodes in increasing order."""
    total = structure.units
    if count > total:
        raise ValueError(f"{count} skip-connections for {total} hidden units")
    draw, moved, chosen = Random(seed).random, dict[int, int](), list[int]()
    for left in range(total, total - count, -1):  # the last of those left takes the place of the one chosen
        i = int(draw() * left)
        chosen.append(moved.get(i, i))
        moved[i] = moved.get(left - 1, left - 1)
    return numpy.array(sorted(chosen), dtype=numpy.int64) + structure.inputs


def structure_violations(structure: Structure, skip: Nodes, X: ExactMatrix, N: int) -> list[Violation]:
    """Every violation of Section 4.2 and Assumption 4.3.1 for N samples, by its first unit in each layer.

    X: the samples that are looked at for clause (3).
    """
    found = [v for layer in structure.layers for v in _of_layer(structure, layer)]
    if len(skip) < N:
        found.append(Violation("4.2 (4)", None, f"{len(skip)} skip units for {N} samples"))
    return [*found, *_skip_activations(structure, skip, N), *_patches(structure, X)]


def _of_layer(structure: Structure, layer: Layer) -> Iterator[Violation]:
    low, high = layer.in_degrees
    mixed = INPUTS in layer.reads and layer.reads != {INPUTS}
    if mixed:
        yield Violation("4.2 (2)", layer.first, "it reads inputs, which are no units of a lower layer")
    if layer.shared and low < high:
        reason = f"it reads {low} nodes, at the border, and shares weights with units that read {high}"
        yield Violation("4.2 (3)", layer.first, reason)
    if layer.shared:
        what = f"it has the bias of unit {layer.first}, not one of its own"
        yield Violation("4.2 (5)", layer.first + 1, what)
    if layer.activation not in ANALYTIC:
        yield Violation(
            "4.3.1 (1)", layer.first, f"{layer.activation} is not analytic and strictly increasing"
        )


def _skip_activations(structure: Structure, skip: Nodes, N: int) -> Iterator[Violation]:
    """Clause (2), with backward paths by channels."""
    inside = [_within(layer, skip) for layer in structure.layers]
    kinds = [layer.activation for layer in structure.layers]
    bounded = sum(len(p) for p, kind in zip(inside, kinds, strict=True) if kind in FROM_ZERO)
    soft = sum(len(p) for p, kind in zip(inside, kinds, strict=True) if kind == "softplus")
    if bounded >= N:
        return
    if soft < N:
        able = max(FROM_ZERO, ("softplus",), key=lambda names: sum(k in names for k in kinds))
        other = [int(p[0]) for p, kind in zip(inside, kinds, strict=True) if len(p) and kind not in able]
        reason = f"{max(bounded, soft)} skip units of {N} needed are bounded with limit 0, or all softplus"
        yield Violation("4.3.1 (2)", other[0] if other else None, reason)
        return
    reached: list[NDArray[numpy.bool_]] = []
    blocked: list[int] = []
    for layer, nodes in zip(structure.layers, inside, strict=True):
        first = layer.reads == {INPUTS}
        open_below = first or any(k != INPUTS and bool(reached[k].any()) for k in layer.reads)
        if not open_below and layer.activation == "softplus":
            blocked += [int(p) for p in nodes]
        channels = layer.shape[0]
        taken = numpy.zeros(channels, dtype=bool)
        taken[(nodes - layer.first) // (layer.units // channels)] = True
        reached.append(~taken & open_below)
    if soft - len(blocked) < N:
        reason = "every backward path meets a skip unit, or one that shares its weights with a skip unit"
        yield Violation("4.3.1 (2)", blocked[0], f"{reason} ({len(blocked)} of {soft} such units)")


def own_structure_violations(structure: Structure, skip: Nodes, X: ExactMatrix, N: int) -> list[Violation]:
    """What the lemma of docs/proofs/new-4.md asks for."""
    able = [_within(layer, skip) for layer in structure.layers if layer.activation in (*BOUNDED, "softplus")]
    count = sum(map(len, able))
    found = [v for v in structure_violations(structure, skip, X, N) if v.clause != "4.3.1 (2)"]
    if count < N:
        found.append(
            Violation("4.3.1 (2)", None, f"{count} skip units of {N} needed are bounded, or a softplus")
        )
    return found


def _within(layer: Layer, skip: Nodes) -> Nodes:
    """The skip units of a layer."""
    low, high = numpy.searchsorted(skip, [layer.first, layer.first + layer.units])
    return skip[low:high]


def _patches(structure: Structure, X: ExactMatrix) -> Iterator[Violation]:
    """Clause (3), position by position."""
    for layer in structure.layers:
        positions = max(1, layer.units // layer.shape[0])
        for p, patch in enumerate(layer.patches):
            pair = equal_rows(X, patch)
            if pair is not None:
                node = layer.first + (p if positions > 1 else 0)
                reason = f"samples {pair[0]} and {pair[1]} agree on its inputs"
                bad = sum(equal_rows(X, q) is not None for q in layer.patches)
                yield Violation("4.3.1 (3)", node, f"{reason} ({bad} of {len(layer.patches)} such positions)")
                break


def equal_rows(X: ExactMatrix, columns: tuple[int, ...]) -> tuple[int, int] | None:
    """Two samples that agree on these inputs."""
    values = X.numerators[:, list(columns)]
    if values.dtype == object:
        first: dict[tuple[int, ...], int] = {}
        for i, row in enumerate(values.tolist()):
            if (j := first.setdefault(tuple(row), i)) != i:
                return j, i
        return None
    _, index, inverse = numpy.unique(values, axis=0, return_index=True, return_inverse=True)
    origin = index[numpy.asarray(inverse).ravel()]
    other = numpy.flatnonzero(origin != numpy.arange(len(values)))
    return (int(origin[other[0]]), int(other[0])) if len(other) else None
