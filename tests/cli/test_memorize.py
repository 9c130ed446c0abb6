"""`theodolite memorize`: exact networks from data, written to files that other readers understand."""

from collections.abc import Callable
from pathlib import Path

import numpy
import pytest
from click.testing import Result

from checker import Verified, verify
from constructions.formats.network import read_network

Run = Callable[..., Result]


def test_labels_of_digits_are_taken_exactly(run: Run, tmp_path: Path) -> None:
    network = tmp_path / "net.json"
    result = run("memorize", "--samples", 30, "-o", network, "--certificates", tmp_path / "c")
    assert result.exit_code == 0, result.output
    assert "widths 64-30-1, ReLU, zero training error" in result.output
    (path,) = (tmp_path / "c").iterdir()
    assert isinstance(verify(path.read_bytes()), Verified)
    from constructions.formats.data import read_data

    data, f = read_data("digits"), read_network(network).network
    assert [f(data.row(i)) for i in range(30)] == [(int(y),) for y in data.y[:30]]  # type: ignore[index]


def test_random_labels_and_one_output_for_each_class(run: Run) -> None:
    result = run("memorize", "--samples", 20, "--labels", "random:3", "--one-hot")
    assert result.exit_code == 0, result.output
    assert "f(x_i) = y_i for all 20 samples" in result.output


@pytest.mark.parametrize("suffix", [".onnx", ".pt"])
def test_files_of_other_formats_read_back(run: Run, tmp_path: Path, suffix: str) -> None:
    pytest.importorskip("onnx" if suffix == ".onnx" else "torch")
    path = tmp_path / f"net{suffix}"
    assert run("memorize", "--samples", 12, "-o", path).exit_code == 0
    loaded = read_network(path, "relu" if suffix == ".pt" else None)
    assert loaded.network.widths == (64, 12, 1)


def test_equal_samples_with_two_labels_are_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "twice.npz"
    numpy.savez(path, X=numpy.array([[1, 2], [3, 4], [1, 2]]), y=numpy.array([0, 1, 1]))
    result = run("memorize", "--data", path)
    assert result.exit_code == 1
    assert "samples 1 and 3 are equal and have different targets" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--labels", "mine"], "expected data or random:SEED"),
        (["--samples", "3", "-o", "net.txt"], ".json"),
        (["--data", "missing.npz"], "missing.npz"),
    ],
)
def test_bad_input(run: Run, arguments: list[str], says: str) -> None:
    result = run("memorize", *arguments)
    assert result.exit_code == 2
    assert says in result.output
