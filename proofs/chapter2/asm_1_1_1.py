"""Assumption 1.1.1: the losses of the thesis are convex in the outputs, and not in all parameters."""

from __future__ import annotations

from typing import Any

from checker import encode_network
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.fully_connected import layer, network, vector
from proofs.exhibits import Q
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def minus(*factors: Any) -> Any:
    """-1 times a product."""
    return product("-1", *factors)


def square(term: Any) -> Any:
    """The term times itself."""
    return product(term, term)


REST = total("1", minus("t"))
CHORD = total(product(REST, "g"), product("t", "h"))


def square_loss() -> Exhibit:
    """One entry of Equation (1.2), whose sum is the loss: the gap below the chord from G to H."""
    loss = [square(total(x, minus("y"))) for x in ("g", "h", CHORD)]
    return identity(
        "square loss: (1 - t)(g - y)^2 + t (h - y)^2 - ((1 - t) g + t h - y)^2 = t (1 - t)(g - h)^2",
        total(product(REST, loss[0]), product("t", loss[1]), minus(loss[2])),
        product("t", REST, square(total("g", minus("h")))),
        *"ghty",
    )


def hinge() -> tuple[Exhibit, ...]:
    """max(0, u) on the chord between g >= 0 > h: the gap is -t h >= 0, or (1 - t) g >= 0 where u < 0."""
    return (
        identity(
            "hinge, g >= 0 > h, chord not negative: the gap is -t h",
            total(product(REST, "g"), minus(CHORD)),
            minus("t", "h"),
            *"ght",
        ),
        identity(
            "hinge, g and h of one sign: max(0, u) is affine there, the gap is 0",
            total(product(REST, "g"), product("t", "h"), minus(CHORD)),
            "0",
            *"ght",
        ),
    )


def cross_entropy() -> Exhibit:
    """v^T (diag(p) - p p^T) v = sum_{a < b} p_a p_b (v_a - v_b)^2, for m = 3 and p_1 + p_2 + p_3 = 1."""
    p: list[Any] = ["p1", "p2", total("1", minus("p1"), minus("p2"))]
    v = ["v1", "v2", "v3"]
    mean = total(*(product(a, b) for a, b in zip(p, v, strict=True)))
    second = total(*(product(a, b, b) for a, b in zip(p, v, strict=True)))
    pairs = ((0, 1), (0, 2), (1, 2))
    return identity(
        "cross-entropy, three classes: the quadratic form of the Hessian is a sum of squares",
        total(second, minus(square(mean))),
        total(*(product(p[a], p[b], square(total(v[a], minus(v[b])))) for a, b in pairs)),
        "p1",
        "p2",
        *v,
    )


def output(weight: int) -> Claim:
    """f(1) = w_1 w_2 of the linear network 1-1-1 with w_1 = w_2 = `weight`."""
    net = network(layer([[weight]], [0]), layer([[weight]], [0]))
    value = [vector([weight * weight])]
    body: dict[str, Any] = {"network": encode_network(net, Q), "points": [vector([1])], "values": value}
    return Claim("value", Q, body)


def exhibits() -> tuple[Exhibit, ...]:
    """The three losses, and that the loss is not convex in all parameters together."""
    return (
        square_loss(),
        *hinge(),
        cross_entropy(),
        *(
            Exhibit(
                f"not convex in all parameters: w_1 = w_2 = {w}, y = 1, loss {loss}",
                lambda w=w: find(output(w)),  # type: ignore[misc]
            )
            for w, loss in ((1, "0"), (-1, "0"), (0, "1/2"))
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A chord below the loss, a Hessian without its mixed part, a convex midpoint."""
    return (
        NearMiss("the gap negated", tampered(square_loss().build, "/claim/right", "0"), "E_IDENTITY"),
        NearMiss(
            "the Hessian diag(p)",
            tampered(cross_entropy().build, "/claim/left/sum/1/product/0", "0"),
            "E_IDENTITY",
        ),
        NearMiss(
            "loss 0 at the midpoint",
            tampered(exhibits()[-1].build, "/claim/values/0/0", "1"),
            "E_VALUE",
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """What t in [0, 1] is for; the sign of the gap."""
    beyond = product("2", "-1", square(total("0", "-1")))
    return (
        Ablation(
            r"the point lies between $G$ and $H$",
            (identity("beyond the end, t = 2, g = 0, h = 1: the gap is -2", beyond, "-2"),),
            "A convex function lies above its chord outside it.",
        ),
    )


theorem = Theorem(
    id="asm-1.1.1",
    kind="definition",
    title="Convex losses",
    statement=(
        r"The loss $\varphi:\mathbb{R}^{N\times m}\to\mathbb{R}$ is convex. Named as such: cross-entropy, square loss and multi-class hinge loss. Then $\Phi$ is "
        r"convex in $F_L$ and in $(W_L,b_L)$, and in general not in all parameters."
    ),
    source=thesis("Assumption 1.1.1, Equations (1.1) and (1.2)", "4"),
    universal=True,
    covers=(
        r"Square loss: the gap below the chord, entry by entry. Hinge: the gap of $\max(0,u)$ in each case of signs; a maximum or a sum of convex functions of affine maps is convex "
        r"(by hand), and $m\ge2$ is needed for there to be a $j\ne y_i$. Cross-entropy: its Hessian $\mathrm{diag}(p)-pp^T$ for three classes; that this is the Hessian "
        "is taken from Boyd and Vandenberghe, Convex Optimization (2004), Section 3.1.5. Three points show that the square loss is not convex in all parameters."
    ),
    hypotheses=(r"the point lies between $G$ and $H$",),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
