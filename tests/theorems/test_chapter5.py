"""Every claim of Chapter 5 has the status its certificates give, and its near misses are refused."""

import pytest

from checker import Verified
from proofs.ledger import Entry, all_theorems, check_theorem, ledger, words

EXPECTED = {
    "def-5.2.1": ("holds", "instance"),
    "prop-5.1.1": ("holds", "cited"),
    "prop-5.1.2": ("holds", "cited"),
    "lem-5.2.2": ("holds", "instance"),
    "rem-5.2.2": ("holds", "schema"),
    "eq-5.2": ("holds", "instance"),
    "thm-5.2.3": ("holds", "instance"),
    "thm-5.2.4": ("holds", "instance"),
    "fig-5.1": ("holds", "instance"),
    "fig-5.2": ("holds", "instance"),
    "fig-5.4": ("holds", "instance"),
    "eq-5.3": ("holds-as-corrected", "instance"),
    "eq-5.4": ("holds-as-corrected", "instance"),
    "sec-5.1": ("refuted", "instance"),
    "sec-5.3.2": ("holds-as-corrected", "schema"),
    "sec-5.3.4": ("holds", "instance"),
    "eq-5.5": ("holds", "instance"),
    "eq-5.1": ("holds", "instance"),
    "rem-5.2.4": ("holds-as-corrected", "instance"),
    "sec-5.3.1": ("holds-as-corrected", "instance"),
    "fig-5.3": ("holds", "instance"),
    "sec-5.3.3": ("holds", "instance"),
    "sec-5.3.5": ("holds-as-corrected", "instance"),
    "fig-5.5": ("holds", "instance"),
    "fig-5.6": ("holds", "instance"),
    "fig-5.7": ("holds", "instance"),
    "fig-5.8": ("holds", "instance"),
    "sec-5.4": ("holds-as-corrected", "instance"),
    "new-5.a": ("holds", "instance"),
    "new-5.b": ("holds", "instance"),
    "new-5.c": ("holds", "instance"),
    "new-5.d": ("holds", "instance"),
    "new-5.e": ("holds", "instance"),
    "new-5.f": ("holds", "instance"),
}


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {id: check_theorem(all_theorems()[id]) for id in EXPECTED}


@pytest.mark.parametrize("id", EXPECTED)
def test_status(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    assert entry.problems == []
    assert (entry.verdict, entry.evidence) == EXPECTED[id]


def test_no_claim_of_the_chapter_is_left_out_of_this_table() -> None:
    chapter = {id for id in all_theorems() if "-5." in id}
    assert chapter == set(EXPECTED)


@pytest.mark.parametrize("id", EXPECTED)
def test_certificates_are_small(id: str, entries: dict[str, Entry]) -> None:
    every = [*entries[id].certificates, *(c for cs in entries[id].ablations.values() for c in cs)]
    assert all(isinstance(c.verdict, Verified) and len(c.data) < 40_000 for c in every)


@pytest.mark.parametrize("id", [id for id, (_, evidence) in EXPECTED.items() if evidence != "cited"])
def test_every_claim_with_certificates_has_near_misses(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].misses
    assert all(not miss.problem for miss in entries[id].misses)


@pytest.mark.parametrize("id", ["thm-5.2.3", "thm-5.2.4"])
def test_every_hypothesis_of_the_two_theorems_has_an_ablation(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    remarks = {a.hypothesis: a.remark for a in entry.theorem.ablations()}
    for hypothesis, certificates in entry.ablations.items():
        assert certificates or remarks[hypothesis], hypothesis
    assert sum(bool(certificates) for certificates in entry.ablations.values()) >= 3


def test_a_theorem_on_instances_is_no_stronger_than_what_it_rests_on(entries: dict[str, Entry]) -> None:
    book = ledger(list(entries.values()))
    assert book.effective("thm-5.2.3") == "cited"
    assert book.rests_on("thm-5.2.3") == ["def-5.2.1", "prop-5.1.1", "prop-5.1.2"]
    assert book.effective("rem-5.2.2") == "schema"


def test_words_for_people(entries: dict[str, Entry]) -> None:
    assert words(entries["rem-5.2.2"]) == "proved by schema"
    assert words(entries["eq-5.5"]) == "checked exactly"
    assert words(entries["new-5.d"]) == "checked exactly on 5 instances"
    assert words(entries["sec-5.1"]) == "refuted, checked exactly"
    assert words(entries["prop-5.1.1"]).startswith("taken from Apostol")
