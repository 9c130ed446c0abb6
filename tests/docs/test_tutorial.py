"""The tutorial, executed from an empty folder: files, commands, what they print, exit codes."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from proofs.cli import main

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
BLOCK = re.compile(
    r"<!-- (?P<what>file|run): (?P<value>\S+) -->\n```\w+\n(?P<body>.*?)```\n"
    r"(?:\n```text\n(?P<said>.*?)```)?",
    re.DOTALL,
)
SHIM = '#!/bin/sh\nexec "{python}" -m {module} "$@"\n'


@dataclass(frozen=True)
class Step:
    """A file to write, or commands with their exit code and what they print."""

    what: str
    value: str
    body: str
    said: str


def steps() -> list[Step]:
    """The marked blocks, in order."""
    return [Step(m["what"], m["value"], m["body"], m["said"] or "") for m in BLOCK.finditer(PAGE)]


def pattern(said: str) -> re.Pattern[str]:
    """What is printed, with `...` for anything within a line, and on a line of its own for any lines."""
    lines = []
    for line in said.splitlines():
        inner = ".*".join(map(re.escape, line.split("...")))
        lines.append(r"(?:.*\n)*?" if line == "..." else rf"{inner}\n")
    return re.compile("".join(lines))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder, with the checkout beside the user's files and the commands on the path."""
    (tmp_path / "bin").mkdir()
    plugin = "pytest -p no:theodolite -p no:cacheprovider -p proofs.pytest_plugin"
    for name, module in {"theodolite": "proofs.cli", "pytest": plugin}.items():
        path = tmp_path / "bin" / name
        path.write_text(SHIM.format(python=sys.executable, module=module))
        path.chmod(0o755)
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    made = tmp_path / "empty"
    made.mkdir()
    (made / ".theodolite").symlink_to(ROOT)
    return made


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
def test_a_stranger_gets_what_the_page_says(folder: Path) -> None:
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    for step in steps():
        if step.what == "file":
            (folder / step.value).write_text(step.body, "utf-8")
            continue
        command = ["bash", "-c", f"set -e\n{step.body}"]
        ran = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert str(ran.returncode) == step.value, f"{step.body}\n{ran.stdout}\n{ran.stderr}"
        if step.said:
            assert pattern(step.said).search(ran.stdout), f"{step.body}\n{ran.stdout}"
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == [
        "certificates",
        "my.counterexample.toml",
        "network.json",
        "pins.json",
    ]


def test_the_page_shows_every_exit_code_that_it_explains() -> None:
    codes = [step.value for step in steps() if step.what == "run"]
    assert {"0", "1", "4"} <= set(codes)
    assert [step.value for step in steps() if step.what == "file"] == [
        "network.json",
        "my.counterexample.toml",
    ]


def test_every_command_of_the_page_exists() -> None:
    assert isinstance(main, click.Group)
    used = set(re.findall(r"^theodolite ([a-z]+)", "\n".join(step.body for step in steps()), re.MULTILINE))
    assert used and used <= set(main.list_commands(click.Context(main)))
