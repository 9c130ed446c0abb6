"""Lemma 3.4.3: piecewise linear activations with a kink, and ELU, satisfy Assumption 3.4.2."""

from typing import Any

from checker import encode_activation
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.random_paths import HALF, TWO_KINKS
from proofs.path_exhibits import Q, S, identity, net, plus, times
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# Slopes a_1 left and a_2 right of the first kink; s: the sum of all lambda_i, l: lambda_1, r: the rest.


def first_case() -> Exhibit:
    """y_1 > 0: slopes a_1 = s a_1 on the left, a_2 = s a_1 on the right; the difference is a_1 - a_2."""
    left = plus("a1", times("-1", "a2"))
    right = plus(
        plus("a1", times("-1", times("s", "a1"))), times("-1", plus("a2", times("-1", times("s", "a1"))))
    )
    return identity("case 1: the two slope equations give a_1 = a_2", left, right, scalars=["a1", "a2", "s"])


def second_case() -> Exhibit:
    """y_1 < 0: a_1 = (l + r) a_1 and a_1 = l a_2 + r a_1; the difference is l (a_1 - a_2)."""
    one = plus(times(plus("l", "r"), "a1"), times("-1", "a1"))
    two = plus(times("l", "a2"), times("r", "a1"), times("-1", "a1"))
    left = times("l", plus("a1", times("-1", "a2")))
    return identity(
        "case 2: the two slope equations give l a_1 = l a_2",
        left,
        plus(one, times("-1", two)),
        scalars=["a1", "a2", "l", "r"],
    )


def not_affine(sigma: Any, name: str) -> Exhibit:
    """The activation is not affine."""
    network = net(sigma, [[1, 0]], [[1, 0]])
    body = {
        "activation": encode_activation(network.layers[0].activation, Q),
        "property": "affine",
        "holds": "no",
    }
    return Exhibit(f"{name} is not affine", lambda: find(Claim("activation-property", Q, body)))


theorem = Theorem(
    id="lem-3.4.3",
    kind="lemma",
    title="Activations that are no combination of their shifts",
    statement=(
        r"A continuous piecewise linear $\sigma$ with finitely many pieces, not affine, satisfies Assumption 3.4.2, and so "
        r"does the exponential linear unit with $\alpha>0$."
    ),
    source=thesis("Lemma 3.4.3", "38"),
    universal=True,
    hypotheses=("finitely many pieces", "not affine", "continuous"),
    covers=(
        "The two slope equations of each case, for all slopes and coefficients; that the intervals on which they are read "
        "off are not empty is elementary. ``At least two pieces'' must mean: not affine, with finitely many pieces. ELU is "
        "taken from the text."
    ),
    uses=("asm-3.4.2",),
    exhibits=lambda: (
        first_case(),
        second_case(),
        not_affine(HALF, "leaky ReLU"),
        not_affine(TWO_KINKS, "the activation with two kinks"),
    ),
    near_misses=lambda: (
        NearMiss("equal slopes", tampered(second_case().build, "/claim/left", S("l")), "E_IDENTITY"),
    ),
    ablations=lambda: (
        Ablation(
            "not affine",
            (
                identity(
                    "x = 2(x - 1) - (x - 2)",
                    S("x"),
                    plus(times("2", plus("x", "-1")), times("-1", plus("x", "-2"))),
                    scalars=["x"],
                ),
            ),
            "The identity written with two pieces.",
        ),
        Ablation(
            "finitely many pieces",
            (),
            r"Needed: the triangle wave satisfies $\sigma(x)=\sigma(x-p)$ with its period $p$ (by hand).",
        ),
        Ablation("continuous", (), "Superfluous: the proof compares slopes only."),
    ),
)
