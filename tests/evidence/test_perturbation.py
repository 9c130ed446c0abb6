"""The smallest change that makes Assumption 2.4.1 hold: exact, and minimal on its grid."""

from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructions.feature_matrix import Integers
from constructions.formats.exact_matrix import ExactMatrix
from constructions.perturbation import MOST_PATCHES, smallest_perturbation
from constructions.training_data import shared_patch

PAIRS = numpy.array([[0, 1], [1, 2], [2, 3]])


def matrix(rows: list[list[int]], denominator: int = 1) -> ExactMatrix:
    return ExactMatrix(numpy.array(rows, dtype=numpy.int64), denominator)


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), min_size=2, max_size=8), st.booleans())
@settings(max_examples=60, deadline=None)
def test_afterwards_no_two_samples_share_a_patch(rows: list[list[int]], dense: bool) -> None:
    X, patches = matrix(rows, 3), None if dense else PAIRS
    found = smallest_perturbation(X, patches)
    assert found is not None
    assert shared_patch(found.data, patches) is None
    assert (found.moves == ()) == (shared_patch(X, patches) is None)
    assert all(abs(move.by) >= found.step == Fraction(1, 6) for move in found.moves)


def test_the_data_are_changed_by_the_moves_alone() -> None:
    X = matrix([[1, 2], [1, 2], [5, 5]], 4)
    found = smallest_perturbation(X)
    assert found is not None
    before = [[Fraction(x, 4) for x in row] for row in X.numerators.tolist()]
    for move in found.moves:
        before[move.i][move.j] += move.by
    after = [[Fraction(x, found.data.denominator) for x in row] for row in found.data.numerators.tolist()]
    assert before == after
    assert len(found.moves) == 1 and found.smallest and found.size == Fraction(1, 8)


def test_more_equal_numbers_than_one_step_can_part() -> None:
    found = smallest_perturbation(matrix([[0]] * 4))
    assert found is not None
    assert found.size > found.step and not found.smallest
    assert "not shown to be the smallest" in found.words()


@pytest.mark.parametrize(
    ("X", "patches"),
    [
        (matrix([[0]] * 40), None),  # at most nine values within four steps
        (matrix([[0, 0]] * (MOST_PATCHES // 2 + 1)), numpy.array([[0], [1]])),
    ],
)
def test_nothing_is_said_where_nothing_was_found(X: ExactMatrix, patches: Integers | None) -> None:
    assert smallest_perturbation(X, patches) is None


def test_large_integers_stay_exact() -> None:
    large = 2**200
    X = ExactMatrix(numpy.array([[large, 1], [large, 1]], dtype=object), 7)
    found = smallest_perturbation(X)
    assert found is not None and found.moves[0].by in (Fraction(1, 14), Fraction(-1, 14))
    assert shared_patch(found.data) is None
