"""Theorem 2.4.4's construction, Corollary 2.4.6's, and Assumption 2.4.1 against its definition."""

from fractions import Fraction

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.enclosure import certify_enclosed
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import data_json, feature_matrix, image_patches, layers_json
from constructions.formats.exact_matrix import ExactMatrix
from constructions.full_rank_filters import full_rank_filters
from constructions.memorization import memorize
from constructions.training_data import shared_patch

SEEDS = st.integers(0, 10**6)


def images(seed: int, N: int, values: int = 50) -> ExactMatrix:
    """N images of 3 x 3 pixels over 7."""
    return ExactMatrix(numpy.random.default_rng(seed).integers(0, values, (N, 9)), 7)


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(1, 14), st.sampled_from(["relu", "sigmoid", "softplus"]), st.booleans())
def test_the_construction_gives_full_rank(seed: int, N: int, activation: str, convolution: bool) -> None:
    X = images(seed, N)
    patches = image_patches(3, 3, 1, 2) if convolution else None
    made = full_rank_filters(X, activation, N, patches, seed=seed)
    assert sorted(made.order) == list(range(N))
    search = certify_enclosed if activation == "softplus" else certify
    body = {"layers": layers_json([made.layer]), "data": data_json(X)}
    claim, certificate = search(body, feature_matrix([made.layer], X))
    assert claim.body["rank"] == str(N)
    assert isinstance(verify(certificate), Verified)


def test_the_relu_matrix_is_triangular() -> None:
    X = images(3, 10)
    made = full_rank_filters(X, "relu", 10)
    F = feature_matrix([made.layer], X)
    A = F.numerators[list(made.order)]
    assert not numpy.tril(A, -1).any()
    assert [Fraction(int(x), F.denominator) for x in numpy.diag(A)] == [Fraction(2)] * 10


@pytest.mark.parametrize(
    ("activation", "filters", "says"),
    [("tanh", 9, "Assumption 2.4.2"), ("leaky_relu", 9, "Assumption 2.4.2"), ("relu", 3, "at least 5")],
)
def test_what_the_theorem_leaves_out_is_said(activation: str, filters: int, says: str) -> None:
    with pytest.raises(NotFound, match=says):
        full_rank_filters(images(1, 5), activation, filters)


def test_equal_samples_are_refused() -> None:
    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2]]), 1)
    with pytest.raises(NotFound, match=r"Assumption 2\.4\.1"):
        full_rank_filters(X, "relu", 3)


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(1, 6), st.integers(2, 4), st.booleans())
def test_shared_patches_are_those_of_the_definition(seed: int, N: int, values: int, large: bool) -> None:
    X = images(seed, N, values)
    if large:
        X = ExactMatrix(X.numerators.astype(object) * 2**70, 7)
    patches = image_patches(3, 3, 1, 2)
    windows = [[tuple(row[i] for i in patch) for patch in patches.tolist()] for row in X.numerators.tolist()]
    sharing = {i for i in range(N) for j in range(N) if i != j and set(windows[i]) & set(windows[j])}
    found = shared_patch(X, patches)
    assert (found is None) == (not sharing)
    if found is not None:
        assert found.samples == len(sharing)
        assert found.i != found.j
        assert windows[found.i][found.p] == windows[found.j][found.q]


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(1, 20), st.integers(1, 3))
def test_memorized_values_are_exact(seed: int, N: int, m: int) -> None:
    X = images(seed, N)
    draw = numpy.random.default_rng(seed + 1)
    values = [[Fraction(int(v), 3) for v in row] for row in draw.integers(-9, 9, (N, m))]
    F = feature_matrix(memorize(X, values), X)
    found = [[Fraction(int(x), F.denominator) for x in row] for row in F.numerators.tolist()]
    assert found == values


def test_equal_samples_share_a_unit_or_are_named() -> None:
    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2]]), 1)
    hidden, _ = memorize(X, [[5], [6], [5]])
    assert hidden.units == 2
    with pytest.raises(NotFound, match="samples 1 and 3"):
        memorize(X, [[5], [6], [7]])
