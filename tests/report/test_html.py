"""The HTML form: complete, every link inside it, nothing to load, any text inert."""

import base64
import re
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.ledger import Ledger, all_theorems, check, ledger
from proofs.report import html, mathml
from proofs.report.build import build
from proofs.report.escape import Tex, escape
from proofs.report.mathematics import is_known
from proofs.report.mathml import formula, known_formula
from proofs.report.prose import label, sentence, tex
from proofs.theorem import Exhibit, NearMiss, Source, Theorem

HOSTILE = "</script><script>alert(1)</script> <img src=x onerror=alert(2)> & \" ' \x00\x1b \ud800 漢字 $x<1"
VOID = {"meta", "link", "br", "img", "input", "wbr"}
URI = {"href", "src", "action", "formaction", "data", "poster", "srcset"}


class Outline(HTMLParser):
    """Ids, addresses and scripts of a document, and whether its elements nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.tags: Counter[str] = Counter()
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids[str(value)] += 1
            if name in URI:
                self.addresses.append(str(value))
            if name.startswith("on"):
                self.handlers.append(name)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed at once."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text."""
        self.text += data


def hostile() -> Theorem:
    """A claim all of whose texts are hostile."""
    return Theorem(
        id=HOSTILE,
        kind="theorem",
        title=HOSTILE,
        statement=HOSTILE,
        source=Source(HOSTILE, HOSTILE, HOSTILE),
        universal=False,
        covers=HOSTILE,
        hypotheses=(HOSTILE,),
        exhibits=lambda: (Exhibit(HOSTILE, lambda: b"{}"),),
        near_misses=lambda: (NearMiss(HOSTILE, lambda: b"{}", "E_KEYS"),),
        printed=HOSTILE,
        finding=HOSTILE,
        corrected=HOSTILE * 200,
        cited=HOSTILE,
        proof=HOSTILE,
    )


@pytest.fixture(scope="module")
def book() -> Ledger:
    """A part of the ledger, with a picture, an erratum, ablations and a cited result."""
    known = all_theorems()
    return ledger(list(check(["eq-5.3", "fig-5.2", "def-5.2.1", "thm-5.2.4", "prop-5.1.2"], known)), known)


@pytest.fixture(scope="module")
def text(book: Ledger) -> str:
    """The document."""
    return html.render(build(book, "A $t^2$ title"))


def test_it_nests_and_every_link_resolves(text: str) -> None:
    outline = Outline(text)
    assert outline.open == []
    assert [id for id, n in outline.ids.items() if n > 1] == []
    inner = [address[1:] for address in outline.addresses if address.startswith("#")]
    assert len(inner) > 20
    assert set(inner) <= set(outline.ids)


def test_nothing_is_loaded(text: str) -> None:
    outline = Outline(text)
    assert all(address.startswith(("#", "data:")) for address in outline.addresses)
    assert "http" not in re.sub(r"http://www.w3.org/2000/svg|http-equiv", "", text)
    assert "@import" not in text and "url(" not in re.sub(r"url\(#(slant|lines|cross|tip)\)", "", text)


def test_the_policy_admits_the_one_script(text: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in text
    assert Outline(text).handlers == []


def test_every_claim_and_every_hash_appears(text: str, book: Ledger) -> None:
    outline = Outline(text)
    for id, entry in book.entries.items():
        assert outline.ids[id] == 1
        assert f"theodolite check {id}" in outline.text
        for certificate in entry.certificates:
            assert certificate.claim is not None and certificate.claim.sha256 in outline.text
    assert outline.tags["article"] == len(book.entries)
    assert outline.tags["math"] > 50 and outline.tags["img"] == 1
    assert "superfluous" in outline.text and "E_FARKAS" in outline.text


def test_the_same_bytes_each_time_and_only_ascii(text: str, book: Ledger) -> None:
    assert text == html.render(build(book, "A $t^2$ title"))
    assert text.isascii()


def test_hostile_text_is_text() -> None:
    theorems = {HOSTILE: hostile()}
    made = html.render(build(ledger(list(check((), theorems)), theorems), HOSTILE))
    outline = Outline(made)
    assert outline.open == [] and outline.tags["script"] == 1 and outline.tags["img"] == 0
    assert outline.handlers == []
    assert "<img src=x onerror=alert(2)>" in outline.text and "漢字" in outline.text
    assert all(address.startswith(("#", "data:")) for address in outline.addresses)


def test_an_empty_ledger_has_a_page() -> None:
    assert Outline(html.render(build(Ledger({}, {}), "t"))).open == []


def test_every_formula_of_the_ledger_is_mathml() -> None:
    for theorem in all_theorems().values():
        texts = (theorem.title, theorem.statement, theorem.covers, theorem.printed, theorem.corrected)
        for part in (theorem.finding, *texts, *theorem.hypotheses):
            found = sentence(part)
            ElementTree.fromstring(f"<p>{found}</p>")
            assert all("\\" not in inner for inner in re.findall(r"<math>(.*?)</math>", found))
            whole = found.replace(f"</math>{mathml.BREAK}<math>", "")
            assert whole.count("<math>") == sum(bool(piece.strip()) for piece in part.split("$")[1::2])


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        (r"x_1^2", "<msubsup><mi>x</mi><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></msubsup>"),
        (r"\frac12", "<mfrac><mrow><mn>1</mn></mrow><mrow><mn>2</mn></mrow></mfrac>"),
        (r"f'", "<msup><mi>f</mi><mrow><mo>′</mo></mrow></msup>"),
        (r"\mathbb{R}", '<mi mathvariant="normal">ℝ</mi>'),
        (r"\alpha<1", "<mi>α</mi><mo>&lt;</mo><mn>1</mn>"),
        (r"\sqrt[3]{x}", "<mroot><mrow><mrow><mi>x</mi></mrow></mrow><mrow><mn>3</mn></mrow></mroot>"),
        (r"\text{rank at most}", "<mtext>rank\u00a0at\u00a0most</mtext>"),
        (r"a\not\in B", "<mi>a</mi><mo>∈\u0338</mo><mi>B</mi>"),
        (r"a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
        (r"=-b", '<mo>=</mo><mo form="prefix">−</mo><mi>b</mi>'),
        (r"\hat\sigma", '<mover accent="true"><mrow><mi>σ</mi></mrow><mo stretchy="false">^</mo></mover>'),
        (r"\operatorname{rank} A", '<mo lspace="0" rspace="0.17em">rank</mo><mi>A</mi>'),
    ],
)
def test_formulas(source: str, markup: str) -> None:
    assert formula(source) == f"<math>{markup}</math>"


def test_tables() -> None:
    found = formula(r"A=\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}+\begin{cases}x & y\\z\end{cases}")
    root = ElementTree.fromstring(found)
    assert [len(row) for row in root.iter("mtr")] == [2, 2, 2, 1]
    assert "".join(root.itertext()) == "A=[1234]+{xyz"


@pytest.mark.parametrize(
    "source",
    [r"\input{x}", "{" * 90 + "}" * 90, r"\hat" * 400 + "x", r"\big" * 400 + "x", r"\frac" * 400, "x_" * 300],
)
def test_what_is_not_known_or_too_deep_is_shown_as_its_source(source: str) -> None:
    found = formula(source)
    root = ElementTree.fromstring(f"<p>{found}</p>")
    if not found.startswith("<math>"):
        assert "".join(root.itertext()) == f"${source}$"


PIECES = r"\frac \left \right ( ) { } _ ^ ' x 12 \text \sqrt [ ] \begin{cases} \end{cases} & \\ \not \in"
WORDS = st.sampled_from([*PIECES.split(), " ", "<", r"\%", "é", r"\hat", r"\mathbb"])


@given(st.lists(WORDS, max_size=30).map("".join))
def test_any_formula_is_well_formed(source: str) -> None:
    ElementTree.fromstring(f"<p>{formula(source)}</p>")
    if is_known(source):
        ElementTree.fromstring(f"<p>{known_formula(source)}</p>")


@given(st.text(max_size=60))
def test_any_text_is_inert(source: str) -> None:
    for made in (sentence(source), label(source), tex(escape(source))):
        ElementTree.fromstring(f"<p>{made}</p>".replace("<wbr>", ""))


def test_words_of_a_claim_read_as_text() -> None:
    source = 'don\'t a-b 100% #1 {a_b^c~d} “q” – naïve & <i> $5 \\ "x" `y`'
    found = ElementTree.fromstring(f"<p>{tex(escape(source))}</p>")
    assert "".join(found.itertext()) == source
    assert tex(Tex(r"rank $\ge 2$")) == "rank <math><mo>≥</mo><mn>2</mn></math>"


def test_the_deepest_formula_allowed_is_set() -> None:
    depth = mathml.DEEPEST // 2
    assert formula("{" * depth + "x" + "}" * depth).startswith("<math>")


def test_a_long_formula_comes_in_pieces_between_which_a_line_may_end() -> None:
    found = formula(r"a_1+b_2=\alpha x_3+\beta y_4+\gamma z_5,\ w=(t_1,t_2,\dots,t_n)+\delta_7")
    ElementTree.fromstring(f"<p>{found}</p>")
    pieces = found.split(mathml.BREAK)
    assert len(pieces) > 2 and all(piece.startswith("<math>") for piece in pieces)
    assert any('<mo form="infix">+</mo>' in piece for piece in pieces[1:])
    text = "".join(ElementTree.fromstring(f"<p>{found}</p>").itertext())
    assert text == "a1+b2=αx3+βy4+γz5,w=(t1,t2,…,tn)+δ7"
    assert mathml.BREAK not in formula("a_1+b_2=c_3")
