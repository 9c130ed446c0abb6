"""Theorem 3.4.16: a wide first layer: sublevel sets are connected, level sets unbounded."""

from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.cubic_witness import CUBIC_TERM, OUTPUT_WEIGHT, cubic, impossible, zero_loss
from proofs.path_exhibits import both_ways, joined, ray
from proofs.path_witnesses import determinant_witness, equal_widths_above, narrow_first, tent
from proofs.picture import Picture
from proofs.pictures_of_paths import picture_of_path, reordered
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CASES = (
    ((1, 4, 1), 2, HALF, "zero"),
    ((1, 6, 3, 1), 3, TWO_KINKS, "low"),
    ((2, 8, 3, 2), 4, HALF, "full"),
    ((1, 6, 4, 3, 2), 3, FALLING, "zero"),
    ((1, 16, 3, 1), 8, HALF, "full"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """n_1 = 2N: paths from both networks to one point, rays."""
    found: list[Exhibit] = []
    for seed, (widths, N, sigma, start) in enumerate(CASES):
        some = Instances(90 + seed)
        risk = some.risk(widths, N)
        a, b = some.network(widths, sigma, start), some.network(widths, sigma)
        name = f"widths {'-'.join(map(str, widths))}, N = {N}, start {start}"
        found += [*both_ways(name, a, b, risk), ray(f"{name}: an unbounded level set", a, risk)]
    return tuple(found)


def near_misses() -> tuple[NearMiss, ...]:
    """A lower bound, and a segment left out."""
    some = Instances(91)
    risk = some.risk((1, 6, 3, 1), 3)
    a, b = some.network((1, 6, 3, 1), TWO_KINKS, "low"), some.network((1, 6, 3, 1), TWO_KINKS)
    path = joined("a path", a, b, risk).build
    return (
        NearMiss("a bound of 1/100", tampered(path, "/claim/behaviour/at-most", "1/100"), "E_LOSS_EXCEEDS"),
        NearMiss("no moves", tampered(path, "/evidence/moves", []), "E_PATH_END"),
        NearMiss(
            "target x^9, which v_1 = 0 meets", tampered(impossible().build, CUBIC_TERM, "0"), "E_IDENTITY"
        ),
        NearMiss(
            "v_1 = 0 without another change", tampered(zero_loss(1).build, OUTPUT_WEIGHT, "0"), "E_VALUE"
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """n_1 = N - 1, equal widths above, a narrow first layer."""
    return (
        Ablation(
            r"$n_1\ge2N$",
            (tent(), determinant_witness(2), determinant_witness(4), narrow_first(4)),
            r"Weaker: $n_1\ge N$ suffices (new-3.a); $n_1=N-1$ does not, for any $N$; a wide second layer does not help.",
        ),
        Ablation(r"$n_2>\dots>n_L$", (equal_widths_above(),), r"$n=(4,1,1)$, $N=2$: the sign of $W_3$."),
        Ablation(
            "Assumption 3.4.2",
            cubic(),
            r"Superfluous for $L=2$. For $L=3$ needed: $\sigma(x)=x^3$, widths 1-20-2-1, $N=10$, target $x^9+x^3$. The output is a "
            r"polynomial $v_1p_1^3+v_2p_2^3+k$ of degree at most 9, which ten samples determine; at zero loss $v_1\ne0$, and both signs "
            r"occur, so the set $\{\Phi=0\}$ is disconnected (from the certified facts to this by hand: docs/proofs/new-3.md).",
        ),
        Ablation("Assumption 3.4.1", (), "Superfluous for $L=2$ (new-3.a); open for $L\\ge3$."),
        Ablation(
            "Assumption 3.4.4", (), r"Superfluous: equal samples can be merged, with a convex loss again."
        ),
    )


def picture() -> Picture:
    """A network and the same with its units in another order."""
    some = Instances(217)
    risk, one = some.risk((2, 6, 3, 1), 3), some.network((2, 6, 3, 1), HALF)
    about = "Widths 2-6-3-1, leaky ReLU, three samples: two networks that differ in the order of their hidden units alone."
    return picture_of_path(one, reordered(one), risk, about)


theorem = Theorem(
    id="thm-3.4.16",
    kind="theorem",
    title="A wide first layer: connected sublevel sets",
    statement=(
        r"Let Assumptions 3.4.1, 3.4.2 and 3.4.4 hold, $n_1\ge2N$ and $n_2>\dots>n_L$. Then (1) every sublevel set of $\Phi$ is connected; "
        r"(2) every non-empty connected component of every level set is unbounded."
    ),
    source=thesis("Theorem 3.4.16", "50"),
    universal=True,
    hypotheses=(
        "Assumption 3.4.1",
        "Assumption 3.4.2",
        "Assumption 3.4.4",
        r"$n_1\ge2N$",
        r"$n_2>\dots>n_L$",
    ),
    covers=(
        "Five pairs of networks with $n_1=2N$ and the square loss: curves from both to one point on which the loss never rises, and rays. In the "
        r"proof of (2) scaling parameters that are zero stands still; a ray does not (new-3.d). The case $L=2$ uses Theorem 3.4.9 without a "
        r"hidden layer, where convexity does it."
    ),
    uses=("lem-3.4.10", "lem-3.4.14", "lem-3.4.15", "thm-3.4.9"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    picture=picture,
)
