"""The report as a whole: complete, exact, the same bytes each time, and compiled where there is TeX."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from checker import Rationals, Verified, kernel_sha256
from constructions.evidence.components import certify_components
from constructions.fully_connected import RELU, layer, network
from proofs.chapter5.eq_5_3 import eq_5_3
from proofs.ledger import Ledger, check, ledger
from proofs.pictures_of_regions import picture_of_preimages
from proofs.report import TITLE, write
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

Q = Rationals()
HOSTILE = r"\input{x} $\catcode$ <b>&amp;</b> 100% #1 {a_b^c~d} \end{document} ‚naïve‘ 漢字 ``''"
LONG = "W" * 10_000


def wide() -> bytes:
    """A network with a layer beyond what is shown whole."""
    rows = [[Fraction(i, 7), Fraction(-1, i + 1)] for i in range(14)]
    weight = [[str(x) for x in row] for row in rows]
    net = network(layer(weight, [0] * 14, RELU), layer([[1] * 14, [0] * 14], [0, 0]))
    return certify_components(net, Q, 0)


def claims() -> Mapping[str, Theorem]:
    """A few claims of every verdict that instances can give, with hostile texts."""
    good = Exhibit("C_1 has two components", lambda: certify_components(eq_5_3(), Q, 0))
    source = Source("A work", "Section 1 & 2", "7")
    first = Theorem(
        id="thm-1",
        kind="theorem",
        title="Title with $x_1$",
        statement=r"For $\alpha\in(0,1)$ all is well.",
        source=source,
        universal=True,
        covers="Instances.",
        hypotheses=("$n>1$", HOSTILE),
        uses=("prop-2", "thm-3"),
        exhibits=lambda: (good, Exhibit(LONG, wide)),
        near_misses=lambda: (NearMiss(HOSTILE, lambda: b"{}", "E_KEYS"),),
        ablations=lambda: (Ablation("$n>1$", (good,), HOSTILE), Ablation("$d>0$")),
        printed="As printed $x$.",
        finding=HOSTILE,
        corrected=LONG,
        picture=lambda: picture_of_preimages(eq_5_3(), Q, 0, [(-6, 6)]),
    )
    second = Theorem("prop-2", "proposition", "Cited", "A fact.", source, True, "Nothing.", cited=HOSTILE)
    third = Theorem("thm-3", "theorem", "Open", "A question.", source, True, "Nothing.")
    return {theorem.id: theorem for theorem in (first, second, third)}


@pytest.fixture(scope="module")
def book() -> Ledger:
    """The ledger of these claims."""
    theorems = claims()
    return ledger(list(check((), theorems)), theorems)


@pytest.fixture(scope="module")
def tex(book: Ledger, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The LaTeX form."""
    folder = tmp_path_factory.mktemp("report")
    return write(book, folder, ("tex",))[0].read_text("ascii")


def test_the_same_bytes_each_time(book: Ledger, tmp_path: Path) -> None:
    paths = write(book, tmp_path / "a"), write(book, tmp_path / "other" / "b")
    assert [path.name for path in paths[0]] == ["report.tex", "report.json"]
    assert [p.read_bytes() for p in paths[0]] == [p.read_bytes() for p in paths[1]]
    again = ledger(list(check((), book.theorems)), book.theorems)
    assert [p.read_bytes() for p in write(again, tmp_path / "c")] == [p.read_bytes() for p in paths[0]]


def test_only_known_formats(book: Ledger, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tex, pdf, json"):
        write(book, tmp_path, ("docx",))
    assert not list(tmp_path.iterdir())


def test_every_entry_appears(book: Ledger, tex: str) -> None:
    for id, entry in book.entries.items():
        assert f"theodolite check {id}" in tex
        for certificate in entry.certificates:
            assert certificate.claim is not None and certificate.verdict is not None
            assert certificate.claim.sha256[:12] in tex
            whole = tex.replace(r"\allowbreak{}", "")
            assert certificate.claim.sha256 in whole
            assert certificate.verdict.certificate_sha256 in whole
        for miss in entry.misses:
            assert miss.code.replace("_", r"\_") in tex
    assert kernel_sha256() in tex.replace(r"\allowbreak{}", "")


def test_no_foreign_command_survives(tex: str) -> None:
    for command in (r"\input", r"\catcode", r"\write"):
        assert command not in tex
    assert tex.count(r"\end{document}") == 1


def test_no_date_and_no_path(tex: str, book: Ledger, tmp_path: Path) -> None:
    text = tex + write(book, tmp_path, ("json",))[0].read_text("ascii")
    assert r"\today" not in text and "seconds" not in text
    assert str(tmp_path) not in text and str(Path(__file__).parents[2]) not in text


def test_matrices_are_exact(tex: str) -> None:
    assert r"$W_{3}^{\top}=\begin{bmatrix}2 & 3 \\ 1 & 2\end{bmatrix}" in tex
    assert r"b_{3}=\begin{bmatrix}0 \\ 1\end{bmatrix}" in tex
    assert r"\tfrac{13}{7} & -\tfrac{1}{14}\end{bmatrix}" in tex
    assert r"$W_{1}^{\top}$, 14 x 2, whole: SHA-256" in tex


def test_a_dropped_hypothesis_has_its_witness_or_is_open(tex: str) -> None:
    assert re.search(r"\\term\{Without\} \$n>1\$:\s+the conclusion fails, by certificate 3\.", tex)
    assert re.search(r"\\term\{Without\} \$d>0\$:\s+open\.", tex)


def test_json_form(book: Ledger, tmp_path: Path) -> None:
    value = json.loads(write(book, tmp_path, ("json",), title=HOSTILE)[0].read_text("ascii"))
    assert value["title"] == HOSTILE
    first, second, third = value["claims"]
    assert [first["verdict"], second["verdict"], third["verdict"]] == ["holds", "holds", "open"]
    assert second["cited"] == HOSTILE
    weights = [layer["weight"] for layer in first["exact"][0]["network"]["layers"]]
    assert weights[2]["entries"] == [["2", "3"], ["1", "2"]]
    assert value["cited"] == [{"id": "prop-2", "cited": HOSTILE, "used_by": ["thm-1"]}]


def test_an_empty_ledger_has_a_report(tmp_path: Path) -> None:
    assert write(Ledger({}, {}), tmp_path)


def test_a_failed_certificate_is_said_so(tmp_path: Path) -> None:
    bad = Exhibit("bad", lambda: b"{}")
    source = Source("A work", "Section 1")
    theorem = Theorem("x-1", "theorem", "Bad", "False.", source, False, "All.", exhibits=lambda: (bad,))
    theorems = {"x-1": theorem}
    text = write(ledger(list(check((), theorems)), theorems), tmp_path, ("tex",))[0].read_text("ascii")
    assert r"\badge{v-failed}{failed}" in text
    assert r"E\_KEYS" in text


def compiled(book: Ledger, folder: Path, title: str = TITLE) -> bytes:
    """The PDF, after checking the log."""
    write(book, folder, ("tex",), title)
    command = ["latexmk", "-pdf", "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    assert ran.returncode == 0, ran.stdout[-2000:]
    log = (folder / "report.log").read_text("latin-1")
    over = [float(x) for x in re.findall(r"Overfull \\[hv]box \(([0-9.]+)pt", log)]
    assert max(over, default=0) <= 5, over
    assert "undefined references" not in log
    return (folder / "report.pdf").read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("latexmk") or not shutil.which("pdflatex"), reason="no TeX here")
def test_it_compiles_to_the_same_bytes_in_any_folder(book: Ledger, tmp_path: Path) -> None:
    first = compiled(book, tmp_path / "a", HOSTILE)
    assert first == compiled(book, tmp_path / "another one", HOSTILE)


def test_what_the_word_of_the_kernel_depends_on_is_said(book: Ledger, tmp_path: Path) -> None:
    entry = book.entries["thm-1"]
    first = entry.certificates[0]
    assert isinstance(first.verdict, Verified)
    verdict = replace(first.verdict, soundness_error="2^-127", rests_on=("Hermite 1873",))
    changed = replace(entry, certificates=(replace(first, verdict=verdict), *entry.certificates[1:]))
    paths = write(replace(book, entries={"thm-1": changed}), tmp_path, ("tex", "json", "html"))
    tex, json_form, html = (path.read_text("ascii") for path in paths)
    assert r"\quietly{(soundness error 2\textasciicircum{}-{}127; rests on Hermite 1873)}" in tex
    rows = json.loads(json_form)["claims"][0]["certificates"]
    assert [row["soundness_error"] for row in rows] == ["2^-127", "0"]
    assert rows[0]["rests_on"] == ["Hermite 1873"]
    assert json.loads(json_form)["cited_by_the_kernel"] == {"Hermite 1873": ["thm-1"]}
    assert r"\term{Cited by rules of the kernel} Hermite 1873: " in tex
    assert "(soundness error 2^-127; rests on Hermite 1873)" in html


def test_the_hypotheses_dropped_and_the_errata_as_data(book: Ledger, tmp_path: Path) -> None:
    value = json.loads(write(book, tmp_path, ("json",))[0].read_text("ascii"))
    assert value["ablations"] == {"thm-1": {"$n>1$": "needed", "$d>0$": "open"}}
    (erratum,) = value["errata"]
    assert (erratum["id"], erratum["printed"], erratum["used_by"]) == ("thm-1", "As printed $x$.", [])
    assert erratum["certified"]["C_1 has two components"]


def test_every_hypothesis_has_a_row_and_an_erratum_its_consequences(book: Ledger, tmp_path: Path) -> None:
    given = dict(book.theorems)
    given["thm-1"] = replace(
        given["thm-1"], ablations=lambda: (Ablation("$n>1$", (), "Superfluous: thm-3."),)
    )
    given["cor-4"] = replace(given["thm-3"], id="cor-4", uses=("thm-1",))
    given["cor-5"] = replace(given["thm-3"], id="cor-5", uses=("cor-4",))
    made = ledger(list(check((), given)), given)
    value = json.loads(write(made, tmp_path, ("json", "tex", "html"))[0].read_text("ascii"))
    assert value["ablations"]["thm-1"] == {"$n>1$": "superfluous", HOSTILE: "open"}
    (erratum,) = value["errata"]
    assert (erratum["used_by"], erratum["used_through_others_by"]) == (["cor-4"], ["cor-5"])
    tex, html = ((tmp_path / f"report.{form}").read_text("ascii") for form in ("tex", "html"))
    assert "1 is superfluous, 1 is open." in tex and "1 is superfluous, 1 is open." in html
    assert r"\term{Consequence} Used by \hyperref" in tex and "through these also by" in html
