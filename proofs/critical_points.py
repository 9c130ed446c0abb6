"""Critical points of positive loss where a hypothesis of Theorem 2.4.10 or 2.4.11 is dropped."""

from __future__ import annotations

from typing import Any

from checker import Network, encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import square_risk
from constructions.fully_connected import RELU, layer, network, vector
from constructions.random_paths import HALF
from proofs import two_classes
from proofs.chapter2.rem_2_4_11 import SMOOTH
from proofs.exhibits import Q, rank
from proofs.gradient_exhibits import zero_gradient
from proofs.path_exhibits import at_least, net, square
from proofs.path_witnesses import DIFFERENT
from proofs.theorem import Exhibit
from proofs.value_exhibits import values

POINTS, LABELS = [[0], [1]], [[1, 0], [0, 1]]
HALVES = [["1/2", "1/2"], ["1/2", "1/2"]]


def dead() -> Network:
    """Widths 1-2-2-2, ReLU; F_1 = (1/2 3/2; 3/2 1/2), and both units of layer 2 are dead."""
    return network(
        layer([[1], [-1]], ["1/2", "3/2"], RELU),
        layer([[0, 0], [0, 0]], [-1, -1], RELU),
        layer([[1, 0], [0, 1]], ["1/2", "1/2"]),
    )


def cut() -> Network:
    """Widths 1-2-2-2; W_3 = 0, so that nothing below the output layer matters."""
    return network(
        layer([[1], [-1]], [0, 1], SMOOTH),
        layer([[0, 0], [0, 0]], [0, 0], SMOOTH),
        layer([[0, 0], [0, 0]], ["1/2", "1/2"]),
    )


def full_features(made: Network, name: str) -> Exhibit:
    """rank F_1 = 2 = N."""
    data: Any = [vector(x) for x in POINTS]
    subject: Any = {"network": encode_network(made, Q), "data": data, "features_of": "0"}
    claim = Claim("rank", Q, {"matrix": subject, "relation": "=", "rank": "2"})
    return Exhibit(f"{name}: rank F_1 = 2 = N", lambda: find(claim))


def critical(made: Network, name: str) -> tuple[Exhibit, ...]:
    """Every derivative is 0, and the outputs are 1/2 for both classes: loss 1/2."""
    of = made, square_risk(POINTS, LABELS)
    return (
        *(
            zero_gradient(f"{name}: no derivative in layer {l + 1} is different from 0", of, l)
            for l in range(3)
        ),
        values(f"{name}: the outputs are 1/2, the loss is 1/2", made, POINTS, HALVES),
    )


def flat() -> tuple[Exhibit, ...]:
    """An activation that is monotonic, not strictly."""
    name = "ReLU, layer 2 dead"
    return (*critical(dead(), name), full_features(dead(), name), rank(dead(), 2, 2))


def outside() -> tuple[Exhibit, ...]:
    """A point outside S_1, because U_3 has low rank."""
    name = "W_3 = 0"
    return (*critical(cut(), name), full_features(cut(), name), rank(cut(), 2, 0))


def local_minimum() -> tuple[Exhibit, ...]:
    """A point outside S_1, because F_1 has rank 1: the local minimum of conj-2.4.11 with two classes."""
    made = two_classes.stuck()
    of = made, square_risk(two_classes.POINTS, two_classes.LABELS)
    taken = [["1/5", "4/5"], ["2/5", "3/5"], ["3/5", "2/5"], ["4/5", "1/5"]]
    return (
        *(
            zero_gradient(f"equal units: no derivative in layer {l + 1} is different from 0", of, l)
            for l in (0, 1)
        ),
        values("equal units: the outputs are not the labels", made, two_classes.POINTS, taken),
    )


def equal_samples() -> Exhibit:
    """Two equal samples of different labels: no parameters of any width have zero loss."""
    risk = square([[0], [0]], [[0], [1]])
    made = net(HALF, [[1, 0], [1, 1]], [[1, 1, 0]])
    return at_least(
        "two equal samples, targets 0 and 1: loss at least 1/4 for all parameters",
        made,
        risk,
        "1/4",
        DIFFERENT,
    )
