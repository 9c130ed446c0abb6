"""The bulk check gives the kernel's answer, wherever it gives one: good, damaged and random certificates."""

import json
from random import Random
from typing import Any

import numpy
import pytest

from checker import Refused, Verified, canonical_bytes, verify
from checker.rules.feature_rank import Residues
from constructions.bulk import CheckedInBulk, NotInBulk, check_in_bulk
from constructions.bulk_product import Product
from constructions.evidence import feature_rank
from constructions.evidence.feature_rank import Parts, certify
from constructions.feature_matrix import (
    AnyLayer,
    PoolLayer,
    data_json,
    feature_matrix,
    image_patches,
    layers_json,
    random_layer,
)
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import exponent, primes
from tests.kernel import bad_features
from tests.kernel.damage import damaged
from tests.kernel.good_features import GOOD
from tests.kernel.suite import Value, edited

NAMES = ["relu", "leaky_relu", "sigmoid", "tanh", "elu", "softsign"]


def compare(data: bytes, block_bytes: int = 2**26) -> str:
    """What both say; raises where the bulk check contradicts the kernel."""
    bulk, kernel = check_in_bulk(data, block_bytes=block_bytes), verify(data)
    if isinstance(bulk, NotInBulk) and bulk.code == "E_BULK":
        assert bulk.outcome == "exceeded"
        return "left to the kernel"
    if isinstance(bulk, CheckedInBulk):
        assert isinstance(kernel, Verified), str(kernel)
        assert (bulk.claim_sha256, bulk.certificate_sha256) == (
            kernel.claim_sha256,
            kernel.certificate_sha256,
        )
        assert (bulk.soundness_error, bulk.rests_on) == (kernel.soundness_error, kernel.rests_on)
        return "checked"
    assert isinstance(kernel, Refused), str(bulk)
    assert (bulk.outcome, bulk.code, bulk.at) == (kernel.outcome, kernel.code, kernel.at)
    return bulk.outcome


def test_good_certificates_of_the_kernel_s_tests() -> None:
    said = {name: compare(canonical_bytes(value)) for name, value in GOOD.items()}
    for name, value in GOOD.items():
        null = value["evidence"].get("null", {"vectors": []})
        simple = "solve" in value["evidence"] and not null["vectors"]
        assert (said[name] == "checked") == simple, name


def test_damages_of_the_kernel_s_tests() -> None:
    said = [
        compare(canonical_bytes(edited(GOOD[good], edits)))
        for _, good, edits, _ in bad_features.ROWS
        if good in GOOD
    ]
    assert "checked" not in said
    assert said.count("rejected") >= 8
    assert said.count("malformed") >= 15


def test_random_damages() -> None:
    random, said = Random(7), dict[str, int]()
    values = [canonical_bytes(value) for value in GOOD.values() if "solve" in value["evidence"]]
    for n in range(2000):
        answer = compare(damaged(values[n % len(values)], random))
        said[answer] = said.get(answer, 0) + 1
    assert min(said.get(word, 0) for word in ("rejected", "malformed")) > 50


def found(name: str, seed: int, N: int = 14, factor: int = 1, grid: int = 8) -> bytes:
    """A certificate for a convolution above pooling, on random data."""
    sigma: Any = {"name": name, **({"slope": "1/3"} if name == "leaky_relu" else {})}
    X = ExactMatrix(numpy.random.default_rng(seed).integers(0, 9, (N, 16)) * factor, 4)
    pool = PoolLayer(numpy.array([[i, (i + 1) % 16] for i in range(16)]))
    layers: list[AnyLayer] = [pool, random_layer(seed, 16, 5, sigma, image_patches(4, 4), grid)]
    body = {"layers": layers_json(layers), "data": data_json(X)}
    return certify(body, feature_matrix(layers, X))[1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("factor", "grid"), [(1, 8), (3, 8), (1, 2**30), (1, 2**45)])
@pytest.mark.parametrize("block_bytes", [1, 700, 2**26])
def test_certificates_that_were_found(name: str, factor: int, grid: int, block_bytes: int) -> None:
    data = found(name, 3, factor=factor, grid=grid)
    assert compare(data, block_bytes) == "checked"
    value: Value = json.loads(data)
    solution = value["evidence"]["solve"]["solution"]
    solution[-1] = str(int(solution[-1]) - 1)
    assert compare(canonical_bytes(value), block_bytes) == "rejected"


def test_less_than_full_rank_from_below() -> None:
    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2], [7, 1]]), 1)
    layer = random_layer(1, 2, 6, {"name": "tanh"})
    body = {"layers": layers_json([layer]), "data": data_json(X)}
    matrix = feature_matrix([layer], X)
    assert compare(certify(body, matrix)[1]) == "checked"
    assert compare(certify(body, matrix, both=True)[1]) == "left to the kernel"


def test_a_root_that_is_no_cube_root_of_unity(monkeypatch: pytest.MonkeyPatch) -> None:
    def images(matrix: Any, tries: int) -> Any:
        p = next(primes(99))
        return iter([Parts(matrix, p, exponent(p, 128))])

    monkeypatch.setattr(feature_rank, "images", images)
    for name in ("sigmoid", "tanh", "elu"):
        data = found(name, 5)
        assert json.loads(data)["evidence"]["solve"]["root"] == "4"
        assert compare(data, 700) == "checked"


@pytest.mark.parametrize("largest", [1, 2**20, 2**38, 2**61, 2**80])
def test_products_of_integers_are_exact(largest: int) -> None:
    random, M = Random(1), 2**130 - 5
    m = [[random.randint(-largest, largest) for _ in range(70)] for _ in range(5)]
    x = [random.randrange(M) for _ in range(70)]
    array = numpy.array(m, dtype=numpy.int64 if largest < 2**62 else object)
    known = [sum(a * b for a, b in zip(row, x, strict=True)) % M for row in m]
    assert Product(x, M, None, 5)(array) == known


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "elu", "softsign"])
@pytest.mark.parametrize("root", [4, 9])
def test_tables_that_grow(name: str, root: int) -> None:
    random, M = Random(2), 2**130 - 5
    x = [random.randrange(M) for _ in range(9)]
    residues = Residues(name, 12, root, M)
    product = Product(x, M, residues, 9)
    for largest in (3, 40, 7, 5000, 2**30):
        m = [[random.randint(-largest, largest) for _ in x] for _ in range(4)]
        known = [sum(residues[a] * b for a, b in zip(row, x, strict=True)) % M for row in m]
        assert product(numpy.array(m)) == known
