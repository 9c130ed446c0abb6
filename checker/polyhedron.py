"""Emptiness of a polyhedron by Farkas multipliers.

A constraint is an affine form g with g(x) >= 0 (closed) or g(x) > 0 (strict).  If non-negative
multipliers make the forms add up to a constant c, then every point of the polyhedron has c >= 0, and
c > 0 when a strict constraint takes part; so c < 0, or c = 0 with a strict one, leaves no point.
Farkas (1902) for closed, Motzkin (1936) for strict systems; only this easy direction is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker import polynomial as poly
from checker.codec import Json, as_list
from checker.errors import rejected
from checker.limits import spend
from checker.network import Vector, dot
from checker.notation import Reader
from checker.polynomial import Number
from checker.rational import decode_integer


@dataclass(frozen=True)
class Constraint:
    """form(x) >= 0, or > 0 when strict; `form` lists the coefficients and then the constant."""

    form: Vector
    strict: bool

    def holds(self, x: Vector) -> bool:
        """Whether x satisfies it."""
        value = value_at(self.form, x)
        return bool(value > 0 if self.strict else value >= 0)


Constraints = tuple[Constraint, ...]


def value_at(form: Vector, x: Vector) -> Number:
    """form(x)."""
    return dot(form[:-1], x, form[-1])


def negative(form: Vector) -> Vector:
    """-form."""
    return tuple(-c for c in form)


def minus(left: Vector, right: Vector) -> Vector:
    """left - right."""
    return tuple(a - b for a, b in zip(left, right, strict=True))


def closed(forms: tuple[Vector, ...]) -> Constraints:
    """form >= 0 for each."""
    return tuple(Constraint(form, False) for form in forms)


def strict(forms: tuple[Vector, ...]) -> Constraints:
    """form > 0 for each."""
    return tuple(Constraint(form, True) for form in forms)


def check_empty(constraints: Constraints, multipliers: Json, at: str, read: Reader) -> None:
    """Accept when `multipliers`, a list of [index, positive number], show that no point satisfies all."""
    constant, used = _combine(constraints, multipliers, at, read)
    if not (constant < 0 or (constant == 0 and any(side.strict for side in used))):
        raise rejected("E_FARKAS", at, "a constant < 0, or 0 with a strict constraint", constant)


def check_thin(constraints: Constraints, multipliers: Json, at: str, read: Reader) -> None:
    """Accept when they show an empty interior: the forms add up to c <= 0 (so each of them vanishes)."""
    constant, used = _combine(constraints, multipliers, at, read)
    if constant > 0 or not any(c != 0 for side in used for c in side.form[:-1]):
        raise rejected("E_THIN", at, "a constant <= 0 from a form that is not constant", constant)


def _combine(
    constraints: Constraints, multipliers: Json, at: str, read: Reader
) -> tuple[Number, list[Constraint]]:
    """The constant that the weighted forms add up to, and the constraints that take part."""
    total: list[Number] = [0] * len(constraints[0].form) if constraints else [0]
    used: list[int] = []
    spend(0, 1 + len(constraints) // 4)
    for n, entry in enumerate(as_list(multipliers, at)):
        place = f"{at}/{n}"
        index, number = as_list(entry, place, length=2)
        least = used[-1] + 1 if used else 0
        i = decode_integer(index, f"{place}/0", least, len(constraints), "E_MULTIPLIER_INDEX")
        factor = read.number(number, f"{place}/1")
        if not factor > 0:
            raise rejected("E_MULTIPLIER_SIGN", f"{place}/1", "a positive multiplier", number)
        used.append(i)
        for k, c in enumerate(constraints[i].form):
            total[k] = total[k] + factor * c
            spend(poly.size(total[k]))
    if any(c != 0 for c in total[:-1]):
        raise rejected("E_FARKAS", at, "multipliers that cancel every variable", total)
    return total[-1], [constraints[i] for i in used]
