"""Arithmetic by examples: rationals, surds, rational functions of a parameter, and how they are written."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from checker import Field, Json, ParametricField, QuadraticField, RationalFunction, Rationals, Refusal, Surd
from checker import polynomial as poly
from checker.field import decode_field
from checker.interval import log
from checker.rules.sublevel import determinant
from tests.kernel.suite import check

F = Fraction
ROOT2 = Surd(F(0), F(1), 2)


def alpha(top: tuple[int, ...], bottom: tuple[int, ...] = (1,)) -> RationalFunction:
    """A rational function on (0, 1)."""
    return RationalFunction(tuple(map(F, top)), tuple(map(F, bottom)), F(0), F(1))


def code_of(call: Callable[[], object]) -> str:
    """The code of the refusal that a call raises."""
    try:
        call()
    except Refusal as refusal:
        return refusal.code
    return "none"


def raises(kind: type[Exception], call: Callable[[], object]) -> bool:
    """Whether a call raises."""
    try:
        call()
    except kind:
        return True
    return False


def test_surds_compare_exactly() -> None:
    ladder = [
        *(Surd(F(-3), F(1), 2), -ROOT2, Surd(F(1), F(-1), 2), Surd(F(0), F(0), 2), Surd(F(3), F(-2), 2)),
        *(Surd(F(-1), F(1), 2), Surd(F(1), F(0), 2), ROOT2, Surd(F(1), F(1), 2)),
    ]
    for i, x in enumerate(ladder):
        for j, y in enumerate(ladder):
            order = (x < y, x <= y, x == y, x >= y, x > y)
            check(order == (i < j, i <= j, i == j, i >= j, i > j), f"{x} and {y}: {order}")
            check((x - y).sign() == (i > j) - (i < j), f"{x} - {y}")
    near = Surd(F(-941664), F(665857), 2)  # 665857 sqrt(2) is 941664.00000053...
    check(near.sign() == 1 and (-near).sign() == -1, near)


def test_surds_mix_with_rationals() -> None:
    x = Surd(F(1, 2), F(3), 2)
    check(1 + x == x + 1 == Surd(F(3, 2), F(3), 2), "sums")
    check(F(1) - x == Surd(F(1, 2), F(-3), 2) == -(x - F(1)), "differences")
    check(2 * x == x * F(2) == Surd(F(1), F(6), 2), "multiples")
    check(ROOT2 * ROOT2 == 2 and 2 / ROOT2 == ROOT2 and ROOT2 / ROOT2 == 1 and x / x == F(1), "quotients")
    check(ROOT2 > 1 and not ROOT2 < 1 and F(3, 2) > ROOT2 and ROOT2 <= 2 and F(1) <= ROOT2, "order")
    check(ROOT2 != 1 and Surd(F(5), F(0), 2) == 5 and hash(Surd(F(5), F(0), 2)) == hash(5), "equality")
    check(x != "x" and Surd(F(0), F(1), 3) != ROOT2 and hash(ROOT2) != hash(-ROOT2), "others")
    check(str(x) == "1/2 + 3*sqrt(2)", str(x))


def test_surds_refuse_other_fields() -> None:
    for d in (-2, 0, 1, 4, 10**20):
        check(raises(ValueError, partial(Surd, F(0), F(1), d)), d)
    check(raises(ValueError, lambda: ROOT2 + Surd(F(0), F(1), 3)), "sqrt 2 + sqrt 3")
    check(raises(ZeroDivisionError, lambda: ROOT2 / Surd(F(0), F(0), 2)), "division by zero")


def test_rational_functions() -> None:
    a = alpha((0, 1))
    one_more = a + 1
    inverse = 1 / one_more
    check((inverse.top, inverse.bottom) == ((1,), (1, 1)), inverse)
    check(inverse * one_more == 1 and one_more / one_more == 1, "quotients")
    check((a * a - 1) / (a - 1) == one_more, "a quotient that is a polynomial")
    check(a / (2 * a) == F(1, 2) and a - a == 0 and 2 - a == -(a - 2) and F(1) + a == one_more, "sums")
    check(a > 0 and a < 1 and a <= 1 and a >= 0 and not a > 1 and not a >= 1 and inverse < 1, "order")
    same = alpha((0, 1))
    check(not one_more <= 1 and not a >= 1 and not one_more < 1 and not a > 1, "order, denied")
    check(a <= same and a >= same and not a < same and not a > same, "the same")
    check((a - same).sign() == 0 and (a - 1).sign() == -1 and (a + 1).sign() == 1, "signs")
    check(a != 0 and a.__eq__("a") is False and hash(a) == hash(same), "equality")
    check(str(inverse) == "[1]/[1, 1]", str(inverse))
    check(str(a) == "[0, 1]" and inverse.parts() == (1, 1, 1), "parts")
    check((1 / (1 - 2 * a + 2 * a * a)).sign() == 1, "a denominator without real roots")
    check(1 / a > 1 and 1 / (a - 1) < -1, "poles at the ends")


def test_rational_functions_that_change_sign_are_refused() -> None:
    half = alpha((-1, 2))
    for call in (lambda: half > 0, lambda: half < 0, half.sign, lambda: 1 / half, lambda: half >= 0):
        check(code_of(call) == "E_SIGN_VARIES", "a root at 1/2")
    check(code_of((half * half).sign) == "E_SIGN_VARIES", "a double root")
    check(raises(ZeroDivisionError, lambda: half / (half - half)), "division by zero")
    wrongs: list[tuple[tuple[int, ...], tuple[int, ...]]] = [((1,), (2,)), ((1,), ()), ((0, 1), (0, 1))]
    for top, bottom in wrongs:
        check(raises(ValueError, partial(alpha, top, bottom)), (top, bottom))
    check(raises(ValueError, lambda: RationalFunction((F(1),), (F(1),), F(1), F(1))), "an empty interval")


def test_numbers_are_written_in_one_form() -> None:
    over = ParametricField(F(0), F(1))
    written: list[tuple[Field, list[Json]]] = [
        (Rationals(), ["0", "-3/4", "12"]),
        (QuadraticField(2), ["0", "1/2", ["0", "1"], ["-1/2", "3"]]),
        (over, ["0", "-1", ["0", "1"], ["1", "0", "1/2"], {"bottom": ["1", "1"], "top": ["-2"]}]),
    ]
    for field, values in written:
        for value in values:
            check(field.encode(field.decode(value, "")) == value, value)
    check([QuadraticField(2).encode(x) for x in (3, F(1, 2))] == ["3", "1/2"], "rationals in Q(sqrt 2)")
    check([over.encode(x) for x in (3, F(1, 2))] == ["3", "1/2"], "rationals with a parameter")
    for field in (Rationals(), QuadraticField(2), over):
        check(decode_field(field.declaration(), "") == field, field)


def test_sizes_count_all_bits() -> None:
    check([poly.size(x) for x in (0, 5, F(3, 4), ROOT2)] == [0, 3, 5, 3], "plain")
    check(poly.size(alpha((0, 1), (2, 1))) == 8, poly.size(alpha((0, 1), (2, 1))))


def test_logarithms_are_enclosed() -> None:
    for x, true in (
        (F(3, 2), "103.799"),
        (F(2), "177.445"),
        (F(4), "354.891"),
        (F(6), "458.690"),
        (F(1), "0"),
    ):
        lo, hi = log(x, 8)
        thousandth = F(1, 1000) if x != 1 else F(0)
        check(lo <= F(true) <= F(true) + thousandth <= hi <= lo + 28, (x, lo, hi))
        check(log(1 / x, 8) == (-hi, -lo), x)


def test_determinants() -> None:
    for rows, value in (
        ([], 1),
        ([[-2]], -2),
        ([[1, 2], [3, 4]], -2),
        ([[1, 2], [2, 4]], 0),
        ([[0, 1], [1, 0]], -1),
        ([[0, 0], [1, 1]], 0),
        ([[1, 2, 3], [2, 4, 5], [3, 5, 6]], -1),
        ([[0, 2, 0], [0, 0, 3], [5, 0, 0]], 30),
    ):
        check(determinant([[F(x) for x in row] for row in rows]) == value, rows)
