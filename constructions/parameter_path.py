"""Polylines of parameter vectors: written vertex by vertex, as the kernel's claim `loss-path` reads them.

A vertex is the parameters of a network, one row (weights, then bias) for each unit of each layer; a
segment changes some of the units.  Notation: Nguyen (2019), Chapter 3.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from checker import Json, Layer, Network, Rationals, encode_network
from checker.network import Matrix
from checker.polynomial import size
from checker.rational import encode_rational
from checker.risk import CROSS_ENTROPY, Risk
from checker.rules.loss_path import Path, rows_of
from checker.segment import Part, Row, Vertex, live_units
from constructions.certificate import Claim

Change = tuple[int, int, Row]  # layer and unit, from 0, and the unit's new row


@dataclass
class Trail:
    """A polyline under construction: where it starts, where it is, and its segments so far."""

    start: Network
    vertex: Vertex = field(init=False)
    moves: list[list[Change]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vertex = rows_of(self.start)

    def step(self, changes: Iterable[Change]) -> None:
        """One segment: the units that change; units that do not are dropped, an empty segment too."""
        kept = [(k, j, row) for k, j, row in changes if self.vertex[k][j] != row]
        for k, j, row in kept:
            self.vertex[k][j] = row
        if kept:
            self.moves.append(kept)

    def set_layer(self, k: int, rows: Sequence[Row]) -> None:
        """One segment that moves layer k to these rows."""
        self.step((k, j, row) for j, row in enumerate(rows))

    @property
    def end(self) -> Network:
        """The network at the last vertex."""
        return with_parameters(self.start, self.vertex)

    @property
    def bits(self) -> int:
        """The most bits of a number along the path."""
        rows = [row for units in rows_of(self.start) for row in units]
        rows += [row for move in self.moves for _, _, row in move]
        return max(size(x) for row in rows for x in row)

    def evidence(self) -> dict[str, Json]:
        """The segments, as the kernel reads them."""
        return {"moves": [[_change(k, j, row) for k, j, row in move] for move in self.moves]}


def _change(k: int, j: int, row: Row) -> Json:
    weight: list[Json] = [encode_rational(x) for x in row[:-1]]
    return {"layer": str(k), "unit": str(j), "weight": weight, "bias": encode_rational(row[-1])}


def reversed_trail(trail: Trail) -> Trail:
    """The same polyline from its end to its start."""
    back = Trail(trail.end)
    vertices = [rows_of(trail.start)]
    for move in trail.moves:
        vertices.append([list(units) for units in vertices[-1]])
        for k, j, row in move:
            vertices[-1][k][j] = row
    for move, before in zip(reversed(trail.moves), reversed(vertices[:-1]), strict=True):
        back.step((k, j, before[k][j]) for k, j, _ in move)
    return back


def with_parameters(network: Network, vertex: Vertex) -> Network:
    """The network of this shape with these parameters."""
    layers = [
        Layer(tuple(row[:-1] for row in units), tuple(row[-1] for row in units), layer.activation)
        for layer, units in zip(network.layers, vertex, strict=True)
    ]
    return Network(network.input_dim, tuple(layers))


def at_time(start: Vertex, end: Vertex, t: Fraction) -> Vertex:
    """The point (1 - t) start + t end of a segment."""
    return [
        [
            r if r is s else tuple(x + t * (y - x) for x, y in zip(r, s, strict=True))
            for r, s in zip(a, b, strict=True)
        ]
        for a, b in zip(start, end, strict=True)
    ]


def path_claim(start: Network, end: Network, risk: Risk, behaviour: Json) -> Claim:
    """`loss-path`: the loss behaves so on a path from start to end."""
    field = Rationals()
    body: dict[str, Json] = {
        "start": encode_network(start, field),
        "end": encode_network(end, field),
        "risk": encode_risk(risk),
        "behaviour": behaviour,
    }
    return Claim("loss-path", field, body)


def encode_risk(risk: Risk) -> Json:
    """Data, targets and loss, as the kernel reads them."""
    return {"inputs": _matrix(risk.inputs), "targets": _matrix(risk.targets), "loss": risk.loss}


def _matrix(rows: Matrix) -> Json:
    return [[encode_rational(x) for x in row] for row in rows]


def certify(trail: Trail, risk: Risk, behaviour: Json) -> bytes:
    """The certificate that the loss behaves so along this trail (to be verified by the kernel)."""
    return path_claim(trail.start, trail.end, risk, behaviour).with_evidence(trail.evidence())


def exact_loss(network: Network, risk: Risk) -> Fraction:
    """Phi(network), by the kernel's integers (quicker than `risk(network)`); of cross-entropy a bound."""
    if risk.loss == CROSS_ENTROPY:
        return Fraction(risk(network))
    path, rows = Path(network, risk, "constant"), rows_of(network)
    value = path.loss(path.output(rows, rows, live_units(rows, rows), Part()), Part())
    return Fraction(value[0]) if value else Fraction(0)
