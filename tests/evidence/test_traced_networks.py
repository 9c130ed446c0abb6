"""Networks met operation by operation: modules of torch, and structures that agree with the networks."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy
import pytest

from checker import Verified, verify
from constructions.architectures import structure_by_name
from constructions.evidence.skip import certify_skip_rank
from constructions.formats.data import read_data
from constructions.formats.errors import InputError, Place
from constructions.network_structure import Structure
from constructions.skip_conditions import own_violations, violations
from constructions.skip_floats import float_values
from constructions.skip_network import SkipNetwork, with_random_skips
from constructions.structure_conditions import own_structure_violations, structure_violations
from constructions.traced_network import TracedNetwork, with_own_biases

HERE = Place("test")
DIGITS = read_data("digits").X.first(12)


def random_convolutions(trace: Any, seed: int) -> Any:
    """Two or three convolutions on 5 x 5 images, perhaps padded, with concatenation and mixed activations."""
    draw = Random(seed)
    names = ["sigmoid", "softplus", "softplus", "tanh"]

    def weights(n: int, channels: int, size: int) -> Any:
        return numpy.array([draw.randint(-9, 9) / 8 for _ in range(n * channels * size * size)]).reshape(
            n, channels, size, size
        )

    size = draw.choice([2, 3, 5])
    pad = draw.choice([0, 0, 1]) if size == 3 else 0
    made = trace.convolution(trace.input, weights(2, 1, size), None, "a", (1, 1), (pad, pad))
    x = trace.activation(made, draw.choice(names))
    y = trace.activation(trace.convolution(x, weights(2, 2, 1), None, "b"), draw.choice(names))
    both = trace.concatenate([x, y]) if draw.random() < 0.5 else y
    z = trace.activation(trace.convolution(both, weights(3, both.shape[0], 1), None, "c"), draw.choice(names))
    return trace.linear(trace.reshape(z, (-1,)), numpy.ones((1, int(numpy.prod(z.shape)))), None, "out")


@pytest.mark.parametrize("seed", range(30))
def test_a_structure_has_the_violations_of_the_network(seed: int) -> None:
    data = replace(DIGITS, numerators=DIGITS.numerators[:, 18:43])
    built, sketched = TracedNetwork((1, 5, 5), HERE), Structure((1, 5, 5), HERE)
    random_convolutions(built, seed)
    random_convolutions(sketched, seed)
    assert sketched.units == len(built.units)
    N = 6
    network = with_random_skips(SkipNetwork(25, tuple(built.units), ()), N, seed)
    X, skip = data.first(N), numpy.array(network.skip)
    pairs = [
        (violations(network, X), structure_violations(sketched, skip, X, N)),
        (own_violations(network, X), own_structure_violations(sketched, skip, X, N)),
    ]
    for exact, coarse in pairs:
        first = {v.clause: v.node for v in reversed(exact)}
        found = {v.clause: v.node for v in reversed(coarse)}
        assert set(first) == set(found)
        for clause in {"4.2 (5)", "4.3.1 (1)", "4.3.1 (3)"} & set(first):
            assert first[clause] == found[clause]
        soft = [v for v in exact if "backward path" in v.reason]
        assert [v.reason for v in soft] == [v.reason for v in coarse if "backward path" in v.reason]


def test_cnn13_has_the_units_of_table_4_1() -> None:
    assert structure_by_name("cnn13", (1, 28, 28), "sigmoid").units == 204928
    with pytest.raises(InputError, match="expected one of cnn13, found cnn14"):
        structure_by_name("cnn14", (1, 28, 28), "sigmoid")


def modules() -> dict[str, Any]:
    """A CNN13 in miniature, a small VGG, a block of a DenseNet."""
    torch = pytest.importorskip("torch")
    nn = torch.nn
    torch.manual_seed(0)

    class Block(nn.Module):  # type: ignore[misc,name-defined]
        """Each convolution reads all channels before it."""

        def __init__(self) -> None:
            super().__init__()
            self.a, self.b, self.c = nn.Conv2d(1, 3, 5), nn.Conv2d(3, 2, 1), nn.Conv2d(5, 2, 1)
            self.norm, self.pool, self.last = nn.BatchNorm2d(2), nn.AvgPool2d(2), nn.Linear(28, 10)

        def forward(self, x: Any) -> Any:
            """Concatenation by channels."""
            x = torch.sigmoid(self.a(x))
            x = torch.cat([x, torch.sigmoid(self.norm(self.b(x)))], dim=1)
            x = torch.cat([x, nn.functional.softplus(self.c(x))], dim=1)
            return self.last(torch.flatten(self.pool(x), 1))

    def vgg() -> Any:
        return nn.Sequential(
            *(
                nn.Conv2d(1, 2, 3, padding=1),
                nn.Softplus(beta=20),
                nn.Conv2d(2, 3, 3, stride=2),
                nn.Softplus(20),
            ),
            *(nn.Dropout(), nn.Flatten(), nn.Linear(27, 12), nn.Softplus(), nn.Linear(12, 10)),
        )

    def cnn13() -> Any:
        steps: list[Any] = []
        channels = 1
        for filters, size, stride in [(2, 3, 1), (2, 3, 2), (3, 1, 1), (3, 3, 2)]:
            steps += [nn.Conv2d(channels, filters, size, stride, size // 2), nn.Sigmoid()]
            channels = filters
        return nn.Sequential(*steps, nn.Flatten(), nn.Linear(12, 10))

    return {"cnn13": cnn13(), "vgg": vgg(), "dense block": Block()}


@pytest.mark.parametrize("name", ["cnn13", "vgg", "dense block"])
def test_a_module_of_torch_is_the_network_it_computes(name: str) -> None:
    torch = pytest.importorskip("torch")
    from constructions.formats.torch_graph import trace_module

    module = modules()[name].double()
    trace, outputs = trace_module(module, (1, 8, 8))
    assert isinstance(trace, TracedNetwork)
    network, V, shift = trace.network(outputs)
    x = DIGITS.numerators.astype(float) / DIGITS.denominator
    Psi = float_values(network, x)[:, list(network.skip)]
    expected = module(torch.from_numpy(x).reshape(-1, 1, 8, 8)).detach().numpy()
    assert (
        numpy.abs(Psi @ numpy.array(V, dtype=float) + numpy.array(shift, dtype=float) - expected).max() < 1e-9
    )
    sketched, _ = trace_module(module, (1, 8, 8), Structure((1, 8, 8), HERE))
    assert isinstance(sketched, Structure) and sketched.units == len(network.units)
    clauses = {v.clause for v in violations(with_random_skips(network, 9, 0), DIGITS.first(9))}
    assert "4.2 (5)" in clauses and ("4.2 (3)" in clauses) == (name != "dense block")
    own = with_random_skips(with_own_biases(network, 1), 9, 0)
    assert "4.2 (5)" not in {v.clause for v in violations(own, DIGITS.first(9))}
    assert isinstance(verify(certify_skip_rank(own, DIGITS.first(9))), Verified)


def test_what_cannot_be_traced_is_named() -> None:
    torch = pytest.importorskip("torch")
    from constructions.formats.torch_graph import trace_module

    nn = torch.nn
    cases = [
        (nn.Sequential(nn.Conv2d(1, 1, 3), nn.MaxPool2d(2)), "no max-pooling, which is not analytic"),
        (nn.Sequential(nn.Conv2d(1, 1, 3), nn.GRU(3, 3)), "expected one of Linear, Conv2d"),
        (nn.Sequential(nn.Linear(3, 3)), "expected 3 inputs of 0, as one row"),
        (nn.Sequential(nn.Conv2d(1, 1, 3, groups=1, dilation=2)), "groups 1, dilation 1"),
    ]
    for module, message in cases:
        with pytest.raises(InputError, match=message):
            trace_module(module, (1, 8, 8))


def test_softplus_of_the_thesis_scales() -> None:
    trace = TracedNetwork((1,), HERE)
    y = trace.activation(trace.linear(trace.input, numpy.array([[3.0]]), None, "a"), "softplus", Fraction(20))
    network, V, _ = trace.network(trace.linear(y, numpy.array([[1.0]]), None, "b"))
    assert network.units[0].weight == (Fraction(60),) and [[Fraction(1, 20)]] == V


def test_too_many_arcs_are_refused() -> None:
    trace = TracedNetwork((1500,), HERE)
    with pytest.raises(InputError, match="look at its structure"):
        trace.linear(trace.input, numpy.ones((1500, 1500)), None, "a")
