"""Exhibits of Chapter 3: paths of constant or falling loss, bounds, separated points, rays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from checker import Activation, Json, Layer, Network, Rationals
from checker.risk import Risk
from constructions.certificate import Claim
from constructions.evidence import sublevel
from constructions.evidence.find import find
from constructions.evidence.matrix_path import full_rank_claim, weights_along
from constructions.evidence.rank import certify_rank
from constructions.formats.piecewise_linear import IDENTITY
from constructions.join import descend_exactly, halves, join_exactly
from constructions.parameter_path import Trail, certify, exact_loss, path_claim
from proofs.theorem import Exhibit

Number = int | str | Fraction
Q = Rationals()


def square(inputs: Sequence[Sequence[Number]], targets: Sequence[Sequence[Number]]) -> Risk:
    """A data set with the square loss."""
    return Risk(_matrix(inputs), _matrix(targets), "square")


def _matrix(rows: Sequence[Sequence[Number]]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(x) for x in row) for row in rows)


def net(sigma: Activation, *units: Sequence[Sequence[Number]]) -> Network:
    """A network from [W_l^T, b_l] for each layer: one row (weights, then bias) for each unit."""
    layers = []
    for k, rows in enumerate(units):
        made = _matrix(rows)
        weight, bias = tuple(row[:-1] for row in made), tuple(row[-1] for row in made)
        layers.append(Layer(weight, bias, IDENTITY if k == len(units) - 1 else sigma))
    return Network(len(units[0][0]) - 1, tuple(layers))


def walked(
    name: str, trail: Callable[[], Trail], risk: Risk, behaviour: Json, role: str = "supports"
) -> Exhibit:
    """The loss behaves so along a trail."""
    return Exhibit(name, lambda: certify(trail(), risk, behaviour), role)


def both_ways(
    name: str, start: Network, end: Network, risk: Risk, role: str = "supports"
) -> tuple[Exhibit, ...]:
    """From start and from end to one point, on both of which the loss does not rise."""
    return tuple(
        walked(f"{name}: {side}", lambda i=i: halves(start, end, risk)[i], risk, "non-increasing", role)  # type: ignore[misc]
        for i, side in enumerate(("from the first network", "from the second"))
    )


def joined(name: str, start: Network, end: Network, risk: Risk, role: str = "supports") -> Exhibit:
    """A path from start to end on which the loss is at most that of the higher end."""
    bound = max(exact_loss(start, risk), exact_loss(end, risk))
    return walked(name, lambda: join_exactly(start, end, risk), risk, {"at-most": str(bound)}, role)


def descends(name: str, start: Network, risk: Risk, role: str = "supports") -> Exhibit:
    """From start to outputs equal to the targets without a rise of the loss."""
    return walked(name, lambda: descend_exactly(start, risk), risk, "non-increasing", role)


def ray(name: str, network: Network, risk: Risk, role: str = "supports") -> Exhibit:
    """A line of parameters with constant outputs."""
    return Exhibit(name, lambda: sublevel.certify_ray(network, risk.inputs), role)


def at_least(name: str, network: Network, risk: Risk, bound: Number, reason: Json) -> Exhibit:
    """No parameters of this shape have a loss below the bound."""
    return Exhibit(name, lambda: sublevel.certify_at_least(network, risk, Fraction(bound), reason))


def apart(
    name: str,
    start: Network,
    end: Network,
    risk: Risk,
    bound: Number,
    weight: tuple[int, int, int],
    reason: Json,
    refutes: bool = False,
) -> Exhibit:
    """No path from start to end within a sublevel set: the sign of a weight separates them."""
    a = Fraction(bound)
    build = lambda: sublevel.certify_by_weight(start, end, risk, a, weight, reason)  # noqa: E731
    printed = (lambda: path_claim(start, end, risk, {"at-most": str(a)})) if refutes else None
    return Exhibit(name, build, "refutes" if refutes else "supports", printed)


def apart_by_determinant(
    name: str, start: Network, end: Network, risk: Risk, bound: Number, D: Sequence[Sequence[Number]]
) -> Exhibit:
    """The same, separated by the sign of det(D F_1)."""
    a = Fraction(bound)
    return Exhibit(name, lambda: sublevel.certify_by_determinant(start, end, risk, a, _matrix(D)))


def identity(name: str, left: Any, right: Any, role: str = "supports", **symbols: Any) -> Exhibit:
    """An identity for all sizes: keywords `scalars`, `matrices` and `relations`."""
    empty: dict[str, Any] = {"scalars": [], "matrices": {}, "relations": []}
    body = {**empty, **symbols, "left": left, "right": right}
    return Exhibit(name, lambda: find(Claim("identity", Q, body)), role)


def rank_is(name: str, rows: Sequence[Sequence[Number]], rank: int) -> Exhibit:
    """The rank of a matrix."""
    body: dict[str, Json] = {"matrix": {"entries": [[str(Fraction(x)) for x in r] for r in rows]}}
    return Exhibit(name, lambda: certify_rank(Claim("rank", Q, {**body, "relation": "=", "rank": str(rank)})))


def keeps_rank(name: str, trail: Callable[[], Trail], k: int, skipped: int = 0) -> Exhibit:
    """W_k keeps full rank along a trail, from its vertex `skipped` on."""
    return Exhibit(name, lambda: find(full_rank_claim(weights_along(trail(), k - 1)[skipped:])))


def S(name: str) -> Any:
    """A symbol of an identity."""
    return {"symbol": name}


def times(*factors: Any) -> Any:
    """A product; texts are numbers if they start with a digit or a sign, else symbols."""
    return {"product": [_term(x) for x in factors]}


def plus(*terms: Any) -> Any:
    """A sum."""
    return {"sum": [_term(x) for x in terms]}


def _term(x: Any) -> Any:
    return S(x) if isinstance(x, str) and not (x[0].isdigit() or x[0] == "-") else x
