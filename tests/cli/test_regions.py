"""`theodolite regions`: counts, JSON and pictures of planes, boxes, slices, lines and higher dimensions."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result

from checker import Verified, verify

Run = Callable[..., Result]
LEAKY = {"name": "leaky_relu", "slope": "1/2"}
NETWORKS: dict[str, list[tuple[list[list[str]], list[str], Any]]] = {
    "eq-5.2": [
        ([["1", "1"]], ["0"], LEAKY),
        ([["1"], ["-1"]], ["0", "0"], LEAKY),
        ([["2", "3"], ["1", "2"]], ["0", "1"], None),
    ],
    "tie": [([["1", "0"]], ["0"], "relu"), ([["1"], ["0"]], ["0", "0"], None)],
    "cube": [
        ([["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"]], ["0", "0", "0"], "relu"),
        ([["1", "1", "0"], ["0", "1", "1"]], ["0", "0"], None),
    ],
    "line": [([["1"], ["3"]], ["-1/3", "-2"], "relu"), ([["1", "-1"], ["0", "0"]], ["0", "1/6"], None)],
    "smooth": [([["1", "0"]], ["0"], "softsign"), ([["1"]], ["0"], None)],
    "surd": [([["sqrt(2)", "0"]], ["0"], "relu"), ([["1"]], ["0"], None)],
}


@pytest.fixture
def net(tmp_path: Path) -> Callable[[str], Path]:
    """The file of a network above."""

    def written(name: str) -> Path:
        layers = [{"weight": w, "bias": b, "activation": a} for w, b, a in NETWORKS[name]]
        table = {"format": "theodolite-network/1", "input_dim": len(layers[0]["weight"][0]), "layers": layers}
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(table), "utf-8")
        return path

    return written


Net = Callable[[str], Path]


def document(run: Run, *arguments: object) -> dict[str, Any]:
    """The JSON of a call that succeeds."""
    result = run("regions", *arguments, "--json", "-")
    assert result.exit_code == 0, result.output
    table: dict[str, Any] = json.loads(result.stdout)
    assert (table["complete"], table["exit_code"]) == (True, 0)
    return table


def test_the_whole_plane(run: Run, net: Net) -> None:
    table = document(run, net("eq-5.2"))
    assert table["classes"] == [
        {"class": 0, "components": 2, "tie": False},
        {"class": 1, "components": 1, "tie": False},
    ]
    assert (table["activation_regions"], table["linear_regions"]) == (2, 2)
    assert (table["vertices"], table["edges"], table["affine_pieces"]) == (0, 1, 2)
    assert table["exact_fallbacks"] >= 0 and table["seconds"] >= 0


def test_a_box_with_negative_numbers_and_areas(run: Run, net: Net) -> None:
    table = document(run, net("tie"), "--box", "-1", "1/2", "-1", "1", "--areas", "--class", "1")
    assert table["classes"] == [{"class": 0, "components": 1, "tie": True, "area": "1"}]
    assert table["ties"] == [{"classes": [0, 1], "components": 1, "edges": 0}]
    assert table["activation_regions"] == 2


def test_words(run: Run, net: Net) -> None:
    result = run("regions", net("tie"), "--box=-1,1,-1,1")
    assert result.output.splitlines() == [
        "activation regions: 2",
        "linear regions: 2, with 2 different affine functions",
        "vertices: 6; edges: 7; signs that floats left open: 0",
        "class 1: 1 component",
        "class 2: 0 components",
        "tie with interior: classes 1, 2; 1 component",
    ]


def test_a_line_through_space(run: Run, net: Net) -> None:
    table = document(run, net("cube"), "--line", "-1,-2,-3", "1,1,1")
    assert table["breakpoints"] == ["1/2", "2/3", "3/4"]
    assert (table["pieces"], table["kinks"]) == (4, ["1/2", "2/3", "3/4"])
    assert [row["components"] for row in table["classes"]] == [1, 0]
    assert table["along"][0] == {"until": "1/2", "classes": [0, 1]}


def test_a_network_of_one_input(run: Run, net: Net) -> None:
    table = document(run, net("line"))
    assert (table["breakpoints"], table["along"][-1]["until"]) == (["1/3", "2/3"], None)
    assert table["along"][:3] == [
        {"until": "1/3", "classes": [1]},
        {"until": "1/2", "classes": [1]},
        {"until": "2/3", "classes": [0]},
    ]
    table = document(run, net("line"), "--box", "0", "3/5")
    assert (table["breakpoints"], table["along"][-1]["until"]) == (["1/3"], "3/5")


def test_a_slice(run: Run, net: Net) -> None:
    points = ["-1,-1,1", "1,-1,1", "-1,1,1"]
    table = document(run, net("cube"), "--slice", *points)
    assert (table["activation_regions"], table["vertices"]) == (4, 9)
    assert document(run, net("cube"), "--slice", *points, "--whole")["vertices"] == 1
    assert document(run, net("cube"), "--slice", *points, "--box", "0", "1/4", "0", "1/4")["edges"] == 4


def test_three_dimensions(run: Run, net: Net) -> None:
    table = document(run, net("cube"))
    assert (table["activation_regions"], table["vertices"]) == (8, None)
    table = document(run, net("cube"), "--box", "-1", "1", "-1", "1", "-1", "1")
    assert (table["activation_regions"], table["vertices"], table["edges"]) == (8, 27, 54)


def test_strips_are_kept_and_taken_up_again(run: Run, net: Net, tmp_path: Path) -> None:
    box, folder = ["--box", "-2", "2", "-2", "2"], tmp_path / "kept"
    once = document(run, net("eq-5.2"), *box)
    arguments = [net("eq-5.2"), *box, "--strips", "3", "--keep", folder]
    first = document(run, *arguments)
    ignored = ("seconds", "exact_fallbacks", "ties")
    assert {k: v for k, v in first.items() if k not in ignored} == {
        k: v for k, v in once.items() if k not in ignored
    }
    kept = sorted(folder.iterdir())
    assert len(kept) == 3
    kept[0].write_text("{}", "utf-8")  # damaged: done again
    kept[1].unlink()
    before = kept[2].stat().st_mtime_ns
    again = document(run, *arguments)
    assert {**again, "seconds": 0} == {**first, "seconds": 0}
    assert kept[2].stat().st_mtime_ns == before
    assert sorted(folder.iterdir()) == kept


def test_jobs_do_not_change_the_result(run: Run, net: Net) -> None:
    arguments = [net("eq-5.2"), "--box", "-2", "2", "-2", "2", "--strips", "2"]
    one, two = document(run, *arguments), document(run, *arguments, "--jobs", "2")
    assert {**one, "seconds": 0} == {**two, "seconds": 0}


WHERE: list[tuple[str, list[str]]] = [
    ("eq-5.2", []),
    ("tie", []),
    ("cube", []),
    ("cube", ["--box", "-1", "1", "-1", "2", "-1/2", "1"]),
    ("cube", ["--slice", "0,0,0", "1,0,0", "0,1,1", "--whole"]),
    ("eq-5.2", ["--polytope", "sides.json"]),
    ("line", []),
    ("surd", []),
]


@pytest.mark.parametrize(("name", "where"), WHERE)
def test_any_domain_in_parts(
    run: Run, net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, where: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sides.json").write_text('[{"normal": ["1", "1"], "offset": "-5"}]', "utf-8")
    if name == "line":
        once = document(run, net(name))
        again = document(run, net(name), "--strips", "3")
        assert again["activation_regions"] == once["pieces"]
        assert [c["components"] for c in again["classes"]] == [c["components"] for c in once["classes"]]
        return
    once, arguments = document(run, net(name), *where), [net(name), *where, "--strips", "3", "--keep", "kept"]
    first = document(run, *arguments)
    for key in ("activation_regions", "linear_regions", "affine_pieces", "classes"):
        assert first[key] == once[key]
    kept = sorted(Path("kept").iterdir())
    assert len(kept) == 3
    kept[1].unlink()
    assert {**document(run, *arguments), "seconds": 0} == {**first, "seconds": 0}


def test_a_cluster_gives_the_same(run: Run, net: Net, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        for where in (["--box", "-2", "2", "-2", "2"], []):
            arguments = [net("eq-5.2"), *where, "--strips", "3"]
            there = document(run, *arguments, "--scheduler", cluster.scheduler_address)
            assert {**there, "seconds": 0} == {**document(run, *arguments), "seconds": 0}
            limited = run("regions", *arguments, "--cells", "1", "--scheduler", cluster.scheduler_address)
            assert limited.exit_code == 5, limited.output


def test_a_cluster_needs_dask(run: Run, net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("regions", net("eq-5.2"), "--strips", "2", "--scheduler", "tcp://127.0.0.1:1")
    assert (result.exit_code, "theodolite[dask]" in result.output) == (2, True)


def test_the_limit_of_a_strip(run: Run, net: Net) -> None:
    result = run("regions", net("eq-5.2"), "--box", "-2", "2", "-2", "2", "--strips", "2", "--cells", "1")
    assert result.exit_code == 5
    assert "more than 1 cells; 1 cells found" in result.output


def test_the_nearest_border(run: Run, net: Net) -> None:
    assert document(run, net("tie"), "--nearest=-3,1")["nearest"] == {"squared": "9", "layer": 0, "unit": 0}
    result = run("regions", net("tie"), "--nearest", "0,0")
    assert result.output == "nearest border: unit 1 of layer 1, squared distance 0\n"


def test_where_two_networks_agree(run: Run, net: Net) -> None:
    box = ["--box", "-1", "1", "-1", "1"]
    found = document(run, net("eq-5.2"), "--agree", net("eq-5.2"), *box)["agreement"]
    assert (found["everywhere"], found["area"]) == (True, "4")
    found = document(run, net("eq-5.2"), "--agree", net("tie"), *box)["agreement"]
    assert (found["everywhere"], found["polygons"]) == (False, [])
    result = run("regions", net("tie"), "--agree", net("tie"))
    assert result.output.splitlines() == [
        "the networks agree everywhere: yes",
        "they agree on 4 polygons of area infinite, and besides on 0 segments and 0 points",
    ]
    assert run("regions", net("cube"), "--agree", net("cube")).exit_code == 2


@pytest.mark.parametrize("box", [[], ["--box", "-2", "2", "-1", "3/2"]])
def test_certificates_are_verified(run: Run, net: Net, tmp_path: Path, box: list[str]) -> None:
    table = document(run, net("eq-5.2"), *box, "--certificates", tmp_path / "made")
    files = sorted((tmp_path / "made").iterdir())
    assert [f.name for f in files] == [
        "activation-regions.cert.json",
        "class-1-components.cert.json",
        "class-2-components.cert.json",
        "region-counts.cert.json",
    ]
    for file in files:
        verdict = verify(file.read_bytes())
        assert isinstance(verdict, Verified)
        assert table["certificates"][file.name.removesuffix(".cert.json")] == verdict.certificate_sha256
    result = run("regions", net("eq-5.2"), *box, "--class", "2", "--certificates", tmp_path / "one")
    assert result.output.splitlines()[-1].startswith("VALID claims=3 certificates=3 kernel=sha256:")


@pytest.mark.parametrize(
    ("name", "where", "counts"),
    [
        ("eq-5.2", [], ["2", "2", "2", ["2", "1"]]),
        ("eq-5.2", ["--polygon", "corners.json"], ["1", "1", "1", ["0", "1"]]),
        ("eq-5.2", ["--polytope", "sides.json"], ["2", "2", "2", ["2", "1"]]),
        ("cube", [], ["8", "8", "8", ["1", "1"]]),
        ("cube", ["--slice", "0,0,0", "1,0,0", "0,1,0"], ["1", "1", "1", ["1", "0"]]),
        ("tie", ["--line", "-1,0", "1,1"], ["2", "2", "2", ["1", "0"]]),
        ("line", ["--box", "-1", "1"], ["3", "3", "3", ["1", "2"]]),
        ("surd", [], ["2", "2", "2", ["1"]]),
    ],
)
def test_one_certificate_for_all_counts(
    run: Run,
    net: Net,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    where: list[str],
    counts: Any,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("corners.json").write_text('[["0", "0"], ["1", "0"], ["0", "1"]]', "utf-8")
    Path("sides.json").write_text('[{"normal": ["1", "1"], "offset": "-5"}]', "utf-8")
    assert run("regions", net(name), *where, "-o", "counts.cert.json").exit_code == 0
    data = Path("counts.cert.json").read_bytes()
    assert isinstance(verify(data), Verified)
    claim = json.loads(data)["claim"]
    keys = ("activation_regions", "linear_regions", "affine_pieces", "components")
    assert [claim[key] for key in keys] == counts
    result = run("verify", "counts.cert.json")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("where", [[], ["--box", "-1", "1", "-1", "1"], ["--line", "-1,0", "1,1"]])
@pytest.mark.parametrize("name", ["eq-5.2", "tie"])
def test_a_picture_is_svg(run: Run, net: Net, tmp_path: Path, name: str, where: list[str]) -> None:
    path = tmp_path / "picture.svg"
    assert run("regions", net(name), *where, "--plot", path).exit_code == 0
    root = ElementTree.fromstring(path.read_text("utf-8"))
    assert root.tag.endswith("svg")
    assert "class 1" in path.read_text("utf-8")
    before = path.read_bytes()
    run("regions", net(name), *where, "--plot", path)
    assert path.read_bytes() == before


def test_a_limit_is_exit_code_5_with_what_was_found(run: Run, net: Net) -> None:
    box = ["--box", "-1", "1", "-1", "1", "-1", "1"]
    result = run("regions", net("cube"), *box, "--cells", "5", "--json", "-")
    assert result.exit_code == 5
    table = json.loads(result.stdout)
    assert (table["complete"], table["cells_found"], table["exit_code"]) == (False, 4, 5)
    assert "more than 5 cells" in table["reason"]


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("smooth", [], "piecewise linear"),
        ("tie", ["--box", "1", "0", "0", "1"], "lo < hi"),
        ("tie", ["--box", "0", "1"], "4 numbers"),
        ("tie", ["--line", "0,0", "0,0"], "two different points"),
        ("cube", ["--slice", "0,0,0", "1,1,1", "2,2,2"], "not on one line"),
        ("cube", ["--plot", "x.svg"], "--line A B or --slice"),
        ("tie", ["--class", "3"], "2 classes"),
        ("tie", ["--plot", "x.gif"], ".svg"),
        ("tie", ["--strips", "2", "--areas"], "go without --plot and --areas"),
        ("tie", ["--nearest", "0,0", "--certificates", "made"], "have no certificates"),
        ("tie", ["--nearest", "0,0", "--plot", "x.svg"], "no picture"),
        ("tie", ["--line", "0,0", "1,0", "--box", "0", "1"], "one of them"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, net: Net, name: str, arguments: list[str], message: str
) -> None:
    result = run("regions", net(name), *arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert result.output.strip().count("\n") == 0
