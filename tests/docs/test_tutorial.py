"""The pages that show commands, executed from an empty folder: files, output, exit codes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from proofs.cli import main

Steps = Callable[[str], list[Any]]
Execute = Callable[[Path, list[Any]], None]
LEFT = {
    "tutorial.md": ["certificates", "my.counterexample.toml", "network.json", "pins.json"],
    "check-your-network.md": ["certificates", "data.csv", "network.json", "parallel.json"],
}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
@pytest.mark.parametrize("page", LEFT)
def test_a_stranger_gets_what_the_page_says(page: str, folder: Path, steps: Steps, execute: Execute) -> None:
    execute(folder, steps(page))
    assert sorted(path.name for path in folder.iterdir() if not path.name.startswith(".")) == LEFT[page]


def test_the_tutorial_shows_every_exit_code_that_it_explains(steps: Steps) -> None:
    codes = [step.value for step in steps("tutorial.md") if step.what == "run"]
    assert {"0", "1", "4"} <= set(codes)
    assert [step.value for step in steps("tutorial.md") if step.what == "file"] == [
        "network.json",
        "my.counterexample.toml",
    ]


@pytest.mark.parametrize("page", LEFT)
def test_every_command_of_the_page_exists(page: str, steps: Steps) -> None:
    assert isinstance(main, click.Group)
    bodies = "\n".join(step.body for step in steps(page))
    used = set(re.findall(r"^theodolite ([a-z]+)", bodies, re.MULTILINE))
    assert used and used <= set(main.list_commands(click.Context(main)))
