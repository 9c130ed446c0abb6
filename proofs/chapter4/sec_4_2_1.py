"""Section 4.2.1: the risk is convex in V, and at least p*."""

from __future__ import annotations

from proofs.chapter4.thm_4_3_4 import difference, segment
from proofs.feature_exhibits import identity, product, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def convexity() -> Exhibit:
    """The chord of g^2 / 2 lies above by l (1 - l)(a - b)^2 / 2."""
    rest = total("1", product("-1", "l"))
    return identity(
        "square loss of one output: chord - value = l (1 - l)(a - b)^2 / 2",
        total(
            product("1/2", "l", "a", "a"),
            product("1/2", rest, "b", "b"),
            product("-1/2", segment(), segment()),
        ),
        product("1/2", "l", rest, difference(), difference()),
        *("a", "b", "l"),
    )


theorem = Theorem(
    id="sec-4.2.1",
    kind="section",
    title="The risk",
    statement=r"$\Phi(U,V)=\varphi(\Psi(U)V)$ with $\varphi$ convex is at least $p^*=\inf_G\varphi(G)$; it is convex in $V$ for each $U$.",
    source=thesis("Section 4.2.1", "57"),
    universal=True,
    covers=(
        r"Convexity of the square loss, whose argument is linear in $V$. $p^*$ is an infimum over all outputs and need not be attained: for the cross-entropy with $m\ge2$ and one label a sample it is 0 and every value is positive."
    ),
    uses=("eq-4.1",),
    exhibits=lambda: (convexity(),),
    near_misses=lambda: (
        NearMiss("an affine loss", tampered(convexity().build, "/claim/right", "0"), "E_IDENTITY"),
    ),
)
