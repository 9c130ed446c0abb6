"""Section 3.1: which hidden layer must be wide for connected sublevel sets; corrected."""

from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import both_ways
from proofs.path_witnesses import narrow_first
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """A wide second layer and a narrow first one; and the wide first layer."""
    some = Instances(120)
    risk = some.risk((1, 4, 2, 1), 2)
    a, b = some.network((1, 4, 2, 1), HALF), some.network((1, 4, 2, 1), HALF)
    return (
        narrow_first(4, refutes=True),
        narrow_first(50, refutes=True),
        *both_ways("a wide first layer, widths 1-4-2-1", a, b, risk, "corrects"),
    )


theorem = Theorem(
    id="sec-3.1",
    kind="section",
    title="Which layer must be wide",
    statement=(
        r"Introduction and summary (Sections 3.1 and 3.5): every sublevel set of the loss is connected, and there is a unique global valley, if "
        r"the network has a sufficiently wide hidden layer."
    ),
    source=thesis("Section 3.1", "34"),
    universal=True,
    covers=r"Two refutations, with a second layer of 4 and of 50 units, and an instance of the corrected statement.",
    uses=("thm-3.4.16", "thm-3.4.13", "thm-3.4.17"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a bound of 1/4", tampered(narrow_first(4).build, "/claim/behaviour/at-most", "1/4"), "E_BOUND"
        ),
        NearMiss(
            "the weight of the second layer",
            tampered(narrow_first(4).build, "/evidence/weight/layer", "1"),
            "E_COMBINATION",
        ),
    ),
    printed="Every sublevel set of the loss function is connected if the network has a sufficiently wide hidden layer.",
    finding=(
        r"Widths 1-1-$M$-1, $N=2$, $X=(0,1)$, $Y=(0,1)$: there are zero-loss points with $W_1>0$ and with $W_1<0$, and $W_1=0$ makes both outputs "
        r"equal, so $\Phi\ge\frac14$ there. No path within $\{\Phi\le\frac18\}$ joins them, however large $M$ is."
    ),
    corrected=(
        r"Sublevel sets are connected if the \emph{first} hidden layer is wide and $n_2>\dots>n_L$ (Theorem 3.4.16), or if all hidden layers are "
        r"wide (Theorem 3.4.17). One wide layer excludes bad local valleys (Theorem 3.4.13)."
    ),
)
