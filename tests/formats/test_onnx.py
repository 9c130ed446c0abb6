"""ONNX files: exact weights, every operator that is read, and the ways in which a graph is no chain."""

import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from checker import Network
from constructions.formats import InputError, LoadedNetwork, read_network
from constructions.formats.piecewise_linear import IDENTITY, RELU, SOFTSIGN, clip, leaky_relu

onnx = pytest.importorskip("onnx")
H = onnx.helper
W1 = np.array([[0.1, -2.5], [3, 1e-30], [1 / 3, 7]], dtype=np.float32)  # 3 x 2: two inputs, three outputs
B1 = np.array([0.7, 0, -1e-3], dtype=np.float32)
W2 = np.array([[1, 0.3, 2], [-1, 0.6, 5]], dtype=np.float32)


def exact(array: Any) -> tuple[Any, ...]:
    """The entries as fractions, by the standard library alone."""
    rows = np.asarray(array, dtype=np.float64).tolist()
    nested = [[Fraction(*x.as_integer_ratio()) for x in row] for row in np.atleast_2d(rows).tolist()]
    return tuple(map(tuple, nested)) if np.ndim(array) == 2 else tuple(nested[0])


def model(
    nodes: Sequence[Any],
    constants: dict[str, Any],
    shape: Sequence[Any] | None = ("N", 2),
    opset: int = 17,
    output: str = "y",
) -> bytes:
    """The bytes of a model from `x` to `output`."""
    tensors = [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    x = H.make_tensor_value_info("x", onnx.TensorProto.FLOAT, shape)
    y = H.make_tensor_value_info(output, onnx.TensorProto.FLOAT, None)
    graph = H.make_graph(nodes, "g", [x], [y], tensors)
    made = H.make_model(graph, opset_imports=[H.make_opsetid("", opset)])
    data: bytes = made.SerializeToString()
    return data


def between(*nodes: tuple[Any, ...], **more: Any) -> bytes:
    """x -> Gemm -> the given (kind, other inputs, attributes) in turn -> Gemm -> y."""
    made = [H.make_node("Gemm", ["x", "W1", "B1"], ["h0"], transB=1)]
    for i, (kind, others, attributes) in enumerate(nodes):
        made.append(H.make_node(kind, [f"h{i}", *others], [f"h{i + 1}"], **attributes))
    made.append(H.make_node("Gemm", [f"h{len(nodes)}", "W2"], ["y"], transB=1))
    opset = more.pop("opset", 17)
    return model(made, {"W1": W1, "B1": B1, "W2": W2, **more}, opset=opset)


@pytest.fixture
def load(tmp_path: Path) -> Any:
    """load(bytes) reads them as an ONNX file."""

    def loaded(data: bytes, **options: Any) -> LoadedNetwork:
        (tmp_path / "n.onnx").write_bytes(data)
        return read_network(tmp_path / "n.onnx", **options)

    return loaded


def hidden(network: Network) -> Any:
    """The activation of the first layer."""
    return network.layers[0].activation


def test_gemm_keeps_every_bit(load: Any) -> None:
    network = load(between(("Relu", [], {}))).network
    assert network.layers[0].weight == exact(W1)
    assert network.layers[0].bias == exact(B1)
    assert network.layers[1].weight == exact(W2)
    assert network.layers[1].bias == (0, 0)
    assert hidden(network) == RELU


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_all_widths_of_floats(dtype: Any, load: Any) -> None:
    weight = np.random.default_rng(1).standard_normal((4, 2)).astype(dtype)
    nodes = [H.make_node("MatMul", ["x", "W"], ["y"])]
    network = load(model(nodes, {"W": weight.T})).network
    assert network.layers[0].weight == exact(weight)


def test_bfloat16(load: Any) -> None:
    values = [0.5, 1.0, -3.0, 0.15625]
    tensor = H.make_tensor("W", onnx.TensorProto.BFLOAT16, [2, 2], values)
    made = onnx.load_model_from_string(model([H.make_node("MatMul", ["x", "W"], ["y"])], {}))
    made.graph.initializer.append(tensor)
    network = load(made.SerializeToString()).network
    assert network.layers[0].weight == ((Fraction(1, 2), -3), (1, Fraction(5, 32)))


def test_alpha_beta_and_add(load: Any) -> None:
    nodes = [
        H.make_node("Constant", [], ["C"], value=onnx.numpy_helper.from_array(B1[None, :])),
        H.make_node("Gemm", ["x", "W", "B"], ["h"], alpha=0.5, beta=0.3),
        H.make_node("Add", ["C", "h"], ["y"]),
    ]
    layer = load(model(nodes, {"W": W1.T, "B": np.float32(2)})).network.layers[0]
    beta = Fraction(*float(np.float32(0.3)).as_integer_ratio())
    assert layer.weight == tuple(tuple(x / 2 for x in row) for row in exact(W1))
    assert layer.bias == tuple(2 * beta + x for x in exact(B1))


ALPHA = Fraction(*float(np.float32(0.01)).as_integer_ratio())
ENDS = {"lo": np.float32(-1), "hi": np.float32(1)}


@pytest.mark.parametrize(
    ("nodes", "sigma", "more"),
    [
        ([("LeakyRelu", [], {})], leaky_relu(ALPHA), {}),
        ([("LeakyRelu", [], {"alpha": 0.25})], leaky_relu(Fraction(1, 4)), {}),
        ([("Softsign", [], {})], SOFTSIGN, {}),
        ([("Clip", ["lo", "hi"], {})], clip(-1, 1), ENDS),
        ([("Clip", ["", "hi"], {})], clip(None, 1), ENDS),
        ([("Clip", [], {"min": 0.0, "max": 6.0})], clip(0, 6), {"opset": 9}),
        ([], IDENTITY, {}),
        ([("Relu", [], {}), ("Dropout", [], {}), ("Cast", [], {"to": 11}), ("Identity", [], {})], RELU, {}),
        ([("Flatten", [], {}), ("Relu", [], {}), ("Reshape", ["s"], {})], RELU, {"s": np.array([-1, 3])}),
    ],
)
def test_activations_and_what_does_nothing(nodes: Any, sigma: Any, more: Any, load: Any) -> None:
    network = load(between(*nodes, **more)).network
    assert hidden(network) == sigma
    assert network.widths == (2, 3, 2)


def test_a_slope_as_it_was_meant(load: Any) -> None:
    data = between(("LeakyRelu", [], {"alpha": 0.01}))
    assert hidden(load(data, decimal=True).network) == leaky_relu(Fraction(1, 100))
    assert load(data).notes == (f"slope 0.01 is a float, read as {ALPHA}",)


def test_images_are_flattened_and_the_softmax_dropped(load: Any) -> None:
    nodes = [
        H.make_node("Flatten", ["x"], ["f"]),
        H.make_node("MatMul", ["f", "W"], ["h"]),
        H.make_node("Softmax", ["h"], ["y"], axis=1),
    ]
    loaded = load(model(nodes, {"W": np.eye(4, 3, dtype=np.float32)}, ("N", 1, 2, 2)))
    assert loaded.network.widths == (4, 3)
    assert len(loaded.notes) == 2
    nodes[0] = H.make_node("Reshape", ["x", "s"], ["f"])
    constants = {"W": np.eye(4, 3, dtype=np.float32), "s": np.array([-1, 4])}
    assert load(model(nodes, constants, ("N", 1, 2, 2))).network == loaded.network


def test_against_the_reference_evaluator(load: Any) -> None:
    """At a point where float32 arithmetic is exact: small integers."""
    from onnx.reference import ReferenceEvaluator

    rng = np.random.default_rng(7)
    constants = {
        "W1": rng.integers(-9, 9, (3, 2)),
        "B1": rng.integers(-9, 9, 3),
        "W2": rng.integers(-9, 9, (2, 3)),
    }
    data = between(("Relu", [], {}), **{k: v.astype(np.float32) for k, v in constants.items()})
    point = rng.integers(-9, 9, (1, 2)).astype(np.float32)
    (expected,) = ReferenceEvaluator(onnx.load_model_from_string(data)).run(None, {"x": point})
    found = load(data).network(tuple(Fraction(int(v)) for v in point[0]))
    assert list(found) == expected[0].tolist()


BAD_GRAPHS = {
    "convolution": between(("Conv", ["W1"], {})),
    "sigmoid": between(("Sigmoid", [], {})),
    "unknown": between(("FooBar", [], {})),
    "other domain": between(("Relu", [], {"domain": "com.other"})),
    "unknown attribute": between(("Relu", [], {"limit": 3})),
    "two activations": between(("Relu", [], {}), ("Relu", [], {})),
    "skip connection": between(("Relu", [], {}), ("Add", ["h0"], {})),
    "squared": between(("Mul", ["h0"], {})),
    "bias after activation": between(("Relu", [], {}), ("Add", ["B1"], {})),
    "training": between(("Dropout", ["r", "t"], {}), r=np.float32(0.5), t=np.array(True)),
    "cast to integer": between(("Cast", [], {"to": 7})),
    "clip the wrong way": between(("Clip", ["hi", "lo"], {}), **ENDS),
    "clip to NaN": between(("Clip", ["nan"], {}), nan=np.float32("nan")),
    "wrong reshape": between(("Reshape", ["s"], {}), s=np.array([3, -1])),
    "old opset": between(opset=6),
    "new opset": between(opset=999),
    "NaN": between(B1=np.array([np.nan, 0, 0], dtype=np.float32)),
    "infinity": between(W2=np.full((2, 3), np.inf, dtype=np.float32)),
    "wrong shape": between(W2=np.ones((2, 4), dtype=np.float32)),
    "wrong bias": between(B1=np.ones(2, dtype=np.float32)),
    "complex": between(W2=np.ones((2, 3), dtype=np.complex64)),
    "input of 3 dimensions": model([H.make_node("MatMul", ["x", "W"], ["y"])], {"W": W1}, ("N", 4, 3)),
    "input of other width": model([H.make_node("MatMul", ["x", "W"], ["y"])], {"W": W1}, ("N", 4)),
    "left multiplication": model([H.make_node("MatMul", ["W", "x"], ["y"])], {"W": W1}),
    "no constant": model([H.make_node("MatMul", ["x", "W"], ["y"])], {}),
    "transposed": model([H.make_node("Gemm", ["x", "W"], ["y"], transA=1)], {"W": W1.T}),
    "cycle": model([H.make_node("MatMul", ["z", "W"], ["z"])], {"W": W1.T}, output="z"),
    "no nodes": model([], {}),
    "nothing linear": model([H.make_node("Identity", ["x"], ["y"])], {}),
    "ends in an activation": model(
        [H.make_node("MatMul", ["x", "W"], ["h"]), H.make_node("Relu", ["h"], ["y"])], {"W": W1.T}
    ),
    "other output": model([H.make_node("MatMul", ["x", "W"], ["h"])], {"W": W1.T}),
    "softmax inside": between(("Softmax", [], {})),
    "no model": b"\x00\x01\x02",
    "text": b"hello, world",
}


@pytest.mark.parametrize("case", BAD_GRAPHS)
def test_what_is_no_chain_of_supported_operators(case: str, load: Any, fails: Any) -> None:
    error: InputError = fails(lambda: load(BAD_GRAPHS[case]))
    assert error.where.file.endswith("n.onnx")
    if case == "convolution":
        assert "layer type Conv is not supported yet: convert to Gemm" in str(error)
        assert "LeakyRelu" in error.expected
    if case == "sigmoid":
        assert "enclosures" in error.remedy


def test_weights_in_another_file(load: Any, fails: Any) -> None:
    made = onnx.load_model_from_string(between())
    tensor = made.graph.initializer[0]
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="secrets.bin")
    assert "weights in another file" in str(fails(lambda: load(made.SerializeToString())))


def test_without_the_package(load: Any, monkeypatch: pytest.MonkeyPatch, fails: Any) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert "pip install 'theodolite[onnx]'" in str(fails(lambda: load(b"x")))
