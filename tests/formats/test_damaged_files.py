"""Damaged files of every format are read or refused with an `InputError`; nothing else ever happens."""

import gzip
import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from constructions.formats import InputError, read_data, read_network, read_point

NETWORK = {
    "format": "theodolite-network/1",
    "input_dim": 2,
    "layers": [
        {
            "weight": [["1/2", "sqrt(2)"]],
            "bias": ["-1e-3"],
            "activation": {"name": "leaky_relu", "slope": "1/2"},
        },
        {"weight": [["2"], ["1"]], "bias": ["0", 1], "activation": None},
    ],
}
TOML = """format = "theodolite-network/1"
input_dim = 1
[[layers]]
weight = [["1"], ["-1/2"]]
bias = ["0", "sqrt(3)/2"]
activation = {name = "piecewise_linear", breakpoints = ["0"], slopes = ["0", "1"], value_at_zero = "0"}
[[layers]]
weight = [["1", 2]]
bias = ["0.5"]
"""


def npz(save: Callable[..., None]) -> bytes:
    """A small .npz file."""
    stream = io.BytesIO()
    save(stream, X=np.linspace(0, 1, 12).reshape(4, 3), y=np.array([0, 1, 1, 0]))
    return stream.getvalue()


def onnx_file() -> bytes:
    """A small ONNX file with most kinds of node."""
    import onnx

    helper, tensor = onnx.helper, partial(onnx.helper.make_tensor, data_type=onnx.TensorProto.FLOAT)
    constants = [tensor("W", dims=[2, 3], vals=[1, 2, 3, 4, 5, 6]), tensor("B", dims=[3], vals=[1, 2, 3])]
    constants.append(helper.make_tensor("s", onnx.TensorProto.INT64, [2], [-1, 2]))
    nodes = [
        helper.make_node("Reshape", ["x", "s"], ["f"]),
        helper.make_node("Gemm", ["f", "W", "B"], ["h"], alpha=0.5),
        helper.make_node("LeakyRelu", ["h"], ["g"], alpha=0.1),
        helper.make_node("Gemm", ["g", "W"], ["z"], transB=1),
        helper.make_node("Softmax", ["z"], ["y"], axis=1),
    ]
    info = helper.make_tensor_value_info
    ends = info("x", 1, ["N", 1, 2]), info("y", 1, None)
    graph = helper.make_graph(nodes, "g", [ends[0]], [ends[1]], constants)
    data: bytes = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]).SerializeToString()
    return data


def torch_file(zipped: bool) -> bytes:
    """A small state dict."""
    import torch

    stream = io.BytesIO()
    state = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2)).state_dict()
    torch.save(state, stream, _use_new_zipfile_serialization=zipped)
    return stream.getvalue()


def damaged(data: bytes, random: Random) -> bytes:
    """`data` cut off, with bytes changed, or with a piece doubled or dropped."""
    i, j = sorted(random.randrange(len(data) + 1) for _ in range(2))
    j = min(j, i + 40)
    kind = random.randrange(4)
    if kind == 0:
        return data[: max(i, 1)]
    if kind == 1:
        return data[:i] + data[j:] or b"\0"
    if kind == 2:
        return data[:j] + data[i:]
    changed = bytearray(data)
    for _ in range(random.randint(1, 4)):
        changed[random.randrange(len(data))] = random.choice([0, 1, 0x22, 0x2C, 0x30, 0x5B, 0x7F, 0x80, 0xFF])
    return bytes(changed)


def idx_file() -> bytes:
    """Two images of 2 x 2 pixels."""
    return bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, *range(8)])


def read_idx(path: Path) -> object:
    """A data set whose images lie in the file at `path`."""
    path.with_name("train-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 2, 0, 1]))
    path.rename(path.with_name("train-images-idx3-ubyte"))
    return read_data(f"mnist:{path.parent}")


def cases() -> Iterator[Any]:
    """(name of the file, its bytes made on demand, what reads it)."""
    relu = partial(read_network, activation="relu")
    yield pytest.param("n.json", lambda: json.dumps(NETWORK).encode(), read_network, id="json")
    yield pytest.param("n.toml", TOML.encode, read_network, id="toml")
    yield pytest.param("d.npz", lambda: npz(np.savez), read_data, id="npz")
    yield pytest.param("d.npz", lambda: npz(np.savez_compressed), read_data, id="npz-compressed")
    yield pytest.param("d.csv", lambda: b"a,b,y\n1,2/3,0\n4,0.5,1\n", read_data, id="csv")
    yield pytest.param("p.json", lambda: b'["1", "2/3"]', lambda path: read_point(path, 2), id="point")
    yield pytest.param("i", idx_file, read_idx, id="idx")
    yield pytest.param("i", lambda: gzip.compress(idx_file()), read_idx, id="idx-gzip")
    onnx = pytest.mark.skipif(find_spec("onnx") is None, reason="needs onnx")
    torch = pytest.mark.skipif(find_spec("torch") is None, reason="needs torch")
    yield pytest.param("n.onnx", onnx_file, read_network, id="onnx", marks=onnx)
    yield pytest.param("n.pt", partial(torch_file, True), relu, id="torch", marks=torch)
    yield pytest.param("n.pt", partial(torch_file, False), relu, id="torch-legacy", marks=torch)


@pytest.mark.parametrize(("name", "make", "read"), [*cases()])
def test_damage(name: str, make: Any, read: Any, tmp_path: Path) -> None:
    data, random, refused = make(), Random(20190418), 0
    (tmp_path / name).write_bytes(data)
    read(tmp_path / name)
    for _ in range(300):
        path = tmp_path / name
        path.write_bytes(damaged(data, random))
        try:
            read(path)
        except InputError as error:
            refused += 1
            assert str(error).isprintable()
            assert error.remedy
    assert refused > 50
