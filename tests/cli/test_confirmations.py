"""Observations beside the statuses: read, matched by the claim's hash, never above what the kernel gives."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from proofs.cli import main
from proofs.ledger import check_exhibit, read_claim
from proofs.selection import find

SEEN = {"value": 0.5, "error_bound": 1e-12, "dtype": "float32", "device": "cpu", "seed": 7}


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def document(outcome: str = "confirmed", sha: str | None = None) -> dict[str, Any]:
    exhibit = find("eq-5.5").exhibits()[0]
    sha = sha or read_claim(check_exhibit(exhibit).data).sha256
    row = {"name": exhibit.name, "role": "supports", "claim_sha256": sha, "kind": "rank", "outcome": outcome}
    exhibits = [{**row, "says": "as seen <b>", "observed": SEEN}]
    about = {"format": "theodolite-confirmations/1", "device": "cpu", "dtype": "float32", "seed": 7}
    return {**about, "claims": [{"id": "eq-5.5", "exhibits": exhibits}]}


def written(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value), "utf-8")
    return path


def claims(path: Path) -> dict[str, Any]:
    return {claim["id"]: claim for claim in json.loads(path.read_text())["claims"]}


def test_an_observation_stands_beside_and_changes_no_status(tmp_path: Path) -> None:
    file, plain, beside = written(tmp_path / "c.json", document()), tmp_path / "a.json", tmp_path / "b.json"
    assert run("check", "eq-5.5", "--json", plain).exit_code == 0
    result = run("check", "eq-5.5", "--confirmations", file, "--json", beside)
    assert result.exit_code == 0, result.output
    assert "numeric: 1 observations of 1 claims" in result.output
    before, after = claims(plain)["eq-5.5"], claims(beside)["eq-5.5"]
    (seen,) = after.pop("numeric")
    assert (seen["outcome"], seen["dtype"], seen["seed"], seen["stale"]) == (
        "confirmed",
        "float32",
        "7",
        False,
    )
    assert (seen["value"], seen["error_bound"]) == ("0.5", "1e-12")
    for key in ("verdict", "evidence", "effective", "rests_on", "instances"):
        assert before[key] == after[key]


def test_a_contradiction_is_a_rejection(tmp_path: Path) -> None:
    file = written(tmp_path / "c.json", document("contradicted"))
    result = run("check", "eq-5.5", "--confirmations", file)
    assert result.exit_code == 1
    assert "contradicted in float32" in result.output


def test_an_observation_of_another_claim_is_stale(tmp_path: Path) -> None:
    file = written(tmp_path / "c.json", document("contradicted", "0" * 64))
    result = run("check", "eq-5.5", "--confirmations", file, "--json", tmp_path / "k.json")
    assert result.exit_code == 0
    assert "run confirm again" in result.output
    assert claims(tmp_path / "k.json")["eq-5.5"]["numeric"][0]["stale"] is True


def test_the_report_shows_the_figures(tmp_path: Path) -> None:
    file, folder = written(tmp_path / "c.json", document()), tmp_path / "report"
    assert run("report", "eq-5.5", "-o", folder, "--confirmations", file).exit_code == 0
    html, tex = (folder / "report.html").read_text(), (folder / "report.tex").read_text()
    for text in (html, tex):
        assert "Seen in floating point" in text
        assert "float32, cpu, seed 7" in text
        assert "as seen <b>" not in text.replace("$<$b$>$", "")
    assert "as seen &lt;b&gt;" in html
    told = claims(folder / "report.json")
    assert told["eq-5.5"]["numeric"][0]["value"] == "0.5"
    assert "numeric" not in told["def-5.2.1"]


def test_the_finding_of_an_experiment(tmp_path: Path) -> None:
    finding = {"what": "n_1 = 2", "source": "connected", "seen": "1 component", "agrees": "yes"}
    about = {"format": "theodolite-experiment/1", "experiment": "eq-5.5", "dtype": "float64", "device": "cpu"}
    file = written(tmp_path / "e.json", {**about, "seed": 0, "findings": [finding]})
    run("check", "eq-5.5", "--confirmations", file, "--json", tmp_path / "k.json")
    (seen,) = claims(tmp_path / "k.json")["eq-5.5"]["numeric"]
    assert (seen["outcome"], seen["stale"]) == ("agrees: yes", False)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": "other"}',
        '{"format": "theodolite-confirmations/1"}',
        json.dumps(document("true")),
    ],
)
def test_a_file_of_another_form_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(text, "utf-8")
    for command in ("check", "report"):
        result = run(command, "eq-5.5", "--confirmations", path)
        assert result.exit_code == 2
        assert str(path) in result.output
        assert "Traceback" not in result.output
    assert run("check", "eq-5.5", "--confirmations", tmp_path / "none.json").exit_code == 2


def test_the_picture_of_an_experiment_is_an_image_that_runs_nothing(tmp_path: Path) -> None:
    finding = {"what": "n_1 = 2", "source": "connected", "seen": "1 component", "agrees": "yes"}
    about = {"format": "theodolite-experiment/1", "experiment": "eq-5.5", "dtype": "float64", "device": "cpu"}
    hostile = (
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>\"><script>alert(2)</script>"
    )
    file = written(tmp_path / "e.json", {**about, "seed": 0, "findings": [finding], "picture": hostile})
    done = run("report", "eq-5.5", "--confirmations", file, "--format", "html", "-o", tmp_path / "report")
    assert done.exit_code == 0, done.output
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "alert(" not in page
    assert base64.b64encode(hostile.encode()).decode() in page
