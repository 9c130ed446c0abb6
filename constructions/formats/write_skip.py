"""Layered networks with skip-connections as files: exact JSON, ONNX, or a torch state dict.

ONNX: Gemm and the activation layer by layer, a Concat of all hidden units, a Gather of the skip units, and a
MatMul with V.  torch: `layers.K.weight`, `layers.K.bias`, `skip.index` (into the hidden units, from 0), and
`skip.weight` (M x m).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.skip_network import SkipNetwork

FORMATS = (".json", ".onnx", ".pt", ".pth")
_OPERATORS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus", "identity": "Identity"}
Floats = NDArray[numpy.float64]


def write_skip(network: SkipNetwork, V: Floats, path: str | os.PathLike[str]) -> None:
    """Write the network; the ending chooses the format.  Each layer must read the one below alone.

    JSON keeps U exact; V, M x m, and all of the others are float64.  Raises `InputError`.
    """
    target = Path(path)
    at = Place(str(target))
    if target.suffix not in FORMATS:
        raise InputError(at, "a file " + ", ".join(FORMATS), target.suffix or "no ending", "rename it")
    try:
        if target.suffix == ".json":
            target.write_text(_json(network, V), encoding="utf-8", newline="\n")
        elif target.suffix == ".onnx":
            target.write_bytes(_onnx(network, V))
        else:
            _torch(network, V, target)
    except ImportError as error:
        raise InputError(at, f"the package {error.name}", "it is not installed", "write .json") from None
    except OSError as error:
        remedy = "check folder and permissions"
        raise InputError(at, "a file that can be written", error.strerror, remedy) from None


def dense_layers(network: SkipNetwork) -> list[tuple[Floats, Floats, str]]:
    """(weight n_k x n_(k-1), bias, activation) of each layer."""
    found: list[tuple[Floats, Floats, str]] = []
    first, width = 0, network.inputs
    for layer in sorted({u.layer for u in network.units}):
        units = [u for u in network.units if u.layer == layer]
        weight = numpy.zeros((len(units), width))
        for j, unit in enumerate(units):
            for k, w in zip(unit.sources, unit.weight, strict=True):
                weight[j, k - first] = float(w)
        found.append((weight, numpy.array([float(u.bias) for u in units]), units[0].activation))
        first, width = first + width, len(units)
    return found


def _json(network: SkipNetwork, V: Floats) -> str:
    table: dict[str, Any] = {
        "inputs": network.inputs,
        "units": [u.json() for u in network.units],
        "skip": list(network.skip),
        "output_weight": V.tolist(),
    }
    return json.dumps(table, indent=1, sort_keys=True) + "\n"


def _onnx(network: SkipNetwork, V: Floats) -> bytes:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    arrays: dict[str, NDArray[Any]] = {"V": V}
    arrays["skip"] = numpy.array([p - network.inputs for p in network.skip], dtype=numpy.int64)
    nodes, below = [], "x"
    names = []
    for k, (weight, bias, sigma) in enumerate(dense_layers(network), 1):
        arrays[f"W{k}"], arrays[f"b{k}"] = weight, bias
        nodes.append(helper.make_node("Gemm", [below, f"W{k}", f"b{k}"], [f"z{k}"], transB=1))
        nodes.append(helper.make_node(_OPERATORS[sigma], [f"z{k}"], [f"f{k}"]))
        below = f"f{k}"
        names.append(below)
    nodes.append(helper.make_node("Concat", names, ["hidden"], axis=1))
    nodes.append(helper.make_node("Gather", ["hidden", "skip"], ["psi"], axis=1))
    nodes.append(helper.make_node("MatMul", ["psi", "V"], ["y"]))
    graph = helper.make_graph(
        nodes,
        "skip",
        [helper.make_tensor_value_info("x", TensorProto.DOUBLE, ["N", network.inputs])],
        [helper.make_tensor_value_info("y", TensorProto.DOUBLE, ["N", V.shape[1]])],
        [numpy_helper.from_array(array, name) for name, array in arrays.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _torch(network: SkipNetwork, V: Floats, target: Path) -> None:
    import torch

    state: dict[str, Any] = {}
    for k, (weight, bias, _) in enumerate(dense_layers(network)):
        state[f"layers.{k}.weight"], state[f"layers.{k}.bias"] = map(torch.from_numpy, (weight, bias))
    state["skip.index"] = torch.tensor([p - network.inputs for p in network.skip])
    state["skip.weight"] = torch.from_numpy(V)
    torch.save(state, target)
