"""Evidence searched for bounds of the loss, separated points and rays; false paths refuted by separations."""

from fractions import Fraction

import pytest

from checker import Verified, encode_network, verify
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from constructions.evidence.sublevel import separated_claim
from constructions.formats.piecewise_linear import RELU
from constructions.parameter_path import encode_risk
from constructions.random_paths import HALF
from proofs.contradiction import contradicts
from proofs.exhibits import Q
from proofs.ledger import read_claim
from proofs.path_exhibits import net, square
from proofs.path_witnesses import INDEPENDENT, STEP, TENT

ENDS = {  # start, end and risk with zero loss at both ends, separated at level 1/8
    "weight above": (net(HALF, [[0, 1, 0]], [[1, 0]]), net(HALF, [[1, 0, 0]], [[-1, 1]]), INDEPENDENT),
    "tent": (
        net(RELU, [[1, -1], [1, 1]], [[-2, 1, -1]]),
        net(RELU, [[-1, 1], [1, 1]], [[-2, -1, 3]]),
        TENT,
    ),
    "narrow first": (
        net(HALF, [[1, 0]], [[1, 0], [0, 0]], [[1, 0, 0]]),
        net(HALF, [[-1, 0]], [[-2, 0], [0, 0]], [[1, 0, 0]]),
        STEP,
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_separation_is_found_and_refutes_the_path(name: str) -> None:
    start, end, risk = ENDS[name]
    claim = separated_claim(start, end, risk, Fraction(1, 8))
    verdict = verify(find(claim))
    assert isinstance(verdict, Verified) and verdict.claim_sha256 == claim.sha256
    path = Claim("loss-path", Q, claim.body)
    with pytest.raises(NotFound) as refused:
        find(path)
    assert refused.value.counter is not None
    assert isinstance(verify(refused.value.counter), Verified)
    assert contradicts(read_claim(refused.value.counter), path)
    with pytest.raises(NotFound, match="no weight and no determinant"):
        find(separated_claim(start, start, risk, Fraction(1, 8)))


def bound(network: object, risk: object, value: str) -> Claim:
    """The loss is at least the value."""
    body = {"network": encode_network(network, Q), "risk": encode_risk(risk), "bound": value}  # type: ignore[arg-type]
    return Claim("loss-at-least", Q, body)


def test_bounds_from_below_are_found() -> None:
    one = net(HALF, [[1, 0]], [[1, 0]])
    twice = square([[0], [0], [1]], [[0], [2], [1]])  # equal samples with targets 0 and 2: at least 1
    for risk, value, above in ((twice, "1", "5/4"), (TENT, "1/4", "1/2")):
        assert isinstance(verify(find(bound(one, risk, value))), Verified)
        with pytest.raises(NotFound, match="no reason"):
            find(bound(one, risk, above))


def test_a_ray_is_found_where_features_are_dependent() -> None:
    network = net(RELU, [[1, 0], [1, 0]], [[1, 1, 0]])
    claim = Claim(
        "unbounded-ray", Q, {"network": encode_network(network, Q), "inputs": [["0"], ["1"], ["2"]]}
    )
    assert isinstance(verify(find(claim)), Verified)
    thin = net(RELU, [[1, 0]], [[1, 0]])
    claim = Claim("unbounded-ray", Q, {"network": encode_network(thin, Q), "inputs": [["0"], ["1"], ["2"]]})
    with pytest.raises(NotFound, match="independent columns"):
        find(claim)
