"""Decision regions of degenerate networks, each with the numbers of components worked out by hand."""

import json

import pytest

from checker import Json, Rationals, Verified, verify
from constructions.certificate import NotFound, region_claim
from constructions.evidence.components import certify_components, certify_connected, certify_disconnected
from constructions.evidence.region import certify_region_is
from constructions.fully_connected import RELU, half_space, layer, leaky_relu, network

Q = Rationals()
SLIVER = f"1/{2**40}"

# name, network, components of C_1 and of C_2
CASES = {
    "a dead layer: both classes constant": (
        network(
            layer([[1, 0], [0, 1]], [0, 0], RELU), layer([[0, 0]], [-1], RELU), layer([[1], [1]], [1, 0])
        ),
        (1, 0),
    ),
    "all weights zero and a tie": (
        network(layer([[0, 0], [0, 0]], [0, 0], RELU), layer([[1, 1], [2, 3]], [0, 0])),
        (0, 0),
    ),
    "twelve zero units": (
        network(layer([[0, 0]] * 12 + [[1, 0]], [0] * 13, RELU), layer([[0] * 12 + [1], [0] * 13], [0, 1])),
        (1, 1),
    ),
    "ten copies of |x_1|": (
        network(layer([[1, 0], [-1, 0]] * 10, [0] * 20, RELU), layer([[1] * 20, [0] * 20], [0, 10])),
        (2, 1),
    ),
    "a tie on a set with interior": (
        network(layer([[1, 0], [-1, 0]], [-1, -1], RELU), layer([[1, 1], [0, 0]], [0, 0])),
        (2, 0),
    ),
    "six lines through one point": (
        network(
            layer([[1, 0], [0, 1], [1, 1], [1, -1], [2, 1], [1, 2]], [0] * 6, RELU),
            layer([[1, 1, -1, 0, 0, 0], [0] * 6], [0, 0]),
        ),
        (2, 0),
    ),
    "opposite quadrants meet at one point only": (
        network(
            layer([[1, 1], [-1, -1], [1, -1], [-1, 1]], [0] * 4, RELU),
            layer([[1, 1, -1, -1], [0] * 4], [0, 0]),
        ),
        (2, 2),
    ),
    "a sliver of width 2^-40": (
        network(
            layer([[1, 0], [1, 0]], [0, f"-1/{2**40}"], RELU),
            layer([[1, -2], [0, 0]], [0, f"1/{2**41}"]),
        ),
        (1, 2),
    ),
    "one class more than decides": (
        network(layer([[1, 0], [0, 1], [0, 0]], [0, 0, 0])),
        (1, 1),
    ),
    "parallel lines": (
        network(layer([[1, 0]] * 4, [0, -1, -2, -3], RELU), layer([[1, -2, 2, -2], [0] * 4], [0, "1/2"])),
        (2, 3),
    ),
    "leaky and coincident with opposite signs": (
        network(layer([[1, 1], [-1, -1]], [0, 0], leaky_relu("1/2")), layer([[1, 1], [0, 0]], [0, 1])),
        (2, 1),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_components(name: str) -> None:
    net, expected = CASES[name]
    for j, count in enumerate(expected):
        certificate = certify_components(net, Q, j)
        assert isinstance(verify(certificate), Verified)
        assert json.loads(certificate)["claim"]["components"] == str(count), (name, j)


def test_a_wrong_claim_of_connectedness_is_answered_with_the_opposite() -> None:
    net, _ = CASES["ten copies of |x_1|"]
    with pytest.raises(NotFound) as refused:
        certify_connected(net, Q, 0)
    counter = refused.value.counter
    assert counter is not None
    assert isinstance(verify(counter), Verified)
    assert json.loads(counter)["claim"]["kind"] == "region-disconnected"


def test_a_wrong_claim_of_disconnectedness_is_answered_with_the_opposite() -> None:
    net, _ = CASES["ten copies of |x_1|"]
    with pytest.raises(NotFound) as refused:
        certify_disconnected(net, Q, 1)
    assert refused.value.counter is not None
    assert isinstance(verify(refused.value.counter), Verified)


def test_a_region_between_overlapping_polyhedra_is_found_equal_to_their_union() -> None:
    net = network(layer([[1], [-1]], [0, 0], RELU), layer([[-1, -1], [0, 0]], [3, 0]))
    union: Json = [[half_space([1], -3), half_space([-1], -2)], [half_space([1], 1), half_space([-1], -3)]]
    assert isinstance(verify(certify_region_is(net, Q, 0, union)), Verified)


def test_a_union_that_misses_one_boundary_point_is_refuted_by_a_point_of_it() -> None:
    net = network(layer([[1], [-1]], [0, 0], RELU), layer([[-1, -1], [0, 0]], [3, 0]))
    union: Json = [[half_space([1], -3), half_space([-1], -1)], [half_space([1], 1), half_space([-1], -3)]]
    with pytest.raises(NotFound) as refused:
        certify_region_is(net, Q, 0, union)
    counter = refused.value.counter
    assert counter is not None
    assert json.loads(counter)["evidence"] == {"point": ["1"]}
    assert isinstance(verify(counter), Verified)


def test_a_domain_without_interior_is_refused_with_the_reason() -> None:
    net, _ = CASES["one class more than decides"]
    domain: Json = [half_space([1, 0], 1), half_space([-1, 0], -1)]
    with pytest.raises(NotFound, match="no interior"):
        certify_components(net, Q, 0, domain)


def test_the_claim_of_a_region_carries_its_domain() -> None:
    net, _ = CASES["parallel lines"]
    domain: Json = [half_space([1, 0], 0), half_space([-1, 0], "-3/2")]
    certificate = certify_components(net, Q, 0, domain)
    assert isinstance(verify(certificate), Verified)
    claim = json.loads(certificate)["claim"]
    assert claim == region_claim("region-components", net, Q, 0, domain, components="1").json()
