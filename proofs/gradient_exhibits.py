"""Exhibits about derivatives of the square loss: the gradient in a layer, and singular values beside it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

from checker import Json, Network, Refusal, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import bounds_claim, gradient_claim, square_risk
from constructions.fully_connected import SOFTSIGN, layer, leaky_relu, monomial, network
from proofs.exhibits import Q
from proofs.theorem import Exhibit

SIGMAS: tuple[Json, ...] = (SOFTSIGN, monomial(3), leaky_relu("1/3"), SOFTSIGN)


def instance(seed: int, widths: Sequence[int], samples: int, smooth: bool = False) -> tuple[Network, Json]:
    """A network of small rationals, softsign throughout or mixed, and data for the square loss; no kinks."""
    while True:
        draw = Random(seed)

        def rows(height: int, width: int, draw: Random = draw) -> list[list[str]]:
            return [
                [str(Fraction(draw.randint(-9, 9), draw.choice((2, 3, 4)))) for _ in range(width)]
                for _ in range(height)
            ]

        inner = [
            layer(rows(b, a), rows(1, b)[0], SOFTSIGN if smooth else SIGMAS[k % len(SIGMAS)])
            for k, (a, b) in enumerate(pairwise(widths[:-1]))
        ]
        made = network(*inner, layer(rows(widths[-1], widths[-2]), rows(1, widths[-1])[0]))
        risk = square_risk(rows(samples, widths[0]), rows(samples, widths[-1]))
        try:
            gradient_claim(made, risk, 0)
        except Refusal:  # a pre-activation at a kink
            seed += 1000
            continue
        return made, risk


def gradient(name: str, of: tuple[Network, Json], l: int) -> Exhibit:
    """The derivatives in layer l, from 0, by backpropagation; the kernel differentiates forwards."""
    return Exhibit(name, lambda: find(gradient_claim(*of, l)))


def zero_gradient(name: str, of: tuple[Network, Json], l: int) -> Exhibit:
    """All derivatives in layer l, from 0, are 0."""

    def claim() -> Claim:
        made = gradient_claim(*of, l)
        a, b = of[0].widths[l : l + 2]
        weight: list[Json] = [["0"] * a for _ in range(b)]
        return Claim("gradient", Q, {**made.body, "weight": weight, "bias": ["0"] * b})

    return Exhibit(name, lambda: find(claim()))


def gradient_bounds(name: str, of: tuple[Network, Json], k: int) -> Exhibit:
    """Lemma 2.4.9 for the features of layer k, from 1."""
    return Exhibit(name, lambda: find(bounds_claim(*of, k - 1)))


def singular_value(name: str, matrix: Json, which: str, relation: str, square: Any) -> Exhibit:
    """The smallest or largest singular value squared is >= or <= this."""
    body: dict[str, Json] = {"matrix": matrix, "which": which, "relation": relation, "square": str(square)}
    return Exhibit(name, lambda: find(Claim("singular-value-bound", Q, body)))


def entries(rows: Sequence[Sequence[Any]]) -> Json:
    """A matrix written out."""
    return {"entries": [[str(x) for x in row] for row in rows]}


def features_of(of: tuple[Network, Json], k: int) -> Json:
    """F_k, from 1, on the inputs of the data."""
    made, risk = of
    data = risk["inputs"] if isinstance(risk, dict) else None
    return {"network": encode_network(made, Q), "data": data, "features_of": str(k - 1)}
