"""Gradients against exact difference quotients and forwards, and singular values against numpy's."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checker import (
    Json,
    Layer,
    Network,
    QuadraticField,
    Rationals,
    Reader,
    Refused,
    Verified,
    encode_network,
    verify,
)
from checker.risk import read_risk
from constructions.certificate import Claim, NotFound
from constructions.evidence.find import find
from constructions.evidence.gradient import backpropagation, bounds_claim, gradient_claim, square_risk
from constructions.fully_connected import SOFTSIGN, layer, leaky_relu, network
from proofs.gradient_exhibits import instance

Q = Rationals()
SEEDS = st.integers(0, 10**6)
H = Fraction(1, 10**9)


def moved(net: Network, l: int, j: int, i: int, step: Fraction) -> Network:
    """The network with W_l[j][i] (or, past the weights, b_l[j]) moved by a step."""
    old = net.layers[l]
    weight, bias = [list(row) for row in old.weight], list(old.bias)
    if i < len(weight[j]):
        weight[j][i] += step
    else:
        bias[j] += step
    new = Layer(tuple(map(tuple, weight)), tuple(bias), old.activation)
    return Network(net.input_dim, (*net.layers[:l], new, *net.layers[l + 1 :]))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_piecewise_linear_gradients_are_difference_quotients(seed: int) -> None:
    """Phi is quadratic in the weights of one layer off the kinks: central quotients are exact."""
    draw = Random(seed)

    def rows(height: int, width: int) -> list[list[str]]:
        return [[str(Fraction(draw.randint(-9, 9), 4)) for _ in range(width)] for _ in range(height)]

    widths = [draw.randint(1, 3) for _ in range(4)]
    made = network(
        *(
            layer(rows(b, a), rows(1, b)[0], leaky_relu("1/3") if k < 2 else {"name": "identity"})
            for k, (a, b) in enumerate(pairwise(widths))
        )
    )
    risk_json = square_risk(rows(2, widths[0]), rows(2, widths[-1]))
    risk = read_risk(Reader(Q), risk_json, "", made)
    for l in range(3):
        claim = gradient_claim_or_none(made, risk_json, l)
        if claim is None:  # a pre-activation at a kink
            return
        found = backpropagation(made, risk)[l]
        for j, b in enumerate(found.bias):
            for i, true in enumerate([*found.weight[j], b]):
                up, down = (risk(moved(made, l, j, i, step)) for step in (H, -H))
                assert (up - down) / (2 * H) == true
        assert isinstance(verify(claim.with_evidence({})), Verified)


def gradient_claim_or_none(made: Network, risk: Json, l: int) -> Claim | None:
    """The claim, where the kernel does not meet a kink."""
    body = {"network": encode_network(made, Q), "risk": risk, "layer": str(l)}
    a, b = made.widths[l : l + 2]
    zero: list[Json] = [["0"] * a for _ in range(b)]
    verdict = verify(Claim("gradient", Q, {**body, "weight": zero, "bias": ["0"] * b}).with_evidence({}))
    if isinstance(verdict, Refused) and verdict.code == "E_KINK":
        return None
    return gradient_claim(made, risk, l)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.lists(st.integers(1, 4), min_size=2, max_size=5), st.integers(1, 3))
def test_backwards_and_forwards_agree(seed: int, widths: list[int], samples: int) -> None:
    made, risk = instance(seed, widths, samples)
    for l in range(len(widths) - 1):
        assert isinstance(verify(find(gradient_claim(made, risk, l))), Verified)


def test_a_gradient_over_a_quadratic_field() -> None:
    """f = softsign(sqrt(2) x) at x = 1, y = 0: the derivative of f^2 / 2 is f (1 + sqrt 2)^-2."""
    field = QuadraticField(2)
    made = network(layer([[["0", "1"]]], [0], SOFTSIGN), layer([[1]], [0]), field=field)
    claim = gradient_claim(made, square_risk([[1]], [[0]]), 0, field)
    assert claim.body["bias"] == [["10", "-7"]]  # (2 - sqrt 2) (3 - 2 sqrt 2)
    assert isinstance(verify(find(claim)), Verified)


def test_wrong_derivatives_are_answered_by_the_true_ones() -> None:
    made, risk = instance(5, (2, 3, 1), 2)
    claim = gradient_claim(made, risk, 0)
    wrong = Claim("gradient", Q, {**claim.body, "bias": ["0", "0", "0"]})
    with pytest.raises(NotFound, match="the derivatives are others") as caught:
        find(wrong)
    assert caught.value.counter is not None
    assert isinstance(verify(caught.value.counter), Verified)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 3))
def test_gradients_lie_between_their_bounds(seed: int, k: int) -> None:
    """Widths 2-4-3-2-1, N = 2: the hypotheses of Lemma 2.4.9 hold for each k (k = 3 has n_3 = N)."""
    of = instance(seed, (2, 4, 3, 2, 1), 2, smooth=True)
    try:
        certificate = find(bounds_claim(*of, k - 1))
    except NotFound as no:  # equal, or too close to tell in floating point
        assert "not confirmed" in no.reason
        return
    assert isinstance(verify(certificate), Verified)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 5), st.integers(1, 5), st.sampled_from(["smallest", "largest"]))
def test_singular_values_are_those_of_numpy(seed: int, m: int, n: int, which: str) -> None:
    draw = numpy.random.default_rng(seed)
    A = draw.integers(-3, 4, (m, n))
    square = float(numpy.linalg.svd(A.astype(float), compute_uv=False)[0 if which == "largest" else -1]) ** 2
    entries: Json = [[str(x) for x in row] for row in A.tolist()]
    for c in (square * 0.99 - 0.01, square * 1.01 + 0.01):
        for relation in (">=", "<="):
            bound = str(Fraction(c).limit_denominator(10**4))
            body: dict[str, Json] = {"which": which, "relation": relation, "square": bound}
            claim = Claim("singular-value-bound", Q, {"matrix": {"entries": entries}, **body})
            if (square >= c) == (relation == ">="):
                assert isinstance(verify(find(claim)), Verified)
                continue
            with pytest.raises(NotFound) as caught:
                find(claim)
            assert caught.value.counter is not None
            assert isinstance(verify(caught.value.counter), Verified)
