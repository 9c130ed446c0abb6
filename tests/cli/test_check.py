"""`theodolite check`: exit codes, lines, JSON, JUnit and the files it writes."""

import json
import multiprocessing
import multiprocessing.connection
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result

from checker import Verified, kernel_sha256, verify
from proofs import ledger
from proofs.selection import select
from proofs.tasks import run as run_tasks

Run = Callable[..., Result]
Write = Callable[..., Path]
LAST = re.compile(r"(VALID|REJECTED|INCOMPLETE|ERROR) claims=\d+ certificates=\d+ kernel=sha256:[0-9a-f]{64}")
TWO = '\n[[claims]]\nkind = "region-components"\nclass = 0\ncomponents = 2\n'
THREE = TWO.replace("components = 2", "components = 3")


@pytest.mark.usefixtures("theorems")
@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["thm-1.1"], 0, "VALID"),
        (["thm-1.2"], 0, "VALID"),
        (["thm-1.3", "--require", "cited"], 0, "VALID"),
        (["thm-1.3", "--require", "instance"], 3, "INCOMPLETE"),
        (["thm-1.1", "--require", "schema"], 3, "INCOMPLETE"),
        (["thm-2.1"], 3, "INCOMPLETE"),
        (["thm-2.2"], 3, "INCOMPLETE"),
        (["thm-3.1"], 1, "REJECTED"),
        (["thm-3.2"], 0, "VALID"),
        (["thm-3.3"], 0, "VALID"),
        (["thm-4.3"], 5, "INCOMPLETE"),
        (["thm-2.1", "thm-4.3"], 5, "INCOMPLETE"),
        (["thm-4.3", "thm-3.1"], 1, "REJECTED"),
        (["thm-4.1"], 70, "ERROR"),
        (["thm-4.1", "thm-3.1", "thm-1.1"], 70, "ERROR"),
    ],
)
def test_exit_code_and_last_line(run: Run, arguments: list[str], code: int, word: str) -> None:
    result = run("check", *arguments)
    assert result.exit_code == code
    last = result.stdout.splitlines()[-1]
    assert LAST.fullmatch(last)
    assert last.startswith(word + " ")
    assert last.endswith(kernel_sha256())


@pytest.mark.usefixtures("theorems")
def test_one_line_for_each_claim(run: Run) -> None:
    lines = run("check", "thm-1.3", "thm-3.1", "thm-3.3").stdout.splitlines()
    assert len(lines) == 5
    assert re.fullmatch(r"thm-1.3  holds: checked exactly  \[1 certificate, \d+\.\d s\]", lines[0])
    assert "thm-3.1  failed: the search: nothing was found  [0 certificates" in lines[1]
    assert "thm-3.3  refuted: checked exactly" in lines[2]
    assert lines[3].startswith("thm-1.2  holds: taken from Another book")


@pytest.mark.usefixtures("theorems")
def test_a_hole_is_explained(run: Run) -> None:
    lines = run("check", "thm-1.3", "--require", "instance", "--quiet").stdout.splitlines()
    assert lines[0] == "thm-1.3  effective evidence is cited, instance is required"
    assert len(lines) == 3


@pytest.mark.usefixtures("theorems")
def test_quiet_keeps_what_is_wrong(run: Run) -> None:
    assert len(run("check", "thm-1.1", "--quiet").stdout.splitlines()) == 1
    assert "thm-3.1" in run("check", "thm-1.1", "thm-3.1", "--quiet").stdout


@pytest.mark.usefixtures("theorems")
def test_an_unknown_id_names_the_nearest(run: Run) -> None:
    for command in ("check", "show", "report"):
        result = run(command, "thm-1.11")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert len(result.stderr.splitlines()) == 1
        assert "thm-1.1" in result.stderr


def types(value: Any) -> Any:
    """The shape of a JSON value: keys and types, the first entry of a list."""
    if isinstance(value, dict):
        return {key: types(entry) for key, entry in value.items()}
    return [types(value[0])] if isinstance(value, list) and value else type(value).__name__


@pytest.mark.usefixtures("theorems")
def test_json_has_the_documented_keys(run: Run) -> None:
    result = run("check", "thm-1.3", "thm-3.1", "--json", "-")
    value = json.loads(result.stdout)
    certificate = {"sha256": "str", "claim_sha256": "str", "kind": "str", "bytes": "int", "seconds": "float"}
    claim = {"id": "str", "verdict": "str", "evidence": "str", "effective": "str", "rests_on": ["str"]}
    problem = {"id": "str", "exit_code": "int", "message": "str"}
    assert types(value) == {
        "kernel": {"version": "str", "sha256": "str"},
        "claims": [{**claim, "instances": "int", "certificates": [certificate], "seconds": "float"}],
        "summary": {
            "outcome": "str",
            "exit_code": "int",
            "claims": "int",
            "certificates": "int",
            "verdicts": {"failed": "int", "holds": "int"},
            "problems": [problem],
        },
    }
    first = value["claims"][0]
    assert (first["id"], first["verdict"], first["evidence"]) == ("thm-1.3", "holds", "instance")
    assert (first["effective"], first["rests_on"]) == ("cited", ["thm-1.2"])
    assert value["summary"]["exit_code"] == result.exit_code == 1
    assert value["summary"]["problems"][0]["id"] == "thm-3.1"
    assert LAST.fullmatch(result.stderr.splitlines()[-1])  # nothing but the JSON goes to stdout


def test_json_pins_the_certificates_written(run: Run, write: Write, tmp_path: Path) -> None:
    folder, target = tmp_path / "new" / "folder", tmp_path / "out.json"
    assert run("check", write(TWO), "--certificates", folder, "--json", target).exit_code == 0
    (path,) = folder.iterdir()
    assert path.name.endswith("my.counterexample.toml-claims-0.1.cert.json")
    verdict = verify(path.read_bytes())
    assert isinstance(verdict, Verified)
    (written,) = json.loads(target.read_text())["claims"][0]["certificates"]
    assert written["sha256"] == verdict.certificate_sha256
    assert written["claim_sha256"] == verdict.claim_sha256
    assert written["kind"] == "region-components"
    assert written["bytes"] == path.stat().st_size


@pytest.mark.usefixtures("theorems")
def test_certificates_of_a_theorem(run: Run, tmp_path: Path) -> None:
    run("check", "thm-1.1", "thm-3.1", "--certificates", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thm-1.1.1.cert.json"]


@pytest.mark.usefixtures("theorems")
def test_junit_parses(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "junit.xml"
    run("check", "thm-1.1", "thm-2.1", "thm-3.1", "thm-4.1", "--junit", target)
    (suite,) = ElementTree.parse(target).getroot()
    counts = {key: suite.attrib[key] for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "errors": "1", "skipped": "1"}
    assert [[child.tag for child in case] for case in suite] == [[], ["skipped"], ["failure"], ["error"]]
    assert suite[2][0].attrib["message"] == "failed: the search: nothing was found"


def test_two_processes_say_the_same_in_the_same_order(run: Run, write: Write) -> None:
    path = write(TWO, THREE, TWO)
    alone, together = run("check", path), run("check", path, "--jobs", "2")
    assert together.exit_code == alone.exit_code == 1
    without_times = [re.sub(r"\d+\.\d s\]", "", result.stdout) for result in (alone, together)]
    assert without_times[0] == without_times[1]


def test_an_interrupt_ends_the_workers(write: Write) -> None:
    path = write(TWO, TWO, TWO)
    tasks = run_tasks(select([str(path)]), jobs=2)
    next(tasks)
    children = multiprocessing.active_children()
    assert children
    tasks.close()  # type: ignore[attr-defined]  # a generator: this is what an interrupt does to it
    for child in children:  # not its exit code: a thread of the pool may have taken that
        assert multiprocessing.connection.wait([child.sentinel], 60)


@pytest.mark.usefixtures("theorems")
def test_an_interrupt_leaves_the_old_files(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    result = run("check", "thm-1.1", "thm-4.2", "--json", target)
    assert result.exit_code == 130
    assert result.stderr == "error: interrupted; no file was replaced by a partial one\n"
    assert target.read_text() == "old"


@pytest.mark.usefixtures("theorems")
def test_an_internal_error_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("check", "thm-4.1")
    assert "internal error: ZeroDivisionError: by accident" in result.stdout
    assert result.stderr == ""
    monkeypatch.setenv("THEODOLITE_TRACEBACK", "1")
    assert "Traceback" in run("check", "thm-4.1").stderr


def test_a_folder_that_is_not_there_is_named_before_the_work(run: Run, tmp_path: Path) -> None:
    for option in ("--json", "--junit"):
        result = run("check", "--quiet", option, tmp_path / "no" / "file")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "its folder does not exist" in result.stderr


def test_certificate_files(run: Run, write: Write, tmp_path: Path) -> None:
    run("check", write(TWO), "--certificates", tmp_path)
    (path,) = tmp_path.glob("*.cert.json")
    assert run("check", path).exit_code == 0
    path.write_bytes(path.read_bytes().replace(b'"class":"0"', b'"class":"1"'))
    wrong = run("check", path)
    assert wrong.exit_code == 1
    assert "rejected: E_" in wrong.stdout
    path.write_text("{}")
    assert run("check", path).exit_code == 2
    path.write_bytes(b"[" * 100 + b"]" * 100)
    assert run("check", path).exit_code == 5


def test_no_theorem_is_no_success(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "all_theorems", dict)
    result = run("check")
    assert result.exit_code == 2
    assert "no theorem file was found" in result.stderr
