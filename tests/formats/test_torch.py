"""torch files and modules: exact weights, refusals, and a file with code in it, which must not run."""

import os
import sys
from collections import OrderedDict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from constructions.formats import network_from_module, read_network
from constructions.formats.piecewise_linear import IDENTITY, RELU, SOFTSIGN, clip, leaky_relu

torch = pytest.importorskip("torch")
nn = torch.nn


@pytest.fixture
def saved(tmp_path: Path) -> Any:
    """saved(value) is the path of a file that torch.save wrote."""

    def made(value: object, **options: Any) -> Path:
        torch.save(value, tmp_path / "n.pt", **options)
        return tmp_path / "n.pt"

    return made


def sample() -> Any:
    """Four linear layers, one without bias."""
    torch.manual_seed(3)
    linear = [nn.Linear(3, 5), nn.Linear(5, 4, bias=False), nn.Linear(4, 4), nn.Linear(4, 2)]
    return nn.Sequential(
        linear[0], nn.LeakyReLU(), linear[1], nn.LeakyReLU(), linear[2], nn.LeakyReLU(), linear[3]
    )


def exact(tensor: Any) -> list[Any]:
    """The entries as fractions, by the standard library alone."""
    return [Fraction(*x.as_integer_ratio()) for x in tensor.detach().double().reshape(-1).tolist()]


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("zipped", [True, False])
def test_state_dicts_keep_every_bit(dtype: Any, zipped: bool, saved: Any) -> None:
    module = sample().to(dtype)
    path = saved(module.state_dict(), _use_new_zipfile_serialization=zipped)
    loaded = read_network(path, activation="leaky_relu:0.01")
    assert loaded.network.widths == (3, 5, 4, 4, 2)
    for layer, k in zip(loaded.network.layers, (0, 2, 4, 6), strict=True):
        assert [x for row in layer.weight for x in row] == exact(module[k].weight)
        assert list(layer.bias) == ([0] * 4 if k == 2 else exact(module[k].bias))
    assert loaded.network.layers[0].activation == leaky_relu(Fraction(1, 100))
    assert loaded.network == network_from_module(module, decimal=True).network


def test_a_slope_of_a_module_is_the_float(saved: Any) -> None:
    loaded = network_from_module(sample())
    slope = Fraction(*(0.01).as_integer_ratio())
    assert loaded.network.layers[0].activation == leaky_relu(slope)
    assert loaded.notes[0] == f"negative_slope 0.01 is a float, read as {slope}"


def test_modules_of_every_kind() -> None:
    torch.manual_seed(4)
    inner = nn.Sequential(nn.Linear(4, 3), nn.Hardtanh(), nn.Dropout(0.5))
    parts = [nn.Flatten(), inner, nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2), nn.ReLU6(), nn.Linear(2, 2)]
    module = nn.Sequential(
        *parts, nn.Identity(), nn.Softsign(), nn.Linear(2, 2), nn.Linear(2, 3), nn.Softmax(1)
    )
    network = network_from_module(module).network
    expected = [clip(-1, 1), RELU, clip(0, 6), SOFTSIGN, IDENTITY, IDENTITY]
    assert [layer.activation for layer in network.layers] == expected
    module.double().eval()
    point = torch.tensor([[0.25, -1.5, 2.0, 0.125]], dtype=torch.float64)
    logits = module[:-1](point)[0].tolist()
    found = network(tuple(Fraction(x) for x in point[0].tolist()))
    assert [float(x) for x in found] == pytest.approx(logits, rel=1e-12)


OwnModule = type("OwnModule", (nn.Linear,), {})  # a subclass, which may compute anything


@pytest.mark.parametrize(
    "parts",
    [
        *(
            [nn.Tanh()],
            [nn.Sigmoid()],
            [nn.GELU()],
            [nn.Conv2d(1, 1, 1)],
            [nn.BatchNorm1d(2)],
            [OwnModule(2, 2)],
        ),
        *([], [nn.ReLU()], [nn.Linear(2, 2), nn.ReLU()], [nn.Linear(2, 2), nn.Linear(3, 2)], [nn.PReLU()]),
        *([nn.Linear(2, 2), nn.Softmax(0)], [nn.Linear(2, 2), nn.Softmax(1), nn.Linear(2, 2)]),
        *([nn.Linear(2, 2), nn.Flatten(), nn.Linear(2, 2)], [nn.Linear(2, 2), nn.ReLU(), nn.ReLU()]),
    ],
)
def test_modules_that_cannot_be_read(parts: Any, fails: Any) -> None:
    fails(lambda: network_from_module(nn.Sequential(*parts)))


def test_other_objects_are_no_modules(fails: Any) -> None:
    for value in (None, 3, nn.Linear(2, 2), "model.pt"):
        fails(lambda value=value: network_from_module(value))


def test_the_activation_must_be_given(saved: Any, fails: Any) -> None:
    path = saved(sample().state_dict())
    assert "--activation relu" in str(fails(lambda: read_network(path)))
    assert fails(lambda: read_network(path, activation="tanh")).where.file == "--activation"


ROW = torch.ones(1, 2)


@pytest.mark.parametrize(
    "value",
    [
        *({}, [], 3, {1: ROW}, {"a.weight": 3}, {"a.weight": ROW, "a.scale": ROW}, {"a.bias": torch.ones(1)}),
        *({"a.weight": torch.ones(1, 1, 3, 3)}, {"a.weight": torch.ones(3)}, {"a.weight": torch.ones(0, 2)}),
        *({"a.weight": ROW, "b.weight": ROW}, {"a.weight": ROW, "a.bias": torch.ones(2)}),
        *({"a.weight": ROW * float("nan")}, {"a.weight": ROW * float("inf")}, {"a.weight": ROW * 1j}),
        *({"a.weight": ROW.bool()}, {"a.weight": ROW.to_sparse()}, {"a.weight": ROW.expand(10**8, 2)}),
        nn.BatchNorm1d(2).state_dict(),
    ],
)
def test_other_state_dicts_are_refused(value: Any, saved: Any, fails: Any) -> None:
    fails(lambda: read_network(saved(value), activation="relu"))


def test_a_convolution_is_named(saved: Any, fails: Any) -> None:
    error = fails(lambda: read_network(saved(nn.Conv2d(1, 1, 3).state_dict()), activation="relu"))
    assert "layer type Conv is not supported yet" in str(error)


def test_a_training_checkpoint_is_unwrapped(saved: Any) -> None:
    module = sample()
    path = saved({"epoch": 3, "state_dict": OrderedDict(module.state_dict())})
    assert read_network(path, activation="leaky_relu:0.01").network.widths == (3, 5, 4, 4, 2)


class Payload:
    """Unpickling it would run a command."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> Any:
        return os.system, (f"echo ran > '{self.marker}'",)


@pytest.mark.parametrize("zipped", [True, False])
def test_code_in_a_file_does_not_run(zipped: bool, saved: Any, tmp_path: Path, fails: Any) -> None:
    marker = tmp_path / "marker"
    value = {"a.weight": ROW, "a.bias": Payload(marker)}
    path = saved(value, _use_new_zipfile_serialization=zipped)
    error = fails(lambda: read_network(path, activation="relu"))
    assert "weights only" in error.expected
    assert not marker.exists()


def test_a_whole_module_is_refused(saved: Any, fails: Any) -> None:
    fails(lambda: read_network(saved(sample()), activation="relu"))


def test_without_the_package(saved: Any, monkeypatch: pytest.MonkeyPatch, fails: Any) -> None:
    path = saved({"a.weight": ROW})
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "pip install 'theodolite[torch]'" in str(fails(lambda: read_network(path, activation="relu")))
