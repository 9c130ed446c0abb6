"""Integer tensors in float64 against Python's integers, for every size of entry."""

from random import Random
from typing import Any

import numpy
import pytest

from constructions.geometry.integers import Integers, TooLarge, integers, joined

BITS = (3, 20, 27, 53, 54, 61, 100, 400)


def tensor(random: Random, shape: tuple[int, ...], bits: int) -> tuple[Any, Integers]:
    """Entries of up to so many bits, zeros and both extremes among them."""
    count = int(numpy.prod(shape))
    entries = [random.randint(-(2**bits), 2**bits) for _ in range(count)]
    entries[: min(3, count)] = [0, 2**bits, -(2**bits)][: min(3, count)]
    plain = numpy.array(entries, dtype=object).reshape(shape)
    return plain, integers(plain)


@pytest.mark.parametrize("left", BITS)
@pytest.mark.parametrize("right", BITS)
def test_operations_are_exact(left: int, right: int) -> None:
    random = Random(left * 1000 + right)
    a, x = tensor(random, (2, 3, 5), left)
    b, y = tensor(random, (5, 4), right)
    c, z = tensor(random, (2, 3, 5), right)
    assert x.exact() == a.tolist()
    assert x.matrix_product(y).exact() == (a @ b).tolist()
    assert x.times(z).exact() == (a * c).tolist()
    assert x.plus(z).exact() == (a + c).tolist()
    assert x.minus(z).exact() == (a - c).tolist()
    assert joined([x, z]).exact() == [*a.tolist(), *c.tolist()]
    assert x.exact((1, 2, 3)) == a[1, 2, 3]


def test_a_long_sum_is_cut_into_blocks() -> None:
    random = Random(0)
    a, x = tensor(random, (2, 9000), 60)
    b, y = tensor(random, (9000, 2), 60)
    assert x.matrix_product(y).exact() == (a @ b).tolist()


@pytest.mark.parametrize("bits", BITS)
def test_floats_are_within_their_error(bits: int) -> None:
    plain, x = tensor(Random(bits), (50,), bits)
    for exact, near in zip(plain.tolist(), x.approximate().tolist(), strict=True):
        assert abs(exact - int(near)) <= abs(exact) * x.relative_error


def test_equal_entries_have_equal_digits() -> None:
    x = integers([2**70, -1, 5])
    again = x.plus(integers([2**90])).minus(integers([2**90, 0, 0])).minus(integers([0, 2**90, 2**90]))
    assert again.exact() == [2**70, -1, 5]
    same = integers([-1, 2**70, -1]).plus(integers([0, 0, 0]))
    assert all(part[0] == part[2] for part in same.digits)


def test_entries_of_too_many_bits_are_a_declared_limit() -> None:
    with pytest.raises(TooLarge, match="1801 bits"):
        integers([2**1800]).approximate()
