"""The report as one HTML file: nothing to load, mathematics as MathML, light and dark, and a filter."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

from proofs.picture import Picture
from proofs.report import environment, graph_svg, svg
from proofs.report.latex import MEANING, capitalised
from proofs.report.mathtext import plain
from proofs.report.model import Report
from proofs.report.prose import Html, html, label, mathematics, sentence
from proofs.report.svg import escaped
from proofs.seen import Seen

_SPECIAL = re.compile(r"[^A-Za-z0-9.-]")


def picture(drawn: Picture) -> Html:
    """A picture as an image within the file, so that its styles stay its own."""
    return _image(svg.draw(drawn, drawn.caption), plain(drawn.caption))


def observed(seen: Seen) -> Html:
    """The picture of an experiment, as an image too: nothing in it can run or load anything."""
    return _image(seen.picture, f"Picture of the experiment, in floating point: {seen.name}")


def _image(source: str, says: str) -> Html:
    data = base64.b64encode(source.encode()).decode()
    return Html(f'<img src="data:image/svg+xml;base64,{data}" alt="{escaped(says)}">')


def anchors(report: Report) -> dict[str, str]:
    """The anchor of each claim that has a page."""
    return {
        page.theorem.id: f"claim-{n}" if _SPECIAL.search(page.theorem.id) else page.theorem.id
        for n, page in enumerate(report.pages, 1)
    }


_FILTERS: environment.Filters = {
    "sentence": sentence,
    "label": label,
    "math": mathematics,
    "capitalised": capitalised,
    "picture": picture,
    "observed": observed,
    "plain": plain,
}


def render(report: Report) -> str:
    """The whole document, in ASCII: other characters as references."""
    found = anchors(report)
    script = (environment.FOLDER / "report.js").read_text("utf-8")
    style = (environment.FOLDER / "report.css").read_text("utf-8")
    ids = {id: Html(f'<a href="#{anchor}">{escaped(id)}</a>') for id, anchor in found.items()}
    text = (
        environment.environment(html, _FILTERS, autoescape=True)
        .get_template("report.html.jinja")
        .render(
            report=report,
            anchors=found,
            ids=ids,
            graph=Html(graph_svg.draw(report, {id: f"#{a}" for id, a in found.items()}, standalone=False)),
            colours=Html(graph_svg.COLOURS),
            dark=Html(graph_svg.DARK),
            graph_style=Html(graph_svg.STYLE),
            style=Html(style),
            script=Html(script),
            digest=base64.b64encode(sha256(script.encode()).digest()).decode(),
            meaning=MEANING,
        )
    )
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
