"""The engine's counts are those that the kernel verifies."""

import pytest

from checker import Json, Rationals, Reader, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.components import components
from constructions.evidence.count import (
    certify_activation_regions,
    find_activation_regions,
    regions_claim,
)
from constructions.evidence.simplices import certify_counts, counts_claim, find_counts, restricted
from constructions.fully_connected import HARD_TANH, RELU, half_space, leaky_relu
from constructions.geometry.integer_network import integer_network
from constructions.geometry.space_regions import space_regions
from tests.geometry.slow_regions import ternary


@pytest.mark.parametrize("seed", range(12))
def test_the_kernel_agrees(seed: int) -> None:
    net = ternary(
        ((2, 4, 2), (2, 3, 3, 2), (3, 3, 1))[seed % 3], seed, (RELU, leaky_relu("1/3"), HARD_TANH)[seed // 4]
    )
    count = space_regions(integer_network(net)).activation_regions
    verdict = verify(certify_activation_regions(net, Rationals()))
    assert isinstance(verdict, Verified)
    assert verdict.claim_sha256 == regions_claim(net, Rationals(), count).sha256
    with pytest.raises(NotFound):
        find_activation_regions(regions_claim(net, Rationals(), count + 1))


@pytest.mark.parametrize("seed", range(15))
def test_simplices_and_split_trees_agree(seed: int) -> None:
    widths = ((2, 4, 3), (2, 3, 3, 2), (3, 3, 2), (1, 4, 3), (2, 2, 2, 3))[seed % 5]
    net = ternary(widths, seed, (RELU, leaky_relu("1/3"), HARD_TANH)[seed // 5])
    units = [[int(i == k) for k in range(widths[0])] for i in range(widths[0])]
    domain: Json = [half_space(u, "-1") for u in units] + [half_space([-x for x in u], "-2") for u in units]
    for where in (None, domain):
        certificate, found = certify_counts(net, Rationals(), where)
        verdict = verify(certificate)
        assert isinstance(verdict, Verified), verdict
        tree = verify(certify_activation_regions(net, Rationals(), where))
        assert isinstance(tree, Verified)
        assert tree.claim_sha256 == regions_claim(net, Rationals(), found.activation_regions, where).sha256
        forms = Reader(Rationals()).half_spaces(where or [], "", widths[0])
        slow = tuple(components(net, Rationals(), j, forms).count for j in range(widths[-1]))
        assert found.components == slow


def test_other_counts_are_refused_with_the_true_ones() -> None:
    net = ternary((2, 4, 2), 1, RELU)
    certificate, found = certify_counts(net, Rationals())
    claim = counts_claim(net, Rationals(), found)
    assert find_counts(claim) == certificate
    wrong = type(claim)(claim.kind, claim.field, {**claim.body, "linear_regions": "99"})
    with pytest.raises(NotFound) as no:
        find_counts(wrong)
    assert no.value.counter == certificate
    point: Json = [half_space([1, 0], 0), half_space([-1, 0], 0)]
    with pytest.raises(NotFound):  # a domain without interior
        find_counts(counts_claim(net, Rationals(), found, point))


def test_a_network_on_a_line_and_on_a_plane() -> None:
    net = ternary((3, 4, 2), 3, HARD_TANH)
    p, u, v = (1, 0, -2), (2, 1, 0), (0, 3, 1)
    line, plane = restricted(net, p, [u]), restricted(net, p, [u, v])
    for s in (-1, 0, 2):
        assert line((s,)) == net(tuple(a + s * b for a, b in zip(p, u, strict=True)))
        assert plane((s, 1)) == net(tuple(a + s * b + c for a, b, c in zip(p, u, v, strict=True)))
