"""Exact arithmetic against independent answers, on numbers that chance picks."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checker import RationalFunction, Refusal, Surd
from checker import polynomial as poly
from checker.polynomial import Polynomial
from checker.rational import decode_rational, encode_rational

F = Fraction
small = st.fractions(min_value=-30, max_value=30, max_denominator=40)
integers = st.integers(-6, 6)
radicands = st.sampled_from([2, 3, 5, 6, 7, 10, 999_999_937])


def surds(d: int) -> st.SearchStrategy[Surd]:
    return st.builds(Surd, small, small, st.just(d))


def value(x: Surd) -> Decimal:
    """a + b sqrt(d) to 80 digits."""
    a, b = (Decimal(part.numerator) / Decimal(part.denominator) for part in (x.a, x.b))
    return a + b * Decimal(x.d).sqrt()


@given(radicands.flatmap(lambda d: st.tuples(surds(d), surds(d))))
def test_surds_compare_and_combine_as_reals_do(pair: tuple[Surd, Surd]) -> None:
    x, y = pair
    with localcontext() as context:
        context.prec = 80
        tiny = Decimal(10) ** -60
        difference = value(x) - value(y)
        assert (x - y).sign() == (0 if abs(difference) < tiny else 1 if difference > 0 else -1)
        assert (x < y, x <= y, x > y, x >= y) == tuple(
            (x - y).sign() in signs for signs in ((-1,), (-1, 0), (1,), (0, 1))
        )
        assert abs(value(x * y) - value(x) * value(y)) < tiny
        assert abs(value(x + y) - value(x) - value(y)) < tiny
        if y != 0:
            assert (x / y) * y == x


@given(st.integers(1, 10**40), radicands)
def test_signs_are_right_where_floats_see_no_difference(b: int, d: int) -> None:
    below = isqrt(d * b * b)  # below < b sqrt(d) < below + 1
    assert Surd(F(below), F(-b), d).sign() == -1
    assert Surd(F(below + 1), F(-b), d).sign() == 1
    assert Surd(F(-below), F(b), d) > 0 > Surd(F(-below - 1), F(b), d)


@given(small, small)
def test_rationals_are_written_in_one_form(x: Fraction, y: Fraction) -> None:
    assert decode_rational(encode_rational(x), "") == x
    assert (encode_rational(x) == encode_rational(y)) == (x == y)


def product_of(roots: list[tuple[Fraction, int]], lead: Fraction) -> Polynomial:
    made: Polynomial = (lead,)
    for root, times in roots:
        for _ in range(times):
            made = poly.multiply(made, (-root, F(1)))
    return made


roots_ = st.lists(st.tuples(small, st.integers(1, 3)), max_size=4, unique_by=lambda pair: pair[0])
leads = small.filter(bool)
ends = st.one_of(st.none(), small)


@given(roots_, leads, ends, ends)
def test_roots_are_counted_and_signs_told(
    roots: list[tuple[Fraction, int]], lead: Fraction, lo: Fraction | None, hi: Fraction | None
) -> None:
    assume(lo is None or hi is None or lo < hi)
    p = poly.multiply(product_of(roots, lead), (F(1), F(0), F(1)))  # and two roots that are not real
    inside = [(r, n) for r, n in roots if (lo is None or r > lo) and (hi is None or r < hi)]
    assert poly.count_roots(p, lo, hi) == len(inside)
    samples = sorted({r for r, _ in inside} | {x for x in (lo, hi) if x is not None})
    points = [(a + b) / 2 for a, b in pairwise(samples)]
    if lo is None:
        points.append((samples[0] if samples else F(0)) - 1)
    if hi is None:
        points.append((samples[-1] if samples else F(0)) + 1)
    signs = {poly.evaluate(p, t) > 0 for t in points}
    assert poly.constant_sign(p, lo, hi) == (None if inside else 1 if signs == {True} else -1)
    assert poly.nonpositive(p, lo, hi) == (signs == {False})


@given(roots_, leads)
def test_the_odd_part_has_the_roots_of_odd_multiplicity(
    roots: list[tuple[Fraction, int]], lead: Fraction
) -> None:
    assert poly.odd_part(product_of(roots, lead)) == product_of([(r, 1) for r, n in roots if n % 2], lead)


polynomials = st.lists(integers.map(F), max_size=5).map(poly.trim)


@given(polynomials, polynomials, polynomials)
def test_division_and_common_divisors(p: Polynomial, q: Polynomial, common: Polynomial) -> None:
    if q:
        quotient, rest = poly.divide(p, q)
        assert poly.add(poly.multiply(quotient, q), rest) == p
        assert len(rest) < len(q)
    shared = poly.gcd(poly.multiply(p, common), poly.multiply(q, common))
    if common and (p or q):
        assert poly.divide(shared, common)[1] == ()
        assert shared == poly.multiply(poly.gcd(p, q), poly.monic(common))
        assert shared[-1] == 1


def at(x: RationalFunction, t: Fraction) -> Fraction:
    return F(poly.evaluate(x.top, t)) / F(poly.evaluate(x.bottom, t))


@settings(deadline=None)
@given(polynomials, polynomials, polynomials, polynomials, st.sampled_from(["+", "-", "*", "/"]))
def test_rational_functions_combine_as_their_values_do(
    p: Polynomial, q: Polynomial, r: Polynomial, s: Polynomial, operation: str
) -> None:
    points = [F(k, 7) for k in range(1, 7)]
    try:
        one = RationalFunction((F(1),), (F(1),), F(0), F(1))
        lift = [RationalFunction(side, (F(1),), F(0), F(1)) * one for side in (p, q, r, s)]
        x, y = lift[0] / lift[1], lift[2] / lift[3]
        z = {"+": lambda: x + y, "-": lambda: x - y, "*": lambda: x * y, "/": lambda: x / y}[operation]()
    except (Refusal, ZeroDivisionError):
        return  # a pole inside (0, 1)
    assert z.bottom[-1] == 1
    assert len(poly.gcd(z.top, z.bottom)) == 1 or z.top == ()
    for t in points:
        a, b = at(x, t), at(y, t)
        assert at(z, t) == {"+": a + b, "-": a - b, "*": a * b, "/": a / (b or 1)}[operation]
    try:
        smaller = x < y
    except Refusal:
        return
    assert all((at(x, t) < at(y, t)) == smaller for t in points)
