"""Psi as layers, in float64 and by the kernel, agree; approximate inverses; output weights as they are."""

from dataclasses import replace
from fractions import Fraction

import numpy
import pytest

from checker import Json, Refused, Verified, verify
from constructions.certificate import NotFound
from constructions.evidence.float_inverse import float_inverse
from constructions.evidence.skip import certify_skip_rank
from constructions.feature_matrix import AffineLayer, feature_matrix, image_patches, random_layer
from constructions.formats.data import read_data
from constructions.skip_floats import SIGMA, float_psi
from constructions.skip_layer import skip_layers
from constructions.skip_network import (
    SkipNetwork,
    Unit,
    from_layers,
    random_skip_network,
    with_random_skips,
)
from constructions.skip_solution import as_given, certify_fit, rounded, solve_outputs

SIGMOID: Json = {"name": "sigmoid"}
DIGITS = read_data("digits").X.first(12)
TARGETS = [[int(i % 3 == k) for k in range(3)] for i in range(12)]


def convolution(skips: int = 12) -> SkipNetwork:
    """Three filters of 5 x 5 on digits."""
    layer = random_layer(1, 64, 3, SIGMOID, image_patches(8, 8, size=5))
    return with_random_skips(from_layers([layer], 64), skips, 0)


def dense(names: tuple[str, ...] = ("tanh",)) -> SkipNetwork:
    """One layer without sharing, on all inputs but one."""
    units = [
        Unit(names[j % len(names)], Fraction(j, 3), tuple(range(1, 64)), (Fraction(j + 1, 7),) * 63, 1)
        for j in range(12)
    ]
    return SkipNetwork(64, tuple(units), tuple(range(64, 76)))


@pytest.mark.parametrize("network", [convolution(), convolution(40), dense()])
def test_layers_have_the_features_psi(network: SkipNetwork) -> None:
    layers = skip_layers(network)
    assert layers is not None
    found = feature_matrix(layers, DIGITS)
    values = SIGMA[str(found.sigma)](numpy.asarray(found.numerators, dtype=float) / found.denominator)
    assert numpy.abs(values - float_psi(network, DIGITS)).max() < 1e-12


def test_a_convolution_stays_one_and_other_units_are_rows() -> None:
    first = (skip_layers(convolution(30)) or [])[0]
    assert isinstance(first, AffineLayer) and first.filters.shape == (3, 25)
    twice = replace(convolution(), skip=convolution().skip[:2])
    units = list(twice.units)
    one, two = (p - 64 for p in twice.skip)
    units[two] = replace(units[one], bias=units[one].bias + 1)  # one filter twice on one patch
    rows = skip_layers(replace(twice, units=tuple(units))) or []
    assert len(rows) == 1 and isinstance(rows[0], AffineLayer) and rows[0].filters.shape == (2, 64)


def test_what_is_no_single_layer() -> None:
    assert skip_layers(dense(("tanh", "sigmoid"))) is None
    deep = random_skip_network(0, 64, (6, 9), 12, ("sigmoid",))
    assert any(deep.unit(p).layer == 2 for p in deep.skip) and skip_layers(deep) is None
    nothing = replace(dense(), units=(replace(dense().units[0], sources=(), weight=()), *dense().units[1:]))
    assert skip_layers(nothing) is None


def test_an_inverse_in_float64_or_none() -> None:
    assert float_inverse(numpy.ones((2, 2))) is None
    assert float_inverse(numpy.array([[1.0, 1.0], [1.0, 1.0 + 2.0**-50]])) is None
    assert float_inverse(numpy.array([[1.0, numpy.nan], [0.0, 1.0]])) is None
    found = float_inverse(numpy.array([[2.0, 0.0], [0.0, 0.5]]), growth=3)
    assert found is not None
    scale = 2 ** int(str(found["scale"]))
    assert found["inverse"] == [[str(scale // 2), "0"], ["0", str(2 * scale)]]


def test_large_minors_take_the_float_inverse_and_are_certified() -> None:
    data = read_data("digits").X.first(60)
    layer = random_layer(1, 64, 6, SIGMOID, image_patches(8, 8, size=5))
    network = with_random_skips(from_layers([layer, random_layer(2, 96, 20, SIGMOID)], 64), 60, 0)
    verdict = verify(certify_skip_rank(network, data))
    assert isinstance(verdict, Verified) and verdict.soundness_error == "0"


@pytest.mark.parametrize("network", [convolution(), random_skip_network(3, 64, (9, 9), 12, ("softplus",))])
def test_the_weights_fit_and_others_do_not(network: SkipNetwork) -> None:
    V = solve_outputs(network, DIGITS, TARGETS)
    found = rounded(network, DIGITS, V, TARGETS)
    assert isinstance(verify(certify_fit(network, DIGITS, found, TARGETS)), Verified)
    assert found.error < Fraction(1, 1000)
    small = replace(found, error=found.error / 10**6)
    verdict = verify(certify_fit(network, DIGITS, small, TARGETS))
    assert isinstance(verdict, Refused) and verdict.code == "E_FIT"
    exact = [[Fraction(float(v)) for v in row] for row in found.V]
    given = as_given(network, DIGITS, exact, TARGETS)
    assert isinstance(verify(certify_fit(network, DIGITS, given, TARGETS)), Verified)


def test_weights_that_are_no_floats_are_refused() -> None:
    third = [[Fraction(1, 3)] * 3 for _ in range(12)]
    with pytest.raises(NotFound, match="denominator 3; powers of two"):
        as_given(convolution(), DIGITS, third, TARGETS)
    with pytest.raises(ValueError, match="11 skip units for 12 samples"):
        solve_outputs(convolution(11), DIGITS, TARGETS)


def test_a_singular_psi_has_no_weights() -> None:
    network = dense()
    same = replace(network, units=(network.units[0],) * 12)
    with pytest.raises(NotFound, match="singular"):
        solve_outputs(same, DIGITS, TARGETS)
