"""`theodolite verify`: the kernel's verdicts, pins, and the same lines as `python -m checker`."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from checker import Json, Rationals, canonical_bytes
from constructions.certificate import Claim
from tests.kernel.good_features import GOOD
from tests.kernel.suite import edited

Run = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate: the ReLU is not onto."""
    return made(tmp_path / "relu.cert.json", "onto")


def made(path: Path, name: str) -> Path:
    """A certificate of the claim that the ReLU lacks a property."""
    body: dict[str, Json] = {"activation": {"name": "relu"}, "property": name, "holds": "no"}
    path.write_bytes(Claim("activation-property", Rationals(), body).with_evidence({}))
    return path


def test_the_lines_are_those_of_the_kernel(run: Run, certificate: Path, tmp_path: Path) -> None:
    false = made(tmp_path / "false.cert.json", "non-decreasing")
    files = [str(path) for path in (certificate, false)]
    command = [sys.executable, "-S", "-m", "checker", *files]
    kernel = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    ours = run("verify", *files)
    assert ours.stdout.splitlines()[:2] == kernel.stdout.splitlines()[:2]
    assert ours.exit_code == kernel.returncode == 1


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [(b"{}", 2, "malformed"), (b"[" * 100 + b"]" * 100, 5, "exceeded"), (b"", 2, "0 bytes")],
)
def test_what_is_not_verified(run: Run, tmp_path: Path, content: bytes, code: int, word: str) -> None:
    path = tmp_path / "x.cert.json"
    path.write_bytes(content)
    result = run("verify", path)
    assert result.exit_code == code
    assert word in result.stdout.splitlines()[0]


def test_a_missing_file_does_not_hide_the_others(run: Run, certificate: Path) -> None:
    result = run("verify", "missing.cert.json", certificate)
    assert result.exit_code == 2
    first, second, last = result.stdout.splitlines()
    assert "missing.cert.json" in first
    assert "verified" in second
    assert last.startswith("ERROR claims=1 certificates=2 ")


def test_pins(run: Run, certificate: Path, tmp_path: Path) -> None:
    pins = tmp_path / "pins.json"
    assert run("verify", certificate, "--write-pin", pins).exit_code == 0
    assert run("verify", certificate, "--pin", pins).exit_code == 0
    renamed = certificate.rename(tmp_path / "other-name.cert.json")
    assert run("verify", renamed, "--pin", pins).exit_code == 0
    table = json.loads(pins.read_text())
    assert table["format"] == "theodolite-pins/1"
    assert list(table["claims"]) == ["relu"]
    different = run("verify", made(tmp_path / "relu.cert.json", "affine"), "--pin", pins)
    assert different.exit_code == 4
    assert different.stdout.count(table["claims"]["relu"]) == 1
    assert different.stdout.splitlines()[0].count("sha256:") == 2
    assert different.stdout.splitlines()[-1].startswith("REJECTED claims=0 ")


def test_another_pinned_claim_does_not_pass(run: Run, certificate: Path, tmp_path: Path) -> None:
    pins, other = tmp_path / "pins.json", made(tmp_path / "affine.cert.json", "affine")
    run("verify", certificate, other, "--write-pin", pins)
    certificate.write_bytes(other.read_bytes())
    assert run("verify", certificate, "--pin", pins).exit_code == 4


def test_nothing_refused_is_pinned(run: Run, tmp_path: Path) -> None:
    false = made(tmp_path / "false.cert.json", "non-decreasing")
    assert run("verify", false, "--write-pin", tmp_path / "pins.json").exit_code == 1
    assert not (tmp_path / "pins.json").exists()


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"format": "theodolite-pins/1"}',
        '{"format": "theodolite-pins/2", "claims": {}}',
        '{"format": "theodolite-pins/1", "claims": {"a": "12"}}',
        '{"format": "theodolite-pins/1", "claims": [1]}',
    ],
)
def test_a_malformed_pin_file_is_one_line(run: Run, certificate: Path, tmp_path: Path, text: str) -> None:
    pins = tmp_path / "pins.json"
    pins.write_text(text)
    result = run("verify", certificate, "--pin", pins)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "pins.json" in result.stderr


def test_json(run: Run, certificate: Path) -> None:
    result = run("verify", certificate, "missing", "--json", "-")
    value = json.loads(result.stdout)
    assert set(value) == {"kernel", "certificates", "exit_code"}
    keys = {"file", "outcome", "exit_code", "message", "sha256", "claim_sha256", "kind"}
    assert all(set(row) == keys for row in value["certificates"])
    assert [row["outcome"] for row in value["certificates"]] == ["verified", "unreadable"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_stands_for_its_certificates(run: Run, certificate: Path, jobs: int) -> None:
    made(certificate.parent / "another.cert.json", "strictly-increasing")
    (certificate.parent / "notes.txt").write_text("not a certificate")
    done = run("verify", certificate.parent, "--jobs", jobs)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert [Path(line.partition(":")[0]).name for line in lines[:2]] == [
        "another.cert.json",
        "relu.cert.json",
    ]
    assert lines[2].startswith("VALID claims=2 certificates=2 ")


def test_an_empty_folder_is_one_line(run: Run, tmp_path: Path) -> None:
    done = run("verify", tmp_path)
    assert done.exit_code == 2
    assert "expected *.cert.json files, found none" in done.output
    assert "Traceback" not in done.output


def test_bulk_is_accepted_with_holes_and_leaves_the_rest_to_the_kernel(
    run: Run, certificate: Path, tmp_path: Path
) -> None:
    value = GOOD["features-sigmoid"]
    good, bad = tmp_path / "rank.cert.json", tmp_path / "damaged.cert.json"
    good.write_bytes(canonical_bytes(value))
    bad.write_bytes(canonical_bytes(edited(value, {"/evidence/solve/solution/0": "7"})))
    result = run("verify", "--bulk", good, certificate)
    assert result.exit_code == 3
    first, second, last = result.stdout.splitlines()
    assert "rank.cert.json: checked in bulk feature-rank claim=sha256:" in first
    assert "relu.cert.json: verified activation-property" in second
    assert last.startswith("INCOMPLETE claims=1 certificates=2 ")
    assert run("verify", "--bulk", certificate).exit_code == 0
    refused = run("verify", "--bulk", bad)
    assert refused.exit_code == 1
    assert "rejected E_SOLVE at /evidence/solve/solution" in refused.stdout
