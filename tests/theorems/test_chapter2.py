"""Quick claims of Chapter 2: each has the status its certificates give, and its near misses are refused."""

import pytest

from proofs.ledger import Entry, all_theorems, check_theorem

EXPECTED = {
    "asm-1.1.1": "holds",
    "def-2.2.1": "holds",
    "lem-2.2.2": "holds",
    "lem-2.4.3": "holds",
    "eq-2.5": "holds",
    "lem-2.6.3": "holds",
    "lem-2.6.4": "holds",
    "thm-2.4.10": "holds-as-corrected",
    "thm-2.4.11": "holds-as-corrected",
    "cor-2.4.12": "holds-as-corrected",
}


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {id: check_theorem(all_theorems()[id]) for id in EXPECTED}


@pytest.mark.parametrize("id", EXPECTED)
def test_status(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    assert entry.problems == []
    assert (entry.verdict, entry.evidence) == (EXPECTED[id], "instance")


@pytest.mark.parametrize("id", EXPECTED)
def test_near_misses_are_refused(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].misses
    assert all(not miss.problem for miss in entries[id].misses)
