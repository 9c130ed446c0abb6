"""The report as LaTeX: templates in which everything is escaped that is not `Tex`."""

from __future__ import annotations

from proofs.report import environment, graph, tikz
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


def shell(command: str) -> Tex:
    """A command with upright quotation marks, as a shell reads them."""
    return Tex(r"{\char13}".join(escape(part) for part in command.split("'")))


def capitalised(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


_SYNTAX = {
    "block_start_string": "<%",
    "block_end_string": "%>",
    "variable_start_string": "<<",
    "variable_end_string": ">>",
    "comment_start_string": "<#",
    "comment_end_string": "#>",
}  # delimiters that TeX leaves free
_FILTERS: environment.Filters = {
    "sentence": sentence,
    "label": label,
    "bookmark": bookmark,
    "hash": breakable,
    "short": short,
    "parted": parted,
    "shell": shell,
    "capitalised": capitalised,
    "tikz": tikz.draw,
}


def render(report: Report) -> str:
    """The whole document, in ASCII."""
    ids = {
        page.theorem.id: Tex(rf"\hyperref[claim-{n}]{{{escape(page.theorem.id)}}}")
        for n, page in enumerate(report.pages, 1)
    }
    made = environment.environment(escape, _FILTERS, autoescape=False, **_SYNTAX)
    template = made.get_template("report.tex.jinja")
    return template.render(
        report=report,
        ids=ids,
        graphs=graph.parts(report),
        legend=graph.legend(),
        meaning=MEANING,
    )
