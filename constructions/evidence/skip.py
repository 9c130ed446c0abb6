"""Evidence for `skip-rank`: Psi in ball arithmetic, and an approximate inverse of its leading minor."""

from __future__ import annotations

from typing import Any

from flint import arb, arb_mat, ctx

from checker import Json
from constructions.certificate import NotFound
from constructions.evidence.enclosure import PRECISIONS, inverse_of
from constructions.evidence.float_inverse import float_inverse
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_floats import float_psi
from constructions.skip_network import SkipNetwork, Unit

_LARGE = 48  # from here on an inverse in float64 is tried first
_SPARE = 40  # binary digits for the roundings of the kernel on the way up


def psi(network: SkipNetwork, X: ExactMatrix) -> list[list[Any]]:
    """Psi as balls of the precision in force, N x M."""
    rows = []
    for row in X.numerators.tolist():
        values = [arb(x) / X.denominator for x in row]
        for unit in network.units:
            values.append(apply_unit(unit, values))
        rows.append([values[p] for p in network.skip])
    return rows


def apply_unit(unit: Unit, values: list[Any]) -> Any:
    """The output of a unit from the balls of all nodes before it."""
    z = _ball(unit.bias)
    for k, w in zip(unit.sources, unit.weight, strict=True):
        z += values[k] * _ball(w)
    if unit.activation == "identity":
        return z
    if unit.activation == "sigmoid":
        return 1 / (1 + (-z).exp())
    if unit.activation == "tanh":
        return z.tanh()
    if unit.activation == "softplus":
        return (-abs(z)).exp().log1p() + (z if z.mid() >= 0 else 0)
    raise ValueError(f"activation {unit.activation!r}: expected identity, sigmoid, tanh or softplus")


def _ball(x: Any) -> Any:
    return arb(x.numerator) / x.denominator


def certify_skip_rank(network: SkipNetwork, X: ExactMatrix) -> bytes:
    """rank Psi >= min(N, M), by the first rows and columns; `NotFound` when that minor may be singular."""
    r = min(len(X), len(network.skip))
    growth = network_growth(network)
    if r >= _LARGE:
        minor = float_psi(network, X.first(r))[:, :r]
        found = float_inverse(minor, growth)
        if found is not None:
            return _certificate(network, X, r, found)
    spare, kept = _SPARE + growth, ctx.prec
    try:
        for precision in PRECISIONS:
            ctx.prec = precision
            rows = psi(network, X.first(r))
            entries = [x for row in rows for x in row[:r]]
            size = max(int(abs(x).upper().ceil().unique_fmpz() or 0).bit_length() for x in entries)
            found = inverse_of(arb_mat(r, r, entries), size, precision, spare)
            if found is not None:
                return _certificate(network, X, r, found)
    finally:
        ctx.prec = kept
    raise NotFound("the leading minor of Psi could not be inverted; it may be singular")


def _certificate(network: SkipNetwork, X: ExactMatrix, r: int, found: dict[str, Json]) -> bytes:
    places: Json = [str(i) for i in range(r)]
    return network.claim(X, r).with_evidence({"enclosure": {"rows": places, "columns": places, **found}})


def network_growth(network: SkipNetwork) -> int:
    """Binary digits by which the error of an input may grow on the way to a unit, at most."""
    return sum(_growth(network, k) for k in {u.layer for u in network.units})


def _growth(network: SkipNetwork, layer: int) -> int:
    """Binary digits by which an error may grow in a layer; no activation has a slope above 1."""
    sums = [sum(map(abs, u.weight)) for u in network.units if u.layer == layer]
    return int(max(sums)).bit_length() + 1
