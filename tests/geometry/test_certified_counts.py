"""The engine's counts are those that the kernel verifies."""

import pytest

from checker import Rationals, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.count import (
    certify_activation_regions,
    find_activation_regions,
    regions_claim,
)
from constructions.fully_connected import HARD_TANH, RELU, leaky_relu
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
