"""Numbers of user files: against the standard library for rationals, against mpmath for square roots."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import Surd
from constructions.formats import InputError, Numbers, Place, write_number
from constructions.formats.number_grammar import split_square

AT = Place("file", "/x")


def read(text: object) -> Fraction | Surd:
    """One number by itself."""
    return Numbers().read(text, AT)


@given(st.fractions())
def test_rationals_are_read_as_fractions(x: Fraction) -> None:
    assert read(str(x)) == x
    assert read(f" {x} ") == x


@given(st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 350))
def test_decimals_are_exact(x: object) -> None:
    assert read(str(x)) == Fraction(str(x))


@given(st.integers())
def test_integers_may_stand_without_quotes(n: int) -> None:
    assert read(n) == n


TERM = st.tuples(st.fractions(max_denominator=50), st.integers(1, 12))


@given(st.lists(TERM, min_size=1, max_size=6), st.sampled_from([2, 3, 5, 7, 10]))
def test_sums_of_roots_against_mpmath(terms: list[tuple[Fraction, int]], d: int) -> None:
    text = " + ".join(f"{abs(c)}*sqrt({d * s * s})" if s % 2 else f"{abs(c)}" for c, s in terms)
    text = "-" + text if terms[0][0] < 0 else text
    with mpmath.workdps(150):
        expected = mpmath.mpf(0)
        for k, (c, s) in enumerate(terms):
            value = mpmath.mpf(abs(c).numerator) / abs(c).denominator
            value *= mpmath.sqrt(d * s * s) if s % 2 else 1
            expected += -value if k == 0 and c < 0 else value
        found = read(text)
        a, b = (found.a, found.b) if isinstance(found, Surd) else (found, Fraction(0))
        value = mpmath.mpf(a.numerator) / a.denominator
        value += mpmath.sqrt(d) * b.numerator / b.denominator
        assert abs(value - expected) <= mpmath.mpf(10) ** -45


@given(st.fractions(), st.fractions(), st.sampled_from([2, 3, 6, 999_999_937]))
def test_what_is_written_is_read_back(a: Fraction, b: Fraction, d: int) -> None:
    assert read(write_number(Surd(a, b, d))) == Surd(a, b, d)
    assert read(write_number(a)) == a


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sqrt(4)", 2),
        ("sqrt(1/4)", Fraction(1, 2)),
        ("sqrt(8)", Surd(Fraction(0), Fraction(2), 2)),
        ("sqrt(1/2)", Surd(Fraction(0), Fraction(1, 2), 2)),
        ("-sqrt(2)/2", Surd(Fraction(0), Fraction(-1, 2), 2)),
        ("1/2*sqrt(2) - 3", Surd(Fraction(-3), Fraction(1, 2), 2)),
        ("sqrt(2)-sqrt(2)", 0),
        ("sqrt(2)-sqrt(8)+1e-3", Surd(Fraction(1, 1000), Fraction(-1), 2)),
        *(("0.25", Fraction(1, 4)), ("1e-3", Fraction(1, 1000)), (".5", Fraction(1, 2)), ("+2.", 2)),
        *(("1e400", 10**400), ("-0", 0), ("sqrt(0)", 0), ("1.5/0.5", 3), ("007", 7)),
    ],
)
def test_forms(text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "1/0", "1/", "/2", "1//2", "--1", "1+-2", "1 2", "1.2.3", ".", "1e", "1 e3", "e3"),
        *("nan", "inf", "-Infinity", "0x10", "1_000", "1,5", "½", "٣", "1/2*", "2*3", "sqrt", "sqrt()"),
        *("sqrt(-1)", "sqrt(2", "sqrt(sqrt(2))", "sqrt(2)*2", "2sqrt(2)", "sqrt(2)/0", "sqrt(1000000000)"),
        *("1e401", "1e-401", "1e9999999999", "9" * 4001, "1" * 20_000, "1\n2", "1\0", "__import__('os')"),
        *("sqrt(2)+sqrt(3)", "sqrt(2)*sqrt(2)", "+".join(f"1/{10**70 + n}" for n in range(100))),
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value).startswith("file: /x: expected ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("value", [0.1, None, True, [], {}, b"1", float("nan")])
def test_other_values_are_refused(value: object) -> None:
    with pytest.raises(InputError):
        read(value)


def test_an_integer_too_long_to_print_is_refused() -> None:
    with pytest.raises(InputError):
        read(10**5000)


@given(st.text(alphabet="0123456789.eE+-*/() sqrt", max_size=20))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        found = read(text)
    except InputError as error:
        assert str(error).isprintable()
    else:
        assert isinstance(found, Fraction | Surd)


@given(st.integers(1, 10**9))
def test_square_parts(n: int) -> None:
    s, d = split_square(n)
    assert s * s * d == n
    assert all(d % (p * p) for p in range(2, 200))


def test_the_field_is_that_of_the_whole_file() -> None:
    numbers = Numbers()
    assert numbers.read("1/2", AT) == Fraction(1, 2)
    assert numbers.field.declaration() == "Q"
    numbers.read("sqrt(18)", AT)
    assert numbers.field.declaration() == {"sqrt": "2"}
    assert numbers.lift((Fraction(1),)) == (Surd(Fraction(1), Fraction(0), 2),)
    with pytest.raises(InputError, match="square roots of one integer"):
        numbers.read("sqrt(3)", AT)
