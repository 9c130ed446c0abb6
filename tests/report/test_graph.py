"""The graph in its three forms: every claim, every use, statuses computed, any text inert."""

import json
from collections.abc import Mapping
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from checker import Json, Rationals
from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.ledger import Entry, all_theorems, check, ledger
from proofs.report import graph, graph_svg, graph_text
from proofs.report.build import build
from proofs.report.drawing import node_name
from proofs.report.escape import escape
from proofs.report.model import Report
from proofs.theorem import Exhibit, Source, Theorem

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert(1)</script> & " \\" \x00 漢字'


def not_onto() -> bytes:
    """A certificate that the ReLU is not onto."""
    body: dict[str, Json] = {"activation": {"name": "relu"}, "property": "onto", "holds": "no"}
    return find(Claim("activation-property", Rationals(), body))


def made(id: str, *uses: str, shown: bool = True) -> Theorem:
    """A claim of no content."""
    exhibits = (Exhibit("x", not_onto),) if shown else ()
    source = Source("A book", "1")
    return Theorem(id, "theorem", HOSTILE, "S.", source, False, "All.", uses=uses, exhibits=lambda: exhibits)


def theorems() -> Mapping[str, Theorem]:
    """A claim, an open one that it uses, one with a hostile id, and one that is not checked."""
    every = made("a", "b", HOSTILE), made("b", "c", shown=False), made(HOSTILE), made("c", "d"), made("d")
    return {theorem.id: theorem for theorem in every}


@pytest.fixture(scope="module")
def report() -> Report:
    """A report on four of the five."""
    known = theorems()
    return build(ledger(list(check([id for id in known if id != "d"], known)), known), "t")


def test_json_has_every_node_and_use_with_its_status(report: Report) -> None:
    value = json.loads(graph_text.as_json(report))
    assert [node["id"] for node in value["nodes"]] == list(theorems())
    found = {node["id"]: (node["verdict"], node["evidence"], node["effective"]) for node in value["nodes"]}
    assert found["a"] == ("holds", "instance", "none")
    assert found["b"] == ("open", "none", "none")
    assert found["d"] == (None, None, None)
    assert [(edge["from"], edge["to"]) for edge in value["edges"]] == [
        ("a", "b"),
        ("a", HOSTILE),
        ("b", "c"),
        ("c", "d"),
    ]


def test_dot_quotes_every_text(report: Report) -> None:
    text = graph_text.dot(report)
    assert text.count(" -> ") == 4 and text.count("[tooltip=") == 5
    for line in text.splitlines():
        bare = line.replace("\\\\", "").replace('\\"', "")
        assert bare.count('"') % 2 == 0
    assert "peripheries=2" not in text and "dotted" in text


def test_svg_is_well_formed_and_links_only_where_told(report: Report) -> None:
    root = ElementTree.fromstring(graph_svg.draw(report, {"a": "#claim-1"}))
    assert [node.get("href") for node in root.iter(f"{SVG}a")] == ["#claim-1"]
    assert not list(root.iter(f"{SVG}script"))
    classes = [node.get("class") for node in root.iter(f"{SVG}g") if node.find(f"{SVG}title") is not None]
    assert sorted(map(str, classes)) == [
        "unchecked",
        "v-holds e-instance",
        "v-holds e-instance",
        "v-open e-none",
    ]


def test_svg_has_a_path_for_every_use(report: Report) -> None:
    root = ElementTree.fromstring(graph_svg.draw(report))
    tips = [path for path in root.iter(f"{SVG}path") if path.get("marker-end")]
    assert len(tips) == 4


def test_the_same_graph_each_time_and_no_address_but_the_name_space(report: Report) -> None:
    text = graph_svg.draw(report)
    assert text == graph_svg.draw(report)
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_nodes_of_the_whole_ledger_do_not_overlap() -> None:
    known = all_theorems()
    root = ElementTree.fromstring(graph_svg.draw(build(ledger([], known), "t")))
    nodes = [node.find(f"{SVG}rect") for node in root.iter(f"{SVG}g") if node.get("class") == "unchecked"]
    assert len(nodes) == len(known)
    places = sorted((float(r.get("y", "")), float(r.get("x", ""))) for r in nodes if r is not None)
    assert all(b[0] > a[0] or b[1] - a[1] >= 92 for a, b in pairwise(places))


def test_a_large_graph_is_printed_by_chapters() -> None:
    known = all_theorems()
    unchecked = [Entry(theorem, (), (), 0.0) for theorem in known.values()]
    found = graph.parts(build(ledger(unchecked, known), "t"))
    names = [name for name, _ in found]
    assert len(names) == len(set(names)) and {"Chapter 2", "Chapter 5", "Claims of this work"} <= set(names)
    text = "".join(part for _, part in found)
    assert all(f"{{{escape(node_name(id))}}}" in text for id in known)
    few = {id: known[id] for id in ("prop-5.1.1", "prop-5.1.2")}
    assert [name for name, _ in graph.parts(build(ledger(list(check((), few)), few), "t"))] == [""]
