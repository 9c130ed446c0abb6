"""The recursive preimages: exact against sampling, and the sets that the source states."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import Network, ParametricField, QuadraticField, Rationals, Reader, Surd
from constructions.certificate import NotFound
from constructions.polygons import area, corners, faces, lies_on, merged
from constructions.preimages import ACTIVATED, AFFINE, START, UNDER_AFFINE, UNDER_SIGMA, Step, parts, steps
from proofs.chapter5.eq_5_3 import eq_5_3
from proofs.chapter5.eq_5_5 import SQRT2, eq_5_5
from proofs.pictures_of_regions import picture_of_preimages, picture_of_region

Q = Rationals()
BOX = (Fraction(-4), Fraction(4))


def step_box(step: Step) -> tuple[tuple[Fraction, Fraction], ...]:
    """The same interval for every coordinate."""
    return (BOX,) * step.dimension


def test_the_six_steps_of_equation_5_3() -> None:
    found = list(steps(eq_5_3(), Q, 0))
    assert [(s.how, s.layer, s.dimension) for s in found] == [
        (START, 3, 2),
        (UNDER_SIGMA, 2, 2),
        (AFFINE, 2, 2),
        (UNDER_AFFINE, 2, 1),
        (UNDER_SIGMA, 1, 1),
        (UNDER_AFFINE, 1, 2),
    ]
    spread = ((Fraction(-6), Fraction(6)),)
    assert [p.corners for p in parts(found[3], Q, spread)] == [((-6,), (-2,)), ((2,), (6,))]
    assert [p.corners for p in parts(found[4], Q, spread)] == [((-6,), (-4,)), ((2,), (6,))]


def test_the_six_steps_of_equation_5_5() -> None:
    found = list(steps(eq_5_5(), SQRT2, 0))
    assert [(s.how, s.layer) for s in found] == [
        (START, 3),
        (ACTIVATED, 2),
        (UNDER_SIGMA, 2),
        (UNDER_AFFINE, 2),
        (ACTIVATED, 1),
        (UNDER_SIGMA, 1),
    ]
    in_r = [c for part in parts(found[3], SQRT2, step_box(found[3])) for c in part.corners]
    assert (Surd(Fraction(-1), Fraction(-1, 2), 2), Surd(Fraction(2), Fraction(-1, 2), 2)) in in_r


ENTRY = st.integers(-3, 3).map(str)
SIGMAS: Sequence[Any] = (
    {"name": "relu"},
    {"name": "leaky_relu", "slope": "1/2"},
    {"name": "leaky_relu", "slope": "-1"},
    {"name": "hard_tanh"},
    {"name": "identity"},
)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Small networks with inputs on the line or the plane, rank-deficient ones included."""
    widths = [*draw(st.lists(st.integers(1, 2), min_size=2, max_size=3)), draw(st.integers(2, 3))]
    layers: list[Any] = []
    for k, (d, n) in enumerate(pairwise(widths)):
        last = k == len(widths) - 2
        weight = [draw(st.lists(ENTRY, min_size=d, max_size=d)) for _ in range(n)]
        bias = draw(st.lists(ENTRY, min_size=n, max_size=n))
        sigma = {"name": "identity"} if last else draw(st.sampled_from(SIGMAS))
        layers.append({"weight": weight, "bias": bias, "activation": sigma})
    return Reader(Q).network({"input_dim": str(widths[0]), "layers": layers}, "")


POINT = st.tuples(st.integers(-16, 16), st.integers(-16, 16)).map(
    lambda p: (Fraction(p[0], 4), Fraction(p[1], 4))
)


def in_closure(found: tuple[Any, ...], u: tuple[Fraction, ...]) -> bool:
    """Whether u lies in the interval or the convex polygon with these corners."""
    if len(u) == 1:
        return bool(found[0] <= u <= found[1])
    return all(area((p, q, u)) >= 0 for p, q in faces(found))


@settings(max_examples=150, deadline=None)
@given(networks(), st.lists(POINT, min_size=1, max_size=12))
def test_parts_hold_just_the_points_of_the_set(network: Network, points: list[Any]) -> None:
    for step in steps(network, Q, 0):
        try:
            found = parts(step, Q, step_box(step))
        except NotFound:  # the range of the activation or the affine map misses the box's interior
            continue
        for point in points:
            u = point[: step.network.input_dim]
            if not all(BOX[0] <= c <= BOX[1] for c in step.place(u)):
                continue
            holding = [part for part in found if part.contains(u)]
            assert bool(holding) == step.contains(u)
            assert all(in_closure(part.corners, u) for part in holding)


@settings(max_examples=100, deadline=None)
@given(networks())
def test_steps_follow_from_each_other(network: Network) -> None:
    """A point is in a preimage just when its image is in the set before."""
    every = list(steps(network, Q, 0))
    for before, after in pairwise(every):
        if after.how not in (UNDER_SIGMA, UNDER_AFFINE) or before.image is not None:
            continue
        layer = network.layers[after.layer - 1]
        for i in range(-6, 7):
            u = tuple(Fraction(i + k, 2) for k in range(after.dimension))
            image = layer.affine(u) if after.how == UNDER_AFFINE else tuple(map(layer.activation, u))
            if len(image) == before.dimension:
                assert after.contains(u) == before.contains(image)


def test_what_has_no_corners_is_refused() -> None:
    field = ParametricField(Fraction(0), Fraction(1))
    step = next(iter(steps(eq_5_3(["0", "1"], field), field, 0)))
    with pytest.raises(NotFound):
        parts(step, field, step_box(step))


def test_clipping() -> None:
    square = ((Fraction(0), Fraction(2)), (Fraction(0), Fraction(2)))
    triangle = corners(square, [(Fraction(-1), Fraction(-1), Fraction(2))])
    assert set(triangle) == {(0, 0), (2, 0), (0, 2)}
    assert corners(square, [(Fraction(1), Fraction(0), Fraction(-2))]) == ()
    assert corners(square, [(Fraction(0), Fraction(0), Fraction(-1))]) == ()
    assert lies_on(((Fraction(2), Fraction(0)), (Fraction(0), Fraction(2))), [(1, 1, -2)])


def test_segments_of_one_line_are_joined() -> None:
    points = [(Fraction(i), Fraction(2 * i)) for i in range(5)]
    assert merged([(points[1], points[0]), (points[1], points[2]), (points[3], points[4])]) == [
        (points[0], points[2]),
        (points[3], points[4]),
    ]


def test_pictures_name_the_sets_in_order() -> None:
    picture = picture_of_preimages(eq_5_5(), QuadraticField(2), 0, [(-4, 8)])
    assert [panel.title.strip("$")[0] for panel in picture.panels] == list("VPQRSC")
    line = picture_of_preimages(eq_5_3(), Q, 0, [(-6, 6)]).panels[3]
    assert line.axes == ("y", "")
    assert [s.dashed for s in line.shapes if len(s.corners) == 1] == [True, True]
    assert len(picture_of_region(eq_5_3(), Q, 1, (-6, 6)).panels) == 1
