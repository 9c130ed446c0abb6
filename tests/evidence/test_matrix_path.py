"""Paths of full rank: what is found is true at sampled points, and what is not full is not certified."""

from itertools import pairwise
from random import Random

import pytest
from flint import fmpq, fmpq_mat

from checker import Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.find import find
from constructions.evidence.matrix_path import full_rank_claim, linear_inverse, with_inverses


def some(random: Random, m: int, n: int) -> fmpq_mat:
    """Small integers."""
    return fmpq_mat(m, n, [fmpq(random.randint(-2, 2)) for _ in range(m * n)])


@pytest.mark.parametrize("seed", range(60))
def test_the_answer_agrees_with_sampled_ranks(seed: int) -> None:
    random = Random(seed)
    m, n = random.randint(1, 4), random.randint(1, 3)
    path = [some(random, m, n) for _ in range(3)]
    samples = [a + (b - a) * fmpq(t, 24) for a, b in pairwise(path) for t in range(25)]
    if isinstance(verify(with_inverses(full_rank_claim(path))), Verified):
        assert all(matrix.rank() == min(m, n) for matrix in samples)
    elif m > n + 1:  # generic paths miss the matrices of lower rank, of codimension m - n + 1 > 1
        assert any(matrix.rank() < min(m, n) for matrix in samples)


def test_a_drop_inside_a_segment_is_not_certified() -> None:
    with pytest.raises(NotFound, match="E_SINGULAR"):
        find(full_rank_claim([fmpq_mat([[1, 0], [0, 1]]), fmpq_mat([[-1, 0], [0, 1]])]))


def test_a_transvection_has_a_linear_inverse() -> None:
    W = fmpq_mat([[1, 2], [3, 4], [5, 6]])
    E = fmpq_mat(3, 3)
    E[0, 2] = fmpq(7)
    found = linear_inverse(W, W + E * W)
    assert found is not None
    for t in (fmpq(0), fmpq(1, 3), fmpq(1)):
        left = found[0] + (found[1] * t if len(found) > 1 else fmpq_mat(2, 3))
        assert left * (W + E * W * t) == fmpq_mat([[1, 0], [0, 1]])


def test_other_shapes_are_refused_in_one_line() -> None:
    with pytest.raises(NotFound, match="one shape"):
        find(full_rank_claim([fmpq_mat([[1]]), fmpq_mat([[1], [1]])]))
