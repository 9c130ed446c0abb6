"""A claim of the kernel as a sentence: classes and layers counted from 1, as statements do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker import Json
from constructions.certificate import Claim

Body = Mapping[str, Json]


def sentence(claim: Claim) -> str:
    """One sentence, mathematics between dollars."""
    says = _SAYS.get(claim.kind)
    return says(claim.body) if says is not None else f"A claim of kind {claim.kind}."


def _region(body: Body) -> str:
    where = ", within the polyhedron given," if body["domain"] else ""
    return f"The decision region $C_{{{int(str(body['class'])) + 1}}}${where}"


def _count(body: Body) -> str:
    count = str(body["components"])
    return f"{_region(body)} has exactly {count} component{'' if count == '1' else 's'}."


def _rank(body: Body) -> str:
    matrix = body["matrix"]
    table = matrix if isinstance(matrix, dict) else {}
    name = "The matrix given"
    if "weight_of" in table:
        name = f"The weight matrix $W_{{{int(str(table['weight_of'])) + 1}}}$"
    if "features_of" in table:
        name = f"The feature matrix $F_{{{int(str(table['features_of'])) + 1}}}$ of the data"
    words = {"=": "", ">=": "at least ", "<=": "at most "}[str(body["relation"])]
    return f"{name} has rank {words}{body['rank']}."


def _polyline(body: Body) -> str:
    j = int(str(body["class"])) + 1
    return f"the polyline of {len(_list(body['vertices']))} vertices {{}} the decision region $C_{{{j}}}$."


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _not(body: Body) -> str:
    return "" if body["holds"] == "yes" else "not "


_SAYS: Mapping[str, Callable[[Body], str]] = {
    "value": lambda b: f"The network takes the values given at {len(_list(b['points']))} points.",
    "polyline-in-region": lambda b: _polyline(b).format("stays in").capitalize(),
    "polyline-leaves-region": lambda b: _polyline(b).format("leaves").capitalize(),
    "region-is": lambda b: f"{_region(b)} is the union of {len(_list(b['polyhedra']))} given polyhedra.",
    "region-is-not": lambda b: f"{_region(b)} is not the union of the given polyhedra.",
    "region-components": _count,
    "region-connected": lambda b: f"{_region(b)} is connected.",
    "region-disconnected": lambda b: f"{_region(b)} is disconnected.",
    "rank": _rank,
    "activation-property": lambda b: f"The activation is {_not(b)}{b['property']}.",
    "pyramidal": lambda b: f"The widths are {_not(b)}pyramidal: $d \\ge n_1 \\ge \\dots \\ge n_{{L-1}}$.",
    "identity": lambda b: "The identity follows from its relations, for all sizes.",
    "identity-fails": lambda b: "The identity is false.",
}
