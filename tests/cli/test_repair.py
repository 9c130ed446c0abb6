"""Data that violate Assumption 2.4.1: `rank` and `audit` say what to move, and moving it makes it hold."""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy
from click.testing import Result

Run = Callable[..., Result]


def data(tmp_path: Path, rows: list[list[int]]) -> Path:
    path = tmp_path / "rows.npz"
    numpy.savez(path, X=numpy.array(rows))
    return path


def test_one_move_for_two_equal_samples(run: Run, tmp_path: Path) -> None:
    result = run("rank", "fc:4", "--data", data(tmp_path, [[1, 2], [3, 4], [1, 2]]))
    assert "to make Assumption 2.4.1 hold, move sample 3, coordinate" in result.output
    assert "the smallest on the grid of 1/2" in result.output


def test_the_moves_listed_make_the_assumption_hold(run: Run, tmp_path: Path) -> None:
    rows = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 0, 0, 2, 5, 6, 7, 8, 9], [4, 5, 1, 1, 2, 3, 3, 3, 3]]
    listed = run("rank", "conv:4x2", "--data", data(tmp_path, rows), "--json", "-")
    repair = json.loads(listed.stdout)["repair"]
    assert repair["smallest"] and repair["grid"] == repair["largest"] == "1/2"
    for move in repair["moves"]:
        rows[move["sample"]][move["coordinate"]] += Fraction(move["by"])
    doubled = [[int(2 * x) for x in row] for row in rows]
    again = run("rank", "conv:4x2", "--data", data(tmp_path, doubled), "--json", "-")
    found = json.loads(again.stdout)
    assert found["repair"] is None
    assert "Assumption 2.4.1, patches of different samples differ: yes" in found["says"]


def test_nothing_to_move(run: Run, tmp_path: Path) -> None:
    result = run("rank", "fc:3", "--data", data(tmp_path, [[1, 2], [3, 4]]))
    assert "move sample" not in result.output


def test_audit_offers_the_move(run: Run, tmp_path: Path) -> None:
    layers = [
        {"weight": [["1", "2"], ["3", "1"], ["0", "1"]], "bias": ["0", "1", "2"], "activation": "sigmoid"},
        {"weight": [["1", "2", "3"]], "bias": ["0"], "activation": None},
    ]
    network = tmp_path / "network.json"
    network.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 2, "layers": layers}))
    result = run("audit", network, "--data", data(tmp_path, [[1, 2], [3, 4], [1, 2]]))
    assert "sample 1 = sample 3" in result.output
    assert "move sample 3, coordinate" in result.output
