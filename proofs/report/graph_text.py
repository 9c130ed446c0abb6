"""The graph of uses as DOT (for Graphviz and its like) and as JSON, statuses computed."""

from __future__ import annotations

import json

from proofs.report.model import Report

FORMAT = "theodolite-graph/1"
_BORDER = {
    "holds": 'color="#00795A"',
    "holds-as-corrected": 'color="#A86500", style="rounded,filled,dashed"',
    "refuted": 'color="#C04A00", peripheries=2',
    "open": 'color="#5C6B7F", style="rounded,filled,dotted"',
    "failed": 'color="#8B0000", penwidth=4',
}
_FILL = {"schema": "#B9D7EC", "instance": "#E8F2F9", "cited": "#EDEDED"}


def dot(report: Report) -> str:
    """A directed graph from users to what they use."""
    pages = {page.theorem.id: page for page in report.pages}
    lines = ["digraph claims {", '  node [shape=box, style="rounded,filled", fillcolor="#FFFFFF"];']
    for id, theorem in report.theorems.items():
        page = pages.get(id)
        status = f"{page.verdict}, {page.evidence}" if page else "not checked"
        style = (
            f', {_BORDER[page.verdict]}, fillcolor="{_FILL.get(page.evidence, "#FFFFFF")}"' if page else ""
        )
        lines.append(f"  {_quoted(id)} [tooltip={_quoted(f'{theorem.title} ({status})')}{style}];")
    for id, theorem in report.theorems.items():
        lines += [f"  {_quoted(id)} -> {_quoted(other)};" for other in theorem.uses]
    return "\n".join([*lines, "}"]) + "\n"


def _quoted(text: str) -> str:
    """A text as DOT has it: only backslash and quotation mark are special."""
    inner = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def as_json(report: Report) -> str:
    """Nodes with their computed statuses (null where a claim was not checked), and edges."""
    pages = {page.theorem.id: page for page in report.pages}
    nodes = []
    for id, theorem in report.theorems.items():
        page = pages.get(id)
        nodes.append(
            {
                "id": id,
                "kind": theorem.kind,
                "title": theorem.title,
                "source": str(theorem.source),
                "verdict": page.verdict if page else None,
                "evidence": page.evidence if page else None,
                "effective": page.effective if page else None,
                "rests_on": list(page.rests_on) if page else None,
            }
        )
    edges = [{"from": id, "to": other} for id, theorem in report.theorems.items() for other in theorem.uses]
    value = {"format": FORMAT, "nodes": nodes, "edges": edges}
    value["not_yet_stated"] = [{"id": k.id, "place": k.place, "page": k.page} for k in report.missing]
    return json.dumps(value, indent=1) + "\n"
