"""`theodolite confirm`: nothing verified is contradicted, near misses are told apart, torch is optional."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checker import Json, Rationals
from constructions.certificate import Claim, region_claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, half_space, layer, leaky_relu, network
from proofs.cli import main
from proofs.commands import confirm

HALF = network(layer([[1, 0], [0, 1]], [0, 0], leaky_relu("1/2")), layer([[1, 1], [0, 0]], [0, 0]))
SIDE: Json = [[half_space(["1", "0"], 0)]]


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def look(claim: Claim, **evidence: Any) -> Any:
    pytest.importorskip("torch")
    from torch_backend.confirm import confirm as look_at

    return look_at({"claim": claim.json(), "evidence": evidence})


def value(y: str) -> Claim:
    body: dict[str, Json] = {**region_claim("value", HALF, Rationals(), 0).body}
    return Claim(
        "value", Rationals(), {"network": body["network"], "points": [["1/3", "-1"]], "values": [[y, "0"]]}
    )


def polyline(kind: str, *vertices: list[str], **more: Json) -> Claim:
    body = region_claim(kind, HALF, Rationals(), 0).body
    path: Json = [[*v] for v in vertices]
    return Claim(kind, Rationals(), {"network": body["network"], "class": "0", "vertices": path, **more})


def test_chapter_5_is_not_contradicted() -> None:
    pytest.importorskip("torch")
    result = run("confirm", "eq-5.5", "eq-5.4", "thm-5.2.3", "fig-5.1", "def-5.2.1", "--json", "-")
    assert result.exit_code in (0, 3), result.output
    found = json.loads(result.stdout)
    assert found["status"] == "numeric"
    assert found["summary"]["outcomes"]["contradicted"] == 0
    assert found["summary"]["outcomes"]["confirmed"] > 40
    # one lies on a tie; of another region the grid sees more components than it has
    undecided = {e["name"] for row in found["claims"] for e in row["exhibits"] if e["outcome"] == "undecided"}
    assert undecided <= {"a tie at 0 is outside C_1", "widths 2-2-2-3, seed 2: C_3 is connected"}
    told = found["summary"]["near_misses"]
    assert told["taken-for-true"] == 0
    assert told["told-apart"] > 3


def test_what_was_seen_is_written_for_check_and_report(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    path = tmp_path / "seen.json"
    result = run("confirm", "eq-5.4", "eq-5.5", "--dtype", "float32", "--n", "200", "-o", path)
    assert result.exit_code in (0, 3), result.output
    found = json.loads(path.read_text())
    assert found["format"] == "theodolite-confirmations/1"
    assert "seconds" not in found["claims"][0]
    beside = run("check", "eq-5.5", "--confirmations", path, "--json", tmp_path / "k.json")
    assert beside.exit_code == 0, beside.output
    claims = {c["id"]: c for c in json.loads((tmp_path / "k.json").read_text())["claims"]}
    seen = claims["eq-5.5"]["numeric"]
    assert {one["dtype"] for one in seen} == {"float32"}
    assert not any(one["stale"] for one in seen)
    assert sum(one["outcome"] == "confirmed" for one in seen) > 3


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_other_types_have_wider_bounds_and_contradict_nothing(dtype: str) -> None:
    pytest.importorskip("torch")
    from torch_backend.confirm import confirm as look_at

    found = look_at({"claim": value("-1/6").json(), "evidence": {}}, dtype=dtype)
    assert found.outcome == "confirmed"
    assert found.observed is not None
    assert found.observed.dtype == dtype
    assert look_at({"claim": value("-1/2").json(), "evidence": {}}, dtype=dtype).outcome == "contradicted"
    near = look_at({"claim": value("-21/128").json(), "evidence": {}}, dtype="bfloat16")
    assert near.outcome == "confirmed"  # within the error of bfloat16, which tells no more


def test_a_claim_with_a_parameter_is_looked_at_near_both_ends_of_its_interval() -> None:
    """a (a - 1) vanishes at 1 only: seen for a near 1, not in the middle of (1, 10^9)."""
    pytest.importorskip("torch")
    from proofs.selection import find as theorem
    from torch_backend.confirm import confirm as look_at

    (miss,) = [m for m in theorem("thm-2.4.4").near_misses() if m.code == "E_SIGN_VARIES"]
    assert look_at(json.loads(miss.build())).outcome == "contradicted"


def test_every_kind_whose_claims_speak_of_a_network_has_a_lift() -> None:
    pytest.importorskip("torch")
    from torch_backend.confirm import KINDS

    told = {"value", "feature-value", "rank", "feature-rank", "skip-rank", "activation-regions", "pyramidal"}
    told |= {"loss-path", "loss-at-least", "sublevel-separated", "unbounded-ray", "path-full-rank"}
    told |= {
        f"region-{name}" for name in ("is", "is-not", "components", "counts", "connected", "disconnected")
    }
    assert told | {"polyline-in-region", "polyline-leaves-region", "activation-property"} <= set(KINDS)


@pytest.mark.parametrize(
    ("id", "kinds"),
    [
        ("prop-3.4.8", {"path-full-rank"}),
        ("def-3.3.7", {"sublevel-separated"}),
        ("lem-4.3.2", {"skip-rank"}),
        ("new-6.b", {"activation-regions"}),
        ("new-6.a", {"activation-regions", "region-counts"}),
        ("new-3.c", {"loss-at-least", "loss-path"}),
        ("new-3.d", {"unbounded-ray"}),
        ("fig-3.1", {"region-disconnected"}),
    ],
)
def test_exhibits_of_these_kinds_are_confirmed(id: str, kinds: set[str]) -> None:
    pytest.importorskip("torch")
    from proofs.selection import find as theorem
    from torch_backend.confirm import confirm as look_at
    from torch_backend.threads import one_thread

    outcomes = list[str]()
    with one_thread():
        for exhibit in theorem(id).exhibits():
            certificate = json.loads(exhibit.build())
            if certificate["claim"]["kind"] in kinds:
                outcomes.append(look_at(certificate).outcome)
    assert "confirmed" in outcomes
    assert "contradicted" not in outcomes
    assert outcomes.count("undecided") <= 1 + len(outcomes) // 10


@pytest.mark.parametrize(("y", "outcome"), [("-1/6", "confirmed"), ("-1/7", "contradicted")])
def test_a_value_and_its_near_miss(y: str, outcome: str) -> None:
    assert look(value(y)).outcome == outcome


@pytest.mark.parametrize(
    ("vertices", "margin", "outcome"),
    [
        ([["1", "0"], ["0", "1"]], "0", "confirmed"),
        ([["1", "0"], ["0", "1"]], "1", "confirmed"),
        ([["1", "0"], ["0", "1"]], "1001/1000", "contradicted"),
        ([["1", "0"], ["-1", "0"]], "0", "contradicted"),
        ([["1", "0"], ["0", "0"]], "0", "undecided"),
    ],
)
def test_a_polyline_and_its_near_misses(vertices: list[list[str]], margin: str, outcome: str) -> None:
    assert look(polyline("polyline-in-region", *vertices, margin=margin)).outcome == outcome


def test_a_polyline_that_leaves() -> None:
    assert look(polyline("polyline-leaves-region", ["1", "0"], ["-1", "0"])).outcome == "confirmed"
    assert look(polyline("polyline-leaves-region", ["1", "0"], ["0", "1"])).outcome == "undecided"


def test_a_region_and_another_union() -> None:
    net = network(layer([[1, 0]], [0], RELU), layer([[1], [0]], [0, 0]))
    true = region_claim("region-is", net, Rationals(), 0, polyhedra=SIDE)
    assert look(true).outcome == "confirmed"
    false = region_claim("region-is", net, Rationals(), 0, polyhedra=[[half_space(["1", "0"], "1/4")]])
    assert look(false).outcome == "contradicted"


def test_components_that_are_claimed_wrongly_are_not_confirmed() -> None:
    for count, outcome in (("1", "confirmed"), ("2", "undecided")):
        claim = region_claim("region-components", HALF, Rationals(), 0, components=count)
        assert look(claim).outcome == outcome


def test_ranks() -> None:
    entries: Json = {"entries": [["1", "2"], ["2", "4"]]}
    for rank, outcome in (("1", "confirmed"), ("2", "undecided")):
        body: dict[str, Json] = {"matrix": entries, "relation": "=", "rank": rank}
        assert look(Claim("rank", Rationals(), body)).outcome == outcome


def loss_path(behaviour: Json, loss: str = "square", back: bool = False) -> Any:
    """x -> w x with w from 2 to 0 (or back) on one sample (1, 0): the square loss falls from 2 to 0."""
    ends: list[Json] = []
    for w in ("2", "0"):
        layers: Json = [{"activation": {"name": "identity"}, "bias": ["0"], "weight": [[w]]}]
        ends.append({"input_dim": "1", "layers": layers})
    start, end = ends[::-1] if back else ends
    risk: Json = {"inputs": [["1"]], "targets": [["0"]], "loss": loss}
    body: dict[str, Json] = {"start": start, "end": end, "risk": risk, "behaviour": behaviour}
    goal = "2" if back else "0"
    moves = [[{"layer": "0", "unit": "0", "weight": [goal], "bias": "0"}]]
    return look(Claim("loss-path", Rationals(), body), moves=moves)


@pytest.mark.parametrize(
    ("behaviour", "loss", "back", "outcome"),
    [
        ("non-increasing", "square", False, "confirmed"),
        ("non-increasing", "square", True, "contradicted"),
        ("constant", "square", False, "contradicted"),
        ("constant", "hinge", False, "confirmed"),
        ("constant-output", "hinge", False, "contradicted"),
        ({"at-most": "2"}, "square", True, "confirmed"),
        ({"at-most": "199/100"}, "square", True, "contradicted"),
        ({"at-most": "2"}, "cross_entropy", True, "confirmed"),
        ({"at-most": "199/100"}, "cross_entropy", True, "contradicted"),
    ],
)
def test_a_path_of_parameters_and_its_near_misses(
    behaviour: Json, loss: str, back: bool, outcome: str
) -> None:
    assert loss_path(behaviour, loss, back).outcome == outcome


def test_an_activation_that_falls() -> None:
    for name, holds, outcome in (
        ("non-decreasing", "yes", "contradicted"),
        ("non-decreasing", "no", "confirmed"),
        ("onto", "no", "exact-only"),
    ):
        body: dict[str, Json] = {"activation": leaky_relu("-1/2"), "property": name, "holds": holds}
        assert look(Claim("activation-property", Rationals(), body)).outcome == outcome


def test_a_kind_without_samples_is_exact_only() -> None:
    claim = Claim("identity", Rationals(), {"left": "x", "right": "x"})
    assert look(claim).outcome == "exact-only"


def test_widths_are_read() -> None:
    body: dict[str, Json] = {
        "network": region_claim("x", HALF, Rationals(), 0).body["network"],
        "holds": "yes",
    }
    claim = Claim("pyramidal", Rationals(), body)
    assert look(claim).outcome == "confirmed"
    assert json.loads(find(claim))["claim"] == claim.json()


def test_components_on_grids() -> None:
    torch = pytest.importorskip("torch")
    from torch_backend.sampling import components

    spiral = ["#######", "......#", "#####.#", "#...#.#", "#.###.#", "#.....#", "#######"]
    mask = torch.tensor([[c == "#" for c in row] for row in spiral])
    assert components(mask) == 1
    assert components(~mask) == 1
    assert components(torch.eye(3) > 0) == 3
    assert components(torch.ones(2, 3, 2, dtype=torch.bool)) == 1
    assert components(torch.ones(3, 3, dtype=torch.bool)) == 1
    assert components(torch.zeros(3, dtype=torch.bool)) == 0


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirm, "find_spec", lambda name: None)
    result = run("confirm", "eq-5.5")
    assert result.exit_code == 2
    assert "pip install 'theodolite[torch]'" in result.output


def test_bad_arguments() -> None:
    torch = pytest.importorskip("torch")
    assert run("confirm", "eq-9.9").exit_code == 2
    assert run("confirm", "--n", "1").exit_code == 2
    if not torch.cuda.is_available():
        assert "no CUDA device" in run("confirm", "eq-5.5", "--device", "cuda").output
