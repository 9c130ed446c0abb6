"""Evidence is found for true claims of every kind, and a certified opposite for false ones."""

from typing import Any

import pytest

from checker import (
    Json,
    Network,
    QuadraticField,
    Rationals,
    Verified,
    encode_activation,
    encode_network,
    verify,
)
from constructions.certificate import Claim, NotFound, region_claim
from constructions.evidence.find import find
from constructions.evidence.separator import certify_separated
from constructions.fully_connected import RELU, SOFTSIGN, half_space, layer, network
from proofs.contradiction import contradicts
from proofs.ledger import read_claim

Q, SQRT2 = Rationals(), QuadraticField(2)
OUTSIDE: Json = [[half_space([1], 1)], [half_space([-1], 1)]]
INSIDE: Json = [[half_space([1], 1)]]


def hinge() -> Network:
    """f_1 - f_2 > 0 iff |x| > 1."""
    return network(layer([[1], [-1]], [-1, -1], RELU), layer([[1, 1], [0, 0]], [0, 0]))


def claim(kind: str, **body: Any) -> Claim:
    return Claim(kind, Q, {"network": encode_network(hinge(), Q), **body})


def region(kind: str, **more: Json) -> Claim:
    return region_claim(kind, hinge(), Q, 0, **more)


def rank(entries: Json, relation: str, r: int, field: Any = Q) -> Claim:
    return Claim("rank", field, {"matrix": {"entries": entries}, "relation": relation, "rank": str(r)})


def relu_property(name: str, holds: str) -> Claim:
    sigma = encode_activation(hinge().layers[0].activation, Q)
    return Claim("activation-property", Q, {"activation": sigma, "property": name, "holds": holds})


def square(right: Json) -> Claim:
    x: Json = {"symbol": "x"}
    body: dict[str, Json] = {
        "scalars": ["x"],
        "matrices": {},
        "relations": [],
        "left": {"product": [x, x]},
        "right": right,
    }
    return Claim("identity", Q, body)


TRUE_AND_FALSE = [
    (
        claim("value", points=[["3"]], values=[["2", "0"]]),
        claim("value", points=[["3"]], values=[["1", "0"]]),
    ),
    (region("region-is", polyhedra=OUTSIDE), region("region-is", polyhedra=INSIDE)),
    (region("region-is-not", polyhedra=INSIDE), region("region-is-not", polyhedra=OUTSIDE)),
    (region("region-components", components="2"), region("region-components", components="1")),
    (region("region-disconnected"), region("region-connected")),
    (
        claim("polyline-in-region", **{"class": "0"}, vertices=[["2"], ["3"]], margin="1"),
        claim("polyline-in-region", **{"class": "0"}, vertices=[["-2"], ["3"]], margin="0"),
    ),
    (
        claim("polyline-leaves-region", **{"class": "0"}, vertices=[["-2"], ["3"]]),
        claim("polyline-leaves-region", **{"class": "0"}, vertices=[["2"], ["3"]]),
    ),
    (rank([["1", "2"], ["2", "4"]], "=", 1), rank([["1", "2"], ["2", "4"]], "=", 2)),
    (rank([["1", "2", "0"]], ">=", 1), rank([["0", "0", "0"]], ">=", 1)),
    (
        rank([["1", ["0", "1"]], [["0", "1"], "2"]], "=", 1, SQRT2),
        rank([["1", ["0", "1"]], [["0", "1"], "3"]], "<=", 1, SQRT2),
    ),
    (relu_property("onto", "no"), relu_property("onto", "yes")),
    (claim("pyramidal", holds="no"), claim("pyramidal", holds="yes")),
    (square({"product": [{"symbol": "x"}, {"symbol": "x"}]}), square({"symbol": "x"})),
]


@pytest.mark.parametrize(("true", "false"), TRUE_AND_FALSE, ids=[true.kind for true, _ in TRUE_AND_FALSE])
def test_true_and_false(true: Claim, false: Claim) -> None:
    verdict = verify(find(true))
    assert isinstance(verdict, Verified)
    assert verdict.claim_sha256 == true.sha256
    with pytest.raises(NotFound) as refused:
        find(false)
    counter = refused.value.counter
    assert counter is not None
    assert isinstance(verify(counter), Verified)
    assert contradicts(read_claim(counter), false)


def test_a_hyperplane_that_meets_the_region_is_no_evidence() -> None:
    with pytest.raises(NotFound, match="meets the hyperplane"):
        certify_separated(hinge(), Q, 0, half_space([1], 2), [["-2"], ["3"]])


def test_softsign_by_a_line() -> None:
    net = network(layer([[1], [-1]], [0, 0], SOFTSIGN), layer([[1, 2], [0, 0]], [0, 0]))
    # f_1 - f_2 = s(x) + 2 s(-x) = -s(x): positive for x < 0, one component, so no point lies above.
    with pytest.raises(NotFound):
        certify_separated(net, Q, 0, half_space([1], -1), [["-2"], ["-1/2"]], ["0"])
    certificate = certify_separated(net, Q, 0, half_space([1], 0), [["-2"], ["2"]], ["0"])
    verdict = verify(certificate)
    assert not isinstance(verdict, Verified)
    assert verdict.code == "E_WITNESS"
    assert verdict.at == "/evidence/points/1"


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(NotFound, match="no search"):
        find(Claim("beauty", Q, {}))
