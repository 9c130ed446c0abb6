"""The layers of a network up to a hidden one, for statements about features: convolution and pooling too.

    {"format": "theodolite-network/1", "input_dim": 64, "layers": [
      {"filters": [["1", ...], ...], "bias": [...], "patches": {"image": [8, 8], "size": 3},
       "activation": "sigmoid"},
      {"max_over": [[0, 1], [2, 3]]},
      {"weight": [["1", ...]], "bias": ["0"], "activation": null}]}

A filter bank has `bias` (one for each unit) or `tied_bias` (one for each filter); patches are listed or are
those of an `image` (height, width, and perhaps `channels` and `stride`).  Features of sigmoid, tanh, ELU,
softplus and softsign layers, and above them, have certificates too.  `fc:WIDTH` and `conv:FILTERSxSIZE` name
random first layers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest
from math import isqrt

import numpy

from checker import Json, Network, Rationals, encode_activation
from checker.convolution import TRANSCENDENTAL
from constructions.feature_matrix import (
    AffineLayer,
    AnyLayer,
    Integers,
    PoolLayer,
    exact_layer,
    image_patches,
    random_layer,
)
from constructions.formats.activation import lift_activation, read_activation
from constructions.formats.errors import InputError, Place
from constructions.formats.files import read_file
from constructions.formats.network import read_network
from constructions.formats.numbers import Numbers
from constructions.formats.onnx_network import network_from_onnx
from constructions.formats.table import as_list, as_table, decode_json, decode_toml, rational_row

FORMAT = "theodolite-network/1"
_SMOOTH = ("Sigmoid", "Tanh", "Softplus")  # operators of ONNX
_BENT = ("Relu", "LeakyRelu", "Clip", "Softsign", "PRelu", "HardTanh")
_NAMED = re.compile(r"fc:([0-9]{1,6})|conv:([0-9]{1,5})x([0-9]{1,3})", re.ASCII)


def read_layers(
    name: str, inputs: int, layer: int, activation: str | None = None, seed: int = 0
) -> list[AnyLayer]:
    """Layers 1, ..., `layer` of a network with `inputs` inputs; `InputError` for what does not fit.

    name: a .json, .toml, .onnx, .pt or .pth file, or `fc:WIDTH` or `conv:FILTERSxSIZE`.
    activation: of every hidden layer of a state dict, and of a named random layer (then by default relu).
    """
    found = _read(name, inputs, layer, activation, seed)
    if not 1 <= layer <= len(found):
        raise InputError(Place(name), f"a layer from 1 to {len(found)}", layer, "choose another --layer")
    _check_width(found[:layer], inputs, Place(name))
    return found[:layer]


def read_all_layers(name: str, inputs: int, activation: str | None = None) -> list[AnyLayer]:
    """Every layer, the output layer too, of such a network; `InputError` for what does not fit."""
    found = _read(name, inputs, None, activation, 0)
    _check_width(found, inputs, Place(name))
    return found


def _read(name: str, inputs: int, layer: int | None, activation: str | None, seed: int) -> list[AnyLayer]:
    """The layers, of a table only the first ones; None: all of them."""
    if (named := _NAMED.fullmatch(name)) is not None:
        return [_random(named, Place(name), inputs, activation or "relu", seed)]
    if name.endswith((".json", ".toml")):
        file = read_file(name)
        table = as_table(
            (decode_json if file.suffix == ".json" else decode_toml)(file.text(), file.place),
            file.place,
            ("layers",),
            ("format", "comment", "input_dim"),
        )
        return _listed(table, file.place, layer)
    return _dense(name, activation)


def sigma_of(text: object, at: Place) -> Json:
    """An activation in a certificate, transcendental ones included."""
    if isinstance(text, str) and text in TRANSCENDENTAL:
        return {"name": text}
    numbers = Numbers()
    return encode_activation(lift_activation(read_activation(text, numbers, at), numbers), Rationals())


def _random(named: re.Match[str], at: Place, inputs: int, activation: str, seed: int) -> AnyLayer:
    sigma = sigma_of(activation, Place("--activation"))
    if named[1]:
        units, patches = int(named[1]), None
    else:
        side, size = isqrt(inputs), int(named[3])
        if side * side != inputs or not 1 <= size <= side:
            raise InputError(
                at, f"square images of at least {size} x {size}", f"{inputs} inputs", "use fc:WIDTH"
            )
        units, patches = int(named[2]), image_patches(side, side, 1, size)
    if units < 1:
        raise InputError(at, "at least one unit", units, "write fc:100, say")
    return random_layer(seed, inputs, units, sigma, patches)


def _dense(name: str, activation: str | None) -> list[AnyLayer]:
    """The fully connected layers of another format; a transcendental activation is put in afterwards."""
    smooth = activation in TRANSCENDENTAL
    if name.endswith(".onnx") and activation is None and (found := _smooth_onnx(name)) is not None:
        return found
    loaded = read_network(name, "relu" if smooth else activation)
    if not isinstance(loaded.field, Rationals):
        remedy = "only rational networks have certificates of their features"
        raise InputError(Place(name), "rational numbers", loaded.field.declaration(), remedy)
    return _from_network(loaded.network, {"name": activation} if smooth else None)


def _smooth_onnx(name: str) -> list[AnyLayer] | None:
    """An ONNX chain with Sigmoid, Tanh or Softplus, read with a Relu in their place; None if it has none."""
    file = read_file(name)
    if not any(kind.encode() in file.data for kind in _SMOOTH):
        return None
    import onnx

    model = onnx.load_model_from_string(file.data)
    names: list[str | None] = []
    for node in model.graph.node:
        if node.op_type in _SMOOTH or node.op_type in _BENT:
            names.append(node.op_type.lower() if node.op_type in _SMOOTH else None)
        if node.op_type in _SMOOTH:
            node.op_type = "Relu"
    loaded = network_from_onnx(replace(file, data=model.SerializeToString()), False)
    layers = _from_network(loaded.network, None)
    return [_with(layer, sigma) for layer, sigma in zip_longest(layers, names[: len(layers)])]


def _with(layer: AnyLayer, sigma: str | None) -> AnyLayer:
    return replace(layer, activation={"name": sigma}) if sigma and isinstance(layer, AffineLayer) else layer


def _from_network(network: Network, sigma: Json) -> list[AnyLayer]:
    return [
        exact_layer(layer.weight, layer.bias, sigma or encode_activation(layer.activation, Rationals()))
        for layer in network.layers
    ]


def _listed(table: Mapping[str, object], at: Place, layer: int | None) -> list[AnyLayer]:
    listed = as_list(table["layers"], at / "layers")
    last = len(listed) - 1
    return [_layer(entry, at / "layers" / k, k == last) for k, entry in enumerate(listed[:layer])]


def _layer(value: object, at: Place, last: bool) -> AnyLayer:
    if isinstance(value, Mapping) and "max_over" in value:
        return PoolLayer(_patches(as_table(value, at, ("max_over",))["max_over"], at / "max_over"))
    if isinstance(value, Mapping) and "filters" in value:
        key = "tied_bias" if "tied_bias" in value else "bias"
        table = as_table(value, at, ("filters", "patches", key), ("activation",))
        rows, bias_at = as_list(table["filters"], at / "filters"), at / key
        weight = [_vector(row, at / "filters" / i) for i, row in enumerate(rows)]
        patches: Integers | None = _patches(table["patches"], at / "patches")
    else:
        table, key, patches = as_table(value, at, ("weight", "bias"), ("activation",)), "bias", None
        rows, bias_at = as_list(table["weight"], at / "weight"), at / "bias"
        weight = [_vector(row, at / "weight" / i) for i, row in enumerate(rows)]
    bias = _vector(table[key], bias_at)
    written = table.get("activation")
    sigma: Json = {"name": "identity"} if written is None and last else sigma_of(written, at / "activation")
    length = len(weight[0]) if weight else 0
    if not weight or any(len(row) != length for row in weight):
        raise InputError(
            at, "filters of one length, at least one", f"{len(weight)} rows", "write one row each"
        )
    if patches is not None and patches.shape[1] != length:
        raise InputError(
            at / "patches", f"patches of {length} inputs", patches.shape[1], "as long as the filters"
        )
    units = len(weight) * (1 if key == "tied_bias" or patches is None else len(patches))
    if len(bias) != units:
        raise InputError(
            bias_at, f"{units} entries", len(bias), "tied_bias: one for each filter; bias: each unit"
        )
    return exact_layer(weight, bias, sigma, patches, key == "tied_bias")


def _patches(value: object, at: Place) -> Integers:
    if isinstance(value, Mapping):
        table = as_table(value, at, ("image", "size"), ("channels", "stride"))
        image = [_integer(x, at / "image" / i) for i, x in enumerate(as_list(table["image"], at / "image"))]
        rest = {key: _integer(table[key], at / key) for key in ("size", "channels", "stride") if key in table}
        if len(image) != 2 or min(image) < rest["size"]:
            raise InputError(
                at / "image", f"height and width, each at least {rest['size']}", image, "as [8, 8]"
            )
        return image_patches(*image, **rest)
    listed = [
        [_integer(x, at / i / j, 0) for j, x in enumerate(as_list(row, at / i))]
        for i, row in enumerate(as_list(value, at))
    ]
    if not listed or not listed[0] or any(len(row) != len(listed[0]) for row in listed):
        raise InputError(at, "patches of one size, at least one", "others", "list the inputs of each patch")
    return numpy.array(listed)


def _integer(value: object, at: Place, low: int = 1) -> int:
    number = Numbers().read(value, at)
    if not isinstance(number, Fraction) or number.denominator != 1 or not low <= number < 10**6:
        raise InputError(at, f"an integer from {low} to 999999", value, "write one")
    return int(number)


def _vector(value: object, at: Place) -> list[Fraction]:
    return rational_row(value, at, "features are certified over the rationals")


def _check_width(layers: list[AnyLayer], width: int, at: Place) -> None:
    for k, layer in enumerate(layers, 1):
        patches = layer.patches
        wants = layer.filters.shape[1] if isinstance(layer, AffineLayer) and patches is None else None
        if wants is not None and wants != width:
            raise InputError(
                at, f"{width} inputs of layer {k}", wants, "choose other data or another network"
            )
        if patches is not None and int(patches.max()) >= width:
            found = f"a patch with input {int(patches.max())}"
            raise InputError(at, f"inputs below {width} in layer {k}", found, "choose other data, or patches")
        width = layer.units if isinstance(layer, AffineLayer) else len(layer.patches)
