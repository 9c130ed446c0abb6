"""What the pages that are executed share: marked blocks, an empty folder with the commands, a runner."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
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


def steps_of(page: str) -> list[Step]:
    """The marked blocks of a page of docs/, in order."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return [Step(m["what"], m["value"], m["body"], m["said"] or "") for m in BLOCK.finditer(text)]


def pattern(said: str) -> re.Pattern[str]:
    """What is printed, with `...` for anything within a line, and on a line of its own for any lines."""
    lines = []
    for line in said.splitlines():
        inner = ".*".join(map(re.escape, line.split("...")))
        lines.append(r"(?:.*\n)*?" if line == "..." else rf"{inner}\n")
    return re.compile("".join(lines))


def execute_in(folder: Path, steps: list[Step]) -> None:
    """Write the files, run the commands, compare exit codes and what is printed."""
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    for step in steps:
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


@pytest.fixture
def steps() -> Callable[[str], list[Step]]:
    """The marked blocks of a page."""
    return steps_of


@pytest.fixture
def execute() -> Callable[[Path, list[Step]], None]:
    """Carry out what a page says, in a folder."""
    return execute_in


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
