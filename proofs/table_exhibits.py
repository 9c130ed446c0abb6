"""Exhibits about the numbers of a table: differences, bounds on them, and printed bounds that fail."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, network
from proofs.exhibits import Q
from proofs.feature_exhibits import identity_claim
from proofs.theorem import Exhibit
from proofs.value_exhibits import value_claim


def excess(x: Fraction, bound: Fraction, value: Fraction) -> Claim:
    """max(0, x - bound) = value, as the value of a ReLU network at x."""
    net = network(layer([[1]], [str(-bound)], RELU), layer([[1]], [0]))
    return value_claim(net, [[str(x)]], [[str(value)]])


def at_most(name: str, x: Fraction | str, bound: Fraction | str, role: str = "supports") -> Exhibit:
    """x <= bound."""
    claim = excess(Fraction(x), Fraction(bound), Fraction(0))
    return Exhibit(name, lambda: find(claim), role)


def exceeds(name: str, x: Fraction | str, bound: Fraction | str) -> Exhibit:
    """x > bound, against a printed x <= bound."""
    a, b = Fraction(x), Fraction(bound)
    if a <= b:
        raise ValueError(f"{name}: {a} does not exceed {b}")
    return Exhibit(name, lambda: find(excess(a, b, a - b)), "refutes", lambda: excess(a, b, Fraction(0)))


def differs(name: str, left: Any, right: Any) -> Exhibit:
    """left and right are different numbers, against a printed left = right."""
    claim = identity_claim(left, right)
    denied = Claim("identity-fails", Q, claim.body)
    return Exhibit(name, lambda: denied.with_evidence({"point": {}}), "refutes", lambda: claim)


def vanishes(name: str, expression: Any, *scalars: str) -> Exhibit:
    """expression = 0 for all values, against a printed "not identically zero"."""
    claim = identity_claim(expression, "0", *scalars)
    denied = Claim("identity-fails", Q, claim.body)
    return Exhibit(name, lambda: find(claim), "refutes", lambda: denied)
