"""The image under a cube root of unity: the kernel's residues, and left where it would collapse samples."""

import json
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Verified, verify
from checker.rules.feature_rank import Residues
from constructions.cube_root import NAMES, CubeRoot, cube_root_of_unity, modulo_three
from constructions.evidence.feature_rank import certify, eliminate
from constructions.feature_matrix import (
    FeatureMatrix,
    data_json,
    exact_layer,
    feature_matrix,
    layers_json,
    random_layer,
)
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import centred_digits, expansion, exponent, primes

P = next(p for p in primes(50) if p % 3 == 1)


def test_the_root_is_primitive_modulo_the_power() -> None:
    for k in (1, 2, 6):
        g = cube_root_of_unity(P, k)
        assert (g * g + g + 1) % P**k == 0


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=9),
    st.integers(1, 100),
)
def test_terms_add_up_to_the_residues_of_the_kernel(sigma: str, numbers: list[int], denominator: int) -> None:
    small = max(map(abs, numbers)) < 2**62
    table = numpy.array([numbers], dtype=numpy.int64 if small else object)
    k = exponent(P, 128)
    image, M = CubeRoot(FeatureMatrix(table, denominator, sigma), P, k), P**k
    residues = Residues(sigma, denominator, image.root, M)
    known = [residues[m] for m in numbers]
    terms = [(c, numpy.ones(table.shape) if part is None else part) for c, part in image.terms(table)]
    found = [sum(c * int(part[0, j]) for c, part in terms) % M for j in range(len(numbers))]
    assert found == known
    first = image.first(table)
    assert [int(x) % P for x in first[0]] == [x % P for x in known]
    assert abs(first).max() <= (P - 1) // 2 + 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, P**6 - 1), st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=4))
def test_centred_digits(value: int, numbers: list[int]) -> None:
    assert (sum(d * P**i for i, d in enumerate(centred_digits(value, P, 6))) - value) % P**6 == 0
    parts = expansion(numpy.array([numbers]), P, 9)
    assert [
        sum(int(part[0, j]) * P**d for d, part in enumerate(parts)) for j in range(len(numbers))
    ] == numbers
    assert 2**128 <= P ** exponent(P, 128) < P * 2**128


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 62), st.integers(-40, 40))
def test_residues_modulo_three_are_right_for_large_numbers(bits: int, offset: int) -> None:
    numbers = numpy.array([2**bits + offset, -(2**bits) + offset, 3 * 2 ** max(0, bits - 2) + offset])
    expected = [(int(n) + 1) % 3 - 1 for n in numbers]
    assert modulo_three(numbers).tolist() == expected
    assert modulo_three(numbers.astype(object) * 3**40 + numbers).tolist() == expected


def body(layer: Any, X: ExactMatrix) -> dict[str, Any]:
    """The claim's layers and data."""
    return {"layers": layers_json([layer]), "data": data_json(X)}


@pytest.mark.parametrize("sigma", NAMES)
@pytest.mark.parametrize("factor", [1, 3])
def test_samples_that_agree_modulo_three_are_told_apart_by_another_root(sigma: str, factor: int) -> None:
    """Data in multiples of 255 = 3 x 85, as black and white images are: every m is that of the bias mod 3."""
    X = ExactMatrix(numpy.random.default_rng(5).integers(0, 9, (12, 6)) * factor * 85, 1)
    layer = random_layer(2, 6, 14, {"name": sigma}, grid=1)
    _, certificate = certify(body(layer, X), feature_matrix([layer], X))
    assert isinstance(verify(certificate), Verified)
    proof = json.loads(certificate)["evidence"]["solve"]
    assert len(proof["rows"]) == 12
    assert (pow(int(proof["root"]), 3, int(proof["modulus"])) == 1) == (
        factor == 1 or sigma == "elu"
    )  # max(m, 0) stays


def test_weights_of_sixty_bits_are_as_easy_as_small_ones() -> None:
    draw = numpy.random.default_rng(3)
    weight = draw.integers(-(2**59), 2**59, (20, 4)).tolist()
    layer = exact_layer(weight, draw.integers(-(2**59), 2**59, 20).tolist(), {"name": "sigmoid"})
    X = ExactMatrix(draw.integers(0, 2**20, (15, 4)), 2**20)
    _, certificate = certify(body(layer, X), feature_matrix([layer], X))
    assert isinstance(verify(certificate), Verified)


def test_equal_samples_keep_their_rank() -> None:
    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2], [7, 1]]), 1)
    layer = random_layer(1, 2, 6, {"name": "tanh"})
    assert eliminate(feature_matrix([layer], X)).rank == 3
