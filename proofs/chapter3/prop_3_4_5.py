"""Property 3.4.5: all weight matrices above the first have full rank."""

from constructions.random_paths import HALF
from proofs.exhibits import rank
from proofs.path_exhibits import net
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Widths 1-3-2-1; W_1 is not asked about."""
    network = net(HALF, [[1, 0], [1, 0], [1, 0]], [[1, 0, 2, 0], [0, 1, 1, 0]], [[1, 1, 0]])
    return (rank(network, 1, 2), rank(network, 2, 1))


theorem = Theorem(
    id="prop-3.4.5",
    kind="definition",
    title="Full rank above the first layer",
    statement=r"$\operatorname{rank} W_l=\min(n_{l-1},n_l)$ for every $l\in[2,L]$.",
    source=thesis("Property 3.4.5", "39"),
    universal=False,
    covers="A property of parameters, which Lemma 3.4.7 reaches at constant loss; a point that has it.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a third of W_2's columns", tampered(exhibits()[0].build, "/claim/rank", "1"), "E_LENGTH"),
    ),
)
