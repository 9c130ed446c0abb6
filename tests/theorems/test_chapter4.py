"""Every claim of Chapter 4 has the status its certificates give, and its near misses are refused."""

import pytest

from proofs.ledger import Entry, all_theorems, check_theorem

EXPECTED = {
    "asm-4.3.1": ("holds", "instance"),
    "def-4.3.3": ("holds", "cited"),
    "eq-4.1": ("holds", "instance"),
    "lem-4.3.2": ("holds-as-corrected", "instance"),
    "rem-4.3.2": ("holds", "instance"),
    "rem-4.3.4": ("holds", "instance"),
    "rem-4.3.1": ("holds", "instance"),
    "sec-4.1": ("holds-as-corrected", "instance"),
    "fig-4.1": ("holds", "schema"),
    "eq-4.2": ("holds", "instance"),
    "eq-4.3": ("holds", "instance"),
    "eq-4.4": ("holds", "schema"),
    "eq-4.5": ("holds", "instance"),
    "eq-4.6": ("holds", "instance"),
    "eq-4.7": ("holds", "instance"),
    "eq-4.8": ("holds", "instance"),
    "eq-4.9": ("holds", "instance"),
    "eq-4.10": ("holds", "instance"),
    "eq-4.11": ("holds", "instance"),
    "fig-4.2": ("holds", "instance"),
    "sec-4.2": ("holds", "instance"),
    "sec-4.2.1": ("holds", "schema"),
    "fig-4.3": ("holds", "instance"),
    "fig-4.4": ("holds", "instance"),
    "sec-4.4.2": ("holds", "instance"),
    "tab-4.3": ("holds", "instance"),
    "tab-4.4": ("holds", "instance"),
    "tab-4.5": ("holds", "instance"),
    "sec-4.4": ("holds-as-corrected", "instance"),
    "sec-4.4.1": ("holds-as-corrected", "instance"),
    "sec-4.6.2": ("holds-as-corrected", "instance"),
    "tab-4.1": ("holds-as-corrected", "instance"),
    "tab-4.2": ("holds-as-corrected", "instance"),
    "thm-4.3.4": ("holds-as-corrected", "instance"),
    "new-4.a": ("holds", "instance"),
    "new-4.b": ("holds", "instance"),
    "new-4.c": ("holds", "instance"),
    "new-4.d": ("holds", "instance"),
    "new-4.e": ("holds", "instance"),
    "new-4.f": ("holds", "instance"),
    "sec-6": ("holds-as-corrected", "instance"),
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
    assert {id for id in all_theorems() if "-4." in id} == set(EXPECTED) - {"sec-6"}


@pytest.mark.parametrize(
    "id", [id for id, (_, evidence) in EXPECTED.items() if evidence in ("instance", "schema")]
)
def test_every_claim_with_certificates_has_near_misses(id: str, entries: dict[str, Entry]) -> None:
    assert entries[id].misses
    assert all(not miss.problem for miss in entries[id].misses)


@pytest.mark.parametrize(
    "id", ["lem-4.3.2", "thm-4.3.4", "new-4.a", "new-4.b", "new-4.c", "new-4.d", "new-4.e", "new-4.f"]
)
def test_every_hypothesis_has_an_ablation(id: str, entries: dict[str, Entry]) -> None:
    entry = entries[id]
    remarks = {a.hypothesis: a.remark for a in entry.theorem.ablations()}
    assert set(remarks) == set(entry.theorem.hypotheses)
    assert all(certificates or remarks[name] for name, certificates in entry.ablations.items())


@pytest.mark.parametrize(
    "id", [id for id, (verdict, _) in EXPECTED.items() if verdict == "holds-as-corrected"]
)
def test_every_erratum_has_a_refutation_and_a_correction(id: str, entries: dict[str, Entry]) -> None:
    theorem = entries[id].theorem
    assert theorem.printed and theorem.finding and theorem.corrected
    assert {"refutes", "corrects"} <= {c.role for c in entries[id].certificates}
