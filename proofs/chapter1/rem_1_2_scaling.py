"""Section 1.2.2, on Safran and Shamir: scaling a classifier down can raise its cross-entropy."""

from __future__ import annotations

from fractions import Fraction

from checker import Network
from checker.risk import CROSS_ENTROPY, Risk
from constructions.formats.piecewise_linear import RELU
from constructions.parameter_path import Trail
from proofs.chapter2.asm_1_1_1 import minus
from proofs.feature_exhibits import identity, product, total
from proofs.path_exhibits import net, walked
from proofs.table_exhibits import exceeds
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import loss_at_most, loss_exceeds

# One sample x = 1 of class 1, widths 1-1-2 without biases: f(1) = (1, 0), classified correctly.
RISK = Risk(((Fraction(1),),), ((Fraction(1), Fraction(0)),), CROSS_ENTROPY)
LOG_2 = Fraction(693147181, 10**9)  # a little above
LOSS = Fraction(313261688, 10**9)  # a little above ln(1 + 1/e), the loss at f = (1, 0)


def classifier(c: int = 1) -> Network:
    """Both layers scaled by c: f(1) = (c^2, 0)."""
    return net(RELU, [[c, 0]], [[c, 0], [0, 0]])


def shrinking() -> Trail:
    """The output layer from c = 1 to 0."""
    trail = Trail(classifier())
    trail.set_layer(1, [(Fraction(0), Fraction(0)), (Fraction(0), Fraction(0))])
    return trail


def exhibits() -> tuple[Exhibit, ...]:
    """Outputs (ln 2, 0), where e^phi = 3/2, against (0, 0), where it is 2; and what is true."""
    return (
        exceeds(
            "e^phi at c = 0 is 1 + 1 = 2, at outputs (ln 2, 0) it is 1 + 1/2: the loss rises", "2", "3/2"
        ),
        loss_at_most("f(1) = (1, 0): the loss is at most 0.313261688", classifier(), RISK, LOSS),
        walked(
            "on the way down to c = 0 the loss stays at most ln 2, its value at c = 0",
            shrinking,
            RISK,
            {"at-most": str(LOG_2)},
            "corrects",
        ),
        loss_at_most("c = 2: at most that of c = 1", classifier(2), RISK, LOSS, "corrects"),
        identity(
            "scaling up, u = e^{-margin}, outputs doubled: (1 + u) - (1 + u^2) = u (1 - u) >= 0 for 0 < u <= 1",
            total("u", minus("u", "u")),
            product("u", total("1", minus("u"))),
            "u",
            role="corrects",
        ),
    )


theorem = Theorem(
    id="rem-1.2-scaling",
    kind="remark",
    title="Scaling a network with zero training error",
    statement=(
        r"The discussion of Safran and Shamir (2016): for a positively homogeneous network with cross-entropy and a $\theta_2$ of zero training error, $\Phi(c\theta_2)\le\Phi(\theta_2)$ for every "
        r"$c\ge0$, so that their second condition fails."
    ),
    source=thesis("Section 1.2.2, on Safran and Shamir (2016)", "6"),
    universal=True,
    covers=(
        r"One sample and a network of widths 1-1-2, for which the inequality fails at $c=0$. Its corrected form along the whole way from $c=1$ to $c=0$, and at $c=2$. By hand: $s\mapsto\varphi(sG)$ is convex, so it is at most the "
        r"larger of its values at 0 and 1 between them, and it falls from 1 on when every sample is classified correctly. A network with biases is not homogeneous in the parameters; layer $l$ then takes $c^lb_l$."
    ),
    uses=("asm-1.1.1", "eq-1.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the loss at c = 0 as low as at c = 1",
            lambda: loss_exceeds(classifier(0), RISK, LOSS),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "the way down below 0.6",
            tampered(exhibits()[2].build, "/claim/behaviour/at-most", "3/5"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss("2 at most 3/2", tampered(exhibits()[0].build, "/claim/values/0/0", "0"), "E_VALUE"),
    ),
    printed=r"Any positive rescaling of $\theta_2$ can only decrease the objective: $\Phi(c\theta_2)\le\Phi(\theta_2)$ for every $c\ge0$.",
    finding=r"At $c=0$ all outputs are 0 and the loss of a sample is $\ln2$; at outputs $(\ln2,0)$ it is $\ln\frac32$. The inequality holds for $c\ge1$ only.",
    corrected=(
        r"$\Phi(c\theta_2)\le\max(\Phi(0),\Phi(\theta_2))$ for every $c\ge0$, and this is below $\Phi(\theta_0)$ by the first condition; so the second condition fails, as the thesis concludes."
    ),
)
