"""Equation (2.6): the training loss as a function of all parameters, through a convolution."""

from __future__ import annotations

from fractions import Fraction

from checker import Network
from constructions.formats.piecewise_linear import RELU
from proofs.chapter2.def_2_3_1 import PATCHES, PRINTED
from proofs.feature_exhibits import IDENTITY, filter_bank, identity, product, samples, total
from proofs.feature_exhibits import RELU as RELU_LAYER
from proofs.path_exhibits import net, square
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import layer_values, loss_at_most, loss_exceeds

POINTS = [[1, 0, 2, -1, 3], [0, 1, -1, 0, 0], [-2, 1, 1, 1, -4]]
TARGETS = [[1, 0], [0, 1], [1, 0]]
BIAS, TOP = [0, 1, -1, 2, -2, 3], [[1, -1, 0, 2, 0, 1, 1], [0, 0, 1, -1, 1, 0, -2]]


def through() -> Network:
    """The network with U_1 = M_1(W_1) in full."""
    return net(RELU, [[*row, b] for row, b in zip(PRINTED, BIAS, strict=True)], TOP)


def outputs() -> list[list[Fraction]]:
    """F_2."""
    return [[Fraction(y) for y in through()(tuple(map(Fraction, x)))] for x in POINTS]


def loss() -> Fraction:
    """Phi, written out."""
    found = zip(outputs(), TARGETS, strict=True)
    return sum((f - y) ** 2 for row, target in found for f, y in zip(row, target, strict=True)) / Fraction(2)


def exhibits() -> tuple[Exhibit, ...]:
    """F_2 by filters and patches; the loss from the parameters; the half of the sum of squares."""
    hidden = filter_bank([[1, 2, 3], [4, 5, 6]], PATCHES, RELU_LAYER, BIAS)
    top = filter_bank([row[:-1] for row in TOP], None, IDENTITY, [row[-1] for row in TOP])
    differences = [
        str(f - y)
        for row, target in zip(outputs(), TARGETS, strict=True)
        for f, y in zip(row, target, strict=True)
    ]
    return (
        layer_values("F_2 from the filters W_1", [hidden, top], samples(POINTS), outputs()),
        loss_at_most(
            f"the loss computed from (U_l, b_l) is at most {loss()}",
            through(),
            square(POINTS, TARGETS),
            loss(),
        ),
        identity(
            f"which is half the sum of squares of F_2 - Y: {loss()}",
            product("1/2", total(*(product(d, d) for d in differences))),
            str(loss()),
        ),
        loss_at_most("zero at Y = F_2", through(), square(POINTS, outputs()), "0"),
    )


theorem = Theorem(
    id="eq-2.6",
    kind="equation",
    title="The training loss",
    statement=r"$\Phi((W_l,b_l)_{l=1}^L)=\frac12\|F_L-Y\|_F^2$ with $F_L=\sigma(\cdots\sigma(XU_1+\mathbf{1}_Nb_1^T)\cdots)U_L+\mathbf{1}_Nb_L^T$, $U_l=\mathcal{M}_l(W_l)$.",
    source=thesis("Equation (2.6)", "21"),
    universal=True,
    covers=(
        "A convolution of two filters and an output layer on three samples: the outputs from the filters, the loss that the kernel computes from the nested formula with the full matrix, and the sum of squares, exactly; the near miss shows that no smaller number is a bound."
    ),
    uses=("eq-1.2", "eq-2.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a bound smaller by 2^-40",
            lambda: loss_exceeds(through(), square(POINTS, TARGETS), loss() - Fraction(1, 2**40)),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "divided by N",
            lambda: loss_exceeds(through(), square(POINTS, TARGETS), loss() / 3),
            "E_LOSS_EXCEEDS",
        ),
    ),
)
