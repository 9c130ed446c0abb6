"""The reduced experiments: what the theorems say of them holds, whatever weights training arrives at."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from proofs.cli import main

torch = pytest.importorskip("torch")


def test_width_two_is_connected_as_proved(tmp_path: Path) -> None:
    told, drawn = tmp_path / "a.json", tmp_path / "a.svg"
    result = CliRunner().invoke(main, ["experiment", "fig-5.5", "--json", str(told), "--plot", str(drawn)])
    assert result.exit_code == 0, result.output
    found = json.loads(told.read_text())
    assert found["status"] == "numeric"
    rows = {row["width"]: row for row in found["rows"]}
    assert rows[2]["exact"] in (0, 1)  # Theorem 5.2.3; 0: never blue
    assert rows[2]["certificate"]
    assert rows[50]["exact"] is None
    assert rows[3]["seen"]["device"] == "cpu"
    assert drawn.read_bytes().startswith(b"<svg")
    assert drawn.read_text().count("<circle") == 3 * 400


def test_ranks_are_certified() -> None:
    from torch_backend.experiments.feature_ranks import run

    (row,) = run(filters=(3,), activations=("sigmoid",))
    assert (row.samples, row.width, row.relation) == (400, 108, "=")
    assert row.exact == row.seen.value == 108
    assert row.certificate


def test_a_picture_of_a_table_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["experiment", "tab-2.2", "--plot", str(tmp_path / "a.svg")])
    assert result.exit_code == 2
    assert "no picture" in result.output
