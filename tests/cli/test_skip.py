"""`theodolite skip`: conditions named, the rank of Psi certified, labels fitted, files that others read."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from click.testing import Result

from checker import Verified, verify
from constructions.formats.data import read_data

Run = Callable[..., Result]


def labels(N: int) -> list[int]:
    found = read_data("digits").y
    assert found is not None
    return [int(y) for y in found[:N]]


def inputs(N: int) -> "numpy.typing.NDArray[numpy.float64]":
    X = read_data("digits").X.first(N)
    return numpy.asarray(X.numerators.astype(float) / X.denominator)


def test_digits_are_fitted_and_the_rank_is_certified(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run(
        *("skip", "conv:4x5,fc:10", "--samples", 24, "--certificates", tmp_path / "c", "--json", out)
    )
    assert result.exit_code == 0, result.output
    assert "74 hidden units in 2 layers, 24 of them joined to the output" in result.output
    assert "Assumption 4.3.1: holds" in result.output
    assert "rank Psi = 24" in result.output and "24 of 24 labels are right" in result.output
    (path,) = (tmp_path / "c").iterdir()
    verdict = verify(path.read_bytes())
    assert isinstance(verdict, Verified) and verdict.kind == "skip-rank"
    document = json.loads(out.read_text())
    assert document["verified"] and document["violations"] == [] and len(document["skip"]) == 24
    assert document["certificate"] == verdict.certificate_sha256


def test_what_fails_is_named_and_the_rank_is_certified_all_the_same(run: Run) -> None:
    result = run("skip", "conv:30x2", "--samples", 20, "--activation", "tanh")
    assert result.exit_code == 0, result.output
    assert "Assumption 4.3.1: fails in" in result.output
    assert "4.3.1 (2): unit" in result.output and "0 skip units of 20 needed" in result.output
    assert "new-4.a: does not apply: 4.3.1 (3): unit 64: samples" in result.output
    assert "rank Psi = 20" in result.output


def test_the_onnx_file_gives_the_labels(run: Run, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    from onnx.reference import ReferenceEvaluator

    path = tmp_path / "net.onnx"
    assert run("skip", "conv:2x5,fc:8", "--samples", 16, "-o", path).exit_code == 0
    (y,) = ReferenceEvaluator(onnx.load(path)).run(None, {"x": inputs(16)})
    assert y.argmax(axis=1).tolist() == labels(16)
    assert abs(y.max(axis=1) - 1).max() < 1e-8


def test_the_torch_file_gives_the_labels(run: Run, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    path = tmp_path / "net.pt"
    arguments = ("skip", "fc:12,fc:8", "--samples", 16, "--activation", "softplus", "-o", path)
    assert run(*arguments).exit_code == 0
    state = torch.load(path, weights_only=True)
    x, hidden = torch.from_numpy(inputs(16)), []
    for k in range(2):
        x = torch.nn.functional.softplus(x @ state[f"layers.{k}.weight"].T + state[f"layers.{k}.bias"])
        hidden.append(x)
    y = torch.cat(hidden, dim=1)[:, state["skip.index"]] @ state["skip.weight"]
    assert y.argmax(dim=1).tolist() == labels(16)


def test_an_exact_file_is_read_and_written(run: Run, tmp_path: Path) -> None:
    layer = {
        "filters": [["1", "1/2", "-1", "2"], ["2", "-1/3", "1", "1"]],
        "patches": {"image": [8, 8], "size": 2},
        "tied_bias": ["0", "1"],
        "activation": "sigmoid",
    }
    given, made = tmp_path / "net.json", tmp_path / "out.json"
    given.write_text(json.dumps({"layers": [layer], "input_dim": 64}))
    result = run("skip", given, "--samples", 5, "-o", made)
    assert result.exit_code == 0, result.output
    assert "4.2 (5): unit 66: it has the bias of unit 64, not one of its own" in result.output
    table = json.loads(made.read_text())
    assert len(table["units"]) == 98 and table["units"][1]["weight"] == ["2", "-1/3", "1", "1"]
    assert numpy.array(table["output_weight"]).shape == (5, max(labels(5)) + 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fc:10",), "10 hidden units for N = 60 samples; lower --samples to 10"),
        (("conv:8x9",), "expected a square image of at least 9 x 9"),
        (("conv:8x5,fc:0",), "expected fc:WIDTH or conv:FILTERSxSIZE"),
        (("fc:100", "--activation", "relu"), "Assumption 4.3.1 (1): unit 64 has the activation relu"),
        (("nothing.json",), "nothing.json: expected a file"),
        (("fc:60", "-o", "net.txt"), "expected a file .json, .onnx, .pt, .pth"),
    ],
)
def test_bad_input_ends_in_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("skip", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr and result.stderr.count("\n") == 1


def test_pooling_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    path.write_text(json.dumps({"layers": [{"max_over": [[0, 1], [2, 3]]}]}))
    result = run("skip", path)
    assert result.exit_code == 2 and "max-pooling is not analytic" in result.stderr


def test_equal_samples_cannot_be_certified(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.npz"
    numpy.savez(path, X=numpy.array([[1, 2], [1, 2], [3, 4]]), y=numpy.array([0, 1, 1]))
    result = run("skip", "fc:3", "--data", path, "--samples", 3)
    assert result.exit_code == 1 and "singular" in result.stderr
