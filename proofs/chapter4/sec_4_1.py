"""Section 4.1: what the chapter promises; a path on which the loss never rises need not exist."""

from __future__ import annotations

from fractions import Fraction

from constructions.traps import entropy_trap, square_trap
from proofs.chapter4.thm_4_3_4 import same_outputs
from proofs.own.new_4_b import of_entropy, of_squares, zero_loss
from proofs.own.new_4_c import over
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Two traps, against the sentence; the corrected one; no strict minima."""
    return (
        of_squares(refutes=True),
        of_entropy(refutes=True),
        zero_loss("square loss", square_trap()),
        zero_loss("cross-entropy", entropy_trap()),
        over(Fraction(1, 10), "corrects"),
        over(Fraction(1, 1000), "corrects"),
        *same_outputs(),
    )


theorem = Theorem(
    id="sec-4.1",
    kind="section",
    title="Paths on which the loss does not rise",
    statement=(
        "For these networks there is a continuous path from every point in parameter space on which the loss is non-increasing and gets arbitrarily close to zero. "
        "There are no strict local minima and no local maxima."
    ),
    source=thesis("Section 4.1", "55"),
    universal=True,
    covers=(
        r"The first sentence by two traps, data sets and starts for which the kernel checks that no such path exists, whatever network of real analytic activations stands above the shared units; that those networks satisfy the assumption and reach every output is "
        r"certified by ranks. No strict local minima: two moves for all sizes, as in thm-4.3.4 (3). No local maxima: thm-4.3.4 (4), for the cross-entropy with two classes or more."
    ),
    uses=("new-4.b", "new-4.c", "thm-4.3.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "the sentence itself, as a claim",
            tampered(of_squares().build, "/claim/exists", "yes"),
            "E_ANSWER",
        ),
        NearMiss(
            "a start with zero loss",
            tampered(of_squares().build, "/claim/targets", [*["1/2"] * 4, "1/3", "1/3", "2/3", "4/5"]),
            "E_OPTIMAL",
        ),
    ),
    printed=(
        "For these networks we show that there always exists a continuous path from any point in parameter space on which the loss is non-increasing and gets arbitrarily close to zero."
    ),
    finding=(
        r"A convolution of two positions, sigmoid, and any network of real analytic activations above the second: on eight samples (square loss, $\Phi=10$) and on 28 samples with labels (cross-entropy) there are parameters where $\Phi$ is constant on every path on "
        r"which it does not rise, while $\inf\Phi=0$. Theorem 4.3.4 (2), no bad local valley, is not affected: it allows the path to rise a little first."
    ),
    corrected=(
        r"From every $\theta$, for every $\delta>0$ and $\varepsilon>\inf\Phi$, there is a path on which $\Phi<\Phi(\theta)+\delta$ and that ends with $\Phi\le\varepsilon$ (new-4.c). No strict local minima; no local maxima for the square loss "
        r"and, with $m\ge2$, the cross-entropy."
    ),
    proof="docs/proofs/trap.md",
)
