"""`theodolite path`: joined, descended, refused, and bad input."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy
import pytest
from click.testing import Result

from checker import Network, Rationals, Verified, encode_network, verify
from constructions.formats.piecewise_linear import RELU
from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import net

Run = Callable[..., Result]


def save(path: Path, network: Network) -> Path:
    """The network as a file."""
    text = encode_network(network, Rationals())
    assert isinstance(text, dict)
    path.write_text(json.dumps({"format": "theodolite-network/1", **text, "input_dim": network.input_dim}))
    return path


def written(folder: Path, widths: tuple[int, ...], N: int, relu: bool = False) -> list[Path]:
    """Two networks and a data set as files."""
    some = Instances(1)
    risk = some.risk(widths, N)
    paths = [folder / "a.json", folder / "b.json", folder / "data.npz"]
    for path in paths[:2]:
        save(path, some.network(widths, RELU if relu else HALF))
    X, Y = (numpy.array([[float(x) for x in row] for row in rows]) for rows in (risk.inputs, risk.targets))
    numpy.savez(paths[2], X=X, Y=Y)
    return paths


@pytest.mark.parametrize("method", ["auto", "exact", "rounded"])
def test_two_networks_are_joined(run: Run, tmp_path: Path, method: str) -> None:
    a, b, data = written(tmp_path, (2, 6, 2), 4)
    told, proof, plot = tmp_path / "out.json", tmp_path / "path.cert.json", tmp_path / "path.svg"
    options = ("--method", method, "--json", told, "-o", proof, "--plot", plot)
    result = run("path", a, b, "--data", data, *options)
    assert result.exit_code == 0, result.output
    assert "exact, verified by the kernel" in result.output
    verdict = verify(proof.read_bytes())
    assert isinstance(verdict, Verified)
    found = json.loads(told.read_text())
    assert found["certificate"]["claim_sha256"] == verdict.claim_sha256
    assert found["vertices"] == found["segments"] + 1 and found["bits"] > 0
    assert plot.read_bytes().startswith(b"<svg")


@pytest.mark.parametrize(("widths", "relu"), [((1, 3, 3, 2), True), ((1, 4, 3, 2), False)])
def test_deep_networks_are_joined_and_descended(
    run: Run, tmp_path: Path, widths: tuple[int, ...], relu: bool
) -> None:
    a, b, data = written(tmp_path, widths, 3, relu)
    assert run("path", a, b, "--data", data).exit_code == 0
    told = tmp_path / "out.json"
    result = run("path", a, "--descend", "--data", data, "--json", told)
    assert result.exit_code == 0, result.output
    assert json.loads(told.read_text())["loss_at_end"] == "0"
    assert "never rises" in result.output


def test_the_hinge_loss_is_descended(run: Run, tmp_path: Path) -> None:
    a, _, _ = written(tmp_path, (2, 6, 2), 4)
    data = tmp_path / "labels.npz"
    numpy.savez(data, X=numpy.array([[0.0, 1], [1, 0], [2, 2]]), y=numpy.array([0, 1, 0]))
    result = run("path", a, "--descend", "--data", data, "--loss", "hinge")
    assert result.exit_code == 0, result.output
    assert " 0 at the end" in result.output


@pytest.mark.parametrize("loss", ["hinge", "cross_entropy"])
def test_networks_are_joined_under_other_losses(run: Run, tmp_path: Path, loss: str) -> None:
    a, b, _ = written(tmp_path, (2, 6, 2), 4)
    data = tmp_path / "labels.npz"
    numpy.savez(data, X=numpy.array([[0.0, 1], [1, 0], [2, 2]]), y=numpy.array([0, 1, 0]))
    for method in ("exact", "rounded"):
        result = run("path", a, b, "--data", data, "--loss", loss, "--method", method)
        assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("widths", "method"), [((2, 6, 2), "exact"), ((2, 6, 2), "rounded"), ((2, 6, 3, 2), "exact")]
)
def test_the_cross_entropy_is_descended(
    run: Run, tmp_path: Path, widths: tuple[int, ...], method: str
) -> None:
    a, _, _ = written(tmp_path, widths, 4)
    data, told = tmp_path / "labels.npz", tmp_path / "out.json"
    numpy.savez(data, X=numpy.array([[0.0, 1], [1, 0], [2, 2]]), y=numpy.array([0, 1, 0]))
    options = ("--descend", "--loss", "cross_entropy", "--method", method, "--json", told)
    result = run("path", a, "--data", data, *options)
    assert result.exit_code == 0, result.output
    found = json.loads(told.read_text())
    assert float(Fraction(found["loss_at_end"])) < 1e-2 < float(Fraction(found["loss_at_start"]))


def test_soft_targets_are_no_reason_to_descend(run: Run, tmp_path: Path) -> None:
    a, _, data = written(tmp_path, (2, 6, 2), 4)
    result = run("path", a, "--descend", "--data", data, "--loss", "cross_entropy")
    assert result.exit_code == 1
    assert "one-hot targets only" in result.output


def test_deep_relu_networks_are_joined_in_rounded_numbers(run: Run, tmp_path: Path) -> None:
    a, b, data = written(tmp_path, (2, 8, 9, 2), 4, relu=True)
    result = run("path", a, b, "--data", data, "--method", "rounded")
    assert result.exit_code == 0, result.output


def test_narrower_layers_above_a_wide_one_are_joined_on_a_grid(run: Run, tmp_path: Path) -> None:
    a, b, data = written(tmp_path, (2, 8, 4, 2), 7)
    told = tmp_path / "out.json"
    result = run("path", a, b, "--data", data, "--method", "rounded", "--json", told)
    assert result.exit_code == 0, result.output
    assert json.loads(told.read_text())["bits"] < 160


def test_points_that_are_separated_are_not_joined(run: Run, tmp_path: Path) -> None:
    up, down = net(HALF, [[1, -1], [1, 1]], [[-4, 3, -5]]), net(HALF, [[-1, 1], [1, 1]], [[-4, -3, 7]])
    paths = [save(tmp_path / f"{name}.json", network) for name, network in (("a", up), ("b", down))]
    data = tmp_path / "tent.npz"
    numpy.savez(data, X=numpy.array([[0.0], [1], [2]]), Y=numpy.array([[0.0], [1], [0]]))
    result = run("path", *paths, "--data", data)
    assert result.exit_code == 1
    assert "no path found" in result.output and "no theorem applies" in result.output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("A",), "expected A and B"),
        (("A", "B", "--descend"), "expected A with --descend"),
        (("A", "B", "--samples", "99"), "1 to 4 samples"),
        (("A", "OTHER"), "expected the widths and activations of"),
        (("A", "MISSING"), "expected a file"),
    ],
)
def test_bad_input_is_one_line(run: Run, tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    a, b, data = written(tmp_path, (2, 6, 2), 4)
    (tmp_path / "other").mkdir()
    other = written(tmp_path / "other", (2, 5, 2), 4)[0]
    named = {"A": a, "B": b, "OTHER": other, "MISSING": tmp_path / "missing.json"}
    result = run("path", *[named.get(x, x) for x in arguments], "--data", data)
    assert result.exit_code == 2
    assert says in result.output
    assert "Traceback" not in result.output
