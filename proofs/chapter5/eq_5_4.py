"""Equation 5.4: the class densities of the strip data, and the one that is not a density."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.exhibits import Q
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def mass(density: str, *intervals: tuple[str, str]) -> Any:
    """density times the total length of the intervals times the height 1 of the strip, not simplified."""
    length = {"sum": [{"sum": [hi, {"product": ["-1", lo]}]} for lo, hi in intervals]}
    return {"product": [density, length, {"sum": ["1/2", {"product": ["-1", "-1/2"]}]}]}


def integrates(value: str, expression: Any, kind: str = "identity") -> Claim:
    """The mass is `value`."""
    body: Any = {"scalars": [], "matrices": {}, "relations": [], "left": expression, "right": value}
    return Claim(kind, Q, body)


BLUE = mass("1/2", ("-2", "-1"), ("1", "2"))
RED = mass("1", ("-1", "1"))
RED_CORRECTED = mass("1/2", ("-1", "1"))


def exhibits() -> tuple[Exhibit, ...]:
    """Blue integrates to 1, red to 2; red corrected to 1."""
    return (
        Exhibit("the density of blue integrates to 1", lambda: find(integrates("1", BLUE))),
        Exhibit(
            "the density of red does not integrate to 1",
            lambda: integrates("1", RED, "identity-fails").with_evidence({"point": {}}),
            "refutes",
            lambda: integrates("1", RED),
        ),
        Exhibit("the density of red integrates to 2", lambda: find(integrates("2", RED)), "corrects"),
        Exhibit("density 1/2 integrates to 1", lambda: find(integrates("1", RED_CORRECTED)), "corrects"),
    )


theorem = Theorem(
    id="eq-5.4",
    kind="equation",
    title="Densities of the strip data",
    statement=(
        r"Blue is uniform on $([-2,-1]\cup[1,2])\times[-\frac12,\frac12]$ and red on $[-1,1]\times[-\frac12,\frac12]$, "
        r"both with density $\frac12$."
    ),
    source=thesis("Section 5.3.2, Equation (5.4)", "78"),
    universal=False,
    covers="That each density integrates to 1.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("red as printed", lambda: integrates("1", RED).with_evidence({}), "E_IDENTITY"),
    ),
    printed=r"The density of red is given as $1$ on $[-1,1]\times[-\frac12,\frac12]$.",
    finding=r"The rectangle has area $2$, so the density printed integrates to $2$.",
    corrected=r"The density of red is $\frac12$ there.",
)
