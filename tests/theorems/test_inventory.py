"""No claim of the thesis is unknown: the inventory is whole, and every theorem file has one of its ids."""

import json
import re

import pytest

from proofs.inventory import inventory, is_known, missing
from proofs.ledger import Entry, all_theorems, ledger
from proofs.report import TITLE, as_json, html, latex
from proofs.report.build import build

NUMBERED = {
    "Definition": "def",
    "Assumption": "asm",
    "Lemma": "lem",
    "Theorem": "thm",
    "Corollary": "cor",
    "Proposition": "prop",
    "Property": "prop",
    "Figure": "fig",
    "Table": "tab",
}
# The last number of each kind, counted in the source: equations, figures and tables by chapter.
LAST = {
    "eq": (2, 17, 10, 11, 5, 0),
    "fig": (1, 1, 1, 4, 8, 0),
    "tab": (0, 2, 0, 5, 0, 0),
}


def test_every_theorem_file_has_an_id_of_the_inventory_or_is_our_own() -> None:
    strangers = [id for id, theorem in all_theorems().items() if theorem.kind != "own" and not is_known(id)]
    assert strangers == [], "correct the id, or add the claim to proofs/inventory.toml"


def test_equations_figures_and_tables_are_numbered_without_a_gap() -> None:
    for kind, lasts in LAST.items():
        for chapter, last in enumerate(lasts, 1):
            found = [id for id in inventory() if id.startswith(f"{kind}-{chapter}.")]
            assert sorted(found) == sorted(f"{kind}-{chapter}.{n}" for n in range(1, last + 1))


@pytest.mark.parametrize(
    ("section", "last"),
    [
        *(("1.1", 1), ("2.2", 2), ("2.3", 5), ("2.4", 12), ("2.6", 4), ("3.3", 7)),
        *(("3.4", 17), ("4.3", 4), ("5.1", 2), ("5.2", 4)),
    ],
)
def test_statements_are_numbered_without_a_gap(section: str, last: int) -> None:
    """The thesis numbers definitions, lemmas and the like together, by section."""
    kinds = set(NUMBERED.values()) - {"fig", "tab"}
    numbers = [
        int(id.rpartition(".")[2])
        for id in inventory()
        if id.partition("-")[0] in kinds and re.fullmatch(rf"[a-z]+-{re.escape(section)}\.\d+", id)
    ]
    assert sorted(numbers) == list(range(1, last + 1))


def test_an_id_says_its_kind_and_number() -> None:
    for known in inventory().values():
        kind, _, number = known.id.partition("-")
        word = known.place.partition(" ")[0]
        if word in NUMBERED and kind not in ("rem", "conj"):
            assert (kind, known.place) == (NUMBERED[word], f"{word} {number}")
        assert known.page.isdigit() and known.chapter in "123456"


def test_pages_do_not_decrease() -> None:
    pages = [int(known.page) for known in inventory().values()]
    assert pages == sorted(pages)


def test_what_is_not_yet_stated_is_named_in_every_form_of_the_report() -> None:
    report = build(ledger([], {}), TITLE)
    assert report.missing == []
    known = all_theorems()
    whole = build(ledger([], known), TITLE)
    assert whole.missing == []  # nothing was checked: a report on a part names nothing as missing


def test_a_full_report_names_the_rest() -> None:
    known = all_theorems()
    entries = [Entry(theorem, (), (), 0.0) for theorem in known.values()]
    report = build(ledger(entries, known), TITLE)
    rest = [item.id for item in report.missing]
    assert rest == [item.id for item in missing(known)]
    assert set(rest).isdisjoint(known) and "thm-5.2.3" not in rest
    value = json.loads(as_json.render(report))
    assert [item["id"] for item in value["not_yet_stated"]] == rest
    texts = html.render(report), latex.render(report)
    assert all((not rest) == ("Not yet stated" not in text) for text in texts)
    assert all(f"<code>{id}</code>" in texts[0] for id in rest)


def test_a_remark_belongs_to_a_number_of_the_thesis() -> None:
    assert is_known("rem-3.4.9b") and is_known("sec-4.1") and is_known("rem-4.3.4-upscale")
    assert not any(map(is_known, ("rem-7.1", "sec-x", "thm-5.2.9", "new-5.a", "rem-", "sec-3.4.99")))
