"""A continuous activation that is injective on no interval, and six samples that one unit never tells apart.

sigma is the Cantor function that is constant on the middle half: 0 for t <= 0, 1 for t >= 1, 1/2 on
[1/4, 3/4], sigma(t) = sigma(4 t)/2 for t <= 3/4 and (1 + sigma(4 t - 3))/2 for t >= 1/4.  For every w and b
two of sigma(w x + b), x = 0, ..., 5, are equal: docs/proofs/singular-function.md.  What is certified here is
the step that needs numbers: for w >= 1/4 two neighbours lie in one interval on which sigma is constant.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from checker import Network
from constructions.certificate import Claim, region_claim
from constructions.evidence.region import certify_region_is
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.exhibits import Q
from proofs.theorem import Exhibit

SAMPLES = 6
WIDE: Any = [half_space([1, 0], "1/4")]  # (w, b) with w >= 1/4
# Neighbours i, i + 1 and the interval, as the distances ReLU(s (w i + b) + t) that vanish on it.
PAIRS = ((0, ((1, 0),)), (2, ((-1, "1/4"), (1, "-3/4"))), (4, ((-1, 1),)))


def distances(pairs: Any = PAIRS) -> Network:
    """(w, b) -> (0, -d_1, -d_2, -d_3), d the sum of the distances of two neighbours from an interval."""
    rows: list[Any] = []
    bias: list[Any] = []
    owners: list[int] = []
    for n, (i, sides) in enumerate(pairs):
        for k in (i, i + 1):
            for s, t in sides:
                rows.append([s * k, s])
                bias.append(t)
                owners.append(n)
    out = [[0] * len(rows), *([-int(owner == n) for owner in owners] for n in range(len(pairs)))]
    return network(layer(rows, bias, RELU), layer(out, [0] * len(out)))


@cache
def together() -> bytes:
    """No (w, b) with w >= 1/4 keeps all three pairs apart: the region where every d is positive is empty."""
    return certify_region_is(distances(), Q, 0, [], WIDE)


def printed() -> Claim:
    """That some (w, b) with w >= 1/4 does."""
    return region_claim("region-is-not", distances(), Q, 0, WIDE, polyhedra=[])


def refutation() -> Exhibit:
    """The certificate against the claim that parameters exist for which all six features differ."""
    name = "one unit, w >= 1/4, every b: x = 0, 1 or 2, 3 or 4, 5 lie where the Cantor function is constant"
    return Exhibit(name, together, "refutes", printed)
