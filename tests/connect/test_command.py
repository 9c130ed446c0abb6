"""`theodolite connect` on a trained network: path, certificate, picture and exit codes."""

import json
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from checker import Network, Rationals, Verified, verify
from constructions.connect import connect
from constructions.connectivity import region_of
from constructions.exact_network import ExactNetwork, fast, slow
from constructions.formats.data import DataSet
from constructions.training import Trainer
from proofs.cli import main

Pair = tuple[int, int, int]


def call(*args: object) -> Result:
    """Run the command line."""
    return CliRunner().invoke(main, ["connect", *map(str, args)], prog_name="theodolite")


def pairs(network: Network, data: DataSet) -> list[Pair]:
    """(class, i, k) for some images that the network takes for the same class, the hardest to join first."""
    found: list[tuple[Fraction, Pair]] = []
    for c in (1, 5):
        exact = ExactNetwork(network, c)
        rows = {i: [fast(x) for x in data.row(i)] for i in range(180, 400) if labels(data)[i] == c}
        same = [i for i, x in rows.items() if exact.margin([x]) > 0][:8]
        found += [
            (slow(exact.margin([rows[i], rows[k]])), (c, i, k)) for i in same for k in same if i < k
        ]
    return [pair for _, pair in sorted(found)]


def labels(data: DataSet) -> list[int]:
    """The classes of the images."""
    assert data.y is not None
    return [int(c) for c in data.y]


@pytest.fixture(scope="session")
def pair(digits_network: Network, digits: DataSet) -> Pair:
    """The pair that is hardest to join, of those tried."""
    return pairs(digits_network, digits)[0]


def test_end_to_end(digits_file: Path, pair: Pair, tmp_path: Path) -> None:
    c, i, k = pair
    cert, strip, report = tmp_path / "path.cert.json", tmp_path / "strip.svg", tmp_path / "out.json"
    files = ["-o", cert, "--strip", strip, "--json", report]
    done = call(digits_file, "--from", f"digits:{i}", "--to", f"digits:{k}", *files)
    assert done.exit_code == 0, done.output
    assert f"class {c + 1} of 10" in done.output
    assert done.output.splitlines()[-1].startswith("VALID claims=1 certificates=1 kernel=sha256:")
    verdict = verify(cert.read_bytes())
    assert isinstance(verdict, Verified)
    written = json.loads(report.read_text())
    assert written["certificate"]["claim_sha256"] == verdict.claim_sha256
    assert written["class"] == c
    assert Fraction(written["smallest_margin"]) >= Fraction(written["margin"]) > 0
    assert written["vertices"] == json.loads(cert.read_bytes())["claim"]["vertices"]
    assert len(ElementTree.fromstring(strip.read_text()).findall("{*}g")) == 10


def test_the_picture_is_reproducible(digits_file: Path, pair: Pair, tmp_path: Path) -> None:
    _, i, k = pair
    for name in ("a.svg", "b.svg"):
        call(digits_file, "--from", f"digits:{i}", "--to", f"digits:{k}", "--strip", tmp_path / name)
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_json_alone_on_stdout(digits_file: Path, pair: Pair) -> None:
    _, i, k = pair
    done = call(digits_file, "--from", f"digits:{i}", "--to", f"digits:{k}", "--json", "-")
    assert json.loads(done.stdout)["exit_code"] == 0


def test_two_classes(digits_file: Path, digits: DataSet, digits_network: Network, tmp_path: Path) -> None:
    a = next(i for i in range(100) if region_of(digits_network, digits.row(i)) == 0)
    b = next(i for i in range(100) if region_of(digits_network, digits.row(i)) == 7)
    cert = tmp_path / "leaves.cert.json"
    done = call(digits_file, "--from", f"digits:{a}", "--to", f"digits:{b}", "-o", cert)
    assert done.exit_code == 1
    assert "B is not in the region of class 1: it lies in the region of class 8" in done.output
    assert "REJECTED claims=1 certificates=1" in done.output
    assert json.loads(cert.read_bytes())["claim"]["kind"] == "polyline-leaves-region"
    assert isinstance(verify(cert.read_bytes()), Verified)
    wrong = call(digits_file, "--from", f"digits:{a}", "--to", f"digits:{a}", "--class", 3)
    assert wrong.exit_code == 1
    assert "A is not in the region of class 3" in wrong.output


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"activation": {"name": "relu"}}, "the activation of layer 1 is not onto R"),
        ({"rank": True}, "W_1 has rank 63, and the theorem needs full rank 64"),
    ],
)
def test_a_hypothesis_fails(
    digits_file: Path, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    table = json.loads(digits_file.read_text())
    if "rank" in change:
        table["layers"][0]["weight"][5] = table["layers"][0]["weight"][6]
    else:
        table["layers"][0] |= change
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(table))
    done = call(file, "--from", "digits:0", "--to", "digits:0")
    assert done.exit_code == 2
    assert reason in done.output


def test_bad_arguments(digits_file: Path, tmp_path: Path) -> None:
    ends = ["--from", "digits:0", "--to", "digits:0"]
    assert call(digits_file, *ends, "--class", 11).exit_code == 2
    assert call(digits_file, *ends, "--strip", tmp_path / "s.svg", "--shape", "7x9").exit_code == 2
    assert call(digits_file, "--from", "digits:0", "--to", "1,2").exit_code == 2
    assert call(tmp_path / "none.json", *ends).exit_code == 2


def test_the_floats_of_training_are_exact_too(trainer: Trainer, digits: DataSet) -> None:
    network = trainer.network(Fraction(1, 10))
    c, i, k = pairs(network, digits)[0]
    for detour in (True, False):
        path = connect(network, Rationals(), c, digits.row(i), digits.row(k), detour=detour)
        assert isinstance(verify(path.claim(network, Rationals(), c).with_evidence({})), Verified)
        assert path.bits <= 64
