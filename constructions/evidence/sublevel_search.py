"""Evidence for bounds of the square loss from below, separated points and rays, as a user states them.

The reasons are those of `checker.rules.sublevel`: combinations that all outputs obey, of which the residual
of a target after projection is the best, and the order of three samples of one monotone unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice

from flint import fmpq_mat

from checker import Json, Network, Rationals, Reader, Verified, verify
from checker.rational import encode_rational
from checker.risk import Risk, read_risk
from constructions.certificate import Claim, NotFound
from constructions.evidence.sublevel import certify_ray
from constructions.exact_matrices import from_rows
from constructions.exact_network import slow

_READ = Reader(Rationals())
_TRIPLES, _WEIGHTS = 20_000, 400  # that are tried


def certify_bound_claim(claim: Claim) -> bytes:
    """Phi >= bound for all parameters."""
    network, risk = _read(claim, "network")
    return _first(claim, (_table(reason) for reason in _reasons(network, risk, (-1, -1, -1))), "reason")


def certify_separated_claim(claim: Claim) -> bytes:
    """No path within {Phi <= a}: by the sign of a weight, or of the determinant of D F_1."""
    start, risk = _read(claim, "start")
    end, _ = _read(claim, "end")
    return _first(claim, _separations(start, end, risk), "weight and no determinant")


def certify_ray_claim(claim: Claim) -> bytes:
    """A line of parameters along which no output moves."""
    body = dict(claim.body)
    network = _READ.network(body["network"], "/network")
    inputs = body["inputs"] if isinstance(body["inputs"], list) else []
    points = tuple(_READ.vector(x, f"/inputs/{i}", network.input_dim) for i, x in enumerate(inputs))
    return certify_ray(network, points)


def _read(claim: Claim, key: str) -> tuple[Network, Risk]:
    body = dict(claim.body)
    network = _READ.network(body[key], f"/{key}")
    return network, read_risk(_READ, body["risk"], "/risk", network)


def _first(claim: Claim, evidence: Iterator[dict[str, Json]], what: str) -> bytes:
    """The first evidence that the kernel accepts."""
    for found in evidence:
        certificate = claim.with_evidence(found)
        verdict = verify(certificate)
        if isinstance(verdict, Verified):
            return certificate
        if verdict.outcome == "malformed" and verdict.at.startswith("/claim"):
            raise NotFound(f"no claim: {verdict}")
    raise NotFound(f"no {what} shows it")


def _table(reason: Json) -> dict[str, Json]:
    return dict(reason) if isinstance(reason, dict) else {}


def _separations(start: Network, end: Network, risk: Risk) -> Iterator[dict[str, Json]]:
    places = (
        (k, j, i)
        for k, (a, b) in enumerate(zip(start.layers, end.layers, strict=True))
        for j, (row, other) in enumerate(zip(a.weight, b.weight, strict=True))
        for i, (w, v) in enumerate(zip(row, other, strict=True))
        if min(w, v) < 0 < max(w, v)
    )
    for k, j, i in islice(places, _WEIGHTS):
        weight: Json = {"layer": str(k), "unit": str(j), "input": str(i)}
        for reason in _reasons(start, risk, (k, j, i)):
            yield {"weight": weight, "reason": reason}
    N = len(risk.inputs)
    if len(start.layers) == 2 and start.widths[1:] == (N - 1, N - 1):
        targets = from_rows([(Fraction(1), *row) for row in risk.targets])  # D [1, Y] = [0, I]
        if targets.rank() == N:
            rows = targets.inv().table()[1:]
            yield {"differences": [[encode_rational(slow(x)) for x in row] for row in rows]}


def _reasons(network: Network, risk: Risk, zero: tuple[int, int, int]) -> Iterator[Json]:
    """Combinations first, then triples with the largest bound."""
    basis = _basis(network, risk, zero)
    for column in zip(*risk.targets, strict=True):
        c = _residual(basis, [Fraction(y) for y in column])
        if any(c):
            yield {"combination": [encode_rational(x) for x in c]}
    if network.input_dim != 1:
        return
    order = sorted(range(len(risk.inputs)), key=lambda i: risk.inputs[i][0])

    def depth(p: int, q: int, r: int) -> Fraction:
        triples = zip(*(risk.targets[n] for n in (p, q, r)), strict=True)
        gaps = [(Fraction(y - x), Fraction(y - z)) for x, y, z in triples]
        return sum((min(a * a, b * b) for a, b in gaps if a * b > 0), Fraction(0))

    triples = list(islice(combinations(order, 3), _TRIPLES))
    for p, q, r in sorted(triples, key=lambda t: -depth(*t))[:3]:
        yield {"monotone": [str(p), str(q), str(r)]}


def _basis(network: Network, risk: Risk, zero: tuple[int, int, int]) -> list[list[Fraction]]:
    """Vectors over the samples whose span holds every output."""
    N = len(risk.inputs)
    if zero[0] >= 0 and network.widths[zero[0] : zero[0] + 2] == (1, 1):
        return [[Fraction(1)] * N]
    if all(layer.activation.has("affine") for layer in network.layers):
        return [
            [Fraction(1)] * N,
            *([Fraction(x) for x in column] for column in zip(*risk.inputs, strict=True)),
        ]
    return [[Fraction(int(x == other)) for other in risk.inputs] for x in dict.fromkeys(risk.inputs)]


def _residual(basis: list[list[Fraction]], y: list[Fraction]) -> list[Fraction]:
    """y less its projection on the span."""
    B = from_rows(basis)
    gram, right = B * B.transpose(), B * from_rows([y]).transpose()
    keep: list[int] = []
    for i in range(gram.nrows()):
        chosen = [*keep, i]
        if fmpq_mat(len(chosen), len(chosen), [gram[a, b] for a in chosen for b in chosen]).rank() == len(
            chosen
        ):
            keep = chosen
    small = fmpq_mat(len(keep), len(keep), [gram[a, b] for a in keep for b in keep])
    factor = small.solve(fmpq_mat(len(keep), 1, [right[a, 0] for a in keep]))
    inside = [
        sum((slow(factor[n, 0]) * basis[a][i] for n, a in enumerate(keep)), Fraction(0))
        for i in range(len(y))
    ]
    return [a - b for a, b in zip(y, inside, strict=True)]
