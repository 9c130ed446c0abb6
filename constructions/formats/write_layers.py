"""Fully connected layers as files: exact JSON, and ONNX or a torch state dict with float64 numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray

from constructions.feature_matrix import AffineLayer
from constructions.formats.errors import InputError, Place

FORMATS = (".json", ".onnx", ".pt", ".pth")


def write_layers(layers: Sequence[AffineLayer], path: str | os.PathLike[str]) -> None:
    """Write layers with ReLU between them; the ending chooses the format.  Raises `InputError`.

    JSON is exact; the others round each number to the nearest float64.
    """
    target = Path(path)
    at = Place(str(target))
    if target.suffix not in FORMATS:
        raise InputError(at, "a file " + ", ".join(FORMATS), target.suffix or "no ending", "rename it")
    try:
        if target.suffix == ".json":
            text = json.dumps(_table(layers), indent=1, sort_keys=True)
            target.write_text(text + "\n", encoding="utf-8", newline="\n")
        elif target.suffix == ".onnx":
            target.write_bytes(_onnx(layers))
        else:
            _torch(layers, target)
    except ImportError as error:
        raise InputError(at, f"the package {error.name}", "it is not installed", "write .json") from None
    except OSError as error:
        raise InputError(
            at, "a file that can be written", error.strerror, "check folder and permissions"
        ) from None


def floats(layer: AffineLayer) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    """Weight n_k x n_{k-1} and bias, each number rounded once."""
    denominator = layer.denominator

    def nearest(values: NDArray[Any]) -> NDArray[numpy.float64]:
        made = [float(Fraction(x, denominator)) for x in values.ravel().tolist()]
        return numpy.array(made, dtype=numpy.float64).reshape(values.shape)

    return nearest(layer.filters), nearest(layer.bias)


def _table(layers: Sequence[AffineLayer]) -> dict[str, object]:
    listed: list[dict[str, object]] = []
    for layer in layers:
        made = layer.json()
        listed.append(dict(made) if isinstance(made, dict) else {})
    listed[-1]["activation"] = None
    return {
        "format": "theodolite-network/1",
        "input_dim": layers[0].filters.shape[1],
        "layers": listed,
    }


def _onnx(layers: Sequence[AffineLayer]) -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    nodes, constants, name = [], [], "X"
    for k, layer in enumerate(layers):
        weight, bias = floats(layer)
        constants += [numpy_helper.from_array(weight, f"W{k}"), numpy_helper.from_array(bias, f"b{k}")]
        nodes.append(helper.make_node("Gemm", [name, f"W{k}", f"b{k}"], [f"G{k}"], transB=1))
        name = f"G{k}"
        if k < len(layers) - 1:
            nodes.append(helper.make_node("Relu", [name], [f"F{k}"]))
            name = f"F{k}"
    shape = [("X", layers[0].filters.shape[1]), (name, len(layers[-1].filters))]
    ends = [helper.make_tensor_value_info(n, TensorProto.DOUBLE, ["N", d]) for n, d in shape]
    graph = helper.make_graph(nodes, "memorized", ends[:1], ends[1:], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    return bytes(model.SerializeToString())


def _torch(layers: Sequence[AffineLayer], target: Path) -> None:
    """The state dict of nn.Sequential(Linear, ReLU, Linear, ...)."""
    import torch

    state = {}
    for k, layer in enumerate(layers):
        weight, bias = floats(layer)
        state[f"{2 * k}.weight"], state[f"{2 * k}.bias"] = torch.from_numpy(weight), torch.from_numpy(bias)
    torch.save(state, target)
