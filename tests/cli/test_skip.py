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
    verdicts = [verify(path.read_bytes()) for path in (tmp_path / "c").iterdir()]
    kinds = {v.kind: v.certificate_sha256 for v in verdicts if isinstance(v, Verified)}
    assert set(kinds) == {"skip-rank", "fit"}
    document = json.loads(out.read_text())
    assert document["verified"] and document["violations"] == [] and len(document["skip"]) == 24
    assert document["certificate"] == kinds["skip-rank"]
    assert document["fit"]["certificate"] == kinds["fit"] and document["fit"]["error"].startswith("1/1000")


def test_one_layer_of_sigmoids_is_certified_without_rounding(run: Run, tmp_path: Path) -> None:
    result = run("skip", "conv:30x5", "--samples", 200, "--certificates", tmp_path / "c")
    assert result.exit_code == 0, result.output
    assert "480 hidden units in 1 layer, 200 of them joined to the output" in result.output
    assert "soundness error 2^-127; rests on Hermite" in result.output
    assert "all 200 labels are right" in result.output and "claims=2 certificates=2" in result.output
    verdicts = [verify(path.read_bytes()) for path in (tmp_path / "c").iterdir()]
    assert {v.kind for v in verdicts if isinstance(v, Verified)} == {"feature-rank", "fit"}


def without_zeros(path: Path) -> str:
    """The claim of a certificate without arcs of weight zero, which files in float64 do not keep."""
    claim = json.loads(path.read_text())["claim"]
    for unit in claim["units"]:
        arcs = [(k, w) for k, w in zip(unit["from"], unit["weight"], strict=True) if w != "0"]
        unit["from"], unit["weight"] = [k for k, _ in arcs], [w for _, w in arcs]
    return json.dumps(claim, sort_keys=True)


@pytest.mark.parametrize("ending", ["json", "onnx", "pt"])
def test_a_written_network_is_read_back_the_same(run: Run, tmp_path: Path, ending: str) -> None:
    pytest.importorskip("onnx" if ending == "onnx" else "torch" if ending == "pt" else "json")
    path = tmp_path / f"net.{ending}"
    first = run(
        "skip", "conv:3x5,fc:9", "--samples", 20, "--seed", 3, "-o", path, "--certificates", tmp_path / "a"
    )
    assert first.exit_code == 0, first.output
    again = run("skip", path, "--keep", "--certificates", tmp_path / "b")
    assert again.exit_code == 0, again.output
    assert "V of the file: every entry" in again.output and "all 20 labels are right" in again.output
    made, read = (sorted(map(without_zeros, (tmp_path / folder).iterdir())) for folder in ("a", "b"))
    assert made == read  # the same units, weights, skips and V, to the last digit


def test_biases_of_their_own_meet_the_clause(run: Run, tmp_path: Path) -> None:
    layer = {"filters": [["1", "1/2", "-1", "2"] * 6 + ["3"]], "patches": {"image": [8, 8], "size": 5}}
    path = tmp_path / "net.json"
    path.write_text(
        json.dumps({"layers": [{**layer, "tied_bias": ["0"], "activation": "sigmoid"}], "input_dim": 64})
    )
    assert "4.2 (5)" in run("skip", path, "--samples", 8).output
    result = run("skip", path, "--samples", 8, "--untie")
    assert result.exit_code == 0 and "4.2 (5)" not in result.output
    assert "Assumption 4.3.1: holds" in result.output


def test_a_convolution_of_onnx_is_read_with_its_shared_weights(run: Run, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    make = onnx.helper
    draw = numpy.random.default_rng(0)
    arrays = {
        "W": draw.normal(size=(4, 1, 5, 5)),
        "b": draw.normal(size=4),
        "U": draw.normal(size=(6, 4, 1, 1)),
        "V": draw.normal(size=(160, 10)),
    }
    nodes = [
        make.make_node("Conv", ["x", "W", "b"], ["c"]),
        make.make_node("Sigmoid", ["c"], ["f"]),
        make.make_node("Conv", ["f", "U"], ["d"]),
        make.make_node("Tanh", ["d"], ["g"]),
        make.make_node("Concat", ["f", "g"], ["h"], axis=1),
        make.make_node("Flatten", ["h"], ["flat"]),
        make.make_node("MatMul", ["flat", "V"], ["y"]),
    ]
    double = onnx.TensorProto.DOUBLE
    graph = make.make_graph(
        nodes,
        "dense",
        [make.make_tensor_value_info("x", double, ["N", 1, 8, 8])],
        [make.make_tensor_value_info("y", double, ["N", 10])],
        [onnx.numpy_helper.from_array(a, name) for name, a in arrays.items()],
    )
    path = tmp_path / "net.onnx"
    onnx.save(make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8), path)
    result = run("skip", path, "--samples", 30, "--untie")
    assert result.exit_code == 0, result.output
    assert "160 hidden units in 2 layers, 30 of them joined to the output" in result.output
    assert "all 30 labels are right" in result.output


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
        (("fc:60", "-o", "no-such-folder/net.json"), "expected a folder that exists"),
        (("fc:60", "--keep"), "--keep keeps the skip-connections of a file; name one"),
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
