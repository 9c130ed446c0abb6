"""A proof that cells cover the domain: the split tree of a piecewise linear network.

The tree is a list of nodes in depth-first order.  `"split"` divides a closed cell by the pieces of the
next hidden unit (layer by layer, unit by unit; a unit with one piece, or constant on the cell, is passed
over), from left to right.  `{"cut": h}` divides it by the hyperplane of h: <a, x> <= b first, then >= b.
`{"empty": multipliers}` ends a cell that has no point, `{"thin": multipliers}` one without interior.  Any
other node is a leaf, on which every hidden unit is in one piece and the network is affine.

The children of a node cover it, so leaves and thin cells cover the domain whatever the search that found
the tree.  Thin cells are allowed only in a domain that is the closure of its interior (the whole space,
or after a first node `{"interior": point}`): there the leaves, a closed set, are dense, hence everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from checker.activation import Piece
from checker.codec import Json, as_list, as_object
from checker.errors import malformed, rejected
from checker.limits import deepest, spend
from checker.network import Layer, Network, Vector, dot
from checker.notation import Reader
from checker.polyhedron import (
    Constraints,
    check_empty,
    check_thin,
    closed,
    minus,
    negative,
    strict,
)
from checker.polynomial import End
from checker.rational import decode_integer


@dataclass(frozen=True)
class Leaf:
    """A closed cell, the affine forms of f on it, and what the rule says of it."""

    cell: Constraints
    outputs: tuple[Vector, ...]
    says: Json
    at: str

    def margins(self, j: int) -> tuple[Vector, ...]:
        """The forms f_j - f_k, k != j: C_j within the cell is where all are positive."""
        return tuple(minus(self.outputs[j], form) for k, form in enumerate(self.outputs) if k != j)

    def region(self, j: int) -> Constraints:
        """The cell intersected with C_j."""
        return self.cell + strict(self.margins(j))


@dataclass(frozen=True)
class State:
    """A cell on the way down: constraints so far, inputs of the current layer, its outputs so far."""

    cell: Constraints
    layer: int
    inputs: tuple[Vector, ...]
    outputs: tuple[Vector, ...]


def leaves(network: Network, domain: Constraints, tree: Json, at: str, read: Reader) -> Iterator[Leaf]:
    """Every leaf of the tree, after checking that the tree is one; `E_TREE` for a wrong shape."""
    if not network.is_piecewise_linear():
        raise malformed("E_NOT_PIECEWISE_LINEAR", "/claim/network", "piecewise linear activations", "others")
    levels: list[Iterator[State]] = [iter([root(network, domain)])]
    solid = not domain
    for n, node in enumerate(as_list(tree, at)):
        place = f"{at}/{n}"
        if n == 0 and isinstance(node, dict) and set(node) == {"interior"}:
            solid = _check_interior(read, domain, network.input_dim, node["interior"], f"{place}/interior")
            continue
        state = deepest(levels)
        if state is None:
            raise malformed("E_TREE", place, "no node after the last cell is closed", node)
        spend(0, 1 + (len(state.cell) + len(state.outputs)) // 2)
        done = state.layer == len(network.layers)
        if node == "split":
            if done:
                raise malformed("E_TREE", place, "a leaf: every unit is decided", node)
            levels.append(split(network, state))
        elif isinstance(node, dict) and set(node) == {"cut"}:
            form = read.half_space(node["cut"], f"{place}/cut", network.input_dim)
            sides = closed((negative(form), form))
            levels.append(iter([replace(state, cell=(*state.cell, side)) for side in sides]))
        elif isinstance(node, dict) and set(node) == {"empty"}:
            check_empty(state.cell, node["empty"], f"{place}/empty", read)
        elif solid and isinstance(node, dict) and set(node) == {"thin"}:
            check_thin(state.cell, node["thin"], f"{place}/thin", read)
        elif not done:
            raise malformed("E_TREE", place, "a node that decides the next unit or ends the cell", node)
        else:
            yield Leaf(state.cell, state.inputs, node, place)
    if deepest(levels) is not None:
        raise malformed("E_TREE", at, "more nodes", "the end")


def _check_interior(read: Reader, domain: Constraints, d: int, point: Json, at: str) -> bool:
    x = read.vector(point, at, d)
    if not all(replace(side, strict=True).holds(x) for side in domain):
        raise rejected("E_WITNESS", at, "a point strictly inside the domain", point)
    return True


def root(network: Network, domain: Constraints) -> State:
    """The whole domain, before any unit is decided."""
    d = network.input_dim
    coordinates = tuple(tuple(int(i == j) for j in range(d + 1)) for i in range(d))
    return advance(network, State(domain, 0, coordinates, ()))


def pre_activation(network: Network, state: State) -> Vector:
    """The affine form of the next unit on the cell."""
    return _form(network.layers[state.layer], len(state.outputs), state.inputs)


def _form(layer: Layer, unit: int, inputs: Sequence[Vector]) -> Vector:
    form = [dot(layer.weight[unit], column) for column in zip(*inputs, strict=True)]
    return (*form[:-1], form[-1] + layer.bias[unit])


def _apply(piece: Piece, form: Vector) -> Vector:
    """The affine form piece(form); the piece is affine."""
    shift, slope = (*piece.top, 0, 0)[:2]
    image = [slope * c for c in form]
    return (*image[:-1], image[-1] + shift)


def advance(network: Network, state: State) -> State:
    """Pass over units with a single piece or constant on the cell, and over the end of a layer."""
    inputs, outputs = state.inputs, list(state.outputs)
    for k in range(state.layer, len(network.layers)):
        layer = network.layers[k]
        for unit in range(len(outputs), len(layer.bias)):
            form = _form(layer, unit, inputs)
            if len(layer.activation.pieces) == 1:
                outputs.append(_apply(layer.activation.pieces[0], form))
            elif all(c == 0 for c in form[:-1]):
                outputs.append((*form[:-1], layer.activation(form[-1])))
            else:
                return State(state.cell, k, inputs, tuple(outputs))
        inputs, outputs = tuple(outputs), []
    return State(state.cell, len(network.layers), inputs, ())


def split(network: Network, state: State) -> Iterator[State]:
    """The children of a cell: one for each piece of the next unit."""
    form = pre_activation(network, state)
    for lo, piece, hi in network.layers[state.layer].activation.intervals():
        sides: list[Vector] = []
        if lo is not None:
            sides.append(_shift(form, lo))
        if hi is not None:
            sides.append(negative(_shift(form, hi)))
        outputs = (*state.outputs, _apply(piece, form))
        yield advance(network, replace(state, cell=state.cell + closed(tuple(sides)), outputs=outputs))


def _shift(form: Vector, t: End) -> Vector:
    return (*form[:-1], form[-1] - t)


def read_region(read: Reader, claim: Json, *more: str) -> tuple[Network, int, Constraints, list[Json]]:
    """The network, class and closed domain of a region claim, and its further fields."""
    keys = ("network", "class", "domain", *more)
    network_, class_, domain_, *rest = as_object(claim, "/claim", *keys)
    network = read.network(network_, "/claim/network")
    j = read_class(network, class_, "/claim/class")
    forms = read.half_spaces(domain_, "/claim/domain", network.input_dim)
    return network, j, closed(forms), rest


def read_class(network: Network, value: Json, at: str) -> int:
    """A class of the network, counted from 0."""
    return decode_integer(value, at, 0, network.widths[-1], "E_CLASS")


def read_witness(read: Reader, value: Json, at: str, network: Network, j: int, domain: Constraints) -> Vector:
    """A point of C_j inside the domain; `E_WITNESS` when it is not one."""
    x = read.vector(value, at, network.input_dim)
    if not all(side.holds(x) for side in domain):
        raise rejected("E_WITNESS", at, "a point of the domain", value)
    if not network.contains(x, j):
        raise rejected("E_WITNESS", at, f"a point of the decision region of class {j}", network.margin(x, j))
    return x
