"""Equation (3.1): the training loss is a convex function of the network's output."""

from constructions.parameter_path import Trail
from constructions.random_paths import HALF
from proofs.path_exhibits import identity, net, plus, square, times, walked
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import features_are

X, Y = [[-2], [0], [1]], [[0], [1], [2]]
NETWORK = net(HALF, [[1, 0], [-1, 1]], [[2, 1, -1]])  # leaky ReLU of slope 1/2: outputs 0, 0, 1


def convexity() -> Exhibit:
    """(1 - t) (a - y)^2 + t (b - y)^2 - ((1 - t) a + t b - y)^2 = t (1 - t) (a - b)^2."""
    s, at_a, at_b = plus("1", times("-1", "t")), plus("a", times("-1", "y")), plus("b", times("-1", "y"))
    between = plus(times(s, "a"), times("t", "b"), times("-1", "y"))
    left = plus(times(s, at_a, at_a), times("t", at_b, at_b), times("-1", between, between))
    gap = plus("a", times("-1", "b"))
    return identity("the square loss is convex", left, times("t", s, gap, gap), scalars=["a", "b", "t", "y"])


def exhibits() -> tuple[Exhibit, ...]:
    """The outputs, their loss, and convexity for all numbers."""
    return (
        features_are("the outputs F_2", NETWORK, X, 2, [[0], [0], [1]]),
        walked("their loss is at most 1", lambda: Trail(NETWORK), square(X, Y), {"at-most": "1"}),
        convexity(),
    )


theorem = Theorem(
    id="eq-3.1",
    kind="equation",
    title="The loss as a function of the output",
    statement=(
        r"$\Phi(\theta)=\varphi(F_L(\theta))$ with $\varphi:\mathbb{R}^{N\times m}\to\mathbb{R}$ convex, for instance half the squared "
        r"distance to the targets, or the cross-entropy."
    ),
    source=thesis("Equation (3.1)", "35"),
    universal=True,
    covers=(
        r"Outputs and loss of an instance: $\frac12(0^2+1^2+1^2)=1$, at most 1 and not at most $1-2^{-40}$; convexity of the "
        "square loss for all numbers. The kernel's loss is a sum over samples, not a mean: sublevel sets are the same up to the factor."
    ),
    hypotheses=(r"$\varphi$ convex",),
    uses=("asm-1.1.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a loss of at most 1 - 2^-40",
            tampered(exhibits()[1].build, "/claim/behaviour/at-most", f"{2**40 - 1}/{2**40}"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "a gap that is not squared",
            tampered(convexity().build, "/claim/right/product/3", "1"),
            "E_IDENTITY",
        ),
    ),
    ablations=lambda: (
        Ablation(
            r"$\varphi$ convex",
            (),
            r"A definition; where convexity is needed is said at Theorem 3.4.9: $N=m=1$ and $\varphi(G)=(G^2-1)^2$.",
        ),
    ),
)
