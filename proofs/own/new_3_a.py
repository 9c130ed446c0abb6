"""new-3.a: N units in the first layer, or in every hidden layer, make sublevel sets connected; N - 1 do not."""

from constructions.formats.piecewise_linear import RELU
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.path_exhibits import both_ways, joined
from proofs.path_witnesses import determinant_witness, tent
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

CASES = (
    ((1, 2, 1), 2, HALF, "zero"),
    ((1, 3, 1), 3, RELU, "low"),
    ((2, 5, 2), 5, RELU, "full"),
    ((1, 3, 3, 1), 3, TWO_KINKS, "full"),
    ((1, 4, 4, 2, 1), 4, FALLING, "zero"),
    ((1, 3, 5, 3, 2), 3, RELU, "full"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """n_1 = N, or all widths at least N; and N - 1 for N = 2 to 5."""
    found: list[Exhibit] = []
    for seed, (widths, N, sigma, start) in enumerate(CASES):
        some = Instances(200 + seed)
        risk = some.risk(widths, N)
        a, b = some.network(widths, sigma, start), some.network(widths, sigma)
        found += both_ways(f"widths {'-'.join(map(str, widths))}, N = {N}, start {start}", a, b, risk)
    found += [determinant_witness(N) for N in (2, 3, 4, 5)]
    return (*found, tent(), tent(RELU, "ReLU"))


def near_misses() -> tuple[NearMiss, ...]:
    """A path below zero loss, a determinant of one sign."""
    some = Instances(201)
    risk = some.risk((1, 3, 1), 3)
    a, b = some.network((1, 3, 1), RELU, "low"), some.network((1, 3, 1), RELU)
    good = determinant_witness(3).build
    flip = ["1", "0"]
    return (
        NearMiss(
            "a bound of 1/1000",
            tampered(joined("", a, b, risk).build, "/claim/behaviour/at-most", "1/1000"),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss("the threshold itself", tampered(good, "/claim/behaviour/at-most", "1/8"), "E_BOUND"),
        NearMiss(
            "differences that do not sum to zero",
            tampered(good, "/evidence/differences/0", ["0", *flip]),
            "E_DIFFERENCES",
        ),
    )


theorem = Theorem(
    id="new-3.a",
    kind="own",
    title="N units suffice for connected sublevel sets",
    statement=(
        r"Let Assumption 3.4.2 hold, samples be distinct and $\varphi$ convex. (1) If $n_1\ge N$, $n_2>\dots>n_L$, and $L=2$ or $\sigma$ is a "
        r"bijection, every sublevel set is connected. (2) If all $n_l\ge N$, $l<L$, the same holds for every continuous $\sigma$. (3) For every "
        r"$N\ge2$, $n_1=N-1$ does not suffice."
    ),
    source=Source("Theodolite", "docs/proofs/new-3.md, Theorem A"),
    universal=True,
    hypotheses=(r"$n_1\ge N$", "distinct samples", "Assumption 3.4.2", r"$\varphi$ convex"),
    covers=(
        "Six pairs of networks with exactly N units, leaky ReLU, ReLU, two kinks, decreasing; N - 1 units refuted for N = 2 to 5. It replaces "
        "$2N$ in Theorems 3.4.16 and 3.4.17 (2)."
    ),
    uses=("thm-3.4.16", "thm-3.4.17", "new-3.b"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation(r"$n_1\ge N$", (determinant_witness(3),)),
        Ablation("distinct samples", (), "Superfluous: count different samples only."),
        Ablation(
            "Assumption 3.4.2",
            (),
            r"Superfluous for $L=2$: the rank of all features takes the place of $N$; open for $L\ge3$ here.",
        ),
        Ablation(r"$\varphi$ convex", (), r"Needed: $\varphi(G)=(G^2-1)^2$, $N=m=1$ (by hand)."),
    ),
    proof="docs/proofs/new-3.md",
)
