"""Polynomials, their roots and signs by examples, and the shapes of activations and networks."""

from fractions import Fraction
from functools import partial

from checker import Activation, Layer, Network, Piece
from checker import polynomial as poly
from checker.polynomial import End, Polynomial
from tests.kernel.suite import check
from tests.kernel.test_numbers import ROOT2, alpha, code_of

F = Fraction


def p(*coefficients: int) -> Polynomial:
    """A polynomial with these coefficients, constant term first."""
    return poly.trim([F(c) for c in coefficients])


def from_roots(*roots: int) -> Polynomial:
    """The product of t - r."""
    product = p(1)
    for root in roots:
        product = poly.multiply(product, p(-root, 1))
    return product


def test_rings() -> None:
    check(p(1, 0, 0) == (1,) and p(0, 0) == () and p() == (), "trailing zeros")
    check(poly.add(p(1, 2), p(-1, -2)) == () and poly.add(p(1), p(0, 1)) == p(1, 1), "sums")
    check(poly.multiply(p(1, 1), p(-1, 1)) == p(-1, 0, 1) and poly.multiply(p(), p(1)) == (), "products")
    check(poly.scale(p(1, 2), F(0)) == () and poly.derivative(p(7, 1, 3)) == p(1, 6), "scaled, derived")
    check(poly.evaluate(p(1, -2, 3), F(2)) == 9 and poly.evaluate((), F(2)) == 0, "values")
    check(poly.divide(p(-1, 0, 2), p(1, 2)) == ((F(-1, 2), F(1)), (F(-1, 2),)), "division")
    check(poly.divide(p(1), p(0, 1)) == ((), (1,)), "a short dividend")
    check(poly.divide((3,), (2,)) == ((F(3, 2),), ()), "division of plain integers")
    check(poly.gcd(from_roots(1, 2, 2), from_roots(2, 2, 3)) == from_roots(2, 2), "common divisor")
    check(poly.gcd(p(), p(2, 2)) == p(1, 1) and poly.gcd(p(), p()) == () == poly.monic(()), "with zero")


def test_degrees_are_limited() -> None:
    check(len(poly.trim([F(1)] * 65)) == 65, "degree 64")
    check(code_of(lambda: poly.trim([F(1)] * 66)) == "E_LIMIT_DEGREE", "degree 65")
    long = poly.trim([F(1)] * 40)
    check(code_of(lambda: poly.multiply(long, long)) == "E_LIMIT_DEGREE", "degree 78")


def test_roots_are_counted() -> None:
    q = from_roots(-1, 0, 0, 2)
    counts: list[tuple[End, End, int]] = [
        *((None, None, 3), (None, -1, 0), (None, F(-1, 2), 1), (-1, 2, 1), (-2, 3, 3), (0, None, 1)),
        *((0, 2, 0), (2, None, 0), (-1, 0, 0), (F(-1, 2), F(1, 2), 1), (3, None, 0), (None, -2, 0)),
    ]
    for lo, hi, expected in counts:
        ends = [None if end is None else F(end) for end in (lo, hi)]
        found = poly.count_roots(q, *ends)
        check(found == expected, f"({lo}, {hi}): {found}, not {expected}")
    check(poly.count_roots(p(1, 0, 1), None, None) == 0 == poly.count_roots(p(5), None, None), "no roots")
    surd = (-ROOT2, F(0) * ROOT2, ROOT2 / ROOT2)  # t^2 - sqrt 2
    check(poly.count_roots(surd, None, None) == 2, "over Q(sqrt 2)")
    check(poly.count_roots(surd, ROOT2, None) == 0, "above sqrt 2")
    check(poly.count_roots(surd, ROOT2 - 1, ROOT2) == 1, "between 0.41 and 1.41")
    both = (alpha((0, -1)), alpha(()), alpha((1,)))  # t^2 - alpha
    check(poly.count_roots(both, None, None) == 2, "roots of alpha")
    check(poly.count_roots(both, alpha((1,)), None) == 0, "none above 1")


def test_signs_on_an_interval() -> None:
    check(poly.constant_sign((), None, None) == 0, "zero")
    check(poly.constant_sign(p(3), None, None) == 1, "3")
    check(poly.constant_sign(p(-3), F(0), F(1)) == -1, "-3")
    check(poly.constant_sign(p(-1, 1), F(1), None) == 1, "t - 1 above 1")
    check(poly.constant_sign(p(-1, 1), None, F(1)) == -1, "t - 1 below 1")
    check(poly.constant_sign(p(-1, 1), None, None) is None, "a line")
    check(poly.constant_sign(from_roots(0, 0), None, None) is None, "a double root")
    check(poly.constant_sign(from_roots(0, 1), F(0), F(1)) == -1, "roots at the ends")
    check(poly.inner_point(None, None) == 0 and poly.inner_point(F(1), F(2)) == F(3, 2), "inner points")
    check(poly.inner_point(None, F(0)) < 0 < poly.inner_point(F(0), None), "rays")


def test_nonpositive() -> None:
    check(poly.nonpositive((), None, None) and poly.nonpositive(p(-1), None, None), "zero and -1")
    check(not poly.nonpositive(p(1), None, None) and not poly.nonpositive(p(0, 1), None, None), "1 and t")
    check(poly.nonpositive(poly.scale(from_roots(0, 0), -1), None, None), "-t^2")
    check(not poly.nonpositive(from_roots(0, 0), None, None), "t^2")
    check(poly.nonpositive(poly.scale(from_roots(1, 1, 2, 2, 3), 1), None, F(3)), "up to 3")
    check(not poly.nonpositive(poly.scale(from_roots(1, 1, 2, 2, 3), 1), None, F(4)), "up to 4")
    check(poly.nonpositive(poly.scale(from_roots(1, 1, 1, 5), 1), F(1), F(5)), "a triple root")
    check(not poly.nonpositive(poly.scale(from_roots(1, 1, 1, 5), 1), F(0), F(5)), "and before it")


def test_odd_parts() -> None:
    check(poly.odd_part(from_roots(1, 1, 2, 2, 2, 3)) == from_roots(2, 3), "multiplicities 2, 3, 1")
    check(poly.odd_part(poly.scale(from_roots(1, 1, 1, 1), -5)) == p(-5), "multiplicity 4")
    check(poly.odd_part(from_roots(1, 1, 1, 1, 1)) == from_roots(1), "multiplicity 5")
    check(poly.odd_part(p(7)) == p(7), "no roots")


def test_networks_check_their_shapes() -> None:
    line = Activation((), (Piece(p(0, 1), p(1)),))
    one = Layer(((F(1),),), (F(0),), line)
    wide = Layer(((F(1), F(1)),), (F(0),), line)
    check(Network(1, (one, one)).widths == (1, 1, 1) and Network(1, (one,))((F(3),)) == (3,), "one input")
    empty = Layer((), (), line)
    wrongs: list[tuple[int, tuple[Layer, ...]]] = [(0, (one,)), (1, ()), (1, (wide,)), (2, (one,))]
    pointless = Layer(((),), (F(0),), line)
    for wrong in [*wrongs, (1, (empty,)), (0, (pointless,))]:
        check(code_of(partial(Network, *wrong)) == "E_SHAPE", wrong)
    short = Layer(((F(1),), (F(1),)), (F(0),), line)
    check(code_of(lambda: Network(1, (short,))) == "E_SHAPE", "a bias too few")
    check(Network(1, (one,)).margin((F(3),), 0) is None, "no margin for one class")
    check(Network(1, (one,)).contains((F(3),), 0), "its region is everything")
