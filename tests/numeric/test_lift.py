"""Networks in floating point: the exact value lies within the bound, and regions are told apart."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from checker import Network, QuadraticField, Verified, verify
from constructions.disconnected_regions import first_increase, not_onto, wide
from constructions.fully_connected import HARD_TANH, RELU, SOFTSIGN, layer, leaky_relu, monomial, network
from constructions.random_network import random_pyramidal_network

torch = pytest.importorskip("torch")

NETWORKS = [
    random_pyramidal_network(3, (5, 4, 4, 3)),
    random_pyramidal_network(9, (12, 9, 2, 2)),
    not_onto(3, (3, 2), "softsign"),
    not_onto(3, (3, 2), "hard_tanh"),
    first_increase(3, (2, 4)),
    wide(2, ["0", "1/3"], ["1", "-1/3"], QuadraticField(2)),
    network(layer([["1/3", "-2/7"], [1, 1]], ["1/9", 0], monomial(3)), layer([[1, -1], [0, 1]], [0, 0])),
    network(layer([["1/3", "-2/7"], [1, 1]], ["1/9", 0], monomial(2)), layer([[1, -1], [0, 1]], [0, 0])),
    network(layer([["1/3"]], ["1/9"], SOFTSIGN), layer([["1/7"], [1]], ["1/5", 0])),
    network(layer([["1/3"]], ["1/9"], leaky_relu("-1/3")), layer([["1/7"], [1]], ["1/5", 0])),
]


def points(d: int, n: int, seed: int = 0) -> list[tuple[Fraction, ...]]:
    random = Random(seed)
    return [tuple(Fraction(int(random.random() * 2001) - 1000, 97) for _ in range(d)) for _ in range(n)]


def near(x: Any) -> tuple[Fraction, Fraction]:
    from torch_backend.rounding import rational

    return rational(x)


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
@pytest.mark.parametrize("net", NETWORKS)
def test_the_exact_value_lies_within_the_bound(net: Network, dtype: str) -> None:
    from torch_backend.lift import LiftedNetwork

    lifted, batch = LiftedNetwork(net, dtype), points(net.input_dim, 40)
    for x, found in zip(batch, lifted.evaluate(batch), strict=True):
        for y, seen in zip(net(x), found, strict=True):
            true, distance = near(y)
            assert seen.error_bound is not None
            assert abs(Fraction(seen.value) - true) <= Fraction(seen.error_bound) + distance
            if dtype == "float64":
                assert seen.error_bound <= 1e-8 * (1 + abs(float(true)))


@pytest.mark.parametrize("net", NETWORKS)
def test_points_inside_and_outside_are_told_apart(net: Network) -> None:
    from torch_backend.lift import INSIDE, OUTSIDE, UNDECIDED, LiftedNetwork

    lifted, batch = LiftedNetwork(net), points(net.input_dim, 60, 5)
    for j in range(net.widths[-1]):
        seen = lifted.membership(*_shuffle(lifted.inputs(batch), j)).tolist()
        assert UNDECIDED not in seen
        assert [s == INSIDE for s in seen] == [net.contains(x, j) for x in batch]
        assert all(s in (INSIDE, OUTSIDE) for s in seen)


def _shuffle(pair: Any, j: int) -> Any:
    return pair[0], j, pair[1]


def test_a_point_on_the_border_is_undecided() -> None:
    from torch_backend.lift import UNDECIDED, LiftedNetwork

    lifted = LiftedNetwork(network(layer([["1/3"], ["-1/3"]], [0, 0], RELU), layer([[1, 0], [0, 1]], [0, 0])))
    assert lifted.membership(*_shuffle(lifted.inputs([[0]]), 0)).tolist() == [UNDECIDED]


def test_a_breakpoint_that_is_no_float_is_bounded() -> None:
    from torch_backend.lift import LiftedNetwork

    sigma: Any = {
        "name": "piecewise",
        "breakpoints": ["1/3"],
        "pieces": [{"bottom": ["1"], "top": []}, {"bottom": ["1"], "top": ["-1000", "3000"]}],
    }
    net = network(layer([[1]], [0], sigma), layer([[1]], [0]))
    ((seen,),) = LiftedNetwork(net, "float32").evaluate([[Fraction(1, 3)]])
    assert seen.error_bound is not None
    assert 0 <= abs(seen.value) <= seen.error_bound < 0.01


def test_what_has_no_bound_is_refused() -> None:
    from torch_backend.lift import LiftedNetwork

    with pytest.raises(ValueError, match="CUDA" if not torch.cuda.is_available() else "digits"):
        LiftedNetwork(network(layer([[10**400]], [0])), device="cpu" if torch.cuda.is_available() else "cuda")
    with pytest.raises(ValueError, match="beyond"):
        LiftedNetwork(network(layer([[10**400]], [0])))


def test_an_observation_is_no_verdict() -> None:
    from torch_backend.observed import Observed

    seen = Observed(1.0, 0.0, "float64", "cpu", 3)
    assert not isinstance(seen, Verified)
    assert not issubclass(Observed, Verified)
    assert not issubclass(Verified, Observed)
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(seen)
    with pytest.raises(AttributeError):
        seen.value = 2.0  # type: ignore[misc]
    assert not isinstance(verify(str(seen.json()).encode()), Verified)


def test_hard_tanh_is_exact_where_floats_are() -> None:
    from torch_backend.lift import LiftedNetwork

    ((seen,),) = LiftedNetwork(network(layer([[1]], [0], HARD_TANH), layer([[2]], [1]))).evaluate([[7]])
    assert seen.value == 3.0
    assert seen.json()["device"] == "cpu"


@pytest.mark.parametrize("power", [2, 3, 4])
def test_the_error_of_an_input_passes_through_a_power(power: int) -> None:
    from torch_backend.lift import LiftedNetwork

    sigma = LiftedNetwork(network(layer([[1]], [0], monomial(power)), layer([[1]], [0]))).layers[0].sigma
    t, e = torch.tensor([[-2.0], [0.0], [3.0]]).double(), torch.full((3, 1), 0.5).double()
    value, error = sigma(t, e)
    for side in (-0.5, 0.5):
        assert ((t + side) ** power - value).abs().le(error).all()
