"""The PDF form: compiled without a shell, the same bytes anywhere, and one line when it cannot be."""

import shutil
from pathlib import Path

import pytest

from proofs.outcome import Stop
from proofs.report import pdf

needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no TeX here")
SMALL = "\\pdfinfoomitdate=1\\pdftrailerid{}\\documentclass{article}\\begin{document}%s\\end{document}"


def test_without_tex_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Stop, match="apt-get install latexmk") as stopped:
        pdf.compiled(SMALL % "x")
    assert stopped.value.code == 2


@needs_tex
def test_references_settle_and_the_bytes_are_the_same() -> None:
    text = SMALL % r"\section{A}\label{a}See \ref{a}, page \pageref{a}."
    first = pdf.compiled(text)
    assert first.startswith(b"%PDF") and first == pdf.compiled(text)


@needs_tex
def test_pdflatex_alone_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = SMALL % r"\section{A}\label{a}See \ref{a}."
    with_latexmk = pdf.compiled(text)
    which = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: None if name == "latexmk" else which(name))
    assert pdf.compiled(text) == with_latexmk


@needs_tex
def test_an_error_of_tex_is_one_line() -> None:
    with pytest.raises(Stop, match="Undefined control sequence") as stopped:
        pdf.compiled(SMALL % r"\nosuchcommand")
    assert stopped.value.code == 2 and "\n" not in str(stopped.value)


@needs_tex
def test_no_shell_and_no_file_of_others(tmp_path: Path) -> None:
    secret, made = tmp_path / "secret.tex", tmp_path / "made"
    secret.write_text("secret", "ascii")
    assert pdf.compiled(SMALL % rf"x\immediate\write18{{touch {made}}}")
    assert not made.exists()
    with pytest.raises(Stop):
        pdf.compiled(SMALL % rf"\immediate\openout3={tmp_path}/out \immediate\write3{{x}}\input{{{secret}}}")
    assert not (tmp_path / "out").exists()
