"""Paths between wide networks on tensors: the bound holds at samples, and against the kernel's exact loss."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

torch = pytest.importorskip("torch")

from checker import Layer, Network  # noqa: E402
from checker.risk import Risk  # noqa: E402
from constructions.formats.piecewise_linear import IDENTITY, leaky_relu  # noqa: E402
from torch_backend.activation import LiftedActivation  # noqa: E402
from torch_backend.wide_paths import (  # noqa: E402
    NoPath,
    Problem,
    WidePath,
    connect,
    descend,
    fall_through,
    solve,
)

SIGMA = leaky_relu(Fraction(1, 8))
CPU = torch.device("cpu")


def problem(seed: int, N: int, d: int, m: int, loss: str = "square") -> Problem:
    random = torch.Generator().manual_seed(seed)
    X = torch.randn(N, d, generator=random, dtype=torch.float64)
    Y = torch.nn.functional.one_hot(torch.randint(m, (N,), generator=random), m).double()
    return Problem(X, Y, loss, LiftedActivation(SIGMA, torch.float64, CPU))


def parameters(seed: int, *widths: int) -> list[Any]:
    random = torch.Generator().manual_seed(seed)
    return [
        torch.randn(m, n + 1, generator=random, dtype=torch.float64) / n**0.5 for n, m in pairwise(widths)
    ]


def exact_loss(of: Problem, point: list[Any]) -> Fraction:
    def rows(t: Any) -> tuple[tuple[Fraction, ...], ...]:
        return tuple(tuple(Fraction(x) for x in row) for row in t.tolist())

    layers = [
        Layer(rows(U[:, :-1]), rows(U[:, -1:].T)[0], IDENTITY if k == len(point) - 1 else SIGMA)
        for k, U in enumerate(point)
    ]
    risk = Risk(rows(of.X), rows(of.Y), of.loss)
    return Fraction(risk(Network(of.X.shape[1], tuple(layers)))) / len(of.X)


@pytest.mark.parametrize("widths", [(3, 16, 2), (3, 16, 16, 2)])
@pytest.mark.parametrize("loss", ["square", "cross_entropy", "hinge"])
def test_two_networks_are_joined_at_the_loss_of_the_higher(widths: tuple[int, ...], loss: str) -> None:
    for seed in range(3):
        of = problem(seed, 8, widths[0], widths[-1], loss)
        A, B = parameters(10 + seed, *widths), parameters(20 + seed, *widths)
        path = connect(of, A, B)
        top = max(of(A)[0], of(B)[0])
        assert path.bound <= top * (1 + 1e-5)
        assert all(torch.equal(x, y) for x, y in zip(path.now, B, strict=True))
        assert max(y for _, y in path.sampled(6)) <= path.bound
        assert {leg.reason for leg in path.legs} <= {"output", "inner", "free"}


def test_the_bound_holds_exactly_at_rational_points_of_every_leg() -> None:
    of = problem(0, 4, 2, 2)
    A, B = parameters(1, 2, 8, 8, 2), parameters(2, 2, 8, 8, 2)
    path = connect(of, A, B)
    point = list(A)
    for leg in path.legs:
        start = point[leg.layer - 1]
        for t in (0.25, 0.5, 1.0):
            point[leg.layer - 1] = (1 - t) * start + t * leg.to
            assert exact_loss(of, point) <= Fraction(leg.bound) * (1 + Fraction(1, 2**40))
        point[leg.layer - 1] = leg.to


def test_a_leg_that_moves_much_has_a_bound_above_its_samples() -> None:
    """No exchange: a hidden layer moves while its units are in use, so the box is wide, and still a bound."""
    of = problem(3, 5, 3, 2)
    A, B = parameters(4, 3, 6, 2), parameters(5, 3, 6, 2)
    path = WidePath(of, A)
    leg = path.move(1, B[0])
    assert leg.reason == "inner"
    assert max(y for _, y in path.sampled(50)) <= leg.bound


def test_a_narrow_network_is_refused() -> None:
    """Its output layer is the best one, so that no unit can do without its weights."""
    of = problem(6, 12, 2, 2)
    A = parameters(7, 2, 3, 2)
    F, _ = of.features(A, 1)
    A[1] = solve(torch.cat([F, torch.ones_like(F[:, :1])], 1), of.Y)
    with pytest.raises(NoPath, match="layer 1"):
        connect(of, A, parameters(8, 2, 3, 2))


@pytest.mark.parametrize("loss", ["square", "cross_entropy"])
def test_a_descent_falls_on_all_of_it(loss: str) -> None:
    of = problem(9, 8, 3, 2, loss)
    A = parameters(11, 3, 12, 2)
    F, e = of.features(A, 1)
    found = descend(of, F, e, A[-1], of.Y * (12 if loss == "cross_entropy" else 1))
    assert found.falls
    assert found.last < 1e-4 < found.first
    losses = [of([A[0], (1 - t) * A[1] + t * found.to])[0] for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)]
    assert losses == sorted(losses, reverse=True)


def test_the_outputs_fall_through_narrow_layers_above_a_wide_one() -> None:
    """Theorem 3.4.13 with k = 1 and L = 4: widths 3-16-6-4-2."""
    of = problem(12, 8, 3, 2)
    A = parameters(13, 3, 16, 6, 4, 2)
    path = fall_through(of, A, 1, of.Y, lambda t: torch.where(t > 0, t, 8 * t))
    first, last = of(A)[0], of(path.now)[0]
    assert path.bound <= 1.05 * first * (1 + 1e-9)
    assert last < 1e-3 * first
    losses = [y for _, y in path.sampled(3)]
    assert max(losses) <= path.bound
    assert {leg.reason for leg in path.legs} == {"inner"}
    assert all(torch.equal(x, y) for n, (x, y) in enumerate(zip(path.now, A, strict=True)) if n != 1)


def test_a_rise_is_not_taken_for_a_descent() -> None:
    of = problem(9, 8, 3, 2)
    A = parameters(11, 3, 12, 2)
    F, e = of.features(A, 1)
    assert not descend(of, F, e, A[-1], 5 - 9 * of.Y).falls


def test_the_least_solution_also_of_dependent_columns() -> None:
    F = torch.tensor([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0]], dtype=torch.float64)
    goal = torch.tensor([[2.0], [2.0]], dtype=torch.float64)
    assert torch.allclose(solve(F, goal), torch.tensor([[1.0, 1.0, 0.0]], dtype=torch.float64))
