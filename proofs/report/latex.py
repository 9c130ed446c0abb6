"""The report as LaTeX: templates in which everything is escaped that is not `Tex`."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from proofs.report import graph, tikz
from proofs.report.escape import Tex, bookmark, breakable, escape, label, sentence
from proofs.report.model import Report

SHORT = 12  # hexadecimal digits
MEANING = {
    "schema": "for all sizes, or all parameters, at once",
    "instance": "exactly, on the instances listed",
    "enclosure": "by rational enclosures",
    "numeric": "observed in floating point, no proof",
    "cited": "taken from the literature",
    "none": "none",
}


def short(digest: str) -> Tex:
    """The first digits of a hash."""
    return Tex(f"\\texttt{{{escape(digest[:SHORT])}}}")


def parted(id: str) -> Tex:
    """An id that may be broken after its hyphens."""
    return Tex(escape(id).replace("-", r"-\allowbreak{}"))


def capitalised(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def environment() -> Environment:
    """The templates' environment: delimiters that TeX leaves free, and escaping by default."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        finalize=escape,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "sentence": sentence,
        "label": label,
        "bookmark": bookmark,
        "hash": breakable,
        "short": short,
        "parted": parted,
        "capitalised": capitalised,
        "tikz": tikz.draw,
    }
    return made


def render(report: Report) -> str:
    """The whole document, in ASCII."""
    ids = {
        page.theorem.id: Tex(rf"\hyperref[claim-{n}]{{{escape(page.theorem.id)}}}")
        for n, page in enumerate(report.pages, 1)
    }
    template = environment().get_template("report.tex.jinja")
    return template.render(
        report=report,
        ids=ids,
        graph=graph.draw(report),
        legend=graph.legend(),
        meaning=MEANING,
    )
