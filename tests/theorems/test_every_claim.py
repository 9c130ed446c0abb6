"""Every claim of the ledger, checked once: its pin, its near misses, its erratum, and what it rests on.

The statuses that are expected stand in pins.json, a reviewed file; no second table of them is kept here.
"""

from pathlib import Path

import pytest

from checker import Verified
from proofs.ledger import Entry, Ledger, all_theorems, check, ledger, words
from proofs.ledger_pins import differences, pin_of, read_ledger_pins

ROOT = Path(__file__).resolve().parents[2]
PINNED = read_ledger_pins(ROOT / "pins.json")
IDS = list(all_theorems())


@pytest.fixture(scope="module")
def book() -> Ledger:
    return ledger(list(check()))


@pytest.fixture(scope="module")
def entries(book: Ledger) -> dict[str, Entry]:
    return dict(book.entries)


def test_every_claim_is_pinned() -> None:
    assert sorted(PINNED) == sorted(IDS), "review the change, then: theodolite ledger pin"


@pytest.mark.parametrize("id", IDS)
def test_status_and_certificates_are_those_pinned(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].problems == []
    changed = [difference.message for difference in differences(PINNED[id], pin_of(entries[id]))]
    assert changed == [], "review the change, then: theodolite ledger pin"


@pytest.mark.parametrize("id", IDS)
def test_every_claim_with_certificates_has_near_misses(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    assert entry.misses or entry.theorem.cited
    assert all(not miss.problem for miss in entry.misses)


@pytest.mark.parametrize("id", IDS)
def test_a_correction_is_stated_and_certified(id: str, entries: dict[str, Entry]) -> None:
    entry, roles = entries[id], {c.role for c in entries[id].certificates}
    corrected = entry.verdict in ("holds-as-corrected", "refuted")
    assert corrected == ("refutes" in roles)
    assert not corrected or (entry.theorem.printed and entry.theorem.finding)
    assert entry.verdict != "holds-as-corrected" or entry.theorem.corrected
    assert (entry.verdict == "holds-as-corrected") == (corrected and "corrects" in roles)


@pytest.mark.parametrize("id", [id for id in IDS if "-5." in id])
def test_certificates_of_chapter_5_are_small(id: str, entries: dict[str, Entry]) -> None:
    every = [*entries[id].certificates, *(c for cs in entries[id].ablations.values() for c in cs)]
    assert all(isinstance(c.verdict, Verified) and len(c.data) < 40_000 for c in every)


def test_nothing_is_open(entries: dict[str, Entry]) -> None:
    assert {entry.verdict for entry in entries.values()} == {"holds", "holds-as-corrected", "refuted"}


def test_the_two_theorems_of_chapter_5_have_witnesses(entries: dict[str, Entry]) -> None:
    for id in ("thm-5.2.3", "thm-5.2.4"):
        assert sum(bool(certificates) for certificates in entries[id].ablations.values()) >= 3


def test_a_theorem_on_instances_is_no_stronger_than_what_it_rests_on(book: Ledger) -> None:
    assert book.effective("thm-5.2.3") == "cited"
    assert book.rests_on("thm-5.2.3") == ["def-5.2.1", "prop-5.1.1", "prop-5.1.2"]
    assert book.effective("rem-5.2.2") == "schema"


def test_words_for_people(entries: dict[str, Entry]) -> None:
    assert words(entries["rem-5.2.2"]) == "proved by schema"
    assert words(entries["eq-5.5"]) == "checked exactly"
    assert words(entries["new-5.d"]) == "checked exactly on 5 instances"
    assert words(entries["sec-5.1"]) == "refuted, checked exactly"
    assert words(entries["prop-5.1.1"]).startswith("taken from Apostol")


def test_quoted_results_are_cited_and_never_more(entries: dict[str, Entry]) -> None:
    assert (entries["rem-1.2"].verdict, entries["rem-1.2"].evidence) == ("holds", "cited")
    assert entries["rem-1.2"].theorem.cited.count("(") >= 5


def test_summaries_use_the_claims_that_they_sum_up() -> None:
    assert {"thm-2.4.5", "thm-2.4.10", "thm-2.4.11"} <= set(all_theorems()["sec-2.5"].uses)
    assert {"thm-4.3.4", "thm-5.2.3"} <= set(all_theorems()["sec-1.3"].uses)
