"""Every kind of claim has words of its own, in LaTeX and in HTML."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from checker import Json, Rationals, canonical_bytes
from checker.rules import RULES
from constructions.certificate import Claim
from proofs.ledger import read_claim
from proofs.report.claims import words
from proofs.report.prose import tex

PAGE = (Path(__file__).parents[2] / "docs" / "certificate-format.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def said(kind: str) -> list[str]:
    """The words for the examples of a kind."""
    found = [example for example in EXAMPLES if example["claim"]["kind"] == kind]
    return [words(read_claim(canonical_bytes(example))) for example in found]


@pytest.mark.parametrize("kind", sorted(RULES))
def test_every_kind_has_words(kind: str) -> None:
    for text in said(kind):
        assert "a claim of kind" not in text


def test_the_words_are_well_formed_as_html() -> None:
    for example in EXAMPLES:
        found = tex(words(read_claim(canonical_bytes(example))))
        root = ElementTree.fromstring(f"<p>{found}</p>".replace("<wbr>", ""))
        assert "\\" not in "".join(root.itertext())


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "loss-path",
            "a polyline joins two parameters of widths 1-1, along which the square loss never increases "
            "on 1 sample",
        ),
        (
            "sublevel-separated",
            r"no path joins two parameters of widths 1-1-1 while the square loss is at most $\tfrac{1}{8}$ "
            "on 2 samples",
        ),
        (
            "loss-at-least",
            r"the square loss on 3 samples is at least $\tfrac{1}{4}$ for all parameters of widths 1-1-1",
        ),
        ("skip-rank", r"the outputs of 2 units on 2 samples have rank $\ge 2$"),
        ("fit", r"the outputs $\Psi V$ on 2 samples differ from their targets by at most $0$"),
        (
            "falling-path",
            "on 8 samples no path along which the square loss never increases "
            "leads from the start to a lower loss",
        ),
        ("activation-regions", "the network has exactly 3 activation regions"),
        (
            "region-counts",
            "the network has exactly 3 activation regions, 3 linear regions and "
            "3 different affine functions, and its classes have 2, 0 components",
        ),
    ],
)
def test_words(kind: str, text: str) -> None:
    assert said(kind)[0] == text


def test_an_equation_too_long_to_be_read_is_counted() -> None:
    term: Json = {"product": [{"symbol": name} for name in ("alpha", "beta", "W1", "W2")]}
    head: dict[str, Json] = {"scalars": [], "matrices": {}, "relations": [], "right": "0"}
    many: Json = {"sum": [term] * 40}
    few: Json = {"sum": [term] * 3}
    text = words(Claim("identity", Rationals(), {**head, "left": many}))
    assert "40 terms" in text and len(text) < 300
    short = words(Claim("identity", Rationals(), {**head, "left": few}))
    assert r"\,\allowbreak " in short
