"""docs/errata.md says what the ledger says, and its mathematics and links are whole."""

import re
from pathlib import Path

import pytest

from proofs.ledger import all_theorems, check, ledger
from proofs.report import TITLE
from proofs.report.build import build
from proofs.report.markdown import errata, text

PAGE = Path(__file__).parents[2] / "docs" / "errata.md"
REMEDY = "run: theodolite ledger errata -o docs/errata.md"


@pytest.mark.slow
def test_the_page_is_that_of_the_ledger() -> None:
    wrong = [id for id, theorem in all_theorems().items() if theorem.printed]
    made = errata(build(ledger(list(check(wrong))), TITLE))
    assert PAGE.read_text("utf-8") == made, REMEDY


def test_every_erratum_has_its_section() -> None:
    wrong = [id for id, theorem in all_theorems().items() if theorem.printed]
    assert re.findall(r"^## (.*)$", PAGE.read_text("utf-8"), re.MULTILINE) == wrong, REMEDY


def test_every_link_of_the_page_resolves() -> None:
    page = PAGE.read_text("utf-8")
    anchors = {head.replace(".", "") for head in re.findall(r"^## (.*)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) == anchors


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        (r"$x_1$ and *this* <b>", r"$`x_1`$ and \*this\* \<b\>"),
        ("costs $5", r"costs \$5"),
        ("a\n| b", r"a \| b"),
    ],
)
def test_text_outside_of_mathematics_is_escaped(source: str, markdown: str) -> None:
    assert text(source) == markdown
