"""The networks of the traps satisfy Assumption 4.3.1, and a search that finds no certificate says why."""

from fractions import Fraction

import numpy
import pytest

from checker import Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.find import find
from constructions.evidence.trap import Sample, trap_claim
from constructions.formats.exact_matrix import ExactMatrix
from constructions.skip_conditions import violations
from constructions.skip_network import SkipNetwork, Unit
from constructions.traps import entropy_trap, square_trap, steps_above


@pytest.mark.parametrize("samples", [square_trap(), entropy_trap()])
def test_the_networks_satisfy_the_assumption(samples: list[Sample]) -> None:
    """h and k share their weights (1, 0); N units above k; r stands for log r, which keeps samples apart."""
    above, _ = steps_above(samples)
    first = [
        Unit("sigmoid", Fraction(0), sources, (Fraction(1), Fraction(0)), 1, "v")
        for sources in ((0, 1), (2, 3))
    ]
    units = [Unit("sigmoid", u.bias, (5,), u.weight, 2) for u in above.units[1:]]
    network = SkipNetwork(4, (*first, *units), (4, *range(6, 6 + len(units))))
    X = numpy.array([[int(60 * p.r), int(p.a), 0, int(p.t)] for p in samples], dtype=numpy.int64)
    assert violations(network, ExactMatrix(X, 1)) == []


def test_a_claim_is_certified_or_its_opposite() -> None:
    assert isinstance(verify(find(trap_claim(square_trap(), "square", 1, 0))), Verified)
    with pytest.raises(NotFound, match="no such path") as no:
        find(trap_claim(square_trap(), "square", 1, 0, "yes"))
    assert no.value.counter is not None and isinstance(verify(no.value.counter), Verified)


@pytest.mark.parametrize(
    ("samples", "w", "says"),
    [
        (square_trap(), 2, "E_MOMENT"),
        (square_trap(0), 1, "E_OPTIMAL"),
        (square_trap()[:6], 1, "fewer than six"),
        ([Sample(Fraction(-1), *[Fraction(0)] * 3), *square_trap()], 1, "r > 0 is needed"),
    ],
)
def test_a_search_that_fails_says_why(samples: list[Sample], w: int, says: str) -> None:
    with pytest.raises(NotFound, match=says):
        find(trap_claim(samples, "square", w, 0))
