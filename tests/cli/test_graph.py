"""`theodolite graph`: three forms, to a file or to stdout, and nothing else there."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.usefixtures("theorems")
def test_json_alone_goes_to_stdout(run: Run) -> None:
    result = run("graph", "thm-1.3", "--format", "json")
    assert result.exit_code == 0
    value = json.loads(result.stdout)
    statuses = {node["id"]: node["verdict"] for node in value["nodes"]}
    assert statuses["thm-1.3"] == statuses["thm-1.2"] == "holds"
    assert statuses["thm-1.1"] is None
    assert "VALID claims=2 " in result.stderr


@pytest.mark.usefixtures("theorems")
def test_the_form_is_that_of_the_name(run: Run, tmp_path: Path) -> None:
    for name, begins in (("g.svg", "<svg "), ("g.json", "{"), ("g.dot", "digraph "), ("g", "digraph ")):
        assert run("graph", "thm-1.1", "-o", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)


@pytest.mark.usefixtures("theorems")
def test_the_code_is_that_of_the_check(run: Run, tmp_path: Path) -> None:
    result = run("graph", "thm-3.1", "-o", tmp_path / "g.dot")
    assert result.exit_code == 1
    assert (tmp_path / "g.dot").exists()


@pytest.mark.usefixtures("theorems")
def test_a_folder_that_does_not_exist(run: Run, tmp_path: Path) -> None:
    result = run("graph", "-o", tmp_path / "none" / "g.svg")
    assert result.exit_code == 2
    assert "folder" in result.stderr
