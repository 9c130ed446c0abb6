"""What a verified certificate shows, in one line: the witness that a refutation prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker import Json, ParametricField, Reader
from constructions.certificate import Claim
from constructions.formats.numbers import write_number

_SHOWN = 8  # coordinates of a point, and points of a list, that are printed


def witness(claim: Claim, evidence: Mapping[str, Json]) -> str:
    """The point, the number or the answer that a certificate carries; "" for a kind that has none."""
    says = _SAYS.get(claim.kind)
    return says(_Shown(claim, evidence)) if says is not None else ""


class _Shown:
    """A claim and its evidence, with numbers written as in a user's file."""

    def __init__(self, claim: Claim, evidence: Mapping[str, Json]) -> None:
        self.field, self.body, self.evidence = claim.field, claim.body, evidence

    def number(self, value: Json) -> str:
        """One number."""
        if isinstance(self.field, ParametricField):
            return str(value)
        return write_number(self.field.decode(value, ""))

    def point(self, value: Json) -> str:
        """A point, cut after its first coordinates."""
        entries = value if isinstance(value, list) else []
        shown = ", ".join(self.number(x) for x in entries[:_SHOWN])
        more = f", ... {len(entries)} coordinates" if len(entries) > _SHOWN else ""
        return f"({shown}{more})"

    def points(self, values: Json) -> str:
        """A list of points, cut after the first."""
        listed = values if isinstance(values, list) else []
        more = f" ... {len(listed)} points" if len(listed) > _SHOWN else ""
        return " ".join(self.point(x) for x in listed[:_SHOWN]) + more

    def components(self) -> str:
        """The true number of components, and where they are."""
        count = str(self.body["components"])
        if count == "0":
            return "it has 0 components: it is empty"
        noun = "component" if count == "1" else "components"
        return f"it has {count} {noun}, a point in each: {self.points(self.evidence['witnesses'])}"

    def disconnected(self) -> str:
        """Two points that no path in the region joins."""
        two = self.evidence.get("points", self.evidence.get("witnesses"))
        return f"it is disconnected, two points in different parts: {self.points(two)}"

    def leaves(self) -> str:
        """The point of a polyline that is not in the region."""
        i, read = int(str(self.evidence["segment"])), Reader(self.field)
        vertices = self.body["vertices"] if isinstance(self.body["vertices"], list) else []
        a, b = (read.vector(vertices[min(k, len(vertices) - 1)], "") for k in (i, i + 1))
        t = read.number(self.evidence["t"], "")
        x = [self.field.encode(p + t * (q - p)) for p, q in zip(a, b, strict=True)]
        return f"outside the region: x = {self.point(x)}"

    def rank(self) -> str:
        """The rank, or a bound on it."""
        relation = "" if self.body["relation"] == "=" else f"{self.body['relation']} "
        return f"the rank is {relation}{self.body['rank']}"

    def square(self) -> str:
        """The bound on the other side."""
        square = self.number(self.body["square"])
        return f"the {self.body['which']} singular value squared is {self.body['relation']} {square}"

    def sides(self) -> str:
        """Values of the symbols at which an identity fails."""
        found = self.evidence["point"]
        values = found.items() if isinstance(found, dict) else ()
        return "the sides differ at " + ", ".join(f"{name} = {self.number(x)}" for name, x in values)

    def answer(self) -> str:
        """Yes or no."""
        return "it holds" if self.body["holds"] == "yes" else "it does not hold"


_SAYS: Mapping[str, Callable[[_Shown], str]] = {
    "region-components": _Shown.components,
    "region-disconnected": _Shown.disconnected,
    "region-connected": lambda shown: "it is connected",
    "region-is": lambda shown: "the two sets are equal",
    "region-is-not": lambda shown: (
        f"in exactly one of the two sets: x = {shown.point(shown.evidence['point'])}"
    ),
    "polyline-leaves-region": _Shown.leaves,
    "polyline-in-region": lambda shown: "the whole polyline lies in the region",
    "rank": _Shown.rank,
    "feature-rank": _Shown.rank,
    "singular-value-bound": _Shown.square,
    "gradient": lambda shown: (
        f"the derivatives are {shown.points(shown.body['weight'])}, "
        f"of the biases {shown.point(shown.body['bias'])}"
    ),
    "value": lambda shown: f"the values are {shown.points(shown.body['values'])}",
    "activation-property": _Shown.answer,
    "pyramidal": _Shown.answer,
    "identity-fails": _Shown.sides,
}
