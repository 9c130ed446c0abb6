"""Chapters 1 and 2, equations, figures, remarks, summaries: each has the status its certificates give."""

import pytest

from proofs.ledger import Entry, all_theorems, check_theorem

HOLDS = [
    *("fig-1.1", "rem-1.1", "eq-1.1", "eq-1.2", "rem-1.2-yu-chen", "asm-2.3.4", "asm-2.4.1", "asm-2.4.2"),
    *("asm-2.4.7", "def-2.3.1", "def-2.3.2", "def-2.3.3", "eq-2.1", "eq-2.2", "eq-2.3", "eq-2.4", "eq-2.6"),
    *("eq-2.7", "eq-2.8", "eq-2.9", "eq-2.10", "eq-2.11", "eq-2.13", "eq-2.14", "eq-2.15", "eq-2.16"),
    *("eq-2.17", "fig-2.1", "rem-2.4.5-linear", "rem-2.4.9"),
]
CORRECTED = [
    *("rem-1.1-linear", "rem-1.2-scaling", "sec-1.3", "rem-2.3.4", "rem-2.4.4", "rem-2.4.6", "rem-2.4.7"),
    *("eq-2.12", "lem-2.6.1", "sec-2.5"),
]


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {id: check_theorem(all_theorems()[id]) for id in (*HOLDS, *CORRECTED)}


@pytest.mark.parametrize("id", HOLDS)
def test_holds(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].problems == []
    assert (entries[id].verdict, entries[id].evidence) == ("holds", "instance")


@pytest.mark.parametrize("id", CORRECTED)
def test_holds_as_corrected(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    assert entry.problems == []
    assert entry.verdict == "holds-as-corrected"
    assert entry.theorem.printed and entry.theorem.finding and entry.theorem.corrected


@pytest.mark.parametrize("id", [*HOLDS, *CORRECTED])
def test_near_misses_are_refused(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].misses
    assert all(not miss.problem for miss in entries[id].misses)


def test_quoted_results_are_cited_and_never_more() -> None:
    entry = check_theorem(all_theorems()["rem-1.2"])
    assert (entry.verdict, entry.evidence) == ("holds", "cited")
    assert entry.theorem.cited.count("(") >= 5


def test_summaries_use_the_claims_that_they_sum_up() -> None:
    assert {"thm-2.4.5", "thm-2.4.10", "thm-2.4.11"} <= set(all_theorems()["sec-2.5"].uses)
    assert {"thm-4.3.4", "thm-5.2.3"} <= set(all_theorems()["sec-1.3"].uses)
