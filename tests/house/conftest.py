"""What the house tests read: the files of this repository, and its Python modules parsed."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of this repository."""
    return ROOT


@pytest.fixture(scope="session")
def files(root: Path) -> list[str]:
    """Every file that git tracks or would track, relative to the root, with `/` between folders."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in set(listed.split("\0")) if name and (root / name).is_file())


@pytest.fixture(scope="session")
def modules(root: Path, files: list[str]) -> dict[str, ast.Module]:
    """The syntax tree of every Python file, by its path."""
    paths = (name for name in files if name.endswith(".py"))
    return {name: ast.parse((root / name).read_text("utf-8"), name) for name in paths}
