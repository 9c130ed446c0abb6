"""Claims of the kernel in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker import Field, Json, Reader, Refusal
from checker.network import Vector
from checker.rules.rank import read_matrix
from constructions.certificate import Claim
from proofs.report import loss_claims
from proofs.report.escape import Tex, escape
from proofs.report.notation import number
from proofs.report.objects import AT_LEAST, Body, activation, matrix_name, polyhedron
from proofs.report.symbols import equation

MOST_SIDES, MOST_INPUTS = 8, 5  # of polyhedra written out


def words(claim: Claim) -> Tex:
    """What a claim says, as LaTeX text."""
    plain = escape(f"a claim of kind {claim.kind}")
    say = _SAY.get(claim.kind)
    try:
        return Tex(say(claim.body, claim.field) + _within(claim)) if say else plain
    except (Refusal, LookupError, TypeError, ValueError):  # a form of the claim that has no words yet
        return plain


def _within(claim: Claim) -> str:
    """The domain, in full while it is short."""
    domain = claim.body.get("domain")
    if not isinstance(domain, list) or not domain:
        return ""
    forms = _polyhedra([domain], claim.field)[0]
    if len(forms) > MOST_SIDES or len(forms[0]) > MOST_INPUTS + 1:
        return f" within a polyhedron of {len(forms)} sides"
    return f" within ${polyhedron(forms, AT_LEAST)}$"


def _polyhedra(value: Json, field: Field) -> list[tuple[Vector, ...]]:
    """Lists of half-spaces as lists of forms."""
    every = value if isinstance(value, list) else []
    found = []
    for sides in every:
        first = sides[0] if isinstance(sides, list) and sides else None
        normal = first["normal"] if isinstance(first, dict) else None
        d = len(normal) if isinstance(normal, list) else 0
        found.append(Reader(field).half_spaces(sides, "", d))
    return found


def _union(body: Body, field: Field) -> str:
    """A union of polyhedra: as a formula while it is short, else their number."""
    every = _polyhedra(body["polyhedra"], field)
    sides = [form for forms in every for form in forms]
    if not every:
        return r"$\emptyset$"
    if len(sides) > MOST_SIDES or any(len(form) > MOST_INPUTS + 1 for form in sides):
        return f"the union of {_count(len(every), 'open polyhedron', 'open polyhedra')} given"
    return "$" + r"\cup ".join(polyhedron(forms) for forms in every) + "$"


def _region(body: Body) -> str:
    return f"$C_{{{int(str(body['class'])) + 1}}}$"


def _listed(body: Body, key: str) -> int:
    value = body.get(key)
    return len(value) if isinstance(value, list) else 0


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _rank(body: Body, field: Field) -> str:
    rows = read_matrix(Reader(field), body["matrix"], "")
    relation = {">=": r"\ge", "<=": r"\le"}.get(str(body["relation"]), "=")
    size = rf"{len(rows)}\times{len(rows[0])}"
    return rf"${matrix_name(body)}$, of size ${size}$, has rank ${relation}{escape(body['rank'])}$"


def _features(body: Body) -> str:
    """The layer and the size of the data set."""
    data = body.get("data")
    rows = data.get("rows") if isinstance(data, dict) else None
    samples = len(rows) if isinstance(rows, list) else 0
    return rf"layer {_listed(body, 'layers')} on {_count(samples, 'sample', 'samples')}"


def _feature_rank(body: Body, field: Field) -> str:
    relation = {">=": r"\ge", "<=": r"\le"}.get(str(body["relation"]), "=")
    return rf"the features of {_features(body)} have rank ${relation}{escape(body['rank'])}$"


def _singular(body: Body, field: Field) -> str:
    relation = r"\ge" if body["relation"] == ">=" else r"\le"
    end = r"\min" if body["which"] == "smallest" else r"\max"
    square = number(field.decode(body["square"], ""))
    return rf"$\sigma_{{{end}}}({matrix_name(body)})^2{relation} {square}$"


def _property(body: Body, field: Field) -> str:
    sigma = activation(Reader(field).activation(body["activation"], ""), field)
    verb = "is" if body["holds"] == "yes" else "is not"
    return f"{sigma} {verb} {escape(body['property'])}"


def _margin(body: Body) -> str:
    return "" if body.get("margin") in (None, "0") else f" with margin ${escape(str(body['margin']))}$"


_SAY: Mapping[str, Callable[[Body, Field], str]] = {
    **loss_claims.SAY,
    "value": lambda b, f: (
        f"the network takes the values given at {_count(_listed(b, 'points'), 'point', 'points')}"
    ),
    "polyline-in-region": lambda b, f: (
        f"a polyline of {_count(_listed(b, 'vertices'), 'vertex', 'vertices')} "
        f"stays in {_region(b)}{_margin(b)}"
    ),
    "polyline-leaves-region": lambda b, f: f"the polyline given leaves {_region(b)}",
    "region-is": lambda b, f: f"{_region(b)} is {_union(b, f)}",
    "region-is-not": lambda b, f: f"{_region(b)} is not {_union(b, f)}",
    "region-components": lambda b, f: (
        f"{_region(b)} has exactly "
        f"{_count(int(str(b['components'])), 'connected component', 'connected components')}"
    ),
    "region-connected": lambda b, f: f"{_region(b)} is connected",
    "region-disconnected": lambda b, f: f"{_region(b)} is disconnected",
    "rank": _rank,
    "feature-rank": _feature_rank,
    "singular-value-bound": _singular,
    "feature-value": lambda b, f: f"the outputs of {_features(b)} are the values given",
    "identity": lambda b, f: f"for all sizes, {equation(b, '=')}",
    "identity-fails": lambda b, f: f"not for all values, {equation(b, '=')}",
    "activation-property": _property,
    "pyramidal": lambda b, f: (
        r"the widths satisfy $d\ge n_1\ge\dots\ge n_{L-1}$"
        if b["holds"] == "yes"
        else r"the widths violate $d\ge n_1\ge\dots\ge n_{L-1}$"
    ),
}
