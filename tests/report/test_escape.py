"""Escaping: whatever a text holds, TeX prints it and runs none of it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proofs.report.escape import Tex, bookmark, breakable, escape, label, sentence

# What the escaper itself writes; what is left after removing it must be harmless.
OURS = re.compile(
    r"\$\\backslash\$|\$\\[{}]\$|\$[<>|]\$|\\[&#%_]|\\textascii(?:circum|tilde)\{\}|\\allowbreak\{\}"
    r"|\{\\ttfamily\\char[0-9]+\}|\\texttt\{U\+[0-9A-F]{4,6}\}|'\{\}|-\{\}|\\copyright\{\}|\\S\{\}"
    r"|\\(?:ss|ae|AE|o|O|oe|l|L|i)\{\}|\\(?:[`'^~=.\"]|[uvrcH])\{\\?[A-Za-z]\}"
    r"|\$(?:\\[A-Za-z]+(?:\{[A-Z]\})?|[_^]\{(?:[0-9-]|\\[a-z]+)\}|[-'])\$"
)
SPECIAL = set('\\{}$&#%_^<>|"')

HOSTILE = [
    r"\input{/etc/passwd}\write18{ls}\end{document}",
    r"$\catcode`\%=12$ 100% of #1 & {open",
    "<script>alert('x')</script>",
    "}}}\\\\^^M^^5cend{document}",
    "naïve Gödel “quoted” — 漢字 \N{ZERO WIDTH JOINER}\x00\x07\ud800",
    "``or'' --- ?` !` fi << >>",
    "x" * 10_000,
    "\\" * 10_000,
    "a b " * 2_500,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert(text: str) -> None:
    left = OURS.sub("", escape(text))
    assert not set(left) & SPECIAL, left[:200]
    assert escape(text).isascii()


@given(st.text())
@example("$")
def test_any_text_is_inert(text: str) -> None:
    left = OURS.sub("", escape(text))
    assert not set(left) & SPECIAL
    assert escape(text).isascii() and escape(text).isprintable()


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N"]), max_size=20))
def test_plain_words_stay(text: str) -> None:
    assert escape(text) == text


def test_long_words_may_be_broken() -> None:
    assert escape("x" * 100).count(r"\allowbreak{}") == 99
    assert r"\allowbreak" not in escape("two short words")


def test_tex_passes_once() -> None:
    assert escape(Tex(r"$\alpha$")) == r"$\alpha$"
    assert escape(escape("a_b")) == r"a\_b"


def test_sentences_keep_their_mathematics() -> None:
    assert sentence(r"If $x_1<1$ then 5% of A_1.") == r"If $x_1<1$ then 5\% of A\_1."
    assert sentence("a price of 5$ each") == r"a price of 5{\ttfamily\char36} each"
    assert sentence("$σ(t)≤t$") == r"${\sigma}(t){\le}t$"
    assert sentence('joined by "or"') == "joined by ``or''"
    assert sentence("$$") == ""


@pytest.mark.parametrize(
    "formula",
    [
        *(
            r"\input{x}",
            r"\catcode`\%=12",
            r"\def\a{b}",
            r"\csname x\endcsname",
            r"\write18{ls}",
            "a%b",
            "#1",
        ),
        *("x}{", "{x", "^^5cinput x", "a & b", r"\begin{document}", r"\end", r"\begin {verbatim}", "\\"),
    ],
)
def test_unknown_mathematics_is_shown_not_run(formula: str) -> None:
    left = OURS.sub("", sentence(f"see ${formula}$ here"))
    assert not set(left) & SPECIAL
    assert left.startswith("see ")


@given(st.text(alphabet="\\{}^_$&#%ab1", max_size=30))
def test_no_formula_closes_more_than_it_opens(text: str) -> None:
    bare = re.sub(r"\\.", "", sentence(text), flags=re.DOTALL)
    assert bare.count("{") == bare.count("}")
    assert "%" not in bare and "#" not in bare


def test_labels_set_symbols() -> None:
    assert label("C_1 has two parts") == "$C_{1}$ has two parts"
    assert label("on t^3") == "on $t^{3}$"
    assert label("a_bc and x_1_2") == r"a\_bc and x\_1\_2"
    assert label(r"\input_1") == r"$\backslash$input\_1"


def test_bookmarks_are_plain() -> None:
    assert bookmark(r"Gödel: $\alpha^2$ \x{y}") == "Godel: alpha 2 x y"


def test_hashes_can_be_broken() -> None:
    assert breakable("0123456789abcdef") == r"\texttt{01234567\allowbreak{}89abcdef}"


def test_a_long_formula_may_be_broken_behind_its_commas() -> None:
    long = r"(h((W_l,b_l)_{l=2}^k,F_k(\theta)),(W_l,b_l)_{l=2}^L)\,x_{1,2}"
    made = sentence(f"${long}$")
    assert made.count(r",\allowbreak ") == 4 and made.replace(r"\allowbreak ", "") == f"${long}$"
    assert sentence("$a,b$") == "$a,b$"
