"""`theodolite audit NETWORK --data D`: Chapter 2 on a network and data, with witnesses."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import Result

from checker import Verified, verify
from proofs.auditing import audits
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.chapter2.thm_2_4_10 import FLAT
from proofs.smoothness import smoothness

Run = Callable[..., Result]
Layers = list[dict[str, Any]]
CHAPTER_2 = ["thm-2.4.4", "thm-2.4.5", "thm-2.4.10", "thm-2.4.11"]


def dense(units: int, inputs: int, activation: str | None, seed: int = 1) -> dict[str, Any]:
    """A fully connected layer of multiples of 1/8."""
    draw = Random(seed).randint
    weight = [[f"{draw(-9, 9)}/8" for _ in range(inputs)] for _ in range(units)]
    return {"weight": weight, "bias": [f"{draw(-9, 9)}/8" for _ in range(units)], "activation": activation}


def convolution(filters: int, activation: str) -> dict[str, Any]:
    """3 x 3 filters on 8 x 8 images, 36 places."""
    made = dense(filters, 9, activation)
    bias = [f"{i}/100" for i in range(36 * filters)]
    patches = {"image": [8, 8], "size": 3}
    return {"filters": made["weight"], "bias": bias, "patches": patches, "activation": activation}


def tied(filters: int) -> dict[str, Any]:
    """3 x 3 filters with one bias each."""
    made = convolution(filters, "sigmoid")
    del made["bias"]
    return {**made, "tied_bias": [f"{i}/7" for i in range(filters)]}


def low_rank() -> Layers:
    """The last weight matrix has two equal rows."""
    last = dense(10, 12, None)
    last["weight"][1] = last["weight"][0]
    return [dense(20, 64, "sigmoid"), dense(12, 20, "sigmoid"), last]


def dead_unit() -> Layers:
    """Unit 4 of the wide layer is zero on all digits, and no unit is spare."""
    first = dense(20, 64, "sigmoid")
    first["activation"], first["weight"][3], first["bias"][3] = "relu", ["-1"] * 64, "0"
    return [first, dense(10, 20, None)]


SHARED = "Assumption 2.4.1, patches distinct"
NETWORKS: dict[str, Layers] = {
    "sigmoid": [dense(20, 64, "sigmoid"), dense(12, 20, "sigmoid"), dense(10, 12, None)],
    "softplus": [dense(20, 64, "softplus"), dense(10, 20, None)],
    "tanh": [dense(20, 64, "tanh"), dense(10, 20, None)],
    "narrow": [dense(19, 64, "sigmoid"), dense(10, 19, None)],
    "grows": [dense(20, 64, "sigmoid"), dense(5, 20, "sigmoid"), dense(10, 5, None)],
    "few outputs": [dense(20, 64, "sigmoid"), dense(9, 20, None)],
    "low rank": low_rank(),
    "dead unit": dead_unit(),
    "convolution": [convolution(1, "sigmoid"), dense(10, 36, None)],
    "tied": [tied(3), dense(10, 108, None)],
    "tied, many filters": [tied(20), dense(10, 720, None)],
    "pooling": [convolution(1, "relu"), {"max_over": [[i] for i in range(36)]}, dense(10, 36, None)],
    "no hidden layer": [dense(10, 64, None)],
}
HIDDEN = "a hidden layer, convolutional or fully connected"
FAILS: dict[str, dict[str, str]] = {
    "sigmoid": {},
    "softplus": {},
    "tanh": {"tanh: Assumption 2.4.2": "2.4.4 2.4.5 2.4.10 2.4.11"},
    "narrow": {"n_1 >= N": "2.4.4 2.4.5 2.4.10 2.4.11"},
    "grows": {"n_2 >= ... >= n_L": "2.4.10 2.4.11"},
    "few outputs": {"one output for each class, Y_i = e_j": "2.4.11"},
    "low rank": {"S_1: W_3 of full rank": "2.4.10 2.4.11"},
    "dead unit": {
        "relu: real analytic": "2.4.5",
        "relu: differentiable, derivative never 0": "2.4.10 2.4.11",
        "S_1: F_1 of full rank": "2.4.10 2.4.11",
    },
    "convolution": {SHARED: "2.4.4 2.4.5 2.4.10 2.4.11"},
    "tied": {
        SHARED: "2.4.4 2.4.5 2.4.10 2.4.11",
        "layer 1: biases not tied, or T_1 >= N": "2.4.4 2.4.5 2.4.11",
    },
    "tied, many filters": {SHARED: "2.4.4 2.4.5 2.4.10 2.4.11"},
    "pooling": {
        SHARED: "2.4.4 2.4.5 2.4.10 2.4.11",
        "relu: real analytic": "2.4.5",
        "relu: differentiable, derivative never 0": "2.4.10 2.4.11",
        "no pooling, output layer fully connected": "2.4.10 2.4.11",
        "layer 2 fully connected": "2.4.11",
    },
    "no hidden layer": {HIDDEN: "2.4.4 2.4.5 2.4.10 2.4.11"},
}


@pytest.fixture
def ask(run: Run, tmp_path: Path) -> Callable[..., Result]:
    """Audit one of the networks on the first 20 digits."""

    def audit(name: str, *options: object) -> Result:
        path = tmp_path / "network.json"
        table = {"format": "theodolite-network/1", "input_dim": 64, "layers": NETWORKS[name]}
        path.write_text(json.dumps(table))
        return run("audit", path, "--data", "digits", "--samples", "20", *options)

    return audit


@pytest.mark.parametrize("name", NETWORKS)
def test_what_fails_and_where(ask: Callable[..., Result], name: str) -> None:
    result = ask(name, "--json", "-")
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    theorems = [t for t in value["theorems"] if t["id"] in CHAPTER_2]
    assert [t["id"] for t in theorems] == CHAPTER_2
    failed: dict[str, list[str]] = {}
    for t in theorems:
        bad = [h["name"] for h in t["hypotheses"] if h["holds"] != "yes"]
        assert t["applies"] == ("no" if bad else "yes")
        for h in bad:
            failed.setdefault(h, []).append(t["id"].removeprefix("thm-"))
    assert {h: " ".join(ids) for h, ids in failed.items()} == FAILS[name]
    assert value["data"]["samples"] == 20


def test_witnesses(ask: Callable[..., Result]) -> None:
    assert "n_1 >= N                            19 units, 20 samples" in ask("narrow").stdout
    text = ask("convolution").stdout
    assert "patch 1 of sample 2 = patch 1 of sample 17 = (0, 0, 0, 0, 0, 0, 0, 0, 3/16)" in text
    assert "tied biases, 3 filters, 20 samples" in ask("tied").stdout
    assert "rank 9 of 10" in ask("low rank").stdout
    assert "is zero on all data" in ask("dead unit").stdout
    assert "limits -1 and 1, neither is 0" in ask("tanh").stdout


def test_ranks_are_certified(ask: Callable[..., Result], tmp_path: Path) -> None:
    folder = tmp_path / "certificates"
    value = json.loads(ask("low rank", "--json", "-", "--certificates", folder).stdout)
    inside = [h for t in value["theorems"] for h in t["hypotheses"] if h["name"].startswith("S_1")]
    assert len(inside) == 4 and all(h["certificate"] for h in inside)
    verdicts = [verify(path.read_bytes()) for path in folder.iterdir()]
    assert {v.certificate_sha256 for v in verdicts if isinstance(v, Verified)} == {
        h["certificate"] for h in inside
    }


def test_a_smooth_network_has_no_lines_on_decision_regions(ask: Callable[..., Result]) -> None:
    text = ask("sigmoid").stdout
    assert text.startswith("note: decision regions are left out: ") and "thm-5.2.3" not in text
    text = ask("dead unit").stdout
    assert text.index("thm-5.2.3") < text.index("on digits: 20 samples, layer k = 1")


def test_without_data_there_is_no_chapter_2(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "network.json"
    layers = [dense(3, 4, "relu"), dense(2, 3, None)]
    path.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 4, "layers": layers}))
    assert "thm-2." not in run("audit", path).stdout
    assert not any(audit.id.startswith("thm-2.") for audit in audits())
    alone = run("audit", path, "--samples", "3")
    assert (alone.exit_code, len(alone.stderr.splitlines())) == (2, 1)
    misfit = run("audit", path, "--data", "digits")
    assert (misfit.exit_code, len(misfit.stderr.splitlines())) == (2, 1)


def test_equal_samples_of_a_dense_network(run: Run, tmp_path: Path) -> None:
    path, data = tmp_path / "network.json", tmp_path / "data.csv"
    layers = [dense(3, 2, "sigmoid"), dense(2, 3, None)]
    path.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 2, "layers": layers}))
    data.write_text("x1,x2\n1,2\n3,4\n1,2\n")
    result = run("audit", path, "--data", data)
    assert "sample 1 = sample 3 = (1, 2); 2 of 3 samples share one" in result.stdout
    assert "rank 2 of 3" in result.stdout and "no labels" in result.stdout


def test_a_rational_activation_of_which_every_theorem_but_one_holds(run: Run, tmp_path: Path) -> None:
    """(1 + t / (1 + |t|)) / 2: derivative never 0, not analytic; three samples, three units."""
    path, data = tmp_path / "network.json", tmp_path / "data.csv"
    wide = {"weight": [["1"], ["1"], ["1"]], "bias": ["0", "-1", "-3"], "activation": SMOOTH}
    layers = [wide, dense(2, 3, None)]
    path.write_text(json.dumps({"format": "theodolite-network/1", "input_dim": 1, "layers": layers}))
    data.write_text("x1,label\n0,0\n1,1\n3,0\n")
    value = json.loads(run("audit", path, "--data", data, "--json", "-").stdout)
    applies = {t["id"]: t["applies"] for t in value["theorems"] if t["id"] in CHAPTER_2}
    assert applies == {"thm-2.4.4": "yes", "thm-2.4.5": "no", "thm-2.4.10": "yes", "thm-2.4.11": "yes"}


@pytest.mark.parametrize(
    ("sigma", "answers"),
    [
        ({"name": "relu"}, (True, False, False)),
        ({"name": "sigmoid"}, (True, True, True)),
        ({"name": "softplus"}, (True, True, True)),
        ({"name": "tanh"}, (False, True, True)),
        ({"name": "elu"}, (False, False, True)),
        ({"name": "softsign"}, (False, False, True)),
        ({"name": "hard_tanh"}, (False, False, False)),
        ({"name": "leaky_relu", "slope": "1/2"}, (False, False, False)),
        ({"name": "identity"}, (False, True, True)),
    ],
)
def test_activations(sigma: dict[str, Any], answers: tuple[bool, bool, bool]) -> None:
    found = smoothness(dict(sigma))
    assert (found.admissible[0], found.analytic[0], found.regular[0]) == answers


def test_a_rational_activation_with_derivative_0() -> None:
    """(1 + t^3 / (1 + |t|^3)) / 2 of thm-2.4.10: limits 0 and 1, differentiable, derivative 0 at 0."""
    found = smoothness(FLAT)
    assert found.admissible == (True, "limits 0 and 1")
    assert found.regular == (False, "derivative 0 at 0")
