"""Networks that a user brings, read exactly: JSON, TOML, ONNX and torch files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from constructions.formats.errors import InputError, Place
from constructions.formats.files import File, read_file
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.network_table import network_from_table
from constructions.formats.onnx_network import network_from_onnx
from constructions.formats.table import as_table, decode_json, decode_toml
from constructions.formats.torch_network import network_from_state_dict

EXTENSIONS = ".json, .toml, .onnx, .pt or .pth"


def read_network(
    path: str | os.PathLike[str], activation: str | None = None, decimal: bool = False
) -> LoadedNetwork:
    """The network of a file, by its extension.

    activation: the activation of every hidden layer, such as `relu` or `leaky_relu:0.01` (exactly 1/100);
    needed for a torch state dict, which does not hold it, and refused for the other formats, which do.
    decimal: read the slope of a LeakyRelu, and the ends of a Clip, of an ONNX file as the shortest decimal
    that rounds to the float there, 0.01, instead of the float's exact value.  Weights are always exact.
    Raises `InputError`, and nothing else, for whatever the file holds.
    """
    file = read_file(path)
    if file.suffix in (".pt", ".pth"):
        return network_from_state_dict(file, activation)
    if file.suffix not in (".json", ".toml", ".onnx"):
        raise InputError(file.place, f"a file {EXTENSIONS}", file.kind(), "convert it, or rename it")
    if activation is not None:
        remedy = "leave --activation out"
        raise InputError(file.place, "one statement of the activations", "two: file and option", remedy)
    return network_from_onnx(file, decimal) if file.suffix == ".onnx" else _from_text(file)


def _from_text(file: File) -> LoadedNetwork:
    decode = decode_json if file.suffix == ".json" else decode_toml
    table = as_table(
        decode(file.text(), file.place), file.place, ("format", "input_dim", "layers"), ("comment",)
    )
    return network_from_table(table, file.place, file.sha256)


def network_from_value(value: object, where: Place, folder: str | os.PathLike[str]) -> LoadedNetwork:
    """The network under a key of another file: a table, or the path of a file relative to `folder`."""
    if isinstance(value, str):
        return read_network(Path(folder) / value)
    if isinstance(value, Mapping):
        return network_from_table(value, where)
    raise InputError(where, "a network as a table, or a path", type(value).__name__, "write one of the two")
