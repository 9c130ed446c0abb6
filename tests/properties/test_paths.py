"""Random instances of the theorems of Chapter 3, and what the kernel accepts after a mutation."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from checker import Verified, canonical_bytes, verify
from checker.codec import decode
from checker.risk import Risk
from constructions.formats.piecewise_linear import RELU
from constructions.join import descend_exactly, halves
from constructions.parameter_path import Trail, at_time, certify, exact_loss, with_parameters
from constructions.random_paths import FALLING, HALF, SHAPES, STARTS, TWO_KINKS, Instances


def check(first: int, count: int) -> None:
    """Both halves of a path for each of these seeds."""
    for seed in range(first, first + count):
        theorem, widths, N = SHAPES[seed % len(SHAPES)]
        start = STARTS[seed // len(SHAPES) % len(STARTS)]
        a, b, risk = Instances(seed).triple(theorem, widths, N, start)
        sides = halves(a, b, risk, theorem=theorem)
        assert sides[0].vertex == sides[1].vertex
        for trail in sides:
            verdict = verify(certify(trail, risk, "non-increasing"))
            assert isinstance(verdict, Verified), (seed, theorem, widths, start, verdict)


def test_every_shape_and_start_is_joined() -> None:
    check(0, len(SHAPES) * len(STARTS))


@pytest.mark.slow
def test_five_hundred_instances_are_joined() -> None:
    check(0, 500)


def vertices(trail: Trail) -> list[list[list[tuple[Fraction, ...]]]]:
    """All vertices."""
    found = [[list(units) for units in Trail(trail.start).vertex]]
    for move in trail.moves:
        found.append([list(units) for units in found[-1]])
        for k, j, row in move:
            found[-1][k][j] = row
    return found


def sampled(trail: Trail, risk: Risk, points: int) -> list[Fraction]:
    """The exact loss at the vertices and at equal steps between."""
    found = []
    corners = vertices(trail)
    for p, q in pairwise(corners):
        for i in range(points):
            network = with_parameters(trail.start, at_time(p, q, Fraction(i, points)))
            found.append(exact_loss(network, risk))
    return [*found, exact_loss(trail.end, risk)]


def test_a_verified_path_does_not_rise_at_any_sample() -> None:
    for seed in (0, 5, 11):
        theorem, widths, N = SHAPES[seed]
        a, b, risk = Instances(seed).triple(theorem, widths, N, "full")
        for trail in halves(a, b, risk, theorem=theorem):
            losses = sampled(trail, risk, 5)
            assert losses == sorted(losses, reverse=True)


def test_an_accepted_mutation_is_still_true() -> None:
    random, accepted, refused = Random(3), 0, 0
    theorem, widths, N = SHAPES[5]
    a, b, risk = Instances(5).triple(theorem, widths, N, "full")
    trail = halves(a, b, risk, theorem=theorem)[0]
    for _ in range(60):
        n = int(random.random() * (len(trail.moves) - 1))
        changed = Trail(a)
        for i, move in enumerate(trail.moves):
            moved = [list(change) for change in move]
            if i == n:
                which = moved[int(random.random() * len(moved))]
                row = list(which[2])  # type: ignore[call-overload]
                row[int(random.random() * len(row))] += Fraction(1, 2)
                which[2] = tuple(row)
            changed.step((k, j, row) for k, j, row in moved)  # type: ignore[misc]
        if changed.vertex != trail.vertex:
            refused += 1
            continue
        if isinstance(verify(certify(changed, risk, "non-increasing")), Verified):
            accepted += 1
            losses = sampled(changed, risk, 4)
            assert losses == sorted(losses, reverse=True)
        else:
            refused += 1
    assert refused > accepted > 0


def test_a_rise_inside_a_segment_is_found() -> None:
    theorem, widths, N = SHAPES[1]
    a, _, risk = Instances(1).triple(theorem, widths, N, "full")
    best = descend_exactly(a, risk).end
    above, below = ([[list(row) for row in units] for units in Trail(best).vertex] for _ in range(2))
    for row in above[-1]:
        row[-1] += 1
    for row in below[-1]:
        row[-1] -= 1
    start, end = (with_parameters(best, [[tuple(row) for row in u] for u in v]) for v in (above, below))
    trail = Trail(start)
    trail.set_layer(len(widths) - 2, Trail(end).vertex[-1])
    assert exact_loss(start, risk) == exact_loss(end, risk) > 0
    verdict = verify(certify(trail, risk, "non-increasing"))
    assert not isinstance(verdict, Verified)
    assert (verdict.code, verdict.at) == ("E_LOSS_RISES", "/evidence/moves/0")
    assert "at t = " in verdict.found


def test_the_verdict_is_that_of_the_claim_not_of_the_field() -> None:
    theorem, widths, N = SHAPES[0]
    a, b, risk = Instances(2).triple(theorem, widths, N, "low")
    value = decode(certify(halves(a, b, risk, theorem=theorem)[0], risk, "non-increasing"))
    assert isinstance(value, dict) and isinstance(value["claim"], dict)
    value["claim"]["field"] = {"sqrt": "2"}
    assert isinstance(verify(canonical_bytes(value)), Verified)


@pytest.mark.parametrize("loss", ["square", "hinge"])
def test_the_bound_on_a_straight_line_is_that_of_dense_samples(loss: str) -> None:
    """All layers move at once, so that pre-activations of degree 2 and 3 pass kinks inside the segment."""
    for seed in range(24):
        some = Instances(1000 + seed)
        widths = ((1, 2, 1), (2, 2, 2), (1, 2, 2, 1))[seed % 3]
        sigma = (RELU, HALF, TWO_KINKS, FALLING)[seed // 3 % 4]
        a, b = some.network(widths, sigma), some.network(widths, sigma)
        plain = some.risk(widths, 2)
        risk = Risk(plain.inputs, plain.targets, loss)
        trail = Trail(a)
        trail.step((k, j, row) for k, units in enumerate(Trail(b).vertex) for j, row in enumerate(units))
        start, end = Trail(a).vertex, Trail(b).vertex
        losses = [
            exact_loss(with_parameters(a, at_time(start, end, Fraction(i, 96))), risk) for i in range(97)
        ]
        top = max(losses)
        above = verify(certify(trail, risk, {"at-most": str(top + top / 50 + Fraction(1, 50))}))
        assert isinstance(above, Verified), (seed, above)
        if top:
            below = verify(certify(trail, risk, {"at-most": str(top - top / 1000)}))
            assert not isinstance(below, Verified) and below.code == "E_LOSS_EXCEEDS"
        falls = isinstance(verify(certify(trail, risk, "non-increasing")), Verified)
        assert not falls or losses == sorted(losses, reverse=True), seed
