"""Networks with convolution and pooling, from torch, ONNX and JSON: the same function, exactly."""

import json
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path
from random import Random
from typing import Any

import pytest

from constructions.formats.errors import InputError
from constructions.formats.image_layers import ImageLayers, LayeredNetwork, Window
from constructions.formats.loaded_network import LoadedNetwork
from constructions.formats.region_network import read_region_network
from constructions.geometry.along_line import restrict
from constructions.geometry.layered import layered_network

Modules = tuple[tuple[str, ...], tuple[int, ...]]


def torch_network(seed: int) -> tuple[Any, tuple[int, int, int], str]:
    """A small network with integer weights, its shape of inputs, and its modules for --modules."""
    torch = pytest.importorskip("torch")
    nn = torch.nn
    made, shape, text = (
        (
            [
                nn.Conv2d(2, 4, (3, 2), stride=(2, 1), padding=(1, 0)),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Flatten(),
            ],
            (2, 5, 5),
            "conv:stride=2",
        ),
        (
            [nn.Conv2d(1, 3, 3, padding=1), nn.MaxPool2d(2, stride=1, padding=1), nn.ReLU(), nn.Flatten()],
            (1, 4, 4),
            "conv:padding=1 pool:2:stride=1:padding=1 relu flatten linear relu linear",
        ),
        (
            [nn.Conv2d(4, 4, 2, groups=2, dilation=2), nn.LeakyReLU(0.25), nn.AvgPool2d(2), nn.Flatten()],
            (4, 4, 4),
            "conv:groups=2:dilation=2,leaky_relu:0.25,average:2,flatten,linear,relu,linear",
        ),
        (
            [nn.MaxPool2d(3, ceil_mode=True), nn.ReLU6(), nn.MaxPool2d(2), nn.ReLU(), nn.Flatten()],
            (2, 5, 5),
            "",
        ),
    )[seed % 4]
    width = nn.Sequential(*made)(torch.zeros(1, *shape)).shape[1]
    module = nn.Sequential(*made, nn.Linear(width, 5), nn.ReLU(), nn.Sequential(nn.Linear(5, 3))).double()
    torch.manual_seed(seed)
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(torch.randint(-4, 5, weight.shape).double() / 4)
    return module, shape, text


def agrees(network: LayeredNetwork, module: Any, shape: tuple[int, ...], seed: int) -> None:
    """Values at dyadic points of a segment, where torch's float64 is exact here."""
    torch, random = pytest.importorskip("torch"), Random(seed)
    engine = layered_network(network.input_dim, network.layers)
    a, b = ([F(random.randint(-8, 8), 4) for _ in range(engine.input_dim)] for _ in "ab")
    line = restrict(engine, a, b)
    cuts = [t for t in line.cuts if t is not None]
    for i in range(64):
        t = F(2 * i + 1, 128)
        if t in cuts:
            continue
        x = torch.tensor([float(p + t * (q - p)) for p, q in zip(a, b, strict=True)], dtype=torch.float64)
        y = module(x.reshape(1, *shape))[0].tolist()
        piece = sum(c < t for c in cuts) - 1
        assert line.winners[piece] == {j for j, value in enumerate(y) if value == max(y)}


@pytest.mark.parametrize("seed", range(8))
def test_torch_modules(seed: int) -> None:
    from constructions.formats.torch_image import network_from_images

    module, shape, _ = torch_network(seed)
    agrees(network_from_images(module, shape), module, shape, seed)


@pytest.mark.parametrize("seed", [1, 2])
def test_state_dicts(seed: int, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    module, shape, text = torch_network(seed)
    torch.save(module.state_dict(), tmp_path / "net.pt")
    found = read_region_network(str(tmp_path / "net.pt"), None, ",".join(map(str, shape)), text)
    assert isinstance(found, LayeredNetwork)
    agrees(found, module, shape, seed)


@pytest.mark.parametrize(
    ("image", "modules", "message"),
    [
        ("1,4,4", "conv:padding=1 relu", "a module for each weight"),
        ("1,4,4", "conv linear linear linear", "features in one row"),
        ("1,4", "conv", "C,H,W"),
        ("2,4,4", "conv:padding=1", "filters for 2 channels"),
        ("1,4,4", "conv:size=2", "modules such as"),
        ("1,4,4", "pool:9", "a window within"),
        ("1,4,4", "linear", "two dimensions"),
        ("16", "flatten conv", "an image"),
        ("1,4,4", "pool", "modules such as"),
        ("1,4,4", "conv:padding=1 swish", "swish"),
        ("1,4,4", "conv:padding=1 conv", "four dimensions"),
        (None, "conv", "C,H,W"),
    ],
)
def test_state_dicts_that_do_not_fit(image: str | None, modules: str, message: str, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    torch.save(torch_network(1)[0].state_dict(), tmp_path / "net.pt")
    with pytest.raises(InputError, match=message):
        read_region_network(str(tmp_path / "net.pt"), None, image, modules)


def onnx_file(seed: int, change: Callable[[list[Any]], None] = lambda nodes: None) -> tuple[bytes, Any]:
    """conv, Relu, MaxPool, Flatten, Gemm as ONNX, and the same as a torch module."""
    onnx, torch = pytest.importorskip("onnx"), pytest.importorskip("torch")
    nn, made = torch.nn, onnx.helper
    module = nn.Sequential(
        nn.Conv2d(2, 3, 2, padding=1), nn.ReLU(), nn.MaxPool2d(2, stride=1), nn.Flatten(), nn.Linear(48, 3)
    ).double()
    torch.manual_seed(seed)
    with torch.no_grad():
        for weight in module.parameters():
            weight.copy_(torch.randint(-4, 5, weight.shape).double() / 4)
    w, b, v, c = (p.detach().numpy() for p in module.parameters())
    tensors = [onnx.numpy_helper.from_array(x, n) for x, n in ((w, "w"), (b, "b"), (v, "v"), (c, "c"))]
    nodes = [
        made.make_node("Conv", ["x", "w", "b"], ["h1"], kernel_shape=[2, 2], pads=[1, 1, 1, 1]),
        made.make_node("Relu", ["h1"], ["h2"]),
        made.make_node("MaxPool", ["h2"], ["h3"], kernel_shape=[2, 2], strides=[1, 1]),
        made.make_node("Flatten", ["h3"], ["h4"]),
        made.make_node("Gemm", ["h4", "v", "c"], ["h5"], transB=1),
        made.make_node("Softmax", ["h5"], ["y"], axis=1),
    ]
    change(nodes)
    kind = onnx.TensorProto.DOUBLE
    x, y = (
        made.make_tensor_value_info("x", kind, ["N", 2, 4, 4]),
        made.make_tensor_value_info("y", kind, None),
    )
    graph = made.make_graph(nodes, "g", [x], [y], tensors)
    return made.make_model(graph, opset_imports=[made.make_opsetid("", 17)]).SerializeToString(), module


@pytest.mark.parametrize("seed", range(3))
def test_onnx(seed: int, tmp_path: Path) -> None:
    data, module = onnx_file(seed)
    (tmp_path / "net.onnx").write_bytes(data)
    found = read_region_network(str(tmp_path / "net.onnx"))
    assert isinstance(found, LayeredNetwork)
    assert found.widths == (32, 75, 48, 3)
    agrees(found, module, (2, 4, 4), seed)


def test_onnx_that_is_not_understood(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")

    def auto(nodes: list[Any]) -> None:
        nodes[0].attribute.append(onnx.helper.make_attribute("auto_pad", "SAME_UPPER"))

    def other(nodes: list[Any]) -> None:
        nodes[1] = onnx.helper.make_node("Sigmoid", ["h1"], ["h2"])

    def unflattened(nodes: list[Any]) -> None:
        nodes[3] = onnx.helper.make_node("Identity", ["h3"], ["h4"])

    for change, message in ((auto, "auto_pad"), (other, "Sigmoid"), (unflattened, "one row")):
        (tmp_path / "net.onnx").write_bytes(onnx_file(0, change)[0])
        with pytest.raises(InputError, match=message):
            read_region_network(str(tmp_path / "net.onnx"))


def test_json(tmp_path: Path) -> None:
    conv = {"filters": [["1", "-1"]], "tied_bias": ["0"], "patches": [[0, 1], [1, 2]], "activation": "relu"}
    table: dict[str, Any] = {"format": "theodolite-network/1", "input_dim": 3}
    last = {"weight": [["1"], ["-1"]], "bias": ["0", "0"], "activation": None}
    path = tmp_path / "net.json"
    path.write_text(json.dumps({**table, "layers": [conv, {"max_over": [[0, 1]]}, last]}), "utf-8")
    found = read_region_network(str(path))
    assert isinstance(found, LayeredNetwork) and found.widths == (3, 2, 1, 2)
    plain = {"weight": [["1", "0", "0"]], "bias": ["0"], "activation": None}
    path.write_text(json.dumps({**table, "layers": [plain]}), "utf-8")
    assert isinstance(read_region_network(str(path)), LoadedNetwork)
    with pytest.raises(InputError, match="state dict"):
        read_region_network(str(path), None, "1,1,3", "linear")
    path.write_text(json.dumps({**table, "input_dim": "3", "layers": [conv]}), "utf-8")
    with pytest.raises(InputError, match="input_dim"):
        read_region_network(str(path))


def test_windows() -> None:
    assert Window((3, 3), (2, 2), (1, 1, 1, 1)).places(5, 0) == [[-1, 0, 1], [1, 2, 3], [3, 4, -1]]
    assert Window((2, 2), (2, 2), ceil=True).places(5, 1) == [[0, 1], [2, 3], [4, -1]]
    assert Window((2, 2), (3, 3), (0, 0, 1, 1), ceil=True).places(5, 1) == [[0, 1], [3, 4]]
    stack = ImageLayers((1, 2, 2))
    stack.pool(Window((2, 2), (1, 1), (1, 1, 1, 1)), "here")  # type: ignore[arg-type]
    assert [sorted(set(p)) for p in stack.layers[0].patches.tolist()][:3] == [[0], [0, 1], [1]]  # type: ignore[union-attr]
