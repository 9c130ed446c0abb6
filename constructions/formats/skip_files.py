"""Reader of networks with skip-connections: what `write_skip` writes, and ONNX graphs of others.

ONNX holds no layers, and no sharing but that of convolutions; the layer of a unit is the longest path to it.
Arcs with weight zero come back as no arcs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from typing import Any

import numpy

from constructions.formats.errors import InputError, Place
from constructions.formats.files import File, read_file
from constructions.formats.numbers import Numbers
from constructions.formats.onnx_graph import input_shape, trace_onnx
from constructions.formats.table import as_list, as_table, decode_json, rational_row
from constructions.formats.torch_network import import_torch
from constructions.skip_network import SkipNetwork, Unit
from constructions.traced_network import TracedNetwork


@dataclass(frozen=True, eq=False)
class SkipFile:
    """The network, its output weights V, M x m, and output biases, as the file has them."""

    network: SkipNetwork
    V: list[list[Fraction]]
    bias: list[Fraction]


def read_skip_file(path: str, inputs: int) -> SkipFile | None:
    """A network with `inputs` inputs; None for a file of another kind; `InputError` for a damaged one."""
    file = read_file(path)
    if file.suffix == ".onnx":
        trace = TracedNetwork(input_shape(file, inputs), file.place)
        return SkipFile(*trace.network(trace_onnx(file, trace)))
    found = _from_json(file) if file.suffix == ".json" else _from_torch(file)
    if found is not None and found.network.inputs != inputs:
        remedy = "choose other data or another network"
        raise InputError(file.place, f"{inputs} inputs", found.network.inputs, remedy)
    return found


def _from_json(file: File) -> SkipFile | None:
    value, at = decode_json(file.text(), file.place), file.place
    if not isinstance(value, dict) or "units" not in value:
        return None
    table = as_table(value, at, ("inputs", "units", "skip", "output_weight"))
    inputs = _integer(table["inputs"], at / "inputs", 10**6)
    units: list[Unit] = []
    for j, entry in enumerate(as_list(table["units"], at / "units")):
        units.append(_unit(entry, at / "units" / j, inputs + j))
    nodes = inputs + len(units)
    skip = [_integer(p, at / "skip", nodes, inputs) for p in as_list(table["skip"], at / "skip")]
    V = [_row(row, at / "output_weight" / i) for i, row in enumerate(as_list(table["output_weight"], at))]
    if sorted(set(skip)) != skip or len(V) != len(skip) or not V or len({len(row) for row in V}) > 1:
        raise InputError(at / "output_weight", f"{len(skip)} rows of one length", len(V), "one row each")
    return SkipFile(SkipNetwork(inputs, tuple(units), tuple(skip)), V, [Fraction(0)] * len(V[0]))


def _unit(value: Any, at: Place, before: int) -> Unit:
    table = as_table(value, at, ("activation", "bias", "from", "weight", "layer"), ("group", "tied"))
    sigma = as_table(table["activation"], at / "activation", ("name",))["name"]
    sources = tuple(_integer(k, at / "from", before) for k in as_list(table["from"], at / "from"))
    weight, bias = _row(table["weight"], at / "weight"), _row([table["bias"]], at / "bias")
    if len(weight) != len(sources):
        raise InputError(at / "weight", f"{len(sources)} weights", len(weight), "one for each source")
    layer = _integer(table["layer"], at / "layer", 10**6, 1)
    shared = str(table.get("group", "")), str(table.get("tied", ""))
    return Unit(str(sigma), bias[0], sources, tuple(weight), layer, *shared)


def _row(value: Any, at: Place) -> list[Fraction]:
    return rational_row(value, at, "write one")


def _integer(value: Any, at: Place, high: int, low: int = 0) -> int:
    number = Numbers().read(value, at)
    if not isinstance(number, Fraction) or number.denominator != 1 or not low <= number < high:
        raise InputError(at, f"integers from {low} to {high - 1}", value, "check the file")
    return int(number)


def _from_torch(file: File) -> SkipFile | None:
    torch = import_torch(file.place)
    try:
        state = torch.load(BytesIO(file.data), map_location="cpu", weights_only=True)
    except Exception as error:  # whatever torch makes of damaged bytes
        found = str(error).strip().split("\n")[0] or type(error).__name__
        raise InputError(file.place, "a torch file of weights only", found, "save it again") from None
    if not isinstance(state, dict) or not {"skip.index", "skip.weight", "activations", "far"} <= set(state):
        return None
    try:
        return _of_state(state)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        raise InputError(file.place, "the blocks of a network with skips", error, "write it again") from None


def _of_state(state: Any) -> SkipFile:
    first = state["layers.0.weight"].tolist()
    inputs = len(first[0])
    units: list[Unit] = []
    below = list(range(inputs))
    for k, (sigma, far) in enumerate(zip(state["activations"], state["far"], strict=True)):
        readable = list(range(inputs + len(units))) if far else below
        weight, bias = state[f"layers.{k}.weight"].tolist(), state[f"layers.{k}.bias"].tolist()
        made = []
        for row, b in zip(weight, bias, strict=True):
            arcs = [(n, Fraction(w)) for n, w in zip(readable, row, strict=True) if w]
            depth = 1 + max((units[n - inputs].layer for n, _ in arcs if n >= inputs), default=0)
            made.append(
                Unit(str(sigma), Fraction(b), tuple(n for n, _ in arcs), tuple(w for _, w in arcs), depth)
            )
        below = list(range(inputs + len(units), inputs + len(units) + len(made)))
        units += made
    places = [inputs + int(i) for i in state["skip.index"].tolist()]
    V = [[Fraction(v) for v in row] for row in state["skip.weight"].tolist()]
    if len(set(places)) < len(places) or not inputs <= min(places) <= max(places) < inputs + len(units):
        raise ValueError("skip units that are not there, or twice")
    order = numpy.argsort(places).tolist()
    network = SkipNetwork(inputs, tuple(units), tuple(sorted(places)))
    return SkipFile(network, [V[i] for i in order], [Fraction(0)] * len(V[0]))
