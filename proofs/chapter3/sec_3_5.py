"""Section 3.5: the summary, item by item."""

from constructions.random_paths import HALF, Instances
from proofs.path_exhibits import both_ways, descends, ray
from proofs.path_witnesses import narrow_first
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Item 3 fails for a wide second layer; items 1 to 3 for a wide first one."""
    some = Instances(121)
    risk = some.risk((1, 4, 2, 1), 2)
    a, b = some.network((1, 4, 2, 1), HALF, "zero"), some.network((1, 4, 2, 1), HALF)
    return (
        narrow_first(4, refutes=True),
        ray("item 1: no strict extrema", a, risk, "corrects"),
        descends("item 2: a descending path", a, risk, "corrects"),
        *both_ways("item 3: one valley", a, b, risk, "corrects"),
    )


theorem = Theorem(
    id="sec-3.5",
    kind="section",
    title="Summary of Chapter 3",
    statement=(
        "With a sufficiently wide hidden layer and piecewise linear activations such as Leaky-ReLU: (1) no bad or bounded local valley, no strict "
        "local minima or maxima; (2) a path of non-increasing loss from every point to the infimum; (3) a unique global valley."
    ),
    source=thesis("Section 3.5", "54"),
    universal=True,
    covers="One refutation of (3), and an instance of each item for a wide first layer, from zero weights.",
    uses=("thm-3.4.9", "thm-3.4.13", "thm-3.4.16", "thm-3.4.17"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("upwards", tampered(exhibits()[2].build, "/evidence/moves", []), "E_PATH_END"),
    ),
    printed="With a sufficiently wide hidden layer all finite global minima (if they exist) are connected.",
    finding=(
        "Widths 1-1-4-1 with N = 2: the zero-loss points with positive and with negative $W_1$ are not joined in $\\{\\Phi\\le\\frac18\\}$."
    ),
    corrected="(3) holds when the first hidden layer is wide and $n_2>\\dots>n_L$, or all hidden layers are wide; so does (2).",
)
