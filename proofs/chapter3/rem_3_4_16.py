"""The remarks after Theorems 3.4.9 and 3.4.16 on valleys and minima, as far as they stand."""

from __future__ import annotations

from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import both_ways, descends
from proofs.path_witnesses import affine
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """A loss bounded away from p*, and the joined and descending paths of an instance."""
    some = Instances(150)
    risk = some.risk((1, 4, 1), 2)
    a, b = some.network((1, 4, 1), HALF), some.network((1, 4, 1), HALF)
    return (
        affine(),
        *both_ways("widths 1-4-1, N = 2", a, b, risk),
        descends("widths 1-4-1, N = 2: down to zero loss", a, risk),
    )


theorem = Theorem(
    id="rem-3.4.16",
    kind="remark",
    title="Connected sublevel sets, valleys and minima",
    statement=(
        r"Connected sublevel sets and $\inf\Phi=p^*$ together exclude bad local valleys, and give a unique global valley; then the set of "
        r"global minima, if not empty, is connected."
    ),
    source=thesis("Remarks after Theorems 3.4.9 and 3.4.16", "50"),
    universal=True,
    covers=(
        r"Why $\inf\Phi=p^*$ is needed: for $\sigma(x)=x$ and the tent, every valley is bad, as $\Phi\ge\frac13>p^*=0$. The thesis leaves it out "
        r"after Theorem 3.4.9, and says ``equivalently'' after Theorem 3.4.16; connected minima do not imply a unique valley, nor the "
        r"reverse: $y^2(1-y)^2/(1+x^2)$ has connected strict sublevel sets and the minima $\{y=0\}\cup\{y=1\}$ (by hand)."
    ),
    uses=("thm-3.4.9", "thm-3.4.16", "def-3.3.7"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a bound of 1/2", tampered(affine().build, "/claim/bound", "1/2"), "E_BOUND"),
        NearMiss(
            "not affine", tampered(affine().build, "/evidence/combination", ["1", "-1", "0"]), "E_COMBINATION"
        ),
    ),
)
