"""The pytest plugin, in a project of its own: one test for each claim of a counterexample file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import proofs.tasks  # noqa: F401  # loaded before pytester takes its snapshot of the modules
from proofs.cli import main

PLUGIN = ("-p", "no:theodolite", "-p", "proofs.pytest_plugin")  # installed or not, once
TWO = '\n[[claims]]\nkind = "region-components"\nclass = 0\ncomponents = 2\n'
THREE = TWO.replace("components = 2", "components = 3")


@pytest.fixture
def project(pytester: pytest.Pytester, write: Callable[..., Path]) -> Callable[..., pytest.RunResult]:
    """Run pytest on a project that holds these counterexample files."""

    def made(*arguments: str, **files: str) -> pytest.RunResult:
        for name, claims in files.items():
            text = write(claims).read_text() if claims.startswith("\n") else claims
            (pytester.path / f"{name}.counterexample.toml").write_text(text)
        (pytester.path / "other.toml").write_text("nothing of ours")
        return pytester.runpytest(*PLUGIN, *arguments)

    return made


def test_one_test_for_each_claim(project: Callable[..., pytest.RunResult]) -> None:
    result = project("-v", good=TWO + TWO, mixed=TWO + THREE)
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["*good.counterexample.toml::claims[[]1] PASSED*", "*claims[[]1] FAILED*"])


def test_the_message_is_one_line_with_the_witness(project: Callable[..., pytest.RunResult]) -> None:
    result = project(mixed=THREE)
    result.stdout.fnmatch_lines(["*mixed*.toml:claims[[]0]: REFUTED: *it has 2 components*(*)*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*site-packages*")


def test_a_broken_file_is_an_error_in_one_line(project: Callable[..., pytest.RunResult]) -> None:
    result = project(broken="title = ", good=TWO)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*broken.counterexample.toml*expected TOML*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_one_claim_by_its_name(project: Callable[..., pytest.RunResult]) -> None:
    project("mixed.counterexample.toml::claims[0]", mixed=TWO + THREE).assert_outcomes(passed=1)


def test_a_project_without_such_files(project: Callable[..., pytest.RunResult]) -> None:
    assert project().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_pins(project: Callable[..., pytest.RunResult], pytester: pytest.Pytester) -> None:
    project(good=TWO)
    made = CliRunner().invoke(main, ["ledger", "pin", "good.counterexample.toml"])
    assert made.exit_code == 0
    option = "--theodolite-pins=pins.json"
    project(option).assert_outcomes(passed=1)
    changed = project(option, good=TWO.replace("class = 0\ncomponents = 2", "class = 1\ncomponents = 1"))
    changed.assert_outcomes(failed=1)
    changed.stdout.fnmatch_lines(["*claims[[]0]: *pinned claim sha256:*"])
    more = project(option, good=TWO + TWO)
    more.assert_outcomes(passed=1, failed=1)
    more.stdout.fnmatch_lines(["*not pinned in pins.json*"])
