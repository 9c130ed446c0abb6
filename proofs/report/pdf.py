"""The LaTeX report compiled: no shell, no files but its own, and the same bytes each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from proofs.outcome import USAGE, Stop

PACKAGES = "latexmk texlive-latex-base texlive-latex-recommended texlive-pictures"
_INSTALL = f"--format pdf needs LaTeX; install it with: apt-get install {PACKAGES}; or ask for --format tex"
_OPTIONS = ("-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape")
_MOST_RUNS = 5  # of pdflatex alone: references settle in two or three
_DAY = "1555545600"  # 2019-04-18, where SOURCE_DATE_EPOCH is not set
_FIXED = {
    "FORCE_SOURCE_DATE": "1",
    "max_print_line": "1000",
    "openin_any": "p",  # files of this folder and of TeX only
    "openout_any": "p",
}


def require() -> None:
    """`Stop` with what to install where there is no pdflatex."""
    if shutil.which("pdflatex") is None:
        raise Stop(USAGE, _INSTALL)


def compiled(tex: str, name: str = "report") -> bytes:
    """The PDF of a document, by latexmk where there is one, else by pdflatex until nothing changes.

    `Stop` names the first error of TeX.  The bytes depend on the document, on SOURCE_DATE_EPOCH and on the
    release of TeX alone.
    """
    require()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / f"{name}.tex").write_text(tex, "ascii")
        engine = " ".join(("pdflatex", *_OPTIONS, "%O", "%S"))
        if shutil.which("latexmk"):
            _run(["latexmk", "-norc", "-pdf", f"-pdflatex={engine}", f"{name}.tex"], folder)
        else:
            _until_settled(["pdflatex", *_OPTIONS, f"{name}.tex"], folder, folder / f"{name}.aux")
        return (folder / f"{name}.pdf").read_bytes()


def _until_settled(command: list[str], folder: Path, labels: Path) -> None:
    """Run until the labels stay as they are."""
    for _ in range(_MOST_RUNS):
        before = labels.read_bytes() if labels.exists() else b""
        _run(command, folder)
        if labels.read_bytes() == before:
            return


def _run(command: list[str], folder: Path) -> None:
    environment = {"SOURCE_DATE_EPOCH": _DAY, **os.environ, **_FIXED}
    ran = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if ran.returncode:
        found = re.search(r"^(?:!|\./\S+:\d+:|LaTeX Error).*$|^.*File `[^']*' not found.*$", ran.stdout, re.M)
        reason = found.group(0) if found else f"{command[0]} ended with code {ran.returncode}"
        raise Stop(USAGE, f"--format pdf: LaTeX failed: {reason}; is all of this installed: {PACKAGES}?")
