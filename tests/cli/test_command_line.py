"""The command line as a whole: help, usage errors, `list`, `show`, and ends without a traceback."""

import json
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from proofs import commands
from proofs.cli import main

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
NAMES = [info.name for info in pkgutil.iter_modules(commands.__path__)]


def theodolite(*args: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`theodolite` in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    command = [sys.executable, "-m", "proofs.cli", *args]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_command_has_help_and_documentation(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert f"## `theodolite {name}" in text
    command = main.get_command(click.Context(main), name)
    assert command is not None
    options = [option for parameter in command.params for option in parameter.opts if option[0] == "-"]
    assert [option for option in options if f"`{option}" not in text] == []


def test_help_loads_no_mathematics() -> None:
    code = "import sys; from proofs.cli import main; main(['--help'], standalone_mode=False)"
    heavy = "print([name for name in ('checker', 'networkx', 'numpy', 'flint') if name in sys.modules])"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", f"{code}; {heavy}"]
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chekc"],
        ["check", "--no-such-option"],
        ["check", "--jobs", "0"],
        ["check", "--require", "everything"],
        ["verify"],
        ["show"],
        ["check", "no/such/file.counterexample.toml"],
        ["check", "no\nsuch.json"],
        ["audit", "missing.onnx"],
        ["report", "--format", "docx"],
    ],
)
def test_a_usage_error_is_one_line(arguments: list[str]) -> None:
    result = theodolite(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("error: ")


def test_a_closed_pipe_is_no_traceback() -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["sh", "-c", f"'{sys.executable}' -m proofs.cli list | true"]
    result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    assert "Exception" not in result.stderr


@pytest.mark.usefixtures("theorems")
def test_list(run: Run) -> None:
    lines = run("list").stdout.splitlines()
    assert lines[0] == "thm-1.1  theorem: Title of thm-1.1"
    value = json.loads(run("list", "--json", "-").stdout)
    assert value["claims"][0] == {
        "id": "thm-1.1",
        "kind": "theorem",
        "title": "Title of thm-1.1",
        "source": "A book, Section thm-1.1",
    }
    assert len(value["claims"]) == len(lines)


@pytest.mark.usefixtures("theorems")
def test_show(run: Run) -> None:
    text = run("show", "thm-3.3").stdout
    for part in (
        "Statement of thm-3.3.",
        "A book",
        "hypothesis: None.",
        "printed: The ReLU is",
        "finding: It",
    ):
        assert part in text
    assert text.endswith("check: theodolite check thm-3.3\n")
    value = json.loads(run("show", "thm-3.3", "--json", "-").stdout)
    assert value["finding"] == "It is not."
    assert value["uses"] == []


def test_an_error_of_ours_is_70(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr(click.Group, "invoke", broken)
    result = run("list")
    assert result.exit_code == 70
    assert result.stderr.startswith("error: internal error: RuntimeError: two lines; set THEODOLITE_")
    assert len(result.stderr.splitlines()) == 1


def test_a_missing_dependency_is_named(tmp_path: Path) -> None:
    (tmp_path / "networkx.py").write_text("import absent_package")
    result = theodolite("list", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error: the package absent_package is not installed; ")
    assert len(result.stderr.splitlines()) == 1


def test_a_broken_installation_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "networkx.py").write_text("this is no Python")
    result = theodolite("list", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert result.returncode == 70
    assert result.stderr.startswith("error: internal error: SyntaxError: ")
    assert len(result.stderr.splitlines()) == 1


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert "kernel=sha256:" in result.stdout
