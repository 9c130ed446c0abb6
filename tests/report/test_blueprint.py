"""The export for leanblueprint: every claim, labels that resolve, and no foreign commands."""

import re
from pathlib import Path

from proofs.ledger import Entry, all_theorems, check, ledger
from proofs.report import blueprint, write
from proofs.report.build import build
from proofs.theorem import Source, Theorem

HOSTILE = "\\input{x}\n\\end{theorem} 100% #1 {a_b^c~d} 漢字"


def test_every_claim_with_its_uses() -> None:
    known = all_theorems()
    entries = [Entry(theorem, (), (), 0.0) for theorem in known.values()]
    text = blueprint.render(build(ledger(entries, known), "The $t^2$ title"))
    labels = re.findall(r"\\label\{([^}]*)\}", text)
    assert labels == list(known)
    used = [label for found in re.findall(r"\\uses\{([^}]*)\}", text) for label in found.split(", ")]
    assert set(used) <= set(labels) and len(used) == sum(len(t.uses) for t in known.values())
    assert len(re.findall(r"\\begin\{", text)) == len(re.findall(r"\\end\{", text))
    assert text.isascii() and r"\leanok" not in text


def test_only_what_is_accepted_has_a_proof_and_an_erratum_is_corrected(tmp_path: Path) -> None:
    known = all_theorems()
    book = ledger(list(check(["eq-5.3", "sec-5.1"], known)), known)
    (path,) = write(book, tmp_path, ("blueprint",))
    text = path.read_text("ascii")
    assert path.name == "content.tex"
    assert text.count(r"\begin{proof}") == 1 and "the conditions are joined by" in text
    assert r"\texttt{theodolite check eq-5.3}" in text


def test_hostile_text_is_text() -> None:
    theorem = Theorem(HOSTILE, "lemma", HOSTILE, HOSTILE, Source("w", "l"), False, HOSTILE, cited="c")
    text = blueprint.render(build(ledger([Entry(theorem, (), (), 0.0)], {HOSTILE: theorem}), HOSTILE))
    assert r"\input" not in text and text.count(r"\end{theorem}") == 0
    assert text.startswith("% ") and "\n\\end{lemma}\n" in text
