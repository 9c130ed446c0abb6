"""new-6.c: the numbers of its exhibits add up to what the statement says."""

from fractions import Fraction
from itertools import pairwise

import pytest

from proofs.own.new_6_c import ZIGZAGS, crossings


@pytest.mark.parametrize("values", ZIGZAGS)
def test_crossings_add_up_to_the_total_variation(values: tuple[int, ...]) -> None:
    cuts = [k + Fraction(1, 2) for k in range(min(values), max(values))]
    assert sum(crossings(values, c) for c in cuts) == sum(abs(y - x) for x, y in pairwise(values))
