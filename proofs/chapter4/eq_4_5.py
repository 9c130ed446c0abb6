"""Equation (4.5): the order of the samples, which no alpha changes."""

from __future__ import annotations

from fractions import Fraction

from proofs.feature_exhibits import identity, product, total
from proofs.order_exhibits import below, greedy, within
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def order_kept() -> Exhibit:
    """sigmoid(t) = E/(1 + E): the difference of two values has the sign of that of E = e^(alpha f) and D = e^(alpha g)."""
    return identity(
        "sigmoid, E = e^(alpha f), D = e^(alpha g): E (1 + D) - D (1 + E) = E - D, whatever alpha",
        total(product("E", total("1", "D")), product("-1", "D", total("1", "E"))),
        total("E", product("-1", "D")),
        *("D", "E"),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The step for all values; the greedy choice of one network, with two alphas."""
    made: list[Exhibit] = [order_kept()]
    for alpha in (Fraction(1, 8), Fraction(1)):
        found = below(alpha)
        made.append(within(alpha, found))
        made += [
            at_most(
                f"alpha = {alpha}: sample {j + 1} is the largest for p_{j + 1} among those left",
                gap,
                -Fraction(1, 2**30),
            )
            for j, gap in enumerate(greedy(found))
        ]
    return tuple(made)


theorem = Theorem(
    id="eq-4.5",
    kind="equation",
    title="The order of the samples",
    statement=(
        r"$\pi(j)=\arg\max_{i\notin\{\pi(1),\dots,\pi(j-1)\}}f_{c(p_j)}(x_i)$ is determined by the values of $g$ in the first layer: it does not depend on $\alpha>0$, because all activations are strictly increasing."
    ),
    source=thesis("Equation (4.5)", "58"),
    universal=True,
    covers=(
        r"One step of the induction over the layers for the sigmoid, for all values; and the greedy choices of a network with skips in three layers, N = 4, with all alphas 1/8 and 1: the samples (4, 2), (3, 1), (1, 4), (2, 3) in this order. The maximum is "
        r"unique because the values differ."
    ),
    uses=("eq-4.3",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a decreasing activation",
            tampered(order_kept().build, "/claim/right", total("D", product("-1", "E"))),
            "E_IDENTITY",
        ),
        NearMiss(
            "a sample that is not the largest",
            tampered(exhibits()[2].build, "/claim/points/0/0", "1"),
            "E_VALUE",
        ),
    ),
)
