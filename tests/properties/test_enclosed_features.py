"""The kernel's intervals of features at any depth hold the true values, found here with mpmath; and ranks."""

from fractions import Fraction
from random import Random
from typing import Any

import mpmath
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Rationals, Reader, Verified, verify
from checker.convolution import read_features
from constructions.certificate import Claim, NotFound
from constructions.evidence.enclosed_layers import certify_enclosed_layers, read_data, read_layers
from constructions.evidence.find import find
from constructions.feature_matrix import AnyLayer, PoolLayer, data_json, exact_layer, layers_json
from constructions.formats.exact_matrix import ExactMatrix

SMOOTH = ("sigmoid", "tanh", "elu", "softplus", "softsign")
SIGMAS: list[Any] = [{"name": name} for name in (*SMOOTH, "relu", "hard_tanh", "identity")]
SIGMAS += [{"name": "leaky_relu", "slope": "-3/2"}]
INPUTS = 6


def true(sigma: Any, t: mpmath.mpf) -> mpmath.mpf:
    """sigma(t)."""
    return {
        "sigmoid": lambda: 1 / (1 + mpmath.exp(-t)),
        "tanh": lambda: mpmath.tanh(t),
        "elu": lambda: t if t >= 0 else mpmath.expm1(t),
        "softplus": lambda: mpmath.log1p(mpmath.exp(t)),
        "softsign": lambda: t / (1 + abs(t)),
        "relu": lambda: max(t, mpmath.mpf(0)),
        "hard_tanh": lambda: max(min(t, mpmath.mpf(1)), mpmath.mpf(-1)),
        "identity": lambda: t,
        "leaky_relu": lambda: t if t >= 0 else t * mpmath.mpf(-3) / 2,
    }[sigma["name"]]()


def exactly(x: Fraction) -> mpmath.mpf:
    """x at the precision in force."""
    return mpmath.mpf(x.numerator) / x.denominator


def made(draw: Random, width: int) -> tuple[AnyLayer, int]:
    """A random layer on `width` inputs: pooling, convolution, or fully connected; and its width."""
    kind, units = draw.choice(["pool", "tied", "bank", "full", "full"]), draw.randint(1, 4)
    size = draw.randint(1, width)
    patches = numpy.array([draw.sample(range(width), size) for _ in range(draw.randint(1, 4))])
    if kind == "pool":
        return PoolLayer(patches), len(patches)

    def number() -> Fraction:
        return Fraction(draw.randint(-60, 60), draw.randint(1, 9))

    inputs = width if kind == "full" else size
    total = units * (1 if kind == "full" else len(patches))
    weight = [[number() for _ in range(inputs)] for _ in range(units)]
    bias = [number() for _ in range(units if kind == "tied" else total)]
    sigma = draw.choice(SIGMAS)
    return exact_layer(weight, bias, sigma, None if kind == "full" else patches, kind == "tied"), total


def through(layer: AnyLayer, x: list[mpmath.mpf]) -> list[mpmath.mpf]:
    """The layer by its definition."""
    if isinstance(layer, PoolLayer):
        return [max(x[i] for i in patch) for patch in layer.patches.tolist()]
    patches = [range(len(x))] if layer.patches is None else layer.patches.tolist()
    out = list[mpmath.mpf]()
    for patch in patches:
        for w in layer.filters.tolist():
            b = int(layer.bias[len(out) % len(layer.bias)])
            z = b + mpmath.fsum(int(a) * x[i] for a, i in zip(w, patch, strict=True))
            out.append(true(layer.activation, z / layer.denominator))
    return out


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 5), bits=st.integers(8, 150))
def test_intervals_hold_the_features(seed: int, depth: int, bits: int) -> None:
    draw, width, layers = Random(seed), INPUTS, list[AnyLayer]()
    for _ in range(depth):
        layer, width = made(draw, width)
        layers.append(layer)
    row, D = [draw.randint(-40, 40) for _ in range(INPUTS)], draw.randint(1, 7)
    features = read_features(Reader(Rationals()), layers_json(layers), "", INPUTS, D, bits)
    assert features.width == width
    pairs = features.enclosures(features(row), bits, tuple(range(width)))
    with mpmath.workdps(150):
        x = [mpmath.mpf(v) / D for v in row]
        for layer in layers:
            x = through(layer, x)
        for (lo, hi), value in zip(pairs, x, strict=True):
            scaled = value * 2**bits
            assert scaled - lo >= -1e-60 and hi - scaled >= -1e-60


def network(*sigmas: str, width: int = 12) -> list[AnyLayer]:
    """Fully connected layers of multiples of 1/8."""
    draw = Random(len(sigmas))
    sizes = [INPUTS, *[width] * len(sigmas)]
    return [
        exact_layer(
            [[Fraction(draw.randint(-9, 9), 8) for _ in range(n)] for _ in range(m)],
            [Fraction(draw.randint(-9, 9), 8) for _ in range(m)],
            {"name": sigma},
        )
        for n, m, sigma in zip(sizes, sizes[1:], sigmas, strict=False)
    ]


def samples(N: int, seed: int = 0) -> ExactMatrix:
    """N samples of small integers."""
    return ExactMatrix(numpy.random.default_rng(seed).integers(-9, 10, (N, INPUTS)), 4)


@pytest.mark.parametrize("below", SMOOTH)
@pytest.mark.parametrize("above", [*SMOOTH, "relu"])
def test_ranks_above_a_smooth_layer(below: str, above: str) -> None:
    claim, certificate = certify_enclosed_layers(network(below, above, width=24), samples(10))
    assert (claim.body["relation"], claim.body["rank"]) == ("=", "10")
    assert isinstance(verify(certificate), Verified)


def test_equal_samples_bound_the_rank() -> None:
    X = samples(9)
    X.numerators[4] = X.numerators[1]
    claim, certificate = certify_enclosed_layers(network("sigmoid", "softplus"), X)
    assert (claim.body["relation"], claim.body["rank"]) == ("=", "8")
    assert isinstance(verify(certificate), Verified)


def test_few_units_bound_the_rank() -> None:
    claim, certificate = certify_enclosed_layers(network("sigmoid", "tanh", width=4), samples(9))
    assert (claim.body["relation"], claim.body["rank"]) == ("=", "4")
    assert isinstance(verify(certificate), Verified)


def test_dependent_features_are_only_bounded_from_below() -> None:
    layers = network("sigmoid", "identity")
    layers[1] = exact_layer([[1] * 12, [2] * 12, [1, *[0] * 11]], [0, 0, 0], {"name": "identity"})
    claim, certificate = certify_enclosed_layers(layers, samples(9))
    assert (claim.body["relation"], claim.body["rank"]) == (">=", "2")
    assert isinstance(verify(certificate), Verified)


def claimed(layers: list[AnyLayer], X: ExactMatrix, relation: str, rank: int) -> Claim:
    """A claim on the rank."""
    body = {"layers": layers_json(layers), "data": data_json(X)}
    return Claim("feature-rank", Rationals(), {**body, "relation": relation, "rank": str(rank)})


@pytest.mark.parametrize(
    ("relation", "rank"), [("=", 8), (">=", 8), (">=", 3), (">=", 0), ("<=", 8), ("<=", 9)]
)
@pytest.mark.parametrize("sigmas", [("softplus",), ("sigmoid", "softsign")])
def test_claims_as_they_stand(sigmas: tuple[str, ...], relation: str, rank: int) -> None:
    X = samples(9)
    X.numerators[4] = X.numerators[1]
    claim = claimed(network(*sigmas), X, relation, rank)
    assert isinstance(verify(find(claim)), Verified)


@pytest.mark.parametrize(("relation", "rank"), [("=", 7), (">=", 9), ("<=", 5)])
def test_wrong_claims_are_answered_by_the_rank(relation: str, rank: int) -> None:
    X = samples(9)
    X.numerators[4] = X.numerators[1]
    with pytest.raises(NotFound, match="the rank is 8") as caught:
        find(claimed(network("sigmoid", "tanh"), X, relation, rank))
    assert caught.value.counter is not None
    assert isinstance(verify(caught.value.counter), Verified)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**9), depth=st.integers(1, 4))
def test_layers_are_read_as_they_are_written(seed: int, depth: int) -> None:
    draw, width, layers = Random(seed), INPUTS, list[AnyLayer]()
    for _ in range(depth):
        layer, width = made(draw, width)
        layers.append(layer)
    assert layers_json(read_layers(layers_json(layers))) == layers_json(layers)
    assert data_json(read_data(data_json(samples(3, seed % 7)))) == data_json(samples(3, seed % 7))


def test_what_is_too_large_is_not_tried() -> None:
    with pytest.raises(NotFound, match="not certified: about 320000 values to enclose"):
        certify_enclosed_layers(network("sigmoid", "sigmoid", width=400), samples(500))
