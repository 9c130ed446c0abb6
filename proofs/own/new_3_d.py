"""new-3.d: a layer with dependent features makes every level set unbounded, whatever the activation."""

from constructions.formats.piecewise_linear import RELU
from constructions.fully_connected import layer, monomial, network
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import ray
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

CASES = (((1, 3, 1), HALF, "zero"), ((1, 3, 1, 4, 2), TWO_KINKS, "full"), ((3, 1, 2, 2), RELU, "full"))


def exhibits() -> tuple[Exhibit, ...]:
    """Widths at least N at one place only, theta = 0, and a cubic activation."""
    found = []
    for seed, (widths, sigma, start) in enumerate(CASES):
        some = Instances(260 + seed)
        N = 2 if widths[0] == 3 else 3
        risk, made = some.risk(widths, N), some.network(widths, sigma, start)
        found.append(ray(f"widths {'-'.join(map(str, widths))}, N = {N}, start {start}", made, risk))
    cube = network(layer([[1], [2]], [1, 0], monomial(3)), layer([[1, -1]], [0]))
    return (*found, ray("t^3, widths 1-2-1, N = 2", cube, Instances(270).risk((1, 2, 1), 2)))


theorem = Theorem(
    id="new-3.d",
    kind="own",
    title="Level sets are unbounded in one line",
    statement=(
        r"If the columns of $[F_k,\mathbf 1]$ are dependent for some $k<L$, in particular if $n_k\ge N$ or $d\ge N$, a line of parameters through "
        r"$\theta$ keeps all outputs constant; so every level set of every loss is unbounded at $\theta$."
    ),
    source=Source("Theodolite", "docs/proofs/new-3.md, Theorem D"),
    universal=True,
    hypotheses=(r"$[F_k,\mathbf 1]$ has dependent columns",),
    covers="Four lines, one at $\\theta=0$, where rescaling as in the thesis stands still, and one for $t^3$.",
    uses=("def-3.3.6",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a direction that moves the output",
            tampered(exhibits()[3].build, "/evidence/direction", [["1", "1"], ["0", "0"]]),
            "E_LENGTH",
        ),
        NearMiss(
            "no direction", tampered(exhibits()[0].build, "/evidence/direction", [["0"] * 4]), "E_DIRECTION"
        ),
    ),
    ablations=lambda: (
        Ablation(r"$[F_k,\mathbf 1]$ has dependent columns", (), "open: other directions may be constant"),
    ),
    proof="docs/proofs/new-3.md",
)
