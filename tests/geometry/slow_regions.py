"""The independent slow method: split trees and exact linear programs, without a float or a mesh."""

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from random import Random

from checker import Constraint, Json, Network, Rationals
from checker.network import Vector
from checker.polyhedron import negative
from constructions.cells import Cell, arrangement
from constructions.evidence.components import components
from constructions.fully_connected import IDENTITY, layer, network
from constructions.linear_program import Feasible, solve


@dataclass(frozen=True)
class Slow:
    """The counts that both methods give."""

    activation_regions: int
    linear_regions: int
    affine_pieces: int
    components: tuple[int, ...]


def slow_regions(net: Network, domain: tuple[Vector, ...] = ()) -> Slow:
    """All counts of a network of any input dimension within {g >= 0 for g in domain}."""
    found = arrangement(net, Rationals(), domain)
    classes = range(len(net.layers[-1].bias))
    counts = tuple(components(net, Rationals(), j, domain).count for j in classes)
    label = list(range(len(found.cells)))
    for a, b in combinations(range(len(label)), 2):
        first, second = found.cells[a], found.cells[b]
        if (
            first.outputs == second.outputs
            and label[a] != label[b]
            and share_a_facet(first, second, net.input_dim)
        ):
            label = [label[a] if x == label[b] else x for x in label]
    functions = {cell.outputs for cell in found.cells}
    return Slow(len(found.cells), len(set(label)), len(functions), counts)


def share_a_facet(first: Cell, second: Cell, d: int) -> bool:
    """Whether two cells meet in dimension d - 1: on a wall of the first, with every other side strict."""
    for wall in first.constraints:
        if not any(wall.form[:-1]):
            continue
        others = [
            replace(side, strict=True)
            for side in first.constraints + second.constraints
            if any(side.form[:-1]) and not parallel(side.form, wall.form)
        ]
        on = [Constraint(wall.form, False), Constraint(negative(wall.form), False)]
        beyond = [s for s in second.constraints if parallel(s.form, wall.form)]
        if isinstance(solve((*on, *others, *beyond), d), Feasible):
            return True
    return False


def parallel(g: Vector, h: Vector) -> bool:
    """Whether two forms have the same zeros."""
    return all(g[i] * h[k] == g[k] * h[i] for i in range(len(g)) for k in range(i))


def ternary(widths: tuple[int, ...], seed: int, activation: Json) -> Network:
    """A network with weights and biases in {-1, 0, 1}."""
    random = Random(seed)
    layers = []
    for k, (n, m) in enumerate(pairwise(widths)):
        weight = [[random.choice((-1, 0, 1)) for _ in range(n)] for _ in range(m)]
        bias = [random.choice((-1, 0, 1)) for _ in range(m)]
        layers.append(layer(weight, bias, activation if k < len(widths) - 2 else IDENTITY))
    return network(*layers)


def box_forms(lo: int, hi: int, d: int) -> tuple[Vector, ...]:
    """[lo, hi]^d as forms g >= 0."""
    forms = []
    for i in range(d):
        unit = [int(i == k) for k in range(d)]
        forms += [(*unit, -lo), (*(-u for u in unit), hi)]
    return tuple(forms)
