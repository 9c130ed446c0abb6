"""`theodolite ledger pin`, `verify` and `diff`: what differs from a release, and with which exit code."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from proofs import ledger
from proofs.chapter5.eq_5_3 import theorem as eq_5_3
from proofs.ledger_pins import Pin, differences, pin_of, read_ledger_pins, statement_sha256
from proofs.theorem import Theorem

Run = Callable[..., Result]
Write = Callable[..., Path]
GOOD = ("thm-1.1", "thm-1.2", "thm-1.3", "thm-3.2", "thm-3.3")
ROOT = Path(__file__).resolve().parents[2]
TWO = '\n[[claims]]\nkind = "region-components"\nclass = 0\ncomponents = 2\n'
ONE = TWO.replace("class = 0\ncomponents = 2", "class = 1\ncomponents = 1")
THREE = TWO.replace("components = 2", "components = 3")


@pytest.fixture
def pins(run: Run, tmp_path: Path, theorems: None) -> Path:
    """Pins of some small theorems."""
    path = tmp_path / "pins.json"
    assert run("ledger", "pin", *GOOD, "-o", path).exit_code == 0
    return path


def change(monkeypatch: pytest.MonkeyPatch, id: str, **fields: object) -> None:
    """Change a theorem of the ledger."""
    known = dict(ledger.all_theorems())
    known[id] = replace(known[id], **fields)  # type: ignore[arg-type]
    monkeypatch.setattr(ledger, "all_theorems", lambda: known)


def test_what_was_pinned_is_verified(run: Run, pins: Path) -> None:
    result = run("ledger", "verify", "--pins", pins)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("VALID claims=5 ")
    assert "thm-2.1: not pinned" in result.stdout
    assert read_ledger_pins(pins)["thm-3.2"].verdict == "refuted"


@pytest.mark.parametrize(
    ("fields", "code", "says"),
    [
        ({"statement": "Another."}, 4, "the statement changed"),
        ({"hypotheses": ("More.",)}, 4, "the statement changed"),
        ({"universal": True}, 4, "the statement changed"),
        ({"exhibits": tuple}, 1, "the verdict changed: open, pinned holds"),
        ({"exhibits": tuple, "statement": "Another."}, 1, "the statement changed"),
        ({"exhibits": tuple, "cited": "A book"}, 1, "the evidence is weaker: cited, pinned instance"),
        ({"title": "Another", "covers": "More."}, 0, "VALID"),
    ],
)
def test_what_changed(
    run: Run, pins: Path, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], code: int, says: str
) -> None:
    change(monkeypatch, "thm-1.1", **fields)
    result = run("ledger", "verify", "--pins", pins, "--quiet")
    assert result.exit_code == code
    assert says in result.stdout


def test_a_claim_that_is_gone(run: Run, pins: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {id: t for id, t in ledger.all_theorems().items() if id != "thm-1.1"}
    monkeypatch.setattr(ledger, "all_theorems", lambda: known)
    result = run("ledger", "verify", "--pins", pins)
    assert result.exit_code == 4
    assert "thm-1.1: pinned, but no file states it" in result.stdout


def test_nothing_that_fails_is_pinned(run: Run, pins: Path) -> None:
    before = pins.read_bytes()
    assert run("ledger", "pin", "thm-3.1", "-o", pins).exit_code == 1
    assert run("ledger", "pin", "-o", pins).exit_code != 0
    assert pins.read_bytes() == before


def test_a_named_claim_is_added(run: Run, pins: Path) -> None:
    assert run("ledger", "pin", "thm-2.1", "-o", pins).exit_code == 0
    found = read_ledger_pins(pins)
    assert set(found) == {*GOOD, "thm-2.1"} and found["thm-2.1"].verdict == "open"
    assert run("ledger", "verify", "thm-2.1", "--pins", pins).exit_code == 0


def test_reports_for_ci(run: Run, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(monkeypatch, "thm-1.1", statement="Another.")
    files = [f"--{name}={tmp_path / name}" for name in ("json", "junit", "sarif")]
    assert run("ledger", "verify", "--pins", pins, *files).exit_code == 4
    rows = {row["id"]: row["exit_code"] for row in json.loads((tmp_path / "json").read_text())["claims"]}
    assert rows == {"thm-1.1": 4, "thm-1.2": 0, "thm-1.3": 0, "thm-3.2": 0, "thm-3.3": 0}
    assert (tmp_path / "junit").read_text().count("<failure") == 1
    (found,) = json.loads((tmp_path / "sarif").read_text())["runs"][0]["results"]
    assert found["ruleId"] == "differs-from-pin"


def test_sarif_points_at_the_claim(run: Run, write: Write, tmp_path: Path) -> None:
    path, target = write(TWO, THREE), tmp_path / "x.sarif"
    assert run("check", path, "--sarif", target).exit_code == 1
    log = json.loads(target.read_text())
    assert log["version"] == "2.1.0"
    (found,) = log["runs"][0]["results"]
    region = found["locations"][0]["physicalLocation"]["region"]
    assert path.read_text("utf-8").splitlines()[region["startLine"] - 1] == "[[claims]]"
    assert "2 components" in found["message"]["text"] and found["level"] == "error"
    assert found["ruleId"] in {rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]}


def test_a_users_claims(run: Run, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pins = write(TWO, ONE), tmp_path / "pins.json"
    assert run("ledger", "pin", path, "-o", pins).exit_code == 0
    assert list(read_ledger_pins(pins)) == [f"{path.name}:claims[{i}]" for i in (0, 1)]
    monkeypatch.chdir(tmp_path)
    assert run("ledger", "verify").exit_code == 0
    write(TWO, THREE)
    refuted = run("ledger", "verify")
    assert refuted.exit_code == 1 and "REFUTED" in refuted.stdout
    write(TWO, TWO)
    changed = run("ledger", "verify")
    assert changed.exit_code == 4 and "pinned claim sha256:" in changed.stdout
    write(TWO)
    assert run("ledger", "verify").exit_code == 4
    write(TWO, ONE, ONE)
    assert run("ledger", "verify", path).exit_code == 4


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"format": "theodolite-pins/1", "claims": {}}',
        '{"format": "theodolite-ledger-pins/1", "claims": {"a": {}}}',
        '{"format": "theodolite-ledger-pins/1", "claims": 3}',
        '{"format": "theodolite-ledger-pins/1", "claims": {}}',
    ],
)
def test_another_file(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "pins.json"
    path.write_text(text)
    result = run("ledger", "verify", "--pins", path)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1 and "pins.json" in result.stderr


def test_every_field_of_a_pin_is_read_strictly(run: Run, pins: Path, tmp_path: Path) -> None:
    good = json.loads(pins.read_text())
    for field, bad in (("verdict", "failed"), ("evidence", 1), ("statement", "x"), ("certified", {"a": "b"})):
        value = json.loads(pins.read_text())
        value["claims"]["thm-1.1"][field] = bad
        (tmp_path / "bad.json").write_text(json.dumps(value))
        assert run("ledger", "verify", "--pins", tmp_path / "bad.json").exit_code == 2
    assert json.loads(pins.read_text()) == good


def test_diff(run: Run, pins: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("ledger", "diff", pins, pins).exit_code == 0
    new = tmp_path / "new.json"
    change(monkeypatch, "thm-1.1", statement="Another.")
    run("ledger", "pin", *GOOD, "thm-2.1", "-o", new)
    result = run("ledger", "diff", pins, new, "--json", tmp_path / "d.json")
    assert result.exit_code == 4
    assert result.stdout.splitlines()[-1] == "1 claims differ, 1 are new"
    assert run("ledger", "diff", new, pins).stdout.count("the claim is gone") == 1
    assert json.loads((tmp_path / "d.json").read_text())["exit_code"] == 4


def test_another_claim_under_the_same_name_is_a_difference() -> None:
    pin = Pin("holds", "instance", "s", {"a": "1", "b": "2"})
    assert not list(differences(pin, replace(pin, certified={"renamed": "1", "b": "2", "more": "3"})))
    (found,) = differences(pin, replace(pin, certified={"a": "3", "b": "2"}))
    assert (found.code, found.message) == (4, "a: claim sha256:3, pinned claim sha256:1")
    (gone,) = differences(pin, replace(pin, certified={"a": "1"}))
    assert "no certificate of that name" in gone.message


def test_names_are_kept_apart() -> None:
    entry = ledger.check_theorem(replace(eq_5_3, exhibits=lambda: [*eq_5_3.exhibits()[:2]] * 2))
    names = list(pin_of(entry).certified)
    assert len(names) == 4 and names[2] == f"{names[0]} (2)"


def test_the_shipped_pins_state_what_the_ledger_states() -> None:
    pinned, known = read_ledger_pins(ROOT / "pins.json"), ledger.all_theorems()
    assert set(pinned) <= set(known)
    changed = [id for id, pin in pinned.items() if pin.statement != statement_sha256(known[id])]
    assert changed == [], "review the change, then: theodolite ledger pin"


def test_a_theorem_is_what_is_pinned() -> None:
    other: Theorem = replace(eq_5_3, corrected="Another.")
    assert statement_sha256(other) != statement_sha256(eq_5_3)
    assert statement_sha256(replace(eq_5_3, proof="p", uses=())) == statement_sha256(eq_5_3)


@pytest.mark.parametrize("arguments", [(), ("nope",), ("verify", "--pins", "none.json")])
def test_usage_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("ledger", *arguments)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1 and len(result.stderr) < 120
