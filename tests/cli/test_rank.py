"""`theodolite rank`: exact ranks of features, the hypothesis that fails with its witness, and bad input."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy
import pytest
from click.testing import Result

from checker import Verified, verify

Run = Callable[..., Result]


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Twelve samples of nine inputs, the first two of which share a pixel."""
    path = tmp_path / "images.npz"
    X = numpy.arange(108).reshape(12, 9) * 37 % 101
    X[1, 0] = X[0, 0]
    numpy.savez(path, X=X)
    return path


@pytest.mark.parametrize("activation", ["relu", "leaky_relu:1/100", "sigmoid", "tanh", "elu"])
@pytest.mark.parametrize("network", ["fc:30", "conv:10x2"])
def test_full_rank_is_certified(
    run: Run, samples: Path, tmp_path: Path, network: str, activation: str
) -> None:
    told = tmp_path / "out.json"
    result = run("rank", network, "--data", samples, "--activation", activation, "--json", told)
    assert result.exit_code == 0, result.output
    assert "rank F_1 = 12 (12 x " in result.output
    found = json.loads(told.read_text())
    assert (found["rank"], found["soundness_error"]) == (12, "2^-127")
    assert bool(found["rests_on"]) == (activation in ("sigmoid", "tanh", "elu"))


def test_the_certificate_is_written_and_verifies(run: Run, samples: Path, tmp_path: Path) -> None:
    assert run("rank", "fc:20", "--data", samples, "--certificates", tmp_path / "certificates").exit_code == 0
    (path,) = (tmp_path / "certificates").iterdir()
    assert isinstance(verify(path.read_bytes()), Verified)


def test_a_narrow_layer_is_told_so(run: Run, samples: Path) -> None:
    result = run("rank", "fc:5", "--data", samples, "--activation", "sigmoid")
    assert "rank F_1 = 5 (12 x 5, full)" in result.output
    assert "n_1 >= N: no, 5 units, 12 samples" in result.output
    assert "almost every" not in result.output


def test_a_dead_unit_is_the_null_vector(run: Run, samples: Path, tmp_path: Path) -> None:
    rows = [[f"{(i * j) % 7 - 3}" for j in range(9)] for i in range(10)]
    layers = [
        {"weight": [["-1"] * 9, *rows], "bias": ["0"] * 11, "activation": "relu"},
        {"weight": [["1"] * 11], "bias": ["0"]},
    ]
    network = tmp_path / "network.json"
    network.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 9, "layers": layers}))
    result = run("rank", network, "--data", samples)
    assert "unit 1 is zero on all data" in result.output, result.output
    assert result.exit_code == 0


def test_a_shared_patch_is_the_witness(run: Run, samples: Path) -> None:
    result = run("rank", "conv:4x1", "--data", samples)
    assert "Assumption 2.4.1, patches of different samples differ: no, patch 1 of sample 1" in result.output


def test_equal_samples_bound_the_rank_of_sigmoid_features(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "equal.npz"
    numpy.savez(path, X=numpy.array([[1, 2], [3, 4], [1, 2]]))
    result = run("rank", "fc:4", "--data", path, "--activation", "sigmoid")
    assert "rank F_1 = 2 (3 x 4, 1 less than full)" in result.output
    assert "1 * sample 1 + -1 * sample 3 = 0" in result.output


def test_convolution_and_pooling_from_a_file(run: Run, samples: Path, tmp_path: Path) -> None:
    filters = [[str((3 * i + j) % 5 - 2) for j in range(4)] for i in range(12)]
    patches = {"image": [3, 3], "size": 2}
    layers = [
        {
            "filters": filters,
            "tied_bias": [str(i) for i in range(12)],
            "patches": patches,
            "activation": "relu",
        },
        {"max_over": [[i, i + 12, i + 24] for i in range(12)] + [[i, i + 12, i + 36] for i in range(12)]},
    ]
    network = tmp_path / "network.json"
    network.write_text(json.dumps({"layers": layers}))
    result = run("rank", network, "--data", samples, "--layer", 2)
    assert result.exit_code in (0, 3), result.output
    assert "(12 x 24," in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["fc:5", "--layer", "2"], "expected a layer from 1 to 1"),
        (["fc:5", "--activation", "gelu"], "gelu"),
        (["fc:0"], "at least one unit"),
        (["conv:2x4"], "square images of at least 4 x 4"),
        (["missing.json"], "missing.json"),
        (["fc:20", "--data", "missing.npz"], "missing.npz"),
    ],
)
def test_bad_input_is_one_line(run: Run, samples: Path, arguments: list[str], says: str) -> None:
    data = [] if "--data" in arguments else ["--data", samples]
    result = run("rank", *arguments, *data)
    assert result.exit_code == 2
    assert says in result.output
    assert result.output.count("\n") == 1


def test_softplus_by_an_enclosure(run: Run, samples: Path) -> None:
    result = run("rank", "fc:20", "--data", samples, "--activation", "softplus")
    assert result.exit_code == 0, result.output
    assert "rank F_1 = 12 (12 x 20, full)" in result.output
    assert "an enclosure of an inverse: no soundness error" in result.output


def test_softplus_of_many_samples_is_not_certified(run: Run) -> None:
    result = run("rank", "fc:600", "--activation", "softplus", "--samples", "600")
    assert result.exit_code == 3
    assert "rank F_1 (600 x 600): not established: not certified: about 648000 values" in result.output


def test_softsign_by_a_random_solve(run: Run, samples: Path) -> None:
    result = run("rank", "conv:10x2", "--data", samples, "--activation", "softsign")
    assert result.exit_code == 0, result.output
    assert "rank F_1 = 12 (12 x 40, full)" in result.output
    assert "soundness error 2^-127" in result.output and "rests on" not in result.output


def test_an_onnx_network_with_sigmoids(run: Run, samples: Path, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    helper, numpy_helper = onnx.helper, onnx.numpy_helper
    W, b = (
        numpy.linspace(-1, 1, 9 * 13, dtype=numpy.float32).reshape(13, 9) ** 3,
        numpy.ones(13, numpy.float32),
    )
    V = numpy.ones((1, 13), numpy.float32)
    nodes = [
        helper.make_node("Gemm", ["X", "W", "b"], ["G"], transB=1),
        helper.make_node("Sigmoid", ["G"], ["F"]),
        helper.make_node("Gemm", ["F", "V"], ["Y"], transB=1),
    ]
    constants = [numpy_helper.from_array(x, name) for x, name in ((W, "W"), (b, "b"), (V, "V"))]
    ends = [
        helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, ["N", d]) for n, d in (("X", 9), ("Y", 1))
    ]
    graph = helper.make_graph(nodes, "g", ends[:1], ends[1:], constants)
    path = tmp_path / "net.onnx"
    path.write_bytes(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]).SerializeToString()
    )
    result = run("rank", path, "--data", samples)
    assert result.exit_code == 0, result.output
    assert "rests on Hermite" in result.output


def deep(folder: Path, *layers: object) -> Path:
    """A network file."""
    path = folder / "deep.json"
    path.write_text(json.dumps({"layers": layers}))
    return path


def dense(units: int, inputs: int, activation: str) -> dict[str, object]:
    """A fully connected layer of random multiples of 1/8."""
    draw = Random(units).randint
    weight = [[f"{draw(-9, 9)}/8" for _ in range(inputs)] for _ in range(units)]
    return {"weight": weight, "bias": [f"{draw(-9, 9)}/8" for _ in range(units)], "activation": activation}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus", "softsign", "elu", "relu"])
def test_above_a_sigmoid_layer(run: Run, samples: Path, tmp_path: Path, activation: str) -> None:
    bank = {
        "filters": [["1/16", "-1/32", "1/8", "1/64"], ["1/64", "1/32", "-1/16", "1/32"]],
        "tied_bias": ["-2", "1"],
        "patches": {"image": [3, 3], "size": 2},
        "activation": "sigmoid",
    }
    pool = {"max_over": [[i, (i + 2) % 8] for i in range(8)]}
    network = deep(tmp_path, bank, pool, dense(40, 8, "softplus"), dense(90, 40, activation))
    result = run("rank", network, "--data", samples, "--layer", 4, "--certificates", tmp_path / "all")
    assert result.exit_code == 0, result.output
    assert "rank F_4 = 12 (12 x 90, full)" in result.output
    (path,) = (tmp_path / "all").iterdir()
    assert isinstance(verify(path.read_bytes()), Verified)


def test_dependent_features_above_a_sigmoid_are_bounded_from_below(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    layer = {"weight": [["1"] * 9] * 9, "bias": ["0"] * 9, "activation": "sigmoid"}
    result = run("rank", deep(tmp_path, layer, layer), "--data", samples, "--layer", 2)
    assert result.exit_code == 3
    assert "rank F_2 >= 1 (12 x 9, 8 more are not certified, and may be missing)" in result.output


def test_tied_biases_are_named(run: Run, samples: Path, tmp_path: Path) -> None:
    filters = [["1/3", "-1/2", "1/5", "1"], ["1", "1/4", "-1/3", "1/2"]]
    bank = {"filters": filters, "tied_bias": ["1", "0"], "patches": {"image": [3, 3], "size": 2}}
    result = run("rank", deep(tmp_path, {**bank, "activation": "sigmoid"}), "--data", samples)
    assert "no, tied biases, 2 filters; then Theorem 2.4.4 needs T_1 >= N: no" in result.output
