"""`theodolite audit`: which theorems apply, with exact figures and certificates for both answers."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from checker import Verified, verify
from proofs.auditing import audits

Run = Callable[..., Result]


def layer(weight: list[list[str]], activation: str | None) -> dict[str, Any]:
    """One layer without bias."""
    return {"weight": weight, "bias": ["0"] * len(weight), "activation": activation}


UNIT = [["1", "0"], ["0", "1"]]
NETWORKS = {
    "onto": [layer(UNIT, "leaky_relu:1/2"), layer(UNIT, "leaky_relu:1/2"), layer(UNIT, None)],
    "wide": [
        layer([["1", "1"]], "leaky_relu:1/2"),
        layer([["1"], ["-1"]], "leaky_relu:1/2"),
        layer(UNIT, None),
    ],
    "low rank": [layer([["1", "2"], ["2", "4"]], "leaky_relu:1/2"), layer(UNIT, None)],
    "softsign": [layer(UNIT, "softsign"), layer(UNIT, None)],
    "relu": [layer(UNIT, "relu"), layer(UNIT, None)],
    "two relu": [layer(UNIT, "relu"), layer(UNIT, "relu"), layer(UNIT, None)],
    "relu to 1": [layer(UNIT, "relu"), layer([["1", "1"]], "relu"), layer([["1"], ["0"]], None)],
    "linear": [layer(UNIT, None)],
}
APPLIES = {
    "onto": ["thm-5.2.3", "new-5.a"],
    "wide": [],
    "low rank": [],
    "softsign": ["thm-5.2.4", "new-5.a"],
    "relu": ["new-5.a"],
    "two relu": [],
    "relu to 1": ["new-5.b"],
    "linear": ["thm-5.2.3", "new-5.a"],
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write one of the networks."""

    def to_file(name: str) -> Path:
        path = tmp_path / "network.json"
        table = {"format": "theodolite-network/1", "input_dim": 2, "layers": NETWORKS[name]}
        path.write_text(json.dumps(table))
        return path

    return to_file


@pytest.mark.parametrize("name", NETWORKS)
def test_which_theorems_apply(run: Run, write: Callable[[str], Path], name: str) -> None:
    result = run("audit", write(name), "--json", "-")
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert [t["id"] for t in value["theorems"] if t["applies"] == "yes"] == APPLIES[name]
    for t in value["theorems"]:
        assert (t["conclusion"] is not None) == (t["applies"] == "yes")
        assert all(set(h) == {"name", "holds", "figure", "certificate"} for h in t["hypotheses"])


def test_the_table(run: Run, write: Callable[[str], Path]) -> None:
    text = run("audit", write("low rank")).stdout
    assert re.search(r"^  no   W_1 of full rank +rank 1 of 2 +sha256:[0-9a-f]{16}$", text, re.MULTILINE)
    assert "thm-5.2.3: does not apply [Theorem 5.2.3]; fails: W_1 of full rank\n" in text
    text = run("audit", write("onto")).stdout
    assert "every decision region is open and connected [Theorem 5.2.3]" in text


@pytest.mark.parametrize("name", ["onto", "low rank", "two relu"])
def test_every_answer_is_certified(run: Run, write: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    folder = tmp_path / "certificates"
    value = json.loads(run("audit", write(name), "--json", "-", "--certificates", folder).stdout)
    named = {h["certificate"] for t in value["theorems"] for h in t["hypotheses"]} - {None}
    verdicts = [verify(path.read_bytes()) for path in folder.iterdir()]
    assert {v.certificate_sha256 for v in verdicts if isinstance(v, Verified)} == named
    assert len(verdicts) == len(named)


def test_audits_name_theorems_of_the_ledger() -> None:
    from proofs.ledger import all_theorems

    assert {audit.id for audit in audits()} <= set(all_theorems())


def test_an_activation_without_exact_form_is_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    layers = [layer(UNIT, "tanh"), layer(UNIT, None)]
    path.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 2, "layers": layers}))
    result = run("audit", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
