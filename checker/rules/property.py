"""Hypotheses of theorems that the kernel decides by itself: properties of activations, and widths.

Both answers are claims: `holds` is `"yes"` or `"no"`, and the kernel compares it with what it decides.
"""

from __future__ import annotations

from checker.activation import PROPERTIES
from checker.codec import Json, as_object, as_string
from checker.errors import malformed, rejected
from checker.field import ParametricField
from checker.notation import Reader


def activation_property(read: Reader, claim: Json, evidence: Json) -> None:
    """`activation-property`: sigma is (or is not) non-decreasing, strictly increasing, onto, affine."""
    activation, name_, holds = as_object(claim, "/claim", "activation", "property", "holds")
    as_object(evidence, "/evidence")
    sigma = read.activation(activation, "/claim/activation")
    name = as_string(name_, "/claim/property")
    if name not in PROPERTIES:
        raise malformed("E_PROPERTY", "/claim/property", ", ".join(PROPERTIES), name)
    if name == "affine" and holds == "no" and isinstance(read.field, ParametricField):
        raise malformed("E_FIELD", "/claim/field", "a field without a parameter", "a parameter")
    _compare(sigma.has(name), holds)


def pyramidal(read: Reader, claim: Json, evidence: Json) -> None:
    """`pyramidal`: d >= n_1 >= ... >= n_{L-1} holds (or does not) for the network's widths."""
    network, holds = as_object(claim, "/claim", "network", "holds")
    as_object(evidence, "/evidence")
    _compare(read.network(network, "/claim/network").is_pyramidal(), holds)


def _compare(found: bool, holds: Json) -> None:
    if holds not in ("yes", "no"):
        raise malformed("E_ANSWER", "/claim/holds", '"yes" or "no"', holds)
    if found != (holds == "yes"):
        raise rejected("E_PROPERTY_FAILS", "/claim/holds", "yes" if found else "no", holds)
