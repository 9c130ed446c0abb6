"""Networks with skip-connections as files: exact JSON, ONNX, or a torch state dict.

ONNX: Gemm and the activation block by block, a Concat of all hidden units, a Gather of the skip units, and a
MatMul with V.  torch: `layers.K.weight`, `layers.K.bias`, `skip.index` (into the hidden units, from 0),
`skip.weight` (M x m), the names `activations`, and `far`, whether block K reads inputs and all before it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.formats.errors import InputError, Place
from constructions.skip_network import SkipNetwork

FORMATS = (".json", ".onnx", ".pt", ".pth")
_OPERATORS = {
    **{"sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus", "elu": "Elu"},
    **{"relu": "Relu", "softsign": "Softsign", "identity": "Identity"},
}
Floats = NDArray[numpy.float64]


def write_skip(network: SkipNetwork, V: Floats, path: str | os.PathLike[str]) -> None:
    """Write the network; the ending chooses the format.

    JSON keeps U and the sharing exactly; V, M x m, and all of the others are float64.  Raises `InputError`.
    """
    check_target(path)
    target = Path(path)
    at = Place(str(target))
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


def check_target(path: str | os.PathLike[str]) -> None:
    """Refuse, before any work, an unknown ending, a folder that is not there, a package that is missing."""
    target = Path(path)
    at = Place(str(target))
    if target.suffix not in FORMATS:
        raise InputError(at, "a file " + ", ".join(FORMATS), target.suffix or "no ending", "rename it")
    if not target.parent.is_dir():
        raise InputError(at, "a folder that exists", str(target.parent), "make it, or name another file")
    package = {".onnx": "onnx", ".json": "json"}.get(target.suffix, "torch")
    if find_spec(package) is None:
        raise InputError(at, f"the package {package}", "it is not installed", "write .json")


@dataclass(frozen=True, eq=False)
class Block:
    """Units of one layer with one activation: nodes, weights, biases; `far`: it reads all nodes before it.

    Else it reads the block before it alone, the first one the inputs.  The columns are the nodes it reads.
    """

    nodes: tuple[int, ...]
    weight: Floats
    bias: Floats
    activation: str
    far: bool


def dense_blocks(network: SkipNetwork) -> list[Block]:
    """The units layer by layer, activation by activation."""
    groups: dict[tuple[int, str], list[int]] = {}
    for node, unit in enumerate(network.units, network.inputs):
        groups.setdefault((unit.layer, unit.activation), []).append(node)
    found: list[Block] = []
    everything, below = list(range(network.inputs)), list(range(network.inputs))
    for (_, sigma), nodes in sorted(groups.items(), key=lambda item: item[0][0]):
        units = [network.unit(n) for n in nodes]
        far = not {k for u in units for k in u.sources} <= set(below)
        place = {k: i for i, k in enumerate(everything if far else below)}
        weight = numpy.zeros((len(units), len(place)))
        for j, unit in enumerate(units):
            for k, w in zip(unit.sources, unit.weight, strict=True):
                weight[j, place[k]] = float(w)
        bias = numpy.array([float(u.bias) for u in units])
        found.append(Block(tuple(nodes), weight, bias, sigma, far))
        everything, below = everything + nodes, nodes
    return found


def skip_places(network: SkipNetwork, blocks: list[Block]) -> list[int]:
    """Where the skip units stand among the hidden units, block after block."""
    order = {n: i for i, n in enumerate(n for block in blocks for n in block.nodes)}
    return [order[p] for p in network.skip]


def _json(network: SkipNetwork, V: Floats) -> str:
    units: list[dict[str, Any]] = []
    for u in network.units:
        shared = {key: name for key, name in (("group", u.group), ("tied", u.tied)) if name}
        table: Any = u.json()
        units.append({**table, "layer": u.layer, **shared})
    whole: dict[str, Any] = {
        "inputs": network.inputs,
        "units": units,
        "skip": list(network.skip),
        "output_weight": [[str(Fraction(v)) for v in row] for row in V.tolist()],
    }
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def _onnx(network: SkipNetwork, V: Floats) -> bytes:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    blocks = dense_blocks(network)
    arrays: dict[str, NDArray[Any]] = {"V": V}
    arrays["skip"] = numpy.array(skip_places(network, blocks), dtype=numpy.int64)
    nodes, below = [], "x"
    names: list[str] = []
    for k, block in enumerate(blocks, 1):
        arrays[f"W{k}"], arrays[f"b{k}"] = block.weight, block.bias
        if block.far:
            below = f"x{k}"
            nodes.append(helper.make_node("Concat", ["x", *names], [below], axis=1))
        nodes.append(helper.make_node("Gemm", [below, f"W{k}", f"b{k}"], [f"z{k}"], transB=1))
        nodes.append(helper.make_node(_OPERATORS[block.activation], [f"z{k}"], [f"f{k}"]))
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
    blocks = dense_blocks(network)
    for k, block in enumerate(blocks):
        state[f"layers.{k}.weight"] = torch.from_numpy(block.weight)
        state[f"layers.{k}.bias"] = torch.from_numpy(block.bias)
    state["skip.index"] = torch.tensor(skip_places(network, blocks))
    state["skip.weight"] = torch.from_numpy(V)
    state["activations"] = [block.activation for block in blocks]
    state["far"] = [block.far for block in blocks]
    torch.save(state, target)
