"""Which claims contradict each other, by their form alone."""

from dataclasses import replace

import pytest

from checker import Json, QuadraticField, Rationals
from constructions.certificate import Claim
from proofs.contradiction import contradicts

Q = Rationals()
REGION: dict[str, Json] = {"network": "n", "class": "0", "domain": []}


def claim(kind: str, **more: Json) -> Claim:
    return Claim(kind, Q, {**REGION, **more})


def rank(relation: str, r: int, matrix: str = "m") -> Claim:
    return Claim("rank", Q, {"matrix": matrix, "relation": relation, "rank": str(r)})


OPPOSITES = [
    (claim("region-is", polyhedra=[]), claim("region-is-not", polyhedra=[])),
    (claim("region-connected"), claim("region-disconnected")),
    (claim("region-components", components="2"), claim("region-components", components="3")),
    (claim("region-components", components="2"), claim("region-connected")),
    (claim("region-components", components="1"), claim("region-disconnected")),
    (claim("polyline-in-region", vertices=[], margin="0"), claim("polyline-leaves-region", vertices=[])),
    (rank("=", 2), rank("=", 3)),
    (rank("<=", 2), rank(">=", 3)),
    (rank("=", 2), rank(">=", 3)),
    (
        Claim("pyramidal", Q, {"network": "n", "holds": "yes"}),
        Claim("pyramidal", Q, {"network": "n", "holds": "no"}),
    ),
]


@pytest.mark.parametrize(("one", "other"), OPPOSITES)
def test_opposites(one: Claim, other: Claim) -> None:
    assert contradicts(one, other)
    assert contradicts(other, one)
    assert not contradicts(one, one)
    assert not contradicts(one, replace(other, field=QuadraticField(2)))


COMPATIBLE = [
    (claim("region-components", components="1"), claim("region-connected")),
    (claim("region-components", components="0"), claim("region-connected")),
    (claim("region-components", components="2"), claim("region-disconnected")),
    (claim("region-is", polyhedra=[]), claim("region-is-not", polyhedra=[[]])),
    (rank("<=", 3), rank(">=", 3)),
    (rank("=", 2), rank("=", 3, "another")),
    (claim("region-connected"), claim("pyramidal")),
]


@pytest.mark.parametrize(("one", "other"), COMPATIBLE)
def test_compatible(one: Claim, other: Claim) -> None:
    assert not contradicts(one, other)
    assert not contradicts(other, one)
