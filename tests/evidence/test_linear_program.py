"""The exact linear program: each answer is checked independently of how it was found."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from checker import Constraint, Surd
from constructions.linear_program import Feasible, solve

small = st.fractions(min_value=-4, max_value=4, max_denominator=4)


@st.composite
def systems(draw: st.DrawFn) -> tuple[int, list[Constraint]]:
    d = draw(st.integers(1, 4))
    form = st.tuples(*[small] * (d + 1))
    return d, draw(st.lists(st.builds(Constraint, form, st.booleans()), max_size=9))


@given(systems())
def test_a_point_or_multipliers(system: tuple[int, list[Constraint]]) -> None:
    d, constraints = system
    answer = solve(constraints, d)
    if isinstance(answer, Feasible):
        assert all(side.holds(answer.point) for side in constraints)
        return
    total = [
        sum((y * constraints[i].form[k] for i, y in answer.multipliers), Fraction(0)) for k in range(d + 1)
    ]
    assert all(y > 0 for _, y in answer.multipliers)
    assert total[:-1] == [0] * d
    strict = any(constraints[i].strict for i, _ in answer.multipliers)
    assert total[-1] < 0 or (total[-1] == 0 and strict)


def test_over_a_quadratic_field() -> None:
    root = Surd(Fraction(0), Fraction(1), 2)
    one = Surd(Fraction(1), Fraction(0), 2)
    above = Constraint((one, -root), True)  # x > sqrt 2
    below = Constraint((-one, one * Fraction(17, 12)), True)  # x < 17/12, just above sqrt 2
    answer = solve([above, below], 1)
    assert isinstance(answer, Feasible)
    assert above.holds(answer.point) and below.holds(answer.point)
    tighter = Constraint((-one, one * Fraction(7, 5)), True)  # x < 7/5, just below
    assert not isinstance(solve([above, tighter], 1), Feasible)


def test_no_constraints_leave_everything() -> None:
    assert isinstance(solve([], 3), Feasible)


def test_touching_half_lines_meet_only_when_closed() -> None:
    left, right = (Fraction(-1), Fraction(1)), (Fraction(1), Fraction(-1))
    assert isinstance(solve([Constraint(left, False), Constraint(right, False)], 1), Feasible)
    assert not isinstance(solve([Constraint(left, True), Constraint(right, False)], 1), Feasible)
