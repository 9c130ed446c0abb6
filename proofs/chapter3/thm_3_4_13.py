"""Theorem 3.4.13: one hidden layer with at least N units: no bad local valleys."""

from constructions.join import descend_exactly
from constructions.parameter_path import certify, reversed_trail
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.chapter3.asm_3_4_4 import equal_samples
from proofs.path_exhibits import ray, walked
from proofs.path_witnesses import affine, one_unit
from proofs.picture import Picture
from proofs.pictures_of_paths import picture_of_descent
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# widths, N, the wide layer k, activation, start: the last two meet only the weaker conditions of new-3.c.
CASES = (
    ((1, 3, 2, 1), 3, 1, HALF, "zero"),
    ((1, 4, 3, 2), 4, 1, TWO_KINKS, "low"),
    ((1, 2, 3, 2, 1), 3, 2, HALF, "full"),
    ((2, 3, 2, 4, 3, 2), 4, 3, TWO_KINKS, "full"),
    ((1, 3, 2, 2, 2), 3, 1, HALF, "zero"),
    ((1, 2, 1), 3, 1, TWO_KINKS, "low"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """Descents to zero loss, and rays of constant output."""
    found: list[Exhibit] = []
    for seed, (widths, N, k, sigma, start) in enumerate(CASES):
        some = Instances(60 + seed)
        risk, network = some.risk(widths, N), some.network(widths, sigma, start)
        while k > 1 and len({network.features(x, k - 1) for x in risk.inputs}) < N:
            network = some.network(widths, sigma, start)
        name = f"widths {'-'.join(map(str, widths))}, N = {N}, k = {k}, start {start}"
        build = lambda n=network, r=risk, w=k: descend_exactly(n, r, w)  # noqa: E731
        found.append(walked(f"{name}: down to zero loss", build, risk, "non-increasing"))
        if widths[k] >= N:
            found.append(ray(f"{name}: an unbounded level set", network, risk))
    return tuple(found)


def near_misses() -> tuple[NearMiss, ...]:
    """The way back up, and a descent called constant."""
    some = Instances(60)
    widths, N, k, sigma, start = CASES[0]
    risk, network = some.risk(widths, N), some.network(widths, sigma, start)
    trail = descend_exactly(network, risk, k)
    return (
        NearMiss("upwards", lambda: certify(reversed_trail(trail), risk, "non-increasing"), "E_LOSS_RISES"),
        NearMiss(
            "the end moved", tampered(exhibits()[0].build, "/claim/end/layers/2/bias/0", "1/99"), "E_PATH_END"
        ),
    )


def ablations() -> tuple[Ablation, ...]:
    """Width, Assumption 3.4.2 and distinct samples are needed."""
    return (
        Ablation(
            r"$n_k\ge N$", (one_unit(),), r"Weaker: $n_k\ge N-1$ suffices (new-3.c), and $n_k=N-2$ does not."
        ),
        Ablation("Assumption 3.4.2", (affine(),), r"$\sigma(x)=x$ satisfies Assumption 3.4.1."),
        Ablation(
            "Assumption 3.4.4",
            (equal_samples(),),
        ),
        Ablation(
            r"$n_{k+1}>\dots>n_L$", (), r"Weaker: $\ge$ suffices for (1) (new-3.c); it is not used for (2)."
        ),
        Ablation("Assumption 3.4.1", (), "open; for the ReLU see Theorem 3.4.17"),
        Ablation(r"$k\le L-2$", (), "Superfluous in (2): new-3.d."),
    )


def picture() -> Picture:
    """The way down from zero weights."""
    widths, N, k, sigma, start = CASES[4]
    some = Instances(64)
    risk, network = some.risk(widths, N), some.network(widths, sigma, start)
    about = "Widths 1-3-2-2-2, leaky ReLU, three samples, all weights zero at first: a stretch of constant loss, then a fall."
    return picture_of_descent(network, risk, k, about)


theorem = Theorem(
    id="thm-3.4.13",
    kind="theorem",
    title="One wide layer: no bad local valleys",
    statement=(
        r"Let Assumptions 3.4.1, 3.4.2 and 3.4.4 hold and let $n_k\ge N$ and $n_{k+1}>\dots>n_L$ for some $k\in[1,L-1]$. Then (1) $\Phi$ has "
        r"no bad local valleys; (2) if $k\le L-2$, every local valley is unbounded."
    ),
    source=thesis("Theorem 3.4.13", "46"),
    universal=True,
    hypotheses=(
        "Assumption 3.4.1",
        "Assumption 3.4.2",
        "Assumption 3.4.4",
        r"$n_k\ge N$",
        r"$n_{k+1}>\dots>n_L$",
        r"$k\le L-2$",
    ),
    covers=(
        "Six descents to zero loss for the square loss, k = 1, 2, 3, also from zero weights, with rays of constant output. For k > 1 the start "
        "has different rows of F_{k-1}: the thesis moves there within the open valley, which is not a descent. Step 2 of the proof uses "
        r"connectedness of $L_\alpha$ where that of $L_\beta$ for some $\beta<\alpha$ is needed, and Theorem 3.4.9 for a network "
        r"without hidden layer when $k=L-1$, where convexity of $\varphi$ does it (docs/proofs/new-3.md)."
    ),
    uses=(
        "prop-3.4.12",
        "lem-3.4.10",
        "lem-3.4.11",
        "thm-3.4.9",
        "asm-3.4.1",
        "asm-3.4.2",
        "asm-3.4.4",
        "def-3.3.7",
    ),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
    picture=picture,
)
