"""Files of networks with skip-connections: read back exactly, and refused with a place when damaged."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest

from constructions.formats.errors import InputError
from constructions.formats.skip_files import SkipFile, read_skip_file
from constructions.formats.write_skip import dense_blocks, write_skip
from constructions.skip_network import SkipNetwork, random_skip_network

NETWORK = random_skip_network(5, 3, (4, 3, 3), 5, ("sigmoid", "tanh", "softplus"))
V = numpy.array([[0.5, -1.25], [3.0, 0.1], [0.0, 2.0], [1.0, 1.0], [-7.5, 2.0**-30]])


def outputs(found: SkipFile) -> set[tuple[object, ...]]:
    """Units by what they are, without their order."""
    return {(u.activation, u.bias, len(u.sources), tuple(sorted(u.weight))) for u in found.network.units}


@pytest.mark.parametrize("ending", ["json", "onnx", "pt"])
def test_a_graph_with_mixed_activations_comes_back(tmp_path: Path, ending: str) -> None:
    pytest.importorskip("onnx" if ending == "onnx" else "torch" if ending == "pt" else "json")
    path = tmp_path / f"net.{ending}"
    write_skip(NETWORK, V, path)
    found = read_skip_file(str(path), 3)
    assert found is not None and len(found.network.units) == len(NETWORK.units)
    assert outputs(found) == outputs(SkipFile(NETWORK, [], []))
    assert numpy.array_equal(sorted(numpy.array(found.V, dtype=float).tolist()), sorted(V.tolist()))
    if ending == "json":
        assert found.network == NETWORK


def test_blocks_cover_the_units_once() -> None:
    blocks = dense_blocks(NETWORK)
    assert sorted(n for block in blocks for n in block.nodes) == list(range(3, 3 + len(NETWORK.units)))
    assert any(block.far for block in blocks)


def test_another_number_of_inputs_is_named(tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    write_skip(NETWORK, V, path)
    with pytest.raises(InputError, match="expected 4 inputs, found 3"):
        read_skip_file(str(path), 4)


def table() -> dict[str, Any]:
    """A small file."""
    unit = {"activation": {"name": "tanh"}, "bias": "1/2", "from": ["0"], "weight": ["2"], "layer": 1}
    return {
        "inputs": 1,
        "units": [unit, {**unit, "from": [1], "layer": 2}],
        "skip": [1, 2],
        "output_weight": [["1"], ["2"]],
    }


def edit(*path: object, to: object) -> Callable[[dict[str, Any]], None]:
    """Replace the value at a path."""

    def run(value: Any) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return run


DAMAGES = {
    "units": edit("units", to=3),
    "a unit": edit("units", 0, to="x"),
    "no activation": edit("units", 0, "activation", to="tanh"),
    "a source after it": edit("units", 0, "from", to=["1"]),
    "a weight too many": edit("units", 0, "weight", to=["1", "2"]),
    "a float": edit("units", 0, "bias", to=0.5),
    "a root": edit("units", 0, "bias", to="sqrt(2)"),
    "layer 0": edit("units", 0, "layer", to=0),
    "an input as skip unit": edit("skip", 0, to=0),
    "a skip unit twice": edit("skip", to=[1, 1]),
    "no skip units": edit("skip", to=[]),
    "a row of V too few": edit("output_weight", to=[["1"]]),
    "ragged V": edit("output_weight", to=[["1"], ["1", "2"]]),
    "V of texts": edit("output_weight", to=[["a"], ["b"]]),
    "another key": edit("skips", to=[]),
    "inputs": edit("inputs", to="many"),
}


def test_the_small_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    path.write_text(json.dumps(table()))
    found = read_skip_file(str(path), 1)
    assert found is not None and found.network.skip == (1, 2) and isinstance(found.network, SkipNetwork)
    path.write_text(json.dumps({"layers": [], "input_dim": 1}))
    assert read_skip_file(str(path), 1) is None


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_table_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    value = table()
    DAMAGES[name](value)
    path = tmp_path / "net.json"
    path.write_text(json.dumps(value))
    with pytest.raises(InputError) as refused:
        read_skip_file(str(path), 1)
    assert "\n" not in str(refused.value) and str(path) in str(refused.value)


def test_a_damaged_state_is_refused(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    path = tmp_path / "net.pt"
    write_skip(NETWORK, V, path)
    good = torch.load(path, weights_only=True)
    for key in good:
        places = (
            [torch.tensor([3, 4, 5, 6, 99]), torch.tensor([0, 0, 1, 2, 3])] if key == "skip.index" else []
        )
        for bad in (None, 3, torch.zeros(2, 2, 2), ["x"], *places):
            torch.save({**good, key: bad}, path)
            with pytest.raises(InputError, match="blocks of a network with skips"):
                read_skip_file(str(path), 3)
    torch.save({"weight": torch.zeros(2, 2)}, path)
    assert read_skip_file(str(path), 3) is None
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match="a torch file of weights only"):
        read_skip_file(str(path), 3)


def onnx_file(path: Path, nodes: list[Any], arrays: dict[str, Any], shape: list[Any]) -> str:
    """A model of these nodes."""
    onnx = pytest.importorskip("onnx")
    make, double = onnx.helper, onnx.TensorProto.DOUBLE
    graph = make.make_graph(
        nodes,
        "net",
        [make.make_tensor_value_info("x", double, shape)],
        [make.make_tensor_value_info("y", double, ["N", 1])],
        [onnx.numpy_helper.from_array(a, name) for name, a in arrays.items()],
    )
    onnx.save(make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8), path)
    return str(path)


def test_what_onnx_cannot_say_is_named(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    node = onnx.helper.make_node
    W, V1 = numpy.ones((2, 3)), numpy.ones((2, 1))
    last = node("MatMul", ["f", "V"], ["y"])
    dense = [node("Gemm", ["x", "W"], ["z"], transB=1), node("Sigmoid", ["z"], ["f"])]
    cases = [
        ([*dense, last], {"W": W, "V": V1}, ["N", 3], ""),
        ([*dense, last], {"W": W, "V": V1}, ["N", 4], "samples of 3 entries"),
        ([*dense, last], {"W": W[0], "V": V1}, ["N", 3], "constant matrix"),
        ([node("Gemm", ["x", "W"], ["f"], alpha=2.0, transB=1), last], {"W": W, "V": V1}, ["N", 3], "alpha"),
        ([node("Exp", ["x"], ["f"]), last], {"V": V1}, ["N", 3], "expected one of Sigmoid"),
        ([node("Sigmoid", ["lost"], ["f"]), last], {"V": V1}, ["N", 3], "inputs made before"),
        (
            [node("Gemm", ["x", "W"], ["y"], transB=1)],
            {"W": W},
            ["N", 3],
            "outputs that read hidden units alone",
        ),
        ([node("Conv", ["x", "W"], ["f"]), last], {"W": W, "V": V1}, ["N", 3], "Conv"),
        ([node("Gather", ["x", "W"], ["f"]), last], {"W": W, "V": V1}, ["N", 3], "axis 1"),
    ]
    for i, (nodes, arrays, shape, message) in enumerate(cases):
        path = onnx_file(tmp_path / f"{i}.onnx", nodes, arrays, shape)
        if not message:
            found = read_skip_file(path, 3)
            assert found is not None and found.network.skip == (3, 4)
            continue
        with pytest.raises(InputError, match=message):
            read_skip_file(path, 3)
