"""A hyperplane misses a decision region: the signs of a piecewise rational function of one variable.

On H = {<a, x> = b} let every first-layer unit that reaches the scores depend on t = <u, x> only.  Then
f_j - f_k is a piecewise rational function of t.  A tree in t, nodes in depth-first order, shows that at
every t some f_j - f_k is <= 0: `{"cut": c}` divides the interval at c, `"split"` follows the pieces of
the next unit, `{"empty": i}` closes a branch whose i-th condition g >= 0 fails (g <= 0, not identically
0), `{"below": k}` closes one on which f_j - f_k <= 0.  Finitely many t may escape the conditions; as
"some f_j - f_k <= 0" is a closed condition on t, it then holds there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from checker import polynomial as poly
from checker.activation import Activation, Piece
from checker.codec import Json, as_list, as_object
from checker.errors import malformed, rejected
from checker.limits import deepest, spend
from checker.network import Matrix, Network, Vector
from checker.notation import Reader
from checker.polynomial import End, Number, Polynomial
from checker.rational import decode_integer

# A rational function of t: numerator, and a denominator that is positive where it is used.
Quotient = tuple[Polynomial, Polynomial]
# The units of one layer that matter: their rows of W^T (cut to the inputs that matter), biases, sigma.
Units = tuple[Matrix, Vector, Activation]


@dataclass(frozen=True)
class State:
    """An interval, the conditions g >= 0 of a branch, and the units of a layer as functions of t.

    `pre` are the pre-activations of layer `layer` (past the last layer: the scores), `outputs` the
    images of its first units.
    """

    lo: End
    hi: End
    conditions: tuple[Polynomial, ...]
    layer: int
    pre: tuple[Quotient, ...]
    outputs: tuple[Quotient, ...]


def check_misses_line(read: Reader, network: Network, j: int, plane: Vector, says: Json, at: str) -> None:
    """Accept when `{"direction": u, "tree": [...]}` shows that C_j has no point on the hyperplane."""
    direction, tree = as_object(says, at, "direction", "tree")
    u = read.vector(direction, f"{at}/direction", network.input_dim)
    layers = units_that_matter(network, j)
    levels = [iter([advance(layers, start(read, layers[0], plane, u, f"{at}/direction"))])]
    for n, node in enumerate(as_list(tree, f"{at}/tree")):
        place = f"{at}/tree/{n}"
        state = deepest(levels)
        if state is None:
            raise malformed("E_TREE", place, "no node after the last branch is closed", node)
        spend(0, 1 + len(state.conditions) + len(state.outputs))
        levels.append(_step(read, layers, j, state, node, place))
    if deepest(levels) is not None:
        raise malformed("E_TREE", f"{at}/tree", "more nodes", "the end")


def _step(read: Reader, layers: list[Units], j: int, state: State, node: Json, at: str) -> Iterator[State]:
    """Check one node; its open children."""
    done = state.layer == len(layers)
    if node == "split" and not done:
        return split(layers, state)
    if isinstance(node, dict) and set(node) == {"cut"}:
        t = read.number(node["cut"], f"{at}/cut")
        if (state.lo is not None and not t > state.lo) or (state.hi is not None and not t < state.hi):
            raise malformed("E_CUT", f"{at}/cut", f"a number between {state.lo} and {state.hi}", t)
        return iter([replace(state, hi=t), replace(state, lo=t)])
    if isinstance(node, dict) and set(node) == {"empty"}:
        i = decode_integer(node["empty"], f"{at}/empty", 0, len(state.conditions))
        g = state.conditions[i]
        if not g or not poly.nonpositive(g, state.lo, state.hi):
            raise rejected("E_NOT_EMPTY", at, "a condition that fails on the interval", g)
    elif isinstance(node, dict) and set(node) == {"below"} and done:
        k = decode_integer(node["below"], f"{at}/below", 0, len(state.pre), "E_CLASS")
        score = quotient_sum([(1, state.pre[j]), (-1, state.pre[k])], 0)
        if k == j or not poly.nonpositive(score[0], state.lo, state.hi):
            raise rejected("E_NOT_BELOW", at, f"f_{j} - f_{k} <= 0 on the interval", score[0])
    else:
        raise malformed("E_TREE", at, '"split", "cut", "empty" or "below"', node)
    return iter(())


def units_that_matter(network: Network, j: int) -> list[Units]:
    """The network without the units that reach no f_j - f_k by weights that are not zero."""
    top = network.layers[-1]
    kept = list(range(len(top.weight)))
    matters = [any(row[i] != top.weight[j][i] for row in top.weight) for i in range(len(top.weight[0]))]
    units: list[Units] = []
    for k in range(len(network.layers) - 1, -1, -1):
        layer = network.layers[k]
        if k < len(network.layers) - 1:
            matters = [any(layer.weight[o][i] != 0 for o in kept) for i in range(len(layer.weight[0]))]
        inputs = [i for i, used in enumerate(matters) if used or k == 0]
        rows = tuple(tuple(layer.weight[o][i] for i in inputs) for o in kept)
        units.append((rows, tuple(layer.bias[o] for o in kept), layer.activation))
        kept = inputs
    return units[::-1]


def start(read: Reader, first: Units, plane: Vector, u: Vector, at: str) -> State:
    """The first layer on H: w = c u + e a gives <w, x> + bias = c t + e b + bias."""
    a, offset, one = plane[:-1], -plane[-1], read.number("1", at)
    values: list[Quotient] = []
    for row, bias in zip(first[0], first[1], strict=True):
        c, e = _decompose(row, u, a)
        spend(poly.size(c) + poly.size(e), len(row))
        if any(w - c * x - e * y != 0 for w, x, y in zip(row, u, a, strict=True)):
            raise rejected("E_DIRECTION", at, "every unit that matters depending on <u, x> only", row)
        values.append((poly.trim((e * offset + bias, c)), (one,)))
    return State(None, None, (), 0, tuple(values), ())


def _decompose(w: Vector, u: Vector, a: Vector) -> tuple[Number, Number]:
    """The c, e with w = c u + e a, if there are any (Cramer's rule on two coordinates)."""
    p = next(i for i, x in enumerate(a) if x != 0)
    for q in range(len(a)):
        d = u[p] * a[q] - u[q] * a[p]
        spend(poly.size(d))
        if d != 0:
            return (w[p] * a[q] - w[q] * a[p]) / d, (u[p] * w[q] - u[q] * w[p]) / d
    return w[p] - w[p], w[p] / a[p]


def quotient_sum(terms: list[tuple[Number, Quotient]], start: Number) -> Quotient:
    """start + sum of weight * quotient; equal denominators are kept."""
    top: Polynomial = poly.trim((start,))
    bottom: Polynomial | None = None
    for weight, value in terms:
        n, d = poly.scale(value[0], weight), value[1]
        if bottom is None:
            top, bottom = poly.add(poly.multiply(top, d), n), d
        elif d == bottom:
            top = poly.add(top, n)
        elif weight != 0:
            top = poly.add(poly.multiply(top, d), poly.multiply(n, bottom))
            bottom = poly.multiply(bottom, d)
    return top, bottom if bottom is not None else (start - start + 1,)


def _compose(piece: Piece, value: Quotient) -> Quotient:
    """piece(n / d), homogenised by the power of d that clears both of its polynomials."""
    n, d = value
    degree = max(len(piece.top), len(piece.bottom)) - 1
    powers: list[Polynomial] = [(piece.bottom[-1] * piece.bottom[-1],)]
    for _ in range(degree):
        powers = [poly.multiply(p, d) for p in powers] + [poly.multiply(powers[-1], n)]
    sides: list[Polynomial] = []
    for side in (piece.top, piece.bottom):
        total: Polynomial = ()
        for c, power in zip(side, powers, strict=False):
            total = poly.add(total, poly.scale(power, c))
        sides.append(total)
    return sides[0], sides[1]


def advance(layers: list[Units], state: State) -> State:
    """Pass over units with a single piece, and over the end of a layer."""
    while state.layer < len(layers):
        pieces = layers[state.layer][2].pieces
        if len(pieces) == 1:
            state = replace(state, outputs=tuple(_compose(pieces[0], value) for value in state.pre))
        if len(state.outputs) < len(state.pre):
            return state
        state = _next_layer(layers, state)
    return state


def _next_layer(layers: list[Units], state: State) -> State:
    above = state.layer + 1
    if above == len(layers):
        return replace(state, layer=above, pre=state.outputs, outputs=())
    weight, bias, _ = layers[above]
    rows = zip(weight, bias, strict=True)
    pre = tuple(quotient_sum(list(zip(row, state.outputs, strict=True)), b) for row, b in rows)
    return replace(state, layer=above, pre=pre, outputs=())


def split(layers: list[Units], state: State) -> Iterator[State]:
    """The children of a branch: one for each piece of the next unit."""
    value = state.pre[len(state.outputs)]
    n, d = value
    for lo, piece, hi in layers[state.layer][2].intervals():
        sides: list[Polynomial] = []
        if lo is not None:
            sides.append(poly.add(n, poly.scale(d, -lo)))
        if hi is not None:
            sides.append(poly.add(poly.scale(d, hi), poly.scale(n, -1)))
        outputs = (*state.outputs, _compose(piece, value))
        child = replace(state, conditions=state.conditions + tuple(sides), outputs=outputs)
        yield advance(layers, child)
