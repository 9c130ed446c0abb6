"""State dicts that torch saved: a chain of linear layers, read without running what the file holds."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from constructions.formats.activation import read_activation
from constructions.formats.errors import InputError, Place
from constructions.formats.files import File
from constructions.formats.floats import Row, exact_row
from constructions.formats.loaded_network import WEIGHTS, Affine, LoadedNetwork, assemble
from constructions.formats.numbers import Numbers

Linear = tuple[tuple[Row, ...], Row]
_WRAPPED = ("state_dict", "model_state_dict", "model")  # where training scripts put the state dict


def import_torch(place: Place) -> Any:
    """The package torch, or an `InputError` that says how to install it."""
    try:
        import torch
    except ImportError:
        remedy = "pip install 'theodolite[torch]'"
        raise InputError(place, "the optional package torch", "it is not installed", remedy) from None
    return torch


def network_from_state_dict(file: File, activation: str | None) -> LoadedNetwork:
    """The chain of the 2-d weights of a state dict, in the file's order; see `read_network`."""
    at = file.place
    table = _unwrapped(_load(file))
    if not isinstance(table, Mapping) or not all(isinstance(key, str) for key in table):
        remedy = "save model.state_dict(), not the model"
        raise InputError(at, "a state dict: names and tensors", type(table).__name__, remedy)
    if activation is None:
        remedy = "give --activation relu, or --activation leaky_relu:0.01"
        raise InputError(at, "the activation of the hidden layers", "a state dict, which holds none", remedy)
    numbers = Numbers()
    sigma = read_activation(activation, numbers, Place("--activation"))
    names, pairs = _linear_layers(table, at)
    layers: list[Affine] = [(weight, bias, sigma) for weight, bias in pairs]
    layers[-1] = (*pairs[-1], None)
    notes = [f"layers in the file's order: {', '.join(names)}", f"hidden activation given as {activation}"]
    return assemble(layers, numbers, at, file.sha256, notes)


def _load(file: File) -> object:
    torch = import_torch(file.place)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return torch.load(io.BytesIO(file.data), map_location="cpu", weights_only=True)
    except Exception as error:  # whatever torch makes of damaged bytes
        found = str(error).strip().split("\n")[0] or type(error).__name__
        remedy = "save it with torch.save(model.state_dict(), path)"
        raise InputError(file.place, "a torch file of weights only", found, remedy) from None


def _unwrapped(table: object) -> object:
    if isinstance(table, Mapping):
        for key in _WRAPPED:
            if isinstance(table.get(key), Mapping):
                return table[key]
    return table


def layer_names(table: Mapping[str, Any], at: Place, of: str, remedy: str) -> list[str]:
    """The prefixes of the entries *.weight, in order; `InputError` for an entry that belongs to none."""
    names = [key.removesuffix("weight") for key in table if key.rpartition(".")[2] == "weight"]
    for key in table:
        kind = key.rpartition(".")[2]
        if kind not in ("weight", "bias") or key.removesuffix(kind) not in names:
            raise InputError(at / key, f"weight or bias of {of}", "another entry", remedy)
    return names


def _linear_layers(table: Mapping[str, Any], at: Place) -> tuple[list[str], list[Linear]]:
    """Names and (weight, bias) pairs; every tensor of the file belongs to one, and they form a chain."""
    remedy = "only chains of nn.Linear can be read: fold other layers into them"
    names = layer_names(table, at, "a linear layer", remedy)
    if not names:
        raise InputError(at, "at least one linear layer", "no entry *.weight", "save model.state_dict()")
    pairs: list[Linear] = []
    width = None
    for name in names:
        pairs.append(linear(table[name + "weight"], table.get(name + "bias"), at / name, width))
        width = len(pairs[-1][0])
    return [name.rstrip(".") or "weight" for name in names], pairs


def linear(weight: Any, bias: Any, at: Place, width: int | None) -> Linear:
    """Exact (weight, bias) of one linear layer with `width` inputs; a missing bias is zero."""
    rows = exact_tensor(weight, at / "weight", 2)
    if not rows or not rows[0]:
        raise InputError(at / "weight", "a matrix with rows and columns", "an empty one", "check the layer")
    if width is not None and len(rows[0]) != width:
        remedy = "the layers must form a chain in the order of the file"
        raise InputError(at / "weight", f"{width} columns", len(rows[0]), remedy)
    if bias is None:
        return rows, (Fraction(0),) * len(rows)
    entries = exact_tensor(bias, at / "bias", 1)
    if len(entries) != len(rows):
        raise InputError(at / "bias", f"{len(rows)} entries", len(entries), "check the layer")
    return rows, entries


def exact_tensor(tensor: Any, at: Place, dimensions: int) -> tuple[Any, ...]:
    """The entries of a real tensor of 1 or 2 dimensions as (rows of) `Fraction`."""
    shape = tuple(getattr(tensor, "shape", ()))
    if not hasattr(tensor, "tolist"):
        raise InputError(at, "a tensor", type(tensor).__name__, "save model.state_dict()")
    if len(shape) != dimensions:
        kind = "Conv is" if len(shape) > 2 else "other than Linear are"
        remedy = f"layer type {kind} not supported yet: write it as a linear layer"
        raise InputError(at, f"{dimensions} dimensions", f"shape {shape}", remedy)
    if math.prod(shape) > WEIGHTS:
        raise InputError(at, f"at most {WEIGHTS} weights", f"shape {shape}", "read a smaller network")
    try:
        entries = tensor.detach().tolist()
    except Exception as error:  # sparse, quantised or without storage
        remedy = "convert it with .to_dense().float()"
        raise InputError(at, "a dense tensor of floats", type(error).__name__, remedy) from None
    if dimensions == 1:
        return exact_row(entries, at)
    return tuple(exact_row(row, at / i) for i, row in enumerate(entries))
