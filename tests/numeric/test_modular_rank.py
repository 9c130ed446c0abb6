"""Elimination in torch: the profile of the numpy one, short memory, checkpoints, and certificates."""

import json
from pathlib import Path
from typing import Any

import numpy
import pytest

from checker import Refused, Verified, canonical_bytes, verify
from constructions.evidence import feature_rank as on_the_host
from constructions.feature_matrix import (
    FeatureMatrix,
    data_json,
    feature_matrix,
    image_patches,
    layers_json,
    random_layer,
)
from constructions.formats.exact_matrix import ExactMatrix
from constructions.modular_elimination import Factorisation as OnTheHost
from constructions.modular_elimination import centred, primes

torch = pytest.importorskip("torch")

SHAPES = [(1, 1, 1), (5, 7, 5), (100, 80, 33), (90, 130, 90), (130, 90, 70), (97, 97, 97)]


def product(N: int, n: int, r: int) -> Any:
    """An integer matrix of rank at most r with a zero column and two equal ones."""
    random = numpy.random.default_rng(7)
    A = random.integers(-5, 6, (N, r)) @ random.integers(-5, 6, (r, n))
    if n > 20:
        A[:, 3], A[:, 20] = 0, A[:, 2]
    return A


@pytest.mark.parametrize("panel", [1, 8, 64])
@pytest.mark.parametrize(("N", "n", "r"), SHAPES)
def test_rank_profile_and_solutions_are_those_of_numpy(N: int, n: int, r: int, panel: int) -> None:
    from torch_backend.modular_rank import Factorisation

    A, p = product(N, n, r), next(primes(max(N, n)))
    found = Factorisation(torch.tensor(centred(A, p)), p, panel=panel)
    known = OnTheHost(centred(A, p), p)
    assert found.pivots == known.pivots
    assert len(set(found.rows.tolist())) == known.rank
    minor = A[found.rows][:, found.pivots].astype(object)
    b = numpy.arange(2 * found.rank).reshape(-1, 2)
    x = found.solve(torch.tensor(b).double()).long().numpy().astype(object)
    assert not ((minor @ x - b) % p).any()


def test_it_stops_at_the_rank_asked_for() -> None:
    from torch_backend.modular_rank import Factorisation

    p = next(primes(97))
    assert Factorisation(torch.tensor(centred(product(97, 97, 97), p)), p, 40, panel=16).rank == 40


def test_short_memory_means_smaller_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    from torch_backend import modular_rank

    A, p = product(300, 300, 290), next(primes(300))
    refused: list[int] = []
    real = torch.empty_like

    def empty_like(x: Any, **more: Any) -> Any:
        if len(x) > 100:
            refused.append(len(x))
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory")
        return real(x, **more)

    monkeypatch.setattr(torch, "empty_like", empty_like)
    found = modular_rank.Factorisation(torch.tensor(centred(A, p)), p, panel=16)
    monkeypatch.undo()
    assert refused
    assert found.pivots == OnTheHost(centred(A, p), p).pivots


def test_no_memory_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from torch_backend import modular_rank
    from torch_backend.memory import MemoryShort

    def empty_like(*_: Any, **__: Any) -> Any:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    p = next(primes(97))
    monkeypatch.setattr(torch, "empty_like", empty_like)
    with pytest.raises(MemoryShort, match="use fewer samples"):
        modular_rank.Factorisation(torch.tensor(centred(product(97, 97, 97), p)), p, panel=16)


@pytest.mark.parametrize("stop", [1, 3, 6])
def test_a_run_goes_on_from_any_panel(stop: int) -> None:
    from torch_backend.modular_rank import Factorisation

    A, p = product(130, 110, 70), next(primes(130))
    kept: list[Any] = []

    def after_panel(f: Factorisation, done: int) -> None:
        kept.append((f.A.clone(), (f.permutation.clone(), list(f.pivots), done)))

    whole = Factorisation(torch.tensor(centred(A, p)), p, None, after_panel, panel=16)
    B, state = kept[stop]
    again = Factorisation(B, p, state=state, panel=16)
    assert again.pivots == whole.pivots
    assert again.rows.tolist() == whole.rows.tolist()
    assert torch.equal(again.A, whole.A)
    b = torch.arange(whole.rank, dtype=torch.float64)[:, None]
    assert torch.equal(again.solve(b), whole.solve(b))


def features(sigma: Any, grid: int = 8) -> tuple[dict[str, Any], FeatureMatrix]:
    """Features of thirty random samples, and the claim's body."""
    X = ExactMatrix(numpy.random.default_rng(1).integers(0, 17, (30, 16)), 16)
    layer = random_layer(3, 16, 5, sigma, image_patches(4, 4), grid)
    return {"layers": layers_json([layer]), "data": data_json(X)}, feature_matrix([layer], X)


SIGMAS: list[Any] = [
    {"name": "relu"},
    {"name": "sigmoid"},
    {"name": "tanh"},
    {"name": "elu"},
    {"name": "leaky_relu", "slope": "1/100"},
]


@pytest.mark.parametrize("grid", [8, 2**20, 2**40])
@pytest.mark.parametrize("sigma", SIGMAS, ids=lambda s: s["name"])
def test_the_certificate_is_verified_and_of_the_host_s_claim(sigma: Any, grid: int) -> None:
    from torch_backend.feature_rank import certify

    body, matrix = features(sigma, grid)
    claim, data = certify(body, matrix)
    assert isinstance(verify(data), Verified)
    assert claim == on_the_host.certify(body, matrix)[0]


@pytest.mark.parametrize(
    ("key", "change", "code"),
    [
        ("solution", lambda v: [str((int(v[0]) + 1) % 2**100), *v[1:]], "E_SOLVE"),
        ("rows", lambda v: [v[1], v[0], *v[2:]], ""),
        ("rows", lambda v: v[:-1], ""),
        ("modulus", lambda v: str(int(v) - 2), ""),
        ("columns", lambda v: [*v[:-1], str(int(v[-1]) + 1)], ""),
        ("solution", lambda v: v[::-1], "E_SOLVE"),
    ],
)
def test_damaged_evidence_is_refused(key: str, change: Any, code: str) -> None:
    from torch_backend.feature_rank import certify

    document = json.loads(certify(*features(SIGMAS[0]))[1])
    document["evidence"]["solve"][key] = change(document["evidence"]["solve"][key])
    verdict = verify(canonical_bytes(document))
    assert isinstance(verdict, Refused)
    assert not code or code in str(verdict)


def test_evidence_of_other_features_is_refused() -> None:
    from torch_backend.feature_rank import certify

    ours, theirs = (json.loads(certify(*features(sigma))[1]) for sigma in (SIGMAS[0], SIGMAS[4]))
    verdict = verify(canonical_bytes({**ours, "evidence": theirs["evidence"]}))
    assert isinstance(verdict, Refused)


def test_a_checkpoint_is_used_kept_apart_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torch_backend import checkpoint
    from torch_backend.feature_rank import certify

    monkeypatch.setattr(checkpoint, "EVERY", 0.0)
    body, matrix = features(SIGMAS[0])
    file, said = tmp_path / "state.pt", list[str]()
    written = checkpoint.Checkpoint.write

    def interrupted(self: Any, factorisation: Any, done: int) -> None:
        written(self, factorisation, done)
        raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint.Checkpoint, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        certify(body, matrix, checkpoint=file)
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir()] == ["state.pt"]
    with pytest.raises(ValueError, match="of other features"):
        certify(*features(SIGMAS[4]), checkpoint=file)
    assert certify(body, matrix, progress=said.append, checkpoint=file) == certify(body, matrix)
    assert said[0].startswith("going on from column")
    assert not file.exists()


def test_softplus_and_a_missing_device_are_refused() -> None:
    from constructions.certificate import NotFound
    from torch_backend.feature_rank import eliminate

    matrix = features({"name": "softplus"})[1]
    with pytest.raises(NotFound, match="softplus"):
        eliminate(matrix)
    if not torch.cuda.is_available():
        with pytest.raises(ValueError, match="no CUDA"):
            eliminate(features(SIGMAS[0])[1], "cuda")
