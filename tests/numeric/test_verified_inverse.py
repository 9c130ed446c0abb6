"""Full rank by floats with proven bounds: functions against balls, singular matrices, the kernel's answer."""

import json
from typing import Any

import numpy
import pytest
from flint import arb, ctx

from checker import Refused, Verified, canonical_bytes, verify
from constructions.certificate import NotFound
from constructions.feature_matrix import AnyLayer, PoolLayer, exact_layer, image_patches, random_layer
from constructions.formats.exact_matrix import ExactMatrix

torch = pytest.importorskip("torch")

NAMES = ["sigmoid", "tanh", "elu", "softplus", "softsign"]


def ball(name: str, z: Any) -> Any:
    """sigma(z) in ball arithmetic."""
    if name == "sigmoid":
        return 1 / (1 + (-z).exp())
    if name == "tanh":
        return z.tanh()
    if name == "elu":
        return z if z >= 0 else z.expm1()
    if name == "softsign":
        return z / (1 + abs(z))
    return (-abs(z)).exp().log1p() + (z if z >= 0 else 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_functions_keep_their_bounds(name: str) -> None:
    from torch_backend.elementary import activation

    draw = numpy.random.default_rng(11)
    size = numpy.concatenate(
        [draw.uniform(0, 3, 500), draw.uniform(0, 60, 300), numpy.exp2(draw.uniform(-60, 9.4, 300))]
    )
    points = torch.tensor(numpy.concatenate([size, -size, [0.0, 699.9, 700.0, 701.0, -5000.0]]))
    value, error = activation(name, points, torch.zeros_like(points))
    kept, ctx.prec = ctx.prec, 256
    try:
        for z, v, e in zip(points.tolist(), value.tolist(), error.tolist(), strict=True):
            assert abs(ball(name, arb(z)) - arb(v)) <= arb(e), (name, z)
    finally:
        ctx.prec = kept
    assert float(error[points.abs() < 30].max()) < 2.0**-42


def test_an_error_of_the_argument_is_passed_on() -> None:
    from torch_backend.elementary import activation

    z, e = torch.linspace(-5, 5, 101, dtype=torch.float64), torch.full((101,), 0.01, dtype=torch.float64)
    for name in NAMES:
        value, error = activation(name, z, e)
        for side in (-0.01, 0.01):
            assert bool(((activation(name, z + side, e)[0] - value).abs() <= error).all()), name
    with pytest.raises(ValueError, match="expected one of"):
        activation("sine", z, e)


def layers_of(kinds: list[str], grid: int = 8) -> list[AnyLayer]:
    """Convolution of 6 x 6 images, pooling, and fully connected layers of 30 units."""
    first = random_layer(5, 36, 3, {"name": kinds[0]}, image_patches(6, 6), grid)
    pool = PoolLayer(numpy.array([[i, (i + 1) % 48, (i + 5) % 48] for i in range(48)]))
    more = [
        random_layer(6 + k, 48 if not k else 30, 30, {"name": name}, None, grid)
        for k, name in enumerate(kinds[1:])
    ]
    return [first, pool, *more]


def data(N: int) -> ExactMatrix:
    """Random 6 x 6 images over 16."""
    return ExactMatrix(numpy.random.default_rng(2).integers(0, 17, (N, 36)), 16)


DEEP = [
    ["softplus"],
    ["sigmoid", "softplus"],
    ["tanh", "tanh"],
    ["elu", "relu", "softsign"],
    ["softplus", "hard_tanh"],
]


def by_balls(layers: list[AnyLayer], X: ExactMatrix) -> list[list[Any]]:
    """F_k in ball arithmetic, by the definition."""
    rows = []
    for sample in X.numerators.tolist():
        x = [arb(v) / X.denominator for v in sample]
        for layer in layers:
            if isinstance(layer, PoolLayer):
                x = [max((x[i] for i in patch), key=float) for patch in layer.patches.tolist()]
                continue
            patches = [list(range(len(x)))] if layer.patches is None else layer.patches.tolist()
            z = [
                sum((arb(w) / layer.denominator * x[i] for w, i in zip(f, patch, strict=True)), arb(0))
                for patch in patches
                for f in layer.filters.tolist()
            ]
            z = [v + arb(b) / layer.denominator for v, b in zip(z, layer.bias.tolist(), strict=True)]
            name = layer.activation["name"] if isinstance(layer.activation, dict) else ""
            if name == "relu":
                x = [max(v, arb(0), key=float) for v in z]
            elif name == "hard_tanh":
                x = [max(min(v, arb(1), key=float), arb(-1), key=float) for v in z]
            else:
                x = [ball(str(name), v) for v in z]
        rows.append(x)
    return rows


@pytest.mark.parametrize("kinds", DEEP, ids="-".join)
def test_features_keep_their_bounds_at_any_depth(kinds: list[str]) -> None:
    from torch_backend.enclosed_features import enclosed_features

    layers, X = layers_of(kinds), data(7)
    value, error = enclosed_features(layers, X)
    kept, ctx.prec = ctx.prec, 200
    try:
        for row, values, errors in zip(by_balls(layers, X), value.tolist(), error.tolist(), strict=True):
            for true, v, e in zip(row, values, errors, strict=True):
                assert abs(true - arb(v)) <= arb(e)
    finally:
        ctx.prec = kept
    assert float(error.max()) < 1e-9


@pytest.mark.parametrize("kinds", DEEP, ids="-".join)
def test_full_rank_is_found_and_the_kernel_agrees(kinds: list[str]) -> None:
    from torch_backend.verified_inverse import certify_in_floats, full_rank

    layers, X = layers_of(kinds), data(20)
    found = full_rank(layers, X)
    if found.rank is None:  # dead or linear units
        with pytest.raises(NotFound, match="not certified"):
            certify_in_floats(layers, X)
        return
    assert (found.rank, found.observed.value, found.observed.error_bound) == (20, 20, 0.0)
    claim, certificate = certify_in_floats(layers, X)
    assert claim.body["rank"] == "20"
    assert isinstance(verify(certificate), Verified)


def test_most_of_these_are_of_full_rank() -> None:
    from torch_backend.verified_inverse import full_rank

    assert sum(full_rank(layers_of(kinds), data(20)).rank == 20 for kinds in DEEP) >= 4


def test_equal_samples_and_too_few_units_are_not_certified() -> None:
    from torch_backend.verified_inverse import certify_in_floats, full_rank

    X = data(20)
    twice = ExactMatrix(numpy.concatenate([X.numerators, X.numerators[:1]]), 16)
    layers = layers_of(["sigmoid", "softplus"])
    found = full_rank(layers, twice)
    assert found.rank is None
    assert found.observed.value is None
    assert "not certified" in str(found)
    with pytest.raises(NotFound, match="not certified"):
        certify_in_floats(layers, twice)
    many = full_rank(layers, data(45))
    assert (many.rank, many.width) == (30, 30)  # of the columns


def test_a_matrix_that_is_nearly_singular_is_not_certified() -> None:
    from torch_backend.verified_inverse import norm_bound

    A = torch.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=torch.float64)
    zero = torch.zeros_like(A)
    assert norm_bound(A, zero) >= 1
    A[1, 1] += 1e-3
    assert norm_bound(A, zero) < 1e-8
    assert norm_bound(A, zero + 2e-4) >= 1  # a singular matrix lies within
    assert norm_bound(A * torch.nan, zero) == float("inf")


def test_the_bound_is_one_on_random_matrices_with_a_singular_neighbour() -> None:
    from torch_backend.verified_inverse import norm_bound

    draw = numpy.random.default_rng(4)
    for r in (2, 5, 17):
        A = torch.tensor(draw.normal(size=(r, r)))
        B = A.clone()
        B[:, 0] = B[:, 1]
        assert norm_bound(A, (A - B).abs()) >= 1


def test_damaged_and_mismatched_evidence_is_refused() -> None:
    from torch_backend.verified_inverse import certify_in_floats

    layers, X = layers_of(["sigmoid", "softplus"]), data(20)
    ours = json.loads(certify_in_floats(layers, X)[1])
    theirs = json.loads(certify_in_floats(layers_of(["sigmoid", "softplus"], 16), X)[1])
    verdict = verify(canonical_bytes({**ours, "evidence": theirs["evidence"]}))
    assert isinstance(verdict, Refused)
    assert verdict.code == "E_NORM"
    proof = ours["evidence"]["enclosure"]
    for key, value in (
        ("inverse", [proof["inverse"][1], proof["inverse"][0], *proof["inverse"][2:]]),
        ("inverse", [["0"] * 20, *proof["inverse"][1:]]),
        ("columns", [str(i + 10) for i in range(20)]),
        ("scale", str(int(proof["scale"]) - 2)),
    ):
        damaged = {**ours, "evidence": {"enclosure": {**proof, key: value}}}
        assert isinstance(verify(canonical_bytes(damaged)), Refused), key


def test_features_that_only_the_host_can_make() -> None:
    from torch_backend.verified_inverse import full_rank

    X = data(20)
    found = full_rank([random_layer(5, 36, 24, {"name": "softplus"}, None, 2**60)], X)
    assert found.rank == 20


def test_weights_beyond_a_float_are_rounded_with_their_error() -> None:
    from torch_backend.enclosed_features import enclosed_features

    first = random_layer(1, 4, 3, {"name": "sigmoid"})
    second = exact_layer([[2**70 + 1, 3, 5]], [1], {"name": "identity"})
    X = ExactMatrix(numpy.array([[1, 2, 3, 4]]), 5)
    value, error = enclosed_features([first, second], X)
    kept, ctx.prec = ctx.prec, 300
    try:
        z = [
            (sum(int(w) * int(x) for w, x in zip(f, X.numerators[0], strict=True)), int(b))
            for f, b in zip(first.filters, first.bias, strict=True)
        ]
        a = [ball("sigmoid", arb(m) / 320 + arb(b) / 64) for m, b in z]
        true = (2**70 + 1) * a[0] + 3 * a[1] + 5 * a[2] + 1
        assert abs(true - arb(value.item())) <= arb(error.item())
    finally:
        ctx.prec = kept
