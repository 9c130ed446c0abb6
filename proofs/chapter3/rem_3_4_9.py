"""A sentence in the proof of Theorem 3.4.9: the loss along the last segment; corrected."""

from typing import Any

from checker import Json
from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.random_paths import HALF
from proofs.path_exhibits import Q, descends, net, square
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# -phi((1 - t) F_L + t Y) for t in [0, 1], constant outside, phi(G) = G^2/2, F_L = -1, Y = 1: -(2t - 1)^2/2.
CURVE: Any = {
    "name": "piecewise",
    "breakpoints": ["0", "1"],
    "pieces": [
        {"bottom": ["1"], "top": ["-1/2"]},
        {"bottom": ["1"], "top": ["-1/2", "2", "-2"]},
        {"bottom": ["1"], "top": ["-1/2"]},
    ],
}


def monotone(holds: str) -> Claim:
    """Minus the loss on the segment is (or is not) non-decreasing."""
    body: dict[str, Json] = {"activation": CURVE, "property": "non-decreasing", "holds": holds}
    return Claim("activation-property", Q, body)


def corrected() -> Exhibit:
    """From output -1 to the least loss on the segment the loss falls."""
    start = net(HALF, [[1, 1, 0], [0, 1, 0]], [[0, 0, -1]])
    return descends("from output -1 to the target", start, square([[1, 0], [0, 1]], [[0], [0]]), "corrects")


theorem = Theorem(
    id="rem-3.4.9",
    kind="remark",
    title="The loss along the last segment",
    statement=(
        r"In the proof of Theorem 3.4.9 (1) the output moves along the segments from $F_L$ and from $F'_L$ to a common $\hat Y$ with "
        r"$\varphi(\hat Y)\le\min\{\varphi(F_L),\varphi(F'_L)\}$; on each the loss is non-increasing."
    ),
    source=thesis("Proof of Theorem 3.4.9", "39"),
    universal=True,
    covers="The smallest counterexample, and an instance of the corrected choice, which all exhibits of this chapter follow.",
    uses=("thm-3.4.9",),
    exhibits=lambda: (
        Exhibit(
            "the loss falls and rises again", lambda: find(monotone("no")), "refutes", lambda: monotone("yes")
        ),
        corrected(),
    ),
    near_misses=lambda: (
        NearMiss("as printed", lambda: monotone("yes").with_evidence({}), "E_PROPERTY_FAILS"),
        NearMiss(
            "a constant loss", tampered(corrected().build, "/claim/behaviour", "constant"), "E_LOSS_MOVES"
        ),
    ),
    printed=r"The loss is non-increasing on each curve, because $\varphi(\hat Y)\le\min\{\varphi(F_L),\varphi(F'_L)\}$.",
    finding=(
        r"A convex function that is not larger at the end than at the start may fall and rise: $\varphi(G)=G^2/2$, $F_L=-1$, "
        r"$\hat Y=1$ has the values $\frac12,0,\frac12$. The conclusion (loss at most that of the start) stands."
    ),
    corrected=(
        r"Choose $\hat Y$ where $\varphi$ is least on the segment from $F_L$ to $F'_L$. Then both segments end at their own minimum, "
        r"and the loss is non-increasing on them."
    ),
)
