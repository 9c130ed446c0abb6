"""Exact numbers, matrices, activations and claims as they are printed."""

from fractions import Fraction
from typing import Any

import pytest

from checker import Field, ParametricField, QuadraticField, Rationals, Reader
from constructions.certificate import Claim
from proofs.report.claims import words
from proofs.report.notation import INLINE, matrix, number
from proofs.report.objects import activation
from proofs.report.symbols import equation, symbol

Q, ROOT2 = Rationals(), QuadraticField(2)
ALPHA = ParametricField(Fraction(0), Fraction(1))


@pytest.mark.parametrize(
    ("field", "written", "printed"),
    [
        (Q, "0", "0"),
        (Q, "-3", "-3"),
        (Q, "-1/2", r"-\tfrac{1}{2}"),
        (ROOT2, ["0", "1"], r"\sqrt{2}"),
        (ROOT2, ["1", "-1/2"], r"1-\tfrac{1}{2}\sqrt{2}"),
        (ROOT2, "5", "5"),
        (ALPHA, ["1", "-1"], r"1-\alpha"),
        (ALPHA, ["0", "0", "2"], r"2\alpha^{2}"),
        (ALPHA, {"bottom": ["1", "1"], "top": ["0", "1"]}, r"\frac{\alpha}{1+\alpha}"),
    ],
)
def test_numbers(field: Field, written: Any, printed: str) -> None:
    assert number(field.decode(written, "")) == printed


def test_a_long_integer_is_shortened_with_its_length() -> None:
    assert number(Fraction(10**40)) == r"10000000{\ldots}00000000_{(41\text{ digits})}"


def test_a_matrix_within_the_limit_is_whole() -> None:
    shown = matrix("A", [[Fraction(i * j) for j in range(INLINE)] for i in range(INLINE)], Q)
    assert shown.sha256 == ""
    assert shown.tex.count(r"\\") == INLINE - 1
    assert shown.tex.count("&") == INLINE * (INLINE - 1)


def test_a_larger_matrix_shows_its_ends_and_its_hash() -> None:
    rows = [[Fraction(i), Fraction(-i)] for i in range(INLINE + 1)]
    shown = matrix("A", rows, Q)
    assert shown.tex == (
        r"\begin{bmatrix}0 & 0 \\ 1 & -1 \\ 2 & -2 \\ \vdots & \vdots \\ 10 & -10 \\ 11 & -11 \\ 12 & -12"
        r"\end{bmatrix}"
    )
    assert len(shown.sha256) == 64
    wide = matrix("A", [list(column) for column in zip(*rows, strict=True)], Q)
    assert wide.tex.startswith(r"\begin{bmatrix}0 & 1 & 2 & \cdots & 10 & 11 & 12 \\")


@pytest.mark.parametrize(
    ("field", "written", "printed"),
    [
        (Q, {"name": "relu"}, r"ReLU $\sigma(t)=\max(0,t)$"),
        (Q, {"name": "leaky_relu", "slope": "1/2"}, r"leaky ReLU $\sigma(t)=\max(t,\tfrac{1}{2}\,t)$"),
        (Q, {"name": "leaky_relu", "slope": "2"}, r"leaky ReLU $\sigma(t)=\min(t,2\,t)$"),
        (Q, {"name": "leaky_relu", "slope": "-1"}, r"$\sigma(t)=|t|$"),
        (ALPHA, {"name": "leaky_relu", "slope": ["0", "1"]}, r"leaky ReLU $\sigma(t)=\max(t,\alpha\,t)$"),
        (Q, {"name": "polynomial", "coefficients": ["1", "0", "0", "-1"]}, r"$\sigma(t)=1-t^{3}$"),
    ],
)
def test_activations(field: Field, written: Any, printed: str) -> None:
    assert activation(Reader(field).activation(written, ""), field) == printed


def test_a_slope_on_both_sides_of_one_is_told_apart() -> None:
    field = ParametricField(Fraction(0), Fraction(2))
    sigma = Reader(field).activation({"name": "leaky_relu", "slope": ["0", "1"]}, "")
    assert r"t\text{ or }\alpha\,t\text{ for }t<0" in activation(sigma, field)


def test_a_piecewise_activation_is_printed_by_cases() -> None:
    pieces: Any = [{"bottom": ["1"], "top": ["0", "1"]}, {"bottom": ["0", "1"], "top": ["1"]}]
    sigma = Reader(Q).activation({"name": "piecewise", "breakpoints": ["1"], "pieces": pieces}, "")
    printed = activation(sigma, Q)
    assert printed == r"$\sigma(t)=\begin{cases}t & t\le 1 \\ \tfrac{1}{t} & 1\le t\end{cases}$"


def test_claims_in_words() -> None:
    half_plane: Any = {"normal": ["1", "-1"], "offset": "2"}
    body: dict[str, Any] = {"network": None, "class": "0", "domain": []}
    assert words(Claim("region-components", Q, {**body, "components": "2"})) == (
        "$C_{1}$ has exactly 2 connected components"
    )
    union = Claim("region-is", Q, {**body, "polyhedra": [[half_plane], []]})
    assert words(union) == r"$C_{1}$ is $\{x_{1}-x_{2}>2\}\cup \mathbb{R}^d$"
    within = Claim("region-connected", Q, {**body, "domain": [half_plane]})
    assert words(within) == r"$C_{1}$ is connected within $\{x_{1}-x_{2}\ge 2\}$"
    below = Claim("region-is", Q, {**body, "polyhedra": [[{"normal": ["0", "-1"], "offset": "3"}]]})
    assert words(below) == r"$C_{1}$ is $\{x_{2}<-3\}$"
    many = Claim("region-is", Q, {**body, "polyhedra": [[half_plane]] * 9})
    assert words(many) == "$C_{1}$ is the union of 9 open polyhedra given"


def test_a_claim_without_words_is_named() -> None:
    assert words(Claim("new_kind", Q, {})) == r"a claim of kind new\_kind"
    assert words(Claim("rank", Q, {"matrix": None})) == "a claim of kind rank"


def test_identities() -> None:
    w, t = {"symbol": "W2"}, {"symbol": "t"}
    body: Any = {
        "left": {"product": ["-1", {"sum": [t, "1/2"]}, t, t]},
        "right": {"zero": ["n", "m"]},
        "relations": [{"word": ["W2"], "equals": w}],
    }
    assert equation(body, "=") == r"$-(t+\tfrac{1}{2})\,t^{2}=0_{n \times m}$ given $W_{2}=W_{2}$"
    assert symbol("sigma") == r"\sigma"
    assert symbol("a b}") == r"\text{a b$\}$}"
