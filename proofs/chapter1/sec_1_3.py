"""Section 1.3: the summary of contributions, chapter by chapter; VGG, and almost every critical point."""

from __future__ import annotations

from fractions import Fraction

from constructions.certificate import Claim
from constructions.evidence.components import certify_connected
from constructions.evidence.find import find
from constructions.fully_connected import RELU, layer, leaky_relu, network
from proofs.chapter2.sec_2_5 import family, stuck
from proofs.chapter2.thm_2_4_11 import line, point, wide_second_last
from proofs.chapter4.asm_4_3_1 import mixed
from proofs.exhibits import Q
from proofs.path_witnesses import narrow_first
from proofs.skip_exhibits import FOUR
from proofs.skip_exhibits import full_rank as full_skip_rank
from proofs.table_exhibits import at_most, exceeds, excess
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# VGG on 224 x 224: 64 channels at full size, pooled to 112 x 112, then 128 channels.
FIRST, POOLED, SECOND = 224 * 224 * 64, 112 * 112 * 64, 112 * 112 * 128


def connected() -> Exhibit:
    """Chapter 5: widths 2-2-2, full rank, leaky ReLU."""
    net = network(layer([[1, 1], [-1, 2]], [0, -1], leaky_relu("1/2")), layer([[1, -1], [0, 1]], [0, 1]))
    return Exhibit(
        "Chapter 5: widths 2-2-2, full-rank weights: C_1 is connected", lambda: certify_connected(net, Q, 0)
    )


def relu_increases(holds: str) -> Claim:
    """Whether the ReLU is strictly increasing."""
    return Claim(
        "activation-property", Q, {"activation": RELU, "property": "strictly-increasing", "holds": holds}
    )


def exhibits() -> tuple[Exhibit, ...]:
    """What fails for VGG and for critical points; what holds, chapter by chapter."""
    return (
        Exhibit(
            "VGG: its ReLU is not strictly increasing, as Theorem 2.4.10 asks",
            lambda: find(relu_increases("no")),
            "refutes",
            lambda: relu_increases("yes"),
        ),
        exceeds(
            f"VGG: the widths grow after the first pooling, {SECOND} > {POOLED}, so no pyramid above layer 1",
            str(SECOND),
            str(POOLED),
        ),
        at_most(
            f"VGG: layer 1 is wide, 1281167 <= {FIRST}: Theorem 2.4.4 asks for no more",
            "1281167",
            str(FIRST),
            "corrects",
        ),
        stuck("Chapter 2: a local minimum of positive loss, two classes, n_1 = N = 4"),
        family(),
        *point(wide_second_last(1), "Chapter 2: zero loss in S_1"),
        line(wide_second_last(1), "uncountably many"),
        narrow_first(4, refutes=True),
        full_skip_rank("Chapter 4: skip units of two layers, Psi has rank N = 4", mixed, FOUR),
        connected(),
    )


theorem = Theorem(
    id="sec-1.3",
    kind="section",
    title="Summary of contributions",
    statement=(
        "Chapter 2: a necessary and sufficient condition for a large subset of critical points to be globally optimal, applicable to VGG; when a fully connected layer follows the wide layer, almost every critical point is a global minimum with zero training error, and there are uncountably many. Chapter 3: with one hidden "
        "layer wider than N, essentially every sublevel set is connected and unbounded. Chapter 4: skip-connections from enough hidden units leave no bad local valleys. Chapter 5: without a hidden layer wider than the input, and under mild conditions, decision regions are connected."
    ),
    source=thesis("Section 1.3, contributions", "9"),
    universal=True,
    covers=(
        "Two overstatements of the part on Chapter 2, and the one on Chapter 3 (sec-3.5), with what is true. For VGG the widths are those of the network with its pooling layers; without them they fall from layer 2 on, but Theorem 2.4.10 has no pooling, and no ReLU. What applies to VGG is the existence of independent features "
        "(Theorem 2.4.4), with a bias for each unit and without zero padding, which the definition of patches has not. The parts on Chapters 4 and 5 by an instance each."
    ),
    uses=(
        "asm-2.4.7",
        "tab-2.1",
        "thm-2.4.4",
        "thm-2.4.10",
        "thm-2.4.11",
        "sec-2.5",
        "sec-3.5",
        "thm-4.3.4",
        "thm-5.2.3",
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "VGG pyramidal from the first pooling on",
            lambda: excess(Fraction(SECOND), Fraction(POOLED), Fraction(0)).with_evidence({}),
            "E_VALUE",
        ),
        NearMiss(
            "the ReLU strictly increasing",
            lambda: relu_increases("yes").with_evidence({}),
            "E_PROPERTY_FAILS",
        ),
        NearMiss(
            "another output of the family", tampered(family().build, "/claim/values/0/0", "1"), "E_VALUE"
        ),
    ),
    printed="The condition for critical points is applicable to several existing architectures such as VGG networks; almost every critical point is a global minimum; with one wide hidden layer essentially every sublevel set is connected.",
    finding=(
        "VGG has the ReLU, max-pooling, and widths that grow from 802,816 to 1,605,632. Suboptimal local minima come in families (sec-2.5). Widths 1-1-4-1 with N = 2 and a wide second layer have a sublevel set that is not connected (sec-3.5)."
    ),
    corrected=(
        r"To VGG applies the existence of linearly independent features at its first layer, with a bias for each unit. Every critical point in $S_k$ is a global minimum, if $\sigma'$ is nowhere 0. Sublevel sets are connected when the first hidden layer is wide and the widths above fall strictly, or all hidden layers are wide."
    ),
)
