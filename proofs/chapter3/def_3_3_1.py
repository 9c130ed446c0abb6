"""Definition 3.3.1: connected sets, in the sense of path connected."""

from constructions.random_paths import HALF
from proofs.path_exhibits import joined, net, square
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def curve() -> Exhibit:
    """Two networks that differ by the sign of a weight, joined within a sublevel set."""
    risk = square([[0], [1]], [[0], [1]])
    a, b = net(HALF, [[1, 0], [0, 1]], [[1, 0, 0]]), net(HALF, [[-1, 0], [0, 1]], [[-2, 0, 0]])
    return joined("a curve in a sublevel set", a, b, risk)


theorem = Theorem(
    id="def-3.3.1",
    kind="definition",
    title="Connected sets",
    statement=(
        r"$S\subseteq\mathbb{R}^d$ is called connected if any two points $x,y\in S$ are joined by a continuous curve in "
        r"$S$, that is, if it is path connected."
    ),
    source=thesis("Definition 3.3.1", "36"),
    universal=False,
    covers="The definition is the kernel's in `loss-path`, where curves are polylines; one of them is exhibited.",
    exhibits=lambda: (curve(),),
    near_misses=lambda: (
        NearMiss(
            "a curve that ends elsewhere",
            tampered(curve().build, "/claim/end/layers/1/bias/0", "1/7"),
            "E_PATH_END",
        ),
    ),
)
