"""Networks as tables, `theodolite-network/1`: the form of JSON and TOML files, read and written.

    {"format": "theodolite-network/1", "input_dim": 1, "comment": "optional",
     "layers": [{"weight": [["1"], ["-1"]], "bias": ["0", "0"], "activation": "relu"},
                {"weight": [["1", "1/2"]], "bias": ["0"], "activation": null}]}

`weight[i][j]` carries input j to output i.  Every layer but the last states its activation; that of the
last is null or absent.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from checker import Field, Network, QuadraticField, Rationals, encode_network
from checker.codec import Json
from checker.polynomial import Number
from constructions.formats.activation import read_activation
from constructions.formats.errors import InputError, Place
from constructions.formats.loaded_network import Affine, LoadedNetwork, assemble
from constructions.formats.numbers import Numbers, write_number
from constructions.formats.table import as_list, as_table

FORMAT = "theodolite-network/1"


def network_from_table(
    table: Mapping[str, object], where: Place | str, sha256: str | None = None
) -> LoadedNetwork:
    """The network of a table in memory, such as one inside another file; `format` may be left out.

    where: the source, and the pointer at which the table stands.  sha256: of the source, else the hash of
    the canonical encoding is taken.  `InputError` with a pointer for everything that does not fit.
    """
    at = where if isinstance(where, Place) else Place(where)
    as_table(table, at, ("input_dim", "layers"), ("format", "comment"))
    if table.get("format", FORMAT) != FORMAT:
        raise InputError(at / "format", FORMAT, table["format"], "check which format the file has")
    numbers = Numbers()
    listed = as_list(table["layers"], at / "layers")
    if not listed:
        raise InputError(at / "layers", "at least one layer", "none", "add the layers")
    layers = [
        _layer(entry, numbers, at / "layers" / k, k == len(listed) - 1) for k, entry in enumerate(listed)
    ]
    _check_shapes(layers, _dimension(table["input_dim"], at / "input_dim"), at / "layers")
    return assemble(layers, numbers, at, sha256)


def _dimension(value: object, at: Place) -> int:
    number = Numbers().read(value, at)
    if number not in range(1, 10**6):
        raise InputError(at, "an integer from 1 to 999999", value, "write the number of inputs")
    return int(str(number))


def _layer(value: object, numbers: Numbers, at: Place, last: bool) -> Affine:
    table = as_table(value, at, ("weight", "bias"), ("activation",))
    rows = as_list(table["weight"], at / "weight")
    weight = tuple(_vector(row, numbers, at / "weight" / i) for i, row in enumerate(rows))
    bias = _vector(table["bias"], numbers, at / "bias")
    sigma = table.get("activation")
    if sigma is None and last:
        return weight, bias, None
    return weight, bias, read_activation(sigma, numbers, at / "activation")


def _vector(value: object, numbers: Numbers, at: Place) -> tuple[Number, ...]:
    return tuple(numbers.read(entry, at / j) for j, entry in enumerate(as_list(value, at)))


def _check_shapes(layers: list[Affine], width: int, at: Place) -> None:
    for k, (weight, bias, _) in enumerate(layers):
        if not weight:
            raise InputError(at / k / "weight", "at least one row", "none", "add a row for each output")
        for i, row in enumerate(weight):
            if len(row) != width:
                remedy = "one entry for each input, one row for each output"
                raise InputError(at / k / "weight" / i, f"{width} entries", len(row), remedy)
        if len(bias) != len(weight):
            raise InputError(at / k / "bias", f"{len(weight)} entries", len(bias), "one entry for each row")
        width = len(weight)


class _Texts(QuadraticField):
    """Q(sqrt d) whose elements are written as in user files."""

    def encode(self, number: Number) -> Json:
        """The text of one number."""
        return write_number(number)


def network_table(network: Network, field: Field) -> dict[str, object]:
    """The table that `network_from_table` reads back as `network`; `InputError` over other fields."""
    if not isinstance(field, Rationals | QuadraticField):
        remedy = "choose a value of the parameter"
        raise InputError("the network", "numbers of Q or Q(sqrt d)", "a network with a parameter", remedy)
    texts = field if isinstance(field, Rationals) else _Texts(field.d)
    encoded = encode_network(network, texts)
    layers = encoded["layers"] if isinstance(encoded, dict) else None
    listed = [dict(layer) for layer in layers or [] if isinstance(layer, dict)]  # type: ignore[union-attr]
    listed[-1]["activation"] = None
    return {"format": FORMAT, "input_dim": network.input_dim, "layers": listed}


def write_network(network: Network, field: Field, path: str | os.PathLike[str]) -> None:
    """Write `network` as JSON of format `theodolite-network/1`; `InputError` if it cannot be written."""
    text = json.dumps(network_table(network, field), indent=1, sort_keys=True) + "\n"
    try:
        with open(path, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or error
        place = Place(os.fsdecode(path))
        raise InputError(place, "a file that can be written", found, "check folder and permissions") from None
