"""`theodolite audit NETWORK --data D --skips SEED`: Chapter 4 on a network and data, with units named."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from click.testing import Result

from checker import Verified, verify

Run = Callable[..., Result]


def lines(result: Result, reference: str) -> list[str]:
    """The verdict that names this reference, and the answers under it."""
    every = result.output.splitlines()
    start = next(i for i, line in enumerate(every) if f"[{reference}]" in line)
    end = next((i for i in range(start + 1, len(every)) if not every[i].startswith("  ")), len(every))
    return every[start:end]


def test_a_network_within_the_assumption_has_every_part(run: Run, tmp_path: Path) -> None:
    result = run(
        *("audit", "conv:8x5", "--data", "digits", "--samples", 40, "--skips", 0),
        *("--certificates", tmp_path / "c", "--json", tmp_path / "out.json"),
    )
    assert result.exit_code == 0, result.output
    assert "40 of 128 units joined to the output" in result.output
    assert all(line.startswith("  yes") for line in lines(result, "Lemma 4.3.2")[1:])
    for part in ("(2), square", "(2), hinge", "(2), cross_entropy", "(3), every loss", "(4), square"):
        assert "does not apply" not in lines(result, f"Theorem 4.3.4 {part}")[0]
    assert "does not apply" in lines(result, "Theorem 4.3.4 (4), hinge")[0]
    (path,) = (tmp_path / "c").iterdir()
    verdict = verify(path.read_bytes())
    assert isinstance(verdict, Verified) and verdict.kind == "feature-rank"
    found = {
        t["reference"]: t["applies"] for t in json.loads((tmp_path / "out.json").read_text())["theorems"]
    }
    assert found["Theorem 4.3.4 (1)"] == "yes" and found["Theorem 4.3.4 (4), hinge"] == "no"


def test_a_tied_bias_fails_the_lemma_and_not_the_theorem(run: Run, tmp_path: Path) -> None:
    layer = {"filters": [["1", "1/2", "-1", "2"] * 6 + ["3"]], "patches": {"image": [8, 8], "size": 5}}
    path = tmp_path / "net.json"
    path.write_text(
        json.dumps({"layers": [{**layer, "tied_bias": ["0"], "activation": "sigmoid"}], "input_dim": 64})
    )
    result = run("audit", path, "--data", "digits", "--samples", 6, "--skips", 1)
    assert result.exit_code == 0, result.output
    lemma = lines(result, "Lemma 4.3.2")
    assert lemma[0].endswith("fails: Section 4.2 (5), biases of their own")
    assert "unit 65: it has the bias of unit 64, not one of its own; 15 in all" in "".join(lemma)
    assert "analytic, and of full rank at these U (Lemma 2.2.2)" in lines(result, "Theorem 4.3.4 (1)")[1]


def test_equal_samples_are_named_and_the_theorem_stays_open(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.npz"
    numpy.savez(path, X=numpy.array([[1, 2], [1, 2], [3, 4]]), y=numpy.array([0, 1, 1]))
    result = run("audit", "fc:5", "--data", path, "--skips", 0)
    assert result.exit_code == 3, result.output
    assert "unit 2: samples 0 and 1 agree on its inputs" in "".join(lines(result, "Lemma 4.3.2"))
    assert "not decided" in lines(result, "Theorem 4.3.4 (1)")[0]


def test_one_class_and_too_few_units(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data.npz"
    numpy.savez(path, X=numpy.array([[1], [2], [3]]), y=numpy.array([0, 0, 0]))
    result = run("audit", "fc:2", "--data", path, "--skips", 0)
    assert "no   m >= 2" in "".join(lines(result, "Theorem 4.3.4 (4), cross_entropy"))
    assert "2 skip units for 3 samples" in "".join(lines(result, "Lemma 4.3.2"))
    assert "no  M >= N  2 skip units, 3 samples" in "".join(lines(result, "Theorem 4.3.4 (3), every loss"))


def test_cnn13_is_decided_layer_by_layer(run: Run) -> None:
    result = run("audit", "cnn13", "--data", "digits", "--skips", 0, "--activation", "softplus")
    assert result.exit_code == 3, result.output
    assert "1797 of 17152 units joined to the output" in result.output
    lemma = "".join(lines(result, "Lemma 4.3.2"))
    assert "unit 64: it reads 4 nodes, at the border, and shares weights with units that read 9" in lemma
    assert "every backward path meets a skip unit" in lemma and "(63 of 64 such positions)" in lemma


def test_a_written_network_is_audited_with_its_own_skips(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "net.json"
    assert run("skip", "fc:12,fc:8", "--samples", 9, "--activation", "softplus", "-o", path).exit_code == 0
    result = run("audit", path, "--data", "digits", "--samples", 9, "--skips", "own")
    assert result.exit_code == 0, result.output
    assert "9 of 20 units joined to the output" in result.output and "rank 9 of 9" in result.output


def test_a_graph_too_large_to_build_is_decided_layer_by_layer(run: Run, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    make, float32 = onnx.helper, numpy.float32
    arrays = {
        "W": numpy.ones((16, 1, 5, 5), dtype=float32),
        "b": numpy.zeros(16, dtype=float32),
        "U": numpy.ones((20, 16, 3, 3), dtype=float32),
        "V": numpy.ones((11520, 10), dtype=float32),
    }
    nodes = [
        make.make_node("Conv", ["x", "W", "b"], ["c"], strides=[1, 1]),
        make.make_node("Softplus", ["c"], ["f"]),
        make.make_node("Conv", ["f", "U"], ["d"], pads=[1, 1, 1, 1]),
        make.make_node("Sigmoid", ["d"], ["g"]),
        make.make_node("Flatten", ["g"], ["flat"]),
        make.make_node("MatMul", ["flat", "V"], ["y"]),
    ]
    one = onnx.TensorProto.FLOAT
    graph = make.make_graph(
        nodes,
        "large",
        [make.make_tensor_value_info("x", one, ["N", 1, 28, 28])],
        [make.make_tensor_value_info("y", one, ["N", 10])],
        [onnx.numpy_helper.from_array(a, name) for name, a in arrays.items()],
    )
    path, data = tmp_path / "net.onnx", tmp_path / "data.npz"
    onnx.save(make.make_model(graph, opset_imports=[make.make_opsetid("", 13)], ir_version=8), path)
    numpy.savez(data, X=numpy.arange(6 * 784).reshape(6, 784) % 251, y=numpy.arange(6))
    result = run("audit", path, "--data", data, "--skips", 2)
    assert result.exit_code == 3, result.output
    assert "6 of 20736 units joined to the output" in result.output
    lemma = "".join(lines(result, "Lemma 4.3.2"))
    assert (
        "unit 10000: it reads 64 nodes, at the border, and shares weights with units that read 144" in lemma
    )
    assert "  yes  Assumption 4.3.1 (3)" in lemma


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("fc:10", "--skips", "0"), "--skips needs samples; give --data"),
        (("fc:10", "--data", "digits", "--skips", "some"), "--skips some: expected a seed such as 0, or own"),
        (("fc:10", "--data", "digits", "--skips", "own"), "--keep keeps the skip-connections of a file"),
        (
            ("cnn13", "--data", "digits", "--skips", "own"),
            "--skips own needs a network with skip-connections",
        ),
    ],
)
def test_bad_input_ends_in_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("audit", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr and result.stderr.count("\n") == 1
