"""The documentation as a site: `sphinx-build -W -c docs/site . FOLDER`, from the root of the repository.

The pages are those of docs/ and the root, as they stand; mathematics becomes MathML by the report's own
converter, so that nothing is loaded from elsewhere.  Docstrings are plain text with `code` between backticks.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from proofs.report.mathml import BREAK, formula  # noqa: E402  (the checkout's own)

log = logging.getLogger(__name__)

project = "Theodolite"
author = "The Theodolite developers"
copyright = author
root_doc = "docs/index"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
include_patterns = ["docs/**", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
exclude_patterns = [".*", "*.egg-info", "build", "report", "site", "tests", "**/__pycache__", "docs/site"]
source_suffix = {".md": "markdown"}
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # signatures name types that have no page here

myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
myst_dmath_allow_digits = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True

html_theme = "furo"
html_title = "Theodolite"
html_math_renderer = "mathml"
html_copy_source = False
html_show_search_summary = False  # it would be fetched, which a browser refuses to a file
html_show_sourcelink = False
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"

_LINK = re.compile(r"\]\(([^()\s#]+\.md)\)")
_MODULES = re.compile(r"<!-- (?P<what>list|module|package): (?P<name>\S+) -->")
HUBS = (root_doc, "docs/reference", "docs/proofs/README")
ENTRANCE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<meta http-equiv="refresh" content="0; url={page}"></head>
<body><a href="{page}">{name}</a></body></html>
"""
_CODE = re.compile(r"(`[^`]*`)")


def prepared(app: Sphinx, docname: str, source: list[str]) -> None:
    """A page as Sphinx reads it: GitHub's mathematics as everybody's, lists of modules, and the contents."""
    text = re.sub(r"\$`([^`$]*)`\$", r"$\1$", source[0])
    text = _MODULES.sub(lambda match: _reference(match["what"], match["name"]), text)
    if docname in HUBS:
        text += _contents(text, Path(app.srcdir, docname).parent)
    source[0] = text


def _contents(index: str, folder: Path) -> str:
    """The pages in the order of the index, and then the others of its folder, for the side of every page."""
    pages = [str(page).removesuffix(".md") for page in _LINK.findall(index)]
    pages += sorted(path.stem for path in folder.glob("*.md") if str(path.relative_to(ROOT))[:-3] not in HUBS)
    return "\n```{toctree}\n:hidden:\n\n" + "\n".join(dict.fromkeys(pages)) + "\n```\n"


def _reference(what: str, name: str) -> str:
    """A section for a module, for a module with what its list imports, or for each module of a package."""
    names = [name]
    if what == "package":
        found = pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}.")
        names += [inner.name for inner in found]
    return "\n".join(_section(inner, what == "list") for inner in names)


def _section(name: str, gathers: bool) -> str:
    options = ["   :members:"] + (["   :imported-members:"] if gathers else [])
    body = "\n".join([f".. automodule:: {name}", *options])
    return f"\n## `{name}`\n\n```{{eval-rst}}\n{body}\n```\n"


def escaped(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """A docstring as reStructuredText that shows just its text; tables and doctests as they stand."""
    made: list[str] = []
    for block in re.split(r"\n\s*\n", "\n".join(lines).strip("\n")):
        rows = block.split("\n")
        if rows[0].startswith(">>>"):
            made += rows
        elif any(row.startswith(" ") or re.search(r"\S {3,}\S", row) for row in rows):
            made += ["::", "", *(f"   {row}" for row in rows)]
        else:
            made += ["".join(_plain(part) for part in _CODE.split(row)) for row in rows]
        made.append("")
    lines[:] = made


def _plain(part: str) -> str:
    if _CODE.fullmatch(part) and part.strip("` "):
        return rf"\ ``{part.strip('`')}``\ "
    return re.sub(r"([\\*_|`<>:.+-])", r"\\\1", part)


def inline(writer: Any, node: nodes.math) -> None:
    """A formula within a line."""
    writer.body.append(_mathml(node.astext()))
    raise nodes.SkipNode


def display(writer: Any, node: nodes.math_block) -> None:
    """A formula on lines of its own."""
    found = _mathml(node.astext()).replace(f"</math>{BREAK}<math>", "")
    found = found.replace("<math>", '<math display="block">', 1)
    writer.body.append(f'<div class="math">{found}</div>\n')
    raise nodes.SkipNode


def _mathml(source: str) -> str:
    found = formula(source)
    if source.strip() and "<math" not in found:
        log.warning("mathematics that the report's converter does not know: %s", source)
    return str(found)


def entrance(app: Sphinx, failed: Exception | None) -> None:
    """A first page at the root of the site, which leads to the documentation's."""
    if failed is None and app.builder.format == "html":
        page = f"{root_doc}.html"
        (Path(app.outdir) / "index.html").write_text(ENTRANCE.format(page=page, name=project), "utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx."""
    app.connect("source-read", prepared)
    app.connect("autodoc-process-docstring", escaped)
    app.connect("build-finished", entrance)
    app.add_html_math_renderer("mathml", (inline, None), (display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
