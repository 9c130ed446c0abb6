"""The activation of a layer as a user writes it: a name, a name with parameters, or pieces.

    "relu"   "leaky_relu:0.01"   {"name": "leaky_relu", "slope": "1/2"}   {"name": "hard_tanh"}
    {"name": "polynomial", "coefficients": ["0", "1", "1/2"]}             0 + t + t^2/2
    {"name": "piecewise_linear", "breakpoints": ["-1", "1"], "slopes": ["0", "1", "0"], "anchor": ["0", "0"]}
    {"name": "piecewise", "breakpoints": ["0"], "pieces": [{"top": ["0"], "bottom": ["1"]}, ...]}

`piecewise_linear` has value v at t for `"anchor": [t, v]`; `"value_at_zero": v` is the anchor [0, v].
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from checker import Activation, Piece
from checker.polynomial import trim
from constructions.formats.errors import InputError, Place, kernel_refusals
from constructions.formats.numbers import Exact, Numbers
from constructions.formats.piecewise_linear import (
    IDENTITY,
    RELU,
    SOFTSIGN,
    clip,
    leaky_relu,
    piecewise_linear,
)
from constructions.formats.table import as_list, as_table

TRANSCENDENTAL = ("sigmoid", "tanh", "softplus", "elu", "selu", "celu", "gelu", "silu", "mish", "erf", "exp")
_FIXED = {"identity": IDENTITY, "relu": RELU, "softsign": SOFTSIGN, "hard_tanh": clip(-1, 1)}


def read_activation(value: object, numbers: Numbers, at: Place) -> Activation:
    """The activation written by `value`, a table or a text; `InputError` for anything else.

    Its numbers are read by `numbers`, which notes their field; lift them with `lift_activation`.
    """
    if isinstance(value, str):
        name, colon, argument = value.partition(":")
        value = {"name": name, "slope": argument} if colon else {"name": name}
        if colon and name != "leaky_relu":
            raise InputError(at, "leaky_relu:SLOPE, or a name alone", f"{name}:{argument}", "drop the slope")
    if not isinstance(value, Mapping) or not isinstance(value.get("name"), str):
        found = "null" if value is None else value
        raise InputError(at, f"an activation: {known()}", found, 'write, say, {"name": "relu"}')
    name = value["name"]
    with kernel_refusals(at, "change its breakpoints or pieces"):
        if name in _FIXED:
            as_table(value, at, ("name",))
            return _FIXED[name]
        if name in _READERS:
            return _READERS[name](value, numbers, at)
    raise unknown_activation(name, at / "name")


def known() -> str:
    """The names that `read_activation` takes."""
    return ", ".join([*_FIXED, *_READERS])


def unknown_activation(name: str, at: Place, supported: str = "") -> InputError:
    """The error for an activation that no exact statement can be made about, or that nobody knows."""
    expected = supported or known()
    if name.lower() in TRANSCENDENTAL:
        remedy = f"exact statements about {name} need enclosures, which this version does not have"
        return InputError(at, f"one of {expected}", name, remedy)
    return InputError(at, f"one of {expected}", name, "replace it by one of these")


def lift_activation(sigma: Activation, numbers: Numbers) -> Activation:
    """`sigma` with its numbers in the field that `numbers` found."""
    pieces = tuple(Piece(numbers.lift(p.top), numbers.lift(p.bottom)) for p in sigma.pieces)
    return Activation(numbers.lift(sigma.breakpoints), pieces)


def _read_leaky(value: Mapping[str, object], numbers: Numbers, at: Place) -> Activation:
    as_table(value, at, ("name", "slope"))
    return leaky_relu(numbers.read(value["slope"], at / "slope"))


def _read_polynomial(value: Mapping[str, object], numbers: Numbers, at: Place) -> Activation:
    as_table(value, at, ("name", "coefficients"))
    return Activation((), (_piece({"top": value["coefficients"]}, numbers, at),))


def _read_linear_pieces(value: Mapping[str, object], numbers: Numbers, at: Place) -> Activation:
    as_table(value, at, ("name", "breakpoints", "slopes"), ("anchor", "value_at_zero"))
    if ("anchor" in value) == ("value_at_zero" in value):
        raise InputError(
            at, "either anchor or value_at_zero", "both or neither", 'write "anchor": ["t", "v"]'
        )
    ends = _numbers(value["breakpoints"], numbers, at / "breakpoints")
    slopes = _numbers(value["slopes"], numbers, at / "slopes")
    if any(not left < right for left, right in pairwise(ends)):
        found = ", ".join(map(str, ends))
        raise InputError(at / "breakpoints", "breakpoints in increasing order", found, "sort them")
    if len(slopes) != len(ends) + 1:
        found = f"{len(ends)} breakpoints and {len(slopes)} slopes"
        raise InputError(at / "slopes", "one slope more than breakpoints", found, "add or drop a slope")
    if "anchor" in value:
        anchor = _numbers(value["anchor"], numbers, at / "anchor")
    else:
        anchor = [numbers.read("0", at), numbers.read(value["value_at_zero"], at / "value_at_zero")]
    if len(anchor) != 2:
        raise InputError(at / "anchor", "two numbers, t and v", len(anchor), "write them as a list")
    return piecewise_linear(ends, slopes, (anchor[0], anchor[1]))


def _read_pieces(value: Mapping[str, object], numbers: Numbers, at: Place) -> Activation:
    as_table(value, at, ("name", "breakpoints", "pieces"))
    ends = _numbers(value["breakpoints"], numbers, at / "breakpoints")
    listed = as_list(value["pieces"], at / "pieces")
    made = [_piece(piece, numbers, at / "pieces" / i) for i, piece in enumerate(listed)]
    return Activation(tuple(ends), tuple(made))


def _piece(value: object, numbers: Numbers, at: Place) -> Piece:
    table = as_table(value, at, ("top",), ("bottom",))
    top = _numbers(table["top"], numbers, at / "top")
    bottom = _numbers(table.get("bottom", ["1"]), numbers, at / "bottom")
    return Piece(trim(top), trim(bottom))


def _numbers(value: object, numbers: Numbers, at: Place) -> list[Exact]:
    return [numbers.read(entry, at / i) for i, entry in enumerate(as_list(value, at))]


_READERS: dict[str, Callable[[Mapping[str, object], Numbers, Place], Activation]] = {
    "leaky_relu": _read_leaky,
    "polynomial": _read_polynomial,
    "piecewise_linear": _read_linear_pieces,
    "piecewise": _read_pieces,
}
