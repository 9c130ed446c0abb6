"""When two claims of the kernel contradict each other: what makes a refutation one, decided formally."""

from __future__ import annotations

from checker import Json
from constructions.certificate import Claim

# kind of the claim -> kinds that deny it when everything else is the same
_OPPOSITE = {
    "region-is": {"region-is-not"},
    "region-is-not": {"region-is"},
    "region-connected": {"region-disconnected"},
    "region-disconnected": {"region-connected"},
    "polyline-in-region": {"polyline-leaves-region"},
    "polyline-leaves-region": {"polyline-in-region"},
    "identity": {"identity-fails"},
    "loss-path": {"sublevel-separated"},
    "sublevel-separated": {"loss-path"},
    "identity-fails": {"identity"},
}
# kind -> the field whose two different values exclude each other when everything else is the same
_VALUED = {
    "value": "values",
    "feature-value": "values",
    "region-components": "components",
    "activation-regions": "regions",
    "activation-property": "holds",
    "pyramidal": "holds",
    "falling-path": "exists",
}
_PARTS = ("weight", "bias")
_COUNTS = ("activation_regions", "linear_regions", "affine_pieces", "components")


def contradicts(one: Claim, other: Claim) -> bool:
    """Whether the two claims cannot both be true, by their form alone."""
    if one.field != other.field:
        return False
    a, b = dict(one.body), dict(other.body)
    if one.kind != other.kind:
        if "region-components" in (one.kind, other.kind):
            return _components(one, other) or _components(other, one)
        for body in (a, b):
            body.pop("margin", None)
        return other.kind in _OPPOSITE.get(one.kind, set()) and a == b
    if one.kind in ("rank", "feature-rank"):
        return _ranks(a, b)
    if one.kind == "singular-value-bound":
        return _squares(one, a, b)
    if one.kind == "gradient":  # its values are the weights and the biases together
        return [a.pop(key) for key in _PARTS] != [b.pop(key) for key in _PARTS] and a == b
    if one.kind == "region-counts":
        return [a.pop(key) for key in _COUNTS] != [b.pop(key) for key in _COUNTS] and a == b
    key = _VALUED.get(one.kind)
    return key is not None and a.pop(key) != b.pop(key) and a == b


def _squares(claim: Claim, a: dict[str, Json], b: dict[str, Json]) -> bool:
    """A square >= c against <= d < c, of one singular value."""
    (one, c), (other, d) = ((x.pop("relation"), claim.field.decode(x.pop("square"), "")) for x in (a, b))
    apart = {(">=", "<="): c > d, ("<=", ">="): c < d}
    return a == b and bool(apart.get((str(one), str(other)), False))


def _components(count: Claim, other: Claim) -> bool:
    """c components against connected (c <= 1) or disconnected (c >= 2), of the same region."""
    if count.kind != "region-components":
        return False
    body = dict(count.body)
    several = body.pop("components") not in ("0", "1")
    denied = "region-connected" if several else "region-disconnected"
    return other.kind == denied and body == dict(other.body)


def _ranks(a: dict[str, Json], b: dict[str, Json]) -> bool:
    """rank relation r against rank relation s, of the same matrix."""
    says = ("relation", "rank")
    if {k: v for k, v in a.items() if k not in says} != {k: v for k, v in b.items() if k not in says}:
        return False
    ends = [(_bounds(str(x["relation"]), int(str(x["rank"])))) for x in (a, b)]
    return max(lo for lo, _ in ends) > min(hi for _, hi in ends)


def _bounds(relation: str, rank: int) -> tuple[int, int]:
    return (0 if relation == "<=" else rank, 10**9 if relation == ">=" else rank)
