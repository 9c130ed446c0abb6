"""The cells of a piecewise linear network: the search for the kernel's split tree, with exact LPs.

A child of a cell is kept when it has interior; otherwise its node carries the multipliers that show it
is empty or thin.  Over a parameter the search runs at the middle of the interval, with signs decided in
a neighbourhood; the kernel then decides whether the outcome holds on the whole interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from fractions import Fraction
from typing import Any

from checker import Constraint, Field, Json, Network, ParametricField, RationalFunction, Reader
from checker import encode_network as encode
from checker.polyhedron import Constraints, minus, strict
from checker.rules.cells import State, root, split
from constructions.certificate import NotFound
from constructions.linear_program import Feasible, Infeasible, solve

Number = Any
Vector = tuple[Number, ...]
_NEIGHBOURHOOD = Fraction(1, 2**40)


@dataclass(frozen=True)
class Cell:
    """A leaf of the tree: its closed constraints, the affine forms of f, and its place in the tree."""

    constraints: Constraints
    outputs: tuple[Vector, ...]
    node: int

    def margins(self, j: int) -> tuple[Vector, ...]:
        """The forms f_j - f_k for k != j."""
        return tuple(minus(self.outputs[j], form) for k, form in enumerate(self.outputs) if k != j)

    def region(self, j: int) -> Constraints:
        """The cell intersected with C_j."""
        return self.constraints + strict(self.margins(j))


@dataclass
class Arrangement:
    """The split tree of a network over a domain: nodes in depth-first order and the cells at its leaves."""

    network: Network
    field: Field
    domain: Constraints
    nodes: list[Json] = default(default_factory=list)
    cells: list[Cell] = default(default_factory=list)

    @property
    def dimension(self) -> int:
        """d, the input dimension."""
        return self.network.input_dim

    def feasible(self, constraints: Iterable[Constraint]) -> Vector | None:
        """A point of the polyhedron, or None."""
        answer = solve(tuple(constraints), self.dimension)
        return answer.point if isinstance(answer, Feasible) else None

    def empty(self, constraints: Constraints) -> Json:
        """Multipliers that show the polyhedron is empty; `NotFound` when it is not."""
        answer = solve(constraints, self.dimension)
        if isinstance(answer, Feasible):
            raise NotFound("the polyhedron is not empty")
        return self.multipliers(answer)

    def multipliers(self, answer: Infeasible) -> Json:
        """In the certificate's form; over a parameter cleared of denominators."""
        values = clear([y for _, y in answer.multipliers])
        return [[str(i), self.number(y)] for (i, _), y in zip(answer.multipliers, values, strict=True)]

    def number(self, value: Number) -> Json:
        """One number in the certificate's form."""
        return self.field.encode(value if not isinstance(value, int) else Fraction(value))

    def vector(self, x: Vector) -> list[Json]:
        """A point in the certificate's form."""
        return [self.number(c) for c in x]


def arrangement(network: Network, field: Field, domain: Sequence[Vector] = ()) -> Arrangement:
    """All cells with interior; `NotFound` when the domain has none.

    `domain` lists affine forms g (coefficients, then the constant), each meaning g(x) >= 0.
    """
    if not network.is_piecewise_linear():
        raise NotFound("cells exist for piecewise linear activations only")
    network, local = localise(network, field)
    found = Arrangement(network, field, tuple(Constraint(relocate(g, local), False) for g in domain))
    if domain:
        inner = found.feasible(replace(side, strict=True) for side in found.domain)
        if inner is None:
            raise NotFound("the domain has no interior")
        found.nodes.append({"interior": found.vector(inner)})
    _visit(found, root(network, found.domain))
    return found


def _visit(found: Arrangement, state: State) -> None:
    stack = [state]
    while stack:
        state = stack.pop()
        answer = solve(tuple(replace(side, strict=True) for side in state.cell), found.dimension)
        if isinstance(answer, Infeasible):
            constant = sum(y * state.cell[i].form[-1] for i, y in answer.multipliers)
            found.nodes.append({"empty" if constant < 0 else "thin": found.multipliers(answer)})
        elif state.layer < len(found.network.layers):
            found.nodes.append("split")
            stack.extend(reversed(list(split(found.network, state))))
        else:
            found.cells.append(Cell(state.cell, state.inputs, len(found.nodes)))
            found.nodes.append("leaf")


def localise(network: Network, field: Field) -> tuple[Network, Field]:
    """The same network with its parameter kept near the middle of the interval (else unchanged)."""
    if not isinstance(field, ParametricField):
        return network, field
    middle = (field.lo + field.hi) / 2
    local = ParametricField(middle - _NEIGHBOURHOOD, middle + _NEIGHBOURHOOD)
    return Reader(local).network(encode(network, field), ""), local


def relocate(form: Vector, local: Field) -> Vector:
    """The same numbers, over the neighbourhood where the search runs."""
    if not isinstance(local, ParametricField):
        return form
    return tuple(
        RationalFunction(c.top, c.bottom, local.lo, local.hi) if isinstance(c, RationalFunction) else c
        for c in form
    )


def clear(values: Sequence[Number]) -> list[Number]:
    """Multiples of positive rational functions by one positive function, without denominators."""
    common: Number = 1
    for y in values:
        if isinstance(y, RationalFunction):
            scaled = y * common
            if len(scaled.bottom) > 1:
                common = RationalFunction(scaled.bottom, (Fraction(1),), y.lo, y.hi) * common
    if isinstance(common, RationalFunction) and common < 0:
        common = -common
    return [y * common for y in values]
