"""Elimination modulo p against FLINT, lifting against its equation, and certified ranks against FLINT's."""

import numpy
import pytest
from flint import fmpz_mat, nmod_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Rationals, Verified, verify
from constructions.certificate import Claim, NotFound
from constructions.evidence.feature_rank import certify, certify_feature_rank
from constructions.feature_matrix import (
    data_json,
    exact_layer,
    feature_matrix,
    image_patches,
    layers_json,
    random_layer,
)
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import Factorisation, centred, lift, primes

SHAPES = st.tuples(st.integers(1, 90), st.integers(1, 90), st.integers(0, 90), st.integers(0, 10**6))


@settings(max_examples=40, deadline=None)
@given(SHAPES)
def test_rank_and_lifting_modulo_p(shape: tuple[int, int, int, int]) -> None:
    N, n, r, seed = shape
    draw = numpy.random.default_rng(seed)
    A = draw.integers(-5, 6, (N, r)) @ draw.integers(-5, 6, (r, n))
    p = next(primes(max(N, n)))
    F = Factorisation(centred(A, p), p)
    assert F.rank == nmod_mat(N, n, [int(x) % p for x in A.ravel()], p).rank()
    minor = A[F.rows][:, F.pivots]
    b = [int(x) for x in draw.integers(0, 2**60, F.rank)]
    x = lift(F, [(1, centred(minor, p))], b, 6)
    for row, value in zip(minor.tolist(), b, strict=True):
        assert (sum(a * v for a, v in zip(row, x, strict=True)) - value) % p**6 == 0


def test_primes_keep_inner_products_exact() -> None:
    for n in (1, 100, 1797, 10_000, 60_000):
        p = next(primes(n))
        assert p % 4 == 3
        assert n * ((p - 1) // 2 + 2) ** 2 + p + 4 <= 2**53 - 2 * p


def samples(draw: numpy.random.Generator, N: int, d: int) -> ExactMatrix:
    """Rows of small integers over 4, some of them equal."""
    X = draw.integers(0, 5, (N, d))
    X[N // 2] = X[0]
    return ExactMatrix(X, 4)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 12), st.integers(1, 14), st.integers(0, 10**6), st.sampled_from(["relu", "identity"]))
def test_certified_ranks_are_those_of_flint(N: int, n: int, seed: int, name: str) -> None:
    X = samples(numpy.random.default_rng(seed), N, 4)
    layer = random_layer(seed, 4, n, {"name": name})
    F = feature_matrix([layer], X)
    body = {"layers": layers_json([layer]), "data": data_json(X)}
    claim, certificate = certify(body, F, both=True)
    assert isinstance(verify(certificate), Verified)
    assert (claim.body["relation"], int(str(claim.body["rank"]))) == (
        "=",
        fmpz_mat(F.numerators.tolist()).rank(),
    )


@pytest.mark.parametrize("name", ["relu", "sigmoid", "tanh", "elu"])
@pytest.mark.parametrize("tied", [False, True])
def test_python_and_numpy_agree_on_convolutions(name: str, tied: bool) -> None:
    X = samples(numpy.random.default_rng(7), 6, 9)
    made = random_layer(3, 9, 5, {"name": name}, image_patches(3, 3, 1, 2))
    bias = made.bias[:5] if tied else made.bias
    rows = [[*map(int, row)] for row in made.filters]
    layer = exact_layer(rows, [*map(int, bias)], {"name": name}, made.patches, tied)
    claim, certificate = certify(
        {"layers": layers_json([layer]), "data": data_json(X)}, feature_matrix([layer], X), both=True
    )
    assert isinstance(verify(certificate), Verified)
    again = certify_feature_rank(claim)
    assert isinstance(verify(again), Verified)


def test_a_wrong_rank_has_a_certified_answer() -> None:
    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2]]), 1)
    layer = random_layer(1, 2, 5, {"name": "sigmoid"})
    body = {"layers": layers_json([layer]), "data": data_json(X), "relation": ">=", "rank": "3"}
    with pytest.raises(NotFound, match="the rank is 2") as caught:
        certify_feature_rank(Claim("feature-rank", Rationals(), body))
    assert caught.value.counter is not None
    assert isinstance(verify(caught.value.counter), Verified)


def test_large_weights_need_no_floats() -> None:
    """Weights of 80 bits: Python integers throughout."""
    X = ExactMatrix(numpy.array([[1, 2], [3, 5], [4, 1]]), 1)
    weight = [[2**80 + 3 * i, 5 - 2**79 * i] for i in range(4)]
    layer = exact_layer(weight, [2**81, 1, 7, -(2**80)], {"name": "relu"})
    F = feature_matrix([layer], X)
    _, certificate = certify({"layers": layers_json([layer]), "data": data_json(X)}, F, both=True)
    assert isinstance(verify(certificate), Verified)
