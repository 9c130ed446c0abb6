"""Section 1.1: the five activation functions, and which of them are differentiable at 0."""

from __future__ import annotations

from fractions import Fraction

from checker import ParametricField
from constructions.fully_connected import RELU, layer, leaky_relu, network
from proofs.chapter2.asm_1_1_1 import minus
from proofs.chapter2.lem_2_2_2 import relu
from proofs.exhibits import activation
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import values

SLOPES = ParametricField(Fraction(0), Fraction(1))


def leaky() -> Exhibit:
    """max(alpha x, x) at x = 1 and x = -1 for every alpha in (0, 1)."""
    sigma = leaky_relu(["0", "1"])
    net = network(layer([[1]], [0], sigma), layer([[1]], [0]), field=SLOPES)
    name = "leaky ReLU: 1 at 1 and -alpha at -1, for every alpha in (0, 1)"
    return values(name, net, [[1], [-1]], [["1"], [["0", "-1"]]], SLOPES)


def exhibits() -> tuple[Exhibit, ...]:
    """Difference quotients at 0: two different ones for ReLU and leaky ReLU, one limit for the others."""
    half = leaky_relu("1/2")
    return (
        relu("ReLU(t) = t for every t in (0, 10^9): the quotient on the right is 1", "1", [["0", "1"]]),
        relu("ReLU(-t) = 0 there: the quotient on the left is 0", "-1", ["0"]),
        activation(network(layer([[1]], [0], RELU), layer([[1]], [0])), "non-decreasing", "yes"),
        leaky(),
        relu(
            "leaky ReLU of slope 1/2 at -t: -t/2, the quotient on the left is 1/2",
            "-1",
            [["0", "-1/2"]],
            half,
        ),
        identity(
            "ELU, h < 0: with u = 1/(1 - h) the bounds h <= e^h - 1 <= u - 1 of e^h meet, as u - 1 = h u",
            total(product(total("1", minus("h")), "u"), "-1", minus("u"), "1"),
            minus("h", "u"),
            *"hu",
        ),
        identity(
            "sigmoid: (e f - e) / ((1 + e f)(1 + e)) is the increment, f = e^h: it has the factor f - 1",
            total(product("e", "f", total("1", "e")), minus("e", total("1", product("e", "f")))),
            product("e", total("f", "-1")),
            *"ef",
        ),
        identity(
            "softplus: 1 + e f = (1 + e)(1 + s (f - 1)) where s (1 + e) = e, so its increment is ln(1 + s (f - 1))",
            total("1", "e", product("e", total("f", "-1"))),
            total("1", product("e", "f")),
            *"ef",
        ),
    )


theorem = Theorem(
    id="rem-1.1",
    kind="remark",
    title="Activation functions",
    statement=(
        r"ReLU $\max(0,x)$, leaky ReLU $\max(\alpha x,x)$ with $\alpha\in(0,1)$, sigmoid, softplus with $\alpha>0$, and the exponential linear unit. The first two are not differentiable at 0, the "
        "others are differentiable everywhere."
    ),
    source=thesis("Section 1.1, list of activation functions", "2"),
    universal=True,
    hypotheses=(r"$\alpha\in(0,1)$, for the leaky ReLU",),
    covers=(
        r"ReLU: the two quotients at 0 for all $t$ in an interval; leaky ReLU: its values at $\pm1$ for every $\alpha$, and the quotients for $\alpha=\frac12$; by hand, $\sigma(tx)=t\sigma(x)$ for $t>0$ gives "
        r"the others. ELU, sigmoid and softplus: the identities that reduce the quotient to $(e^h-1)/h\to1$; by hand, $1+h\le e^h\le\frac1{1-h}$ for $h<1$, and away from 0 the ELU is "
        "one analytic function on each side."
    ),
    uses=("def-2.2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("ReLU(-t) = t", tampered(exhibits()[1].build, "/claim/values/0/0", ["0", "1"]), "E_VALUE"),
        NearMiss(
            "leaky ReLU(-1) = alpha", tampered(leaky().build, "/claim/values/1/0", ["0", "1"]), "E_VALUE"
        ),
        NearMiss(
            "the increment of the sigmoid with a factor f + 1",
            tampered(exhibits()[6].build, "/claim/right/product/1/sum/1", "1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\alpha\in(0,1)$, for the leaky ReLU",
            (
                activation(network(layer([[1]], [0]), layer([[1]], [0])), "affine", "yes"),
                activation(network(layer([[1]], [0], RELU), layer([[1]], [0])), "affine", "no"),
            ),
            r"At $\alpha=1$ it is the identity, which is differentiable; at $\alpha=0$ it is the ReLU.",
        ),
    ),
)
