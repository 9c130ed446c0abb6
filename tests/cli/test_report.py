"""`theodolite report` and `ledger errata`: forms, title, and what is written when something fails."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Write = Callable[..., Path]
TWO = '\n[[claims]]\nname = "two $parts"\nkind = "region-components"\nclass = 0\ncomponents = 2\n'


@pytest.mark.usefixtures("theorems")
def test_three_forms_by_default(run: Run, tmp_path: Path) -> None:
    assert run("report", "thm-1.1", "-o", tmp_path / "r").exit_code == 0
    names = sorted(path.name for path in (tmp_path / "r").iterdir())
    assert names == ["report.html", "report.json", "report.tex"]
    assert run("check", "thm-1.1", "--report", tmp_path / "s").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "s").iterdir()) == names


@pytest.mark.usefixtures("theorems")
def test_the_forms_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("report", "thm-1.1", "-o", tmp_path / "r", "--format", "html, blueprint").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["content.tex", "report.html"]
    wrong = run("report", "thm-1.1", "-o", tmp_path / "s", "--format", "docx")
    assert wrong.exit_code == 2 and "html" in wrong.stderr and not (tmp_path / "s").exists()


def test_a_users_claims_under_the_users_title(run: Run, write: Write, tmp_path: Path) -> None:
    arguments = ("--title", "My <network>", "--format", "html,json")
    assert run("report", write(TWO), "-o", tmp_path / "r", *arguments).exit_code == 0
    text = (tmp_path / "r" / "report.html").read_text("ascii")
    assert "<h1>My &lt;network&gt;</h1>" in text and "two parts" in text
    assert "Not yet stated" not in text
    assert json.loads((tmp_path / "r" / "report.json").read_text())["title"] == "My <network>"


@pytest.mark.usefixtures("theorems")
def test_errata(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "errata.md"
    result = run("ledger", "errata", "-o", path)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("VALID claims=1 ")
    text = path.read_text("utf-8")
    assert "- As printed: The ReLU is onto.\n- Finding: It is not.\n- Used by: no other claim.\n" in text
    printed = run("ledger", "errata")
    assert printed.stdout == text and "VALID" in printed.stderr


@pytest.mark.usefixtures("theorems")
def test_without_tex_the_pdf_form_says_what_to_install(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    result = run("report", "thm-1.1", "-o", tmp_path / "r", "--format", "html,pdf")
    assert result.exit_code == 2 and "apt-get install" in result.stderr
    assert not (tmp_path / "r").exists()


HOSTILE = (
    r"\input{/etc/passwd} \write18{x} $\catcode$ 100% #1 {a_b^c~d} \end{document} "
    "<script>x</script> ‚漢字‘ & ''"
)


def test_a_users_hostile_names_are_text_in_every_form(run: Run, write: Write, tmp_path: Path) -> None:
    hostile = json.dumps(HOSTILE + "W" * 10_000, ensure_ascii=False)
    head = (
        f'format = "theodolite-counterexample/1"\ntitle = {hostile}\n[network]\ninput_dim = 2\n'
        'layers = [{weight = [["1", "1"]], bias = ["0"], activation = "leaky_relu:1/2"},'
        '{weight = [["1"], ["-1"]], bias = ["0", "0"]}]\n'
    )
    claim = f'[[claims]]\nname = {hostile}\nkind = "region-connected"\nclass = 0\n'
    path = write(claim, name="a <b> & $x_1$ %.counterexample.toml", head=head)
    tex = shutil.which("pdflatex") is not None
    forms = "tex,html,json,blueprint" + (",pdf" if tex else "")
    arguments = ("-o", tmp_path / "r", "--title", HOSTILE, "--format", forms)
    assert run("report", path, *arguments).exit_code == 0
    for name in ("report.tex", "content.tex"):
        text = (tmp_path / "r" / name).read_text("ascii")
        for command in (r"\input", r"\write", r"\catcode"):
            assert command not in text
    html = (tmp_path / "r" / "report.html").read_text("ascii")
    assert html.count("<script>") == 1 and "&lt;script&gt;x&lt;/script&gt;" in html
    assert (tmp_path / "r" / "report.pdf").exists() == tex
    assert run("report", path, "-o", tmp_path / "s", "--format", "html").exit_code == 0
    html = (tmp_path / "s" / "report.html").read_text("ascii")
    assert html.count("<script>") == 1 and "<h1>\\input{/etc/passwd}" in html
