"""Section 1.1: a network with a linear activation computes an affine function, not a linear one."""

from __future__ import annotations

from typing import Any

from constructions.fully_connected import layer, network
from proofs.path_exhibits import identity, plus, times
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import other_values, values


def shifted() -> Any:
    """x -> (2 x + 1) + 1, widths 1-1-1."""
    return network(layer([[2]], [1]), layer([[1]], [1]))


def affine() -> Exhibit:
    """Two layers for all sizes: (X W_1 + 1 b_1) W_2 + 1 b_2 = X (W_1 W_2) + 1 (b_1 W_2 + b_2)."""
    matrices = {"X": ["N", "d"], "W1": ["d", "n"], "W2": ["n", "m"], "u": ["N", "one"], "b1": ["one", "n"]}
    return identity(
        "two layers, all sizes: one affine map",
        plus(times(plus(times("X", "W1"), times("u", "b1")), "W2"), times("u", "b2")),
        plus(times("X", "W1", "W2"), times("u", plus(times("b1", "W2"), "b2"))),
        "corrects",
        matrices={**matrices, "b2": ["one", "m"]},
    )


def exhibits() -> tuple[Exhibit, ...]:
    """f(0) is not 0; affine for all sizes; linear without biases."""
    return (
        other_values("f(0) = 2, where a linear function is 0", shifted(), [[0]], [[2]], [[0]]),
        affine(),
        values(
            "f(1) - f(0) = f(2) - f(1): 2, 4, 6", shifted(), [[0], [1], [2]], [[2], [4], [6]], role="corrects"
        ),
    )


theorem = Theorem(
    id="rem-1.1-linear",
    kind="remark",
    title="Linear networks",
    statement=r"When $\sigma$ is linear, such as $\sigma(x)=x$, the network computes a linear function.",
    source=thesis("Section 1.1, after the definition of the layers", "2"),
    universal=True,
    covers="One network refutes the sentence; the composition of two layers for all sizes, and so, by induction, of any number.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("f(0) = 0", tampered(exhibits()[0].build, "/claim/values/0/0", "0"), "E_VALUE"),
        NearMiss(
            "without the bias of layer 1",
            tampered(affine().build, "/claim/right/sum/1/product/1/sum/0/product/0/symbol", "b2"),
            "E_SHAPE",
        ),
    ),
    printed=r"When $\sigma$ is a linear function, the function $f_L$ computed by the network is just a linear function.",
    finding=r"The layers have biases: widths 1-1-1 with $f(x)=2x+2$.",
    corrected=r"$f_L$ is an affine function; it is linear if all biases are 0.",
)
