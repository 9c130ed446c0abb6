"""Section 2.5: the summary of Chapter 2; what it says of almost every critical point does not follow."""

from __future__ import annotations

from fractions import Fraction

from checker import ParametricField
from constructions.evidence.find import find
from constructions.evidence.gradient import square_risk
from constructions.feature_matrix import random_layer
from constructions.fully_connected import layer, network
from proofs import two_classes
from proofs.chapter2.rem_2_4_7 import no_residual
from proofs.chapter2.thm_2_4_11 import line, point, wide_early
from proofs.feature_exhibits import SIGMOID, digits, feature_rank
from proofs.gradient_exhibits import zero_gradient
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import other_values, value_claim, values

SHARES = ParametricField(Fraction(-1, 5), Fraction(1, 5))
TAKEN = [["1/5", "4/5"], ["2/5", "3/5"], ["3/5", "2/5"], ["4/5", "1/5"]]


def stuck(name: str) -> Exhibit:
    """The local minimum of conj-2.4.11 with two classes, in a network with n_1 = N = 4."""
    return other_values(name, two_classes.stuck(), two_classes.POINTS, TAKEN, two_classes.LABELS)


def family() -> Exhibit:
    """Output weights 1/5 + t, 1/5 - t, 1/5, 1/5 and minus these, for every t in (-1/5, 1/5): the same outputs."""
    weights = [
        [[f"{s}1/5", f"{s}1"], [f"{s}1/5", f"{'' if s else '-'}1"], f"{s}1/5", f"{s}1/5"] for s in ("", "-")
    ]
    hidden = layer([[1]] * 4, [0] * 4, two_classes.sigma())
    net = network(hidden, layer(weights, ["1/10", "9/10"]), field=SHARES)
    name = "a family of such points: output weights 1/5 + t and 1/5 - t, every t in (-1/5, 1/5)"
    return values(name, net, two_classes.POINTS, TAKEN, SHARES)


def conditions() -> tuple[Exhibit, ...]:
    """All derivatives vanish at the one with t = 0."""
    of = two_classes.stuck(), square_risk(two_classes.POINTS, two_classes.LABELS)
    return tuple(
        zero_gradient(f"t = 0: no derivative in layer {l + 1} is different from 0", of, l) for l in (0, 1)
    )


def exhibits() -> tuple[Exhibit, ...]:
    """A family of critical points of positive loss; and each sentence of the summary in its formal form."""
    return (
        stuck("two classes, n_1 = N = 4: a local minimum of positive loss"),
        family(),
        *conditions(),
        feature_rank(
            "independent features: 60 digits, sigmoid, a point of full rank, so almost all parameters",
            [random_layer(1, 64, 60, SIGMOID)],
            digits(60),
            60,
            role="corrects",
        ),
        Exhibit(
            "the condition, k = L - 1: F_k^T Delta = 0 implies Delta = 0, all sizes",
            lambda: find(no_residual()),
            "corrects",
        ),
        *point(wide_early(1), "zero loss in S_1 where layer k + 1 is fully connected"),
        line(wide_early(1), "infinitely many"),
    )


theorem = Theorem(
    id="sec-2.5",
    kind="section",
    title="Summary of Chapter 2",
    statement=(
        "For real analytic activations and a wide layer the features of the training samples are linearly independent for almost all parameters; this gives a necessary and sufficient condition for a large subset of critical points to be globally optimal; when a fully connected layer follows the wide one, almost every "
        "critical point of the loss is a global minimum with zero training error."
    ),
    source=thesis("Section 2.5, summary", "26"),
    universal=True,
    covers=(
        "The last part refuted, as far as it can be said exactly: a whole interval of critical points of positive loss, all of them local minima (docs/proofs/plateau.md), for a network with one hidden layer of N units. 'Almost every' has no measure there: the critical set itself is a null set when the loss is analytic and not constant. "
        "The other sentences in their formal form, an instance of each. That state-of-the-art networks fulfil the condition on the width is tab-2.1; that they are trained well because of it is not a mathematical claim. The first limitation named, that only smooth activations are covered, "
        "does not apply to thm-2.4.4, which has the ReLU."
    ),
    uses=("thm-2.4.5", "thm-2.4.10", "thm-2.4.11", "conj-2.4.11"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "zero loss at the local minimum",
            lambda: value_claim(two_classes.stuck(), two_classes.POINTS, two_classes.LABELS).with_evidence(
                {}
            ),
            "E_VALUE",
        ),
        NearMiss(
            "output weights 1/5 + t twice",
            tampered(family().build, "/claim/network/layers/1/weight/0/1", ["1/5", "1"]),
            "E_VALUE",
        ),
    ),
    printed="In the special case where the wide layer is followed by a fully connected layer, almost every critical point of the loss is a global minimum with zero training error.",
    finding=(
        r"Shown is: every critical point in $S_k$ (with $\sigma'\ne0$), and that the complement of $S_k$ is a null set. The critical points are a null set too, and outside $S_k$ there are families of suboptimal ones: widths 1-4-2, $N=4$, two classes, all hidden units equal, positive output weights of a given sum, and the loss is constant on this set of dimension 3."
    ),
    corrected=r"Every critical point that lies in $S_k$ is a global minimum with zero training error, if $\sigma'$ is nowhere 0.",
    proof="docs/proofs/plateau.md",
)
