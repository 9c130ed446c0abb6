"""Features made on the device: the host's, in any blocks, with certificates that the kernel accepts."""

import json
from pathlib import Path
from typing import Any

import numpy
import pytest

from checker import Rationals, Refused, Verified, canonical_bytes, verify
from checker.rules.feature_rank import challenge
from constructions.certificate import Claim, NotFound
from constructions.evidence import feature_rank as on_the_host
from constructions.evidence.encoded import EncodedClaim, encode
from constructions.feature_matrix import (
    AnyLayer,
    PoolLayer,
    data_json,
    exact_layer,
    feature_matrix,
    image_patches,
    layers_json,
    random_layer,
)
from constructions.formats.exact_matrix import ExactMatrix

torch = pytest.importorskip("torch")

SMOOTH = ["sigmoid", "tanh", "elu", "softsign"]
LEAKY: Any = {"name": "leaky_relu", "slope": "-1/3"}


def layers_of(sigma: Any, grid: int = 8) -> list[AnyLayer]:
    """Convolution, pooling, convolution; 8 x 8 inputs."""
    second = random_layer(4, 36, 6, sigma, image_patches(6, 6), grid)
    first = random_layer(3, 64, 1, LEAKY, image_patches(8, 8), grid)
    pool = PoolLayer(numpy.array([[i, (i + 1) % 36, (i + 6) % 36] for i in range(36)]))
    return [first, pool, second]


def data(N: int = 40) -> ExactMatrix:
    """Random 8 x 8 images over 16."""
    return ExactMatrix(numpy.random.default_rng(1).integers(0, 17, (N, 64)), 16)


def claim_of(layers: list[AnyLayer], X: ExactMatrix) -> dict[str, Any]:
    """The claim's layers and data."""
    return {"layers": layers_json(layers), "data": data_json(X)}


@pytest.mark.parametrize("name", [*SMOOTH, "relu", "hard_tanh"])
@pytest.mark.parametrize("grid", [8, 2**14, 2**22])
def test_they_are_the_features_of_the_host(name: str, grid: int) -> None:
    from torch_backend.device_features import DeviceFeatures

    layers, X = layers_of({"name": name}, grid), data(9)
    known = feature_matrix(layers, X)
    made = DeviceFeatures(layers, X, torch.device("cpu"))
    assert (made.shape, made.denominator, made.sigma) == (
        known.numerators.shape,
        known.denominator,
        known.sigma,
    )
    assert made(slice(2, 7)).tolist() == known.numerators[2:7].tolist()
    rows = numpy.array([8, 0, 3])
    assert made(rows, numpy.array([5, 1])).tolist() == known.numerators[rows][:, [5, 1]].tolist()


def test_residues_modulo_three_on_the_device() -> None:
    from torch_backend.images import centred

    for bits in range(50):
        numbers = [2**bits + k for k in range(-7, 7) if 2**bits + k < 2**50]
        floats = torch.tensor([*numbers, *(-n for n in numbers)], dtype=torch.float64)
        assert centred(floats, 3).tolist() == [(int(n) + 1) % 3 - 1 for n in floats.tolist()]


def test_numbers_beyond_62_bits_are_the_host_s() -> None:
    from torch_backend.device_features import DeviceFeatures, HostFeatures
    from torch_backend.feature_rank import source_of

    layers, X = layers_of({"name": "sigmoid"}, 2**40), data(9)
    with pytest.raises(NotFound, match="62 bits"):
        DeviceFeatures(layers, X, torch.device("cpu"))
    assert isinstance(source_of((layers, X), "cpu"), HostFeatures)


@pytest.mark.parametrize("name", [*SMOOTH, "relu"])
@pytest.mark.parametrize("memory", [None, 500_000])
def test_the_certificate_is_verified_whatever_the_memory(name: str, memory: int | None) -> None:
    from torch_backend.feature_rank import certify

    layers, X = layers_of({"name": name}), data()
    claim, certificate = certify(claim_of(layers, X), (layers, X), memory=memory)
    assert isinstance(verify(certificate), Verified)
    body = {key: claim.body[key] for key in ("layers", "data")}
    assert claim == on_the_host.certify(body, feature_matrix(layers, X))[0]
    assert certificate == canonical_bytes(json.loads(certificate))


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_data_that_collapse_modulo_three_get_another_root(name: str) -> None:
    from torch_backend.feature_rank import certify

    X = ExactMatrix(numpy.random.default_rng(5).integers(0, 9, (12, 6)) * 255, 1)
    layers: list[AnyLayer] = [random_layer(2, 6, 14, {"name": name}, grid=1)]
    _, certificate = certify(claim_of(layers, X), (layers, X))
    assert isinstance(verify(certificate), Verified)
    assert json.loads(certificate)["evidence"]["solve"]["root"] == "4"


def test_weights_of_64_bits_and_a_root_of_unity() -> None:
    from torch_backend.feature_rank import certify

    draw = numpy.random.default_rng(3)
    weight = draw.integers(-(2**62), 2**62, (20, 4)).tolist()
    layers: list[AnyLayer] = [exact_layer(weight, [1] * 20, {"name": "tanh"})]
    X = ExactMatrix(draw.integers(0, 2**20, (15, 4)), 2**20)
    assert isinstance(verify(certify(claim_of(layers, X), (layers, X))[1]), Verified)


def test_a_better_image_found_first_is_eliminated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from torch_backend import feature_rank

    factorise, calls = feature_rank._factorise, list[int]()

    def poorer(image: Any, full: int, *more: Any) -> Any:
        calls.append(image.p)
        return factorise(image, full if len(calls) != 2 else 1, *more)

    X = ExactMatrix(numpy.array([[1, 2], [3, 4], [1, 2], [7, 1]]), 1)
    layers: list[AnyLayer] = [random_layer(1, 2, 6, {"name": "tanh"})]
    monkeypatch.setattr(feature_rank, "_factorise", poorer)
    found = feature_rank.eliminate(feature_rank.source_of((layers, X), "cpu"))
    assert found.rank == 3
    assert len(calls) == 3
    assert calls[0] == calls[2] == found.image.p


def test_too_little_memory_is_said_with_a_size_that_fits() -> None:
    from torch_backend.feature_rank import eliminate, source_of
    from torch_backend.memory import MemoryShort, needed, plan

    layers, X = layers_of({"name": "relu"}), data()
    with pytest.raises(MemoryShort, match=r"use at most [0-9]+ samples and units"):
        eliminate(source_of((layers, X), "cpu"), memory=60_000)
    for N in (1000, 60_000):
        assert needed(N, N, plan(N, N, needed(N, N, 2**27))) <= needed(N, N, 2**27)


def test_memory_that_runs_out_while_features_are_made_means_smaller_blocks() -> None:
    from torch_backend.memory import MemoryShort, by_blocks

    done: list[tuple[int, int]] = []

    def act(first: int, end: int) -> None:
        if end - first > 3:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        done.append((first, end))

    by_blocks(20, 1, 8 * 12, act)
    assert [i for first, end in done for i in range(first, end)] == list(range(20))

    def never(first: int, end: int) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(MemoryShort, match="use fewer samples"):
        by_blocks(20, 1, 8 * 12, never)


def test_a_run_with_small_blocks_goes_on_from_its_checkpoint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch_backend import checkpoint, modular_rank
    from torch_backend.feature_rank import certify

    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    layers, X = layers_of({"name": "sigmoid"}), data(90)
    body, file, said = claim_of(layers, X), tmp_path / "state.pt", list[str]()
    written = checkpoint.Checkpoint.write

    def interrupted(self: Any, factorisation: Any, done: int) -> None:
        written(self, factorisation, done)
        if done > 50:
            raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint.Checkpoint, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        certify(body, (layers, X), checkpoint=file, memory=800_000)
    monkeypatch.undo()
    assert modular_rank.PANEL < 90
    assert certify(body, (layers, X), "cpu", said.append, file, 650_000) == certify(body, (layers, X))
    assert said[0].startswith("going on from column")
    assert not file.exists()


def test_evidence_for_other_weights_or_data_is_refused() -> None:
    from torch_backend.feature_rank import certify

    layers, X = layers_of({"name": "sigmoid"}), data()
    ours = json.loads(certify(claim_of(layers, X), (layers, X))[1])
    other = layers_of({"name": "sigmoid"}, 16)
    for wrong in (certify(claim_of(layers, X), (other, X)), certify(claim_of(layers, X), (layers, data(41)))):
        assert isinstance(verify(wrong[1]), Refused)
    ours["evidence"]["solve"]["root"] = "4"
    assert isinstance(verify(canonical_bytes(ours)), Refused)


def test_a_claim_encoded_once_has_the_bytes_of_the_kernel() -> None:
    layers, X = layers_of({"name": "sigmoid"}), data(5)
    body = {**claim_of(layers, X), "relation": ">=", "rank": "5"}
    claim = Claim("feature-rank", Rationals(), body)
    chosen: Any = [["0", "1"], ["2"], "17"]
    made = EncodedClaim(claim)
    assert made.challenge(chosen, 7, 2**130) == challenge(body, chosen, 7, 2**130)
    assert made.with_evidence({"a": ["1"]}) == claim.with_evidence({"a": ["1"]})
    for value in (
        ['"', "a"],
        ["é"],
        ["\\"],
        ['","'],
        [],
        [[], ["1"]],
        {"b": "1", "a": None},
        ["a\nb"],
        [None],
    ):
        assert encode(value) == canonical_bytes(value)  # type: ignore[arg-type]
