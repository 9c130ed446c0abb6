"""How networks, activations and half-spaces are written in a certificate, one form each.

network     {"input_dim": n, "layers": [{"activation": A, "bias": [...], "weight": [[...], ...]}, ...]}
activation  {"name": "relu" | "identity" | "softsign" | "hard_tanh"}
            {"name": "leaky_relu", "slope": s}                       max(t, s t) for s < 1
            {"name": "polynomial", "coefficients": [c_0, c_1, ...]}
            {"name": "piecewise", "breakpoints": [...], "pieces": [{"bottom": [...], "top": [...]}, ...]}
half-space  {"normal": a, "offset": b}: the set of x with <a, x> > b (where a rule says so, >= b)

A second form of the same activation (a `piecewise` that is the ReLU) is refused with `E_SECOND_FORM`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from checker import polynomial as poly
from checker.activation import Activation, Piece
from checker.codec import Json, as_list, as_object, as_string, as_tuple
from checker.errors import Refusal, malformed
from checker.field import Field
from checker.network import Layer, Matrix, Network, Vector
from checker.polynomial import Number, Polynomial
from checker.rational import decode_integer

T = TypeVar("T")
_ONE = (Fraction(1),)


class Reader:
    """Reads the values of one claim in its field; every error carries the place."""

    def __init__(self, field: Field) -> None:
        self.field = field

    def number(self, value: Json, at: str) -> Number:
        """An element of the field."""
        return self.field.decode(value, at)

    def vector(self, value: Json, at: str, length: int | None = None) -> Vector:
        """A list of numbers."""
        return as_tuple(self.number, value, at, length)

    def matrix(self, value: Json, at: str) -> Matrix:
        """A rectangular list of rows, at least 1 x 1."""
        rows = as_list(value, at, least=1)
        width = len(as_list(rows[0], f"{at}/0", least=1))
        return tuple(self.vector(row, f"{at}/{i}", width) for i, row in enumerate(rows))

    def half_space(self, value: Json, at: str, dimension: int) -> Vector:
        """`{"normal": a, "offset": b}` as the affine form <a, x> - b: coefficients, then the constant."""
        normal, offset = as_object(value, at, "normal", "offset")
        a = self.vector(normal, f"{at}/normal", dimension)
        return (*a, -self.number(offset, f"{at}/offset"))

    def half_spaces(self, value: Json, at: str, dimension: int) -> tuple[Vector, ...]:
        """A list of half-spaces; the empty list is the whole space."""
        return as_tuple(lambda v, p: self.half_space(v, p, dimension), value, at)

    def network(self, value: Json, at: str) -> Network:
        """A fully connected network."""
        dim, layers = as_object(value, at, "input_dim", "layers")
        width = decode_integer(dim, f"{at}/input_dim", 1, 10**6, "E_SHAPE")
        made = as_tuple(self._layer, layers, f"{at}/layers", least=1)
        return _placed(lambda: Network(width, made), at)

    def _layer(self, value: Json, at: str) -> Layer:
        activation, bias, weight = as_object(value, at, "activation", "bias", "weight")
        w = self.matrix(weight, f"{at}/weight")
        b = self.vector(bias, f"{at}/bias", len(w))
        return Layer(w, b, self.activation(activation, f"{at}/activation"))

    def activation(self, value: Json, at: str) -> Activation:
        """An activation in its one form."""
        name = as_string(value.get("name") if isinstance(value, dict) else value, f"{at}/name")
        made = _placed(lambda: self._activation(name, value, at), at)
        if encode_activation(made, self.field) != value:
            raise malformed("E_SECOND_FORM", at, str(encode_activation(made, self.field)), value)
        return made

    def _activation(self, name: str, value: Json, at: str) -> Activation:
        if name in _NAMED:
            as_object(value, at, "name")
            return _lift(_NAMED[name], self.field)
        if name == "leaky_relu":
            _, slope = as_object(value, at, "name", "slope")
            return _leaky_relu(self.number(slope, f"{at}/slope"), self.field)
        if name == "polynomial":
            _, entries = as_object(value, at, "name", "coefficients")
            top = poly.trim(self.vector(entries, f"{at}/coefficients"))
            return Activation((), (Piece(top, _lifted(_ONE, self.field)),))
        if name == "piecewise":
            _, breakpoints, pieces = as_object(value, at, "name", "breakpoints", "pieces")
            ends = self.vector(breakpoints, f"{at}/breakpoints")
            return Activation(ends, as_tuple(self._piece, pieces, f"{at}/pieces"))
        known = ", ".join([*_NAMED, "leaky_relu", "polynomial", "piecewise"])
        raise malformed("E_ACTIVATION", f"{at}/name", known, name)

    def _piece(self, value: Json, at: str) -> Piece:
        bottom, top = as_object(value, at, "bottom", "top")
        return Piece(poly.trim(self.vector(top, f"{at}/top")), poly.trim(self.vector(bottom, f"{at}/bottom")))


def _placed(make: Callable[[], T], at: str) -> T:
    """Give an error raised by a type that checks itself the place where the type was read."""
    try:
        return make()
    except Refusal as refusal:
        if refusal.at.startswith(at):
            raise
        place = at + refusal.at
        raise Refusal(refusal.outcome, refusal.code, place, refusal.expected, refusal.found) from None


def _leaky_relu(slope: Number, field: Field) -> Activation:
    one, zero = field.decode("1", ""), field.decode("0", "")
    pieces = (Piece(poly.trim((zero, slope)), (one,)), Piece((zero, one), (one,)))
    return Activation((zero,), pieces)


def _rational(breakpoints: tuple[int, ...], *pieces: tuple[tuple[int, ...], tuple[int, ...]]) -> Activation:
    made = [Piece(tuple(map(Fraction, top)), tuple(map(Fraction, bottom))) for top, bottom in pieces]
    return Activation(tuple(map(Fraction, breakpoints)), tuple(made))


_NAMED = {
    "identity": _rational((), ((0, 1), (1,))),
    "relu": _rational((0,), ((), (1,)), ((0, 1), (1,))),
    "hard_tanh": _rational((-1, 1), ((-1,), (1,)), ((0, 1), (1,)), ((1,), (1,))),
    "softsign": _rational((0,), ((0, 1), (1, -1)), ((0, 1), (1, 1))),
}


def _lifted(p: Polynomial, field: Field) -> Polynomial:
    return tuple(field.decode(str(c), "") for c in p)


def _lift(sigma: Activation, field: Field) -> Activation:
    """A named activation with its coefficients in `field`."""
    pieces = tuple(Piece(_lifted(p.top, field), _lifted(p.bottom, field)) for p in sigma.pieces)
    return Activation(_lifted(sigma.breakpoints, field), pieces)


def encode_activation(sigma: Activation, field: Field) -> Json:
    """The one form of an activation."""
    for name, named in _NAMED.items():
        if sigma == _lift(named, field):
            return {"name": name}
    first, last = sigma.pieces[0], sigma.pieces[-1]
    slope = (*first.top, 0, 0)[1]
    if sigma.breakpoints == (0,) and slope != 1 and sigma == _leaky_relu(slope, field):
        return {"name": "leaky_relu", "slope": field.encode(slope)}
    if not sigma.breakpoints and len(last.bottom) == 1:
        return {"name": "polynomial", "coefficients": [field.encode(c) for c in last.top]}
    pieces: list[Json] = [
        {"bottom": [field.encode(c) for c in p.bottom], "top": [field.encode(c) for c in p.top]}
        for p in sigma.pieces
    ]
    ends: list[Json] = [field.encode(t) for t in sigma.breakpoints]
    return {"name": "piecewise", "breakpoints": ends, "pieces": pieces}


def encode_network(network: Network, field: Field) -> Json:
    """The one form of a network."""
    layers: list[Json] = []
    for layer in network.layers:
        weight: list[Json] = [[field.encode(x) for x in row] for row in layer.weight]
        bias: list[Json] = [field.encode(x) for x in layer.bias]
        layers.append(
            {"activation": encode_activation(layer.activation, field), "bias": bias, "weight": weight}
        )
    return {"input_dim": str(network.input_dim), "layers": layers}
