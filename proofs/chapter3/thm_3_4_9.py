"""Theorem 3.4.9: independent samples and decreasing widths: sublevel sets are connected, level sets unbounded."""

from constructions.join import join_exactly
from constructions.parameter_path import certify
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances
from proofs.path_exhibits import both_ways, descends, joined, keeps_rank, ray
from proofs.path_witnesses import equal_widths, tent
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

CASES = (
    ((2, 2, 1), 2, HALF, "low"),
    ((3, 4, 3, 2), 3, TWO_KINKS, "full"),
    ((3, 4, 3, 2), 3, FALLING, "zero"),
    ((3, 5, 4, 3, 2, 1), 3, HALF, "low"),
    ((5, 8, 6, 4, 2), 5, HALF, "full"),
)


def exhibits() -> tuple[Exhibit, ...]:
    """Paths from both networks to one point, a descent to zero loss, a ray."""
    found: list[Exhibit] = []
    for seed, (widths, N, sigma, start) in enumerate(CASES):
        some = Instances(40 + seed)
        risk = some.risk(widths, N, independent=True)
        a, b = some.network(widths, sigma, start), some.network(widths, sigma)
        name = f"widths {'-'.join(map(str, widths))}, N = {N}, start {start}"
        found += both_ways(name, a, b, risk)
        found += [
            descends(f"{name}: down to zero loss", a, risk),
            ray(f"{name}: an unbounded level set", a, risk),
        ]
        if widths == (3, 4, 3, 2):  # from zero, the first move of each W_l is the one that makes it full
            found += [
                keeps_rank(
                    f"{name}: W_{l} of full rank on the path",
                    lambda s=a, e=b, r=risk: join_exactly(s, e, r),  # type: ignore[misc]
                    l,
                    int(start == "zero"),
                )
                for l in (2, 3)
            ]
    return tuple(found)


def near_misses() -> tuple[NearMiss, ...]:
    """A vertex moved by 2^-40, the bound lowered, the other behaviour."""
    some = Instances(40)
    risk = some.risk((2, 2, 1), 2, independent=True)
    a, b = some.network((2, 2, 1), HALF, "low"), some.network((2, 2, 1), HALF)
    path = joined("a path", a, b, risk).build
    trail = join_exactly(a, b, risk)
    constant = lambda: certify(trail, risk, "constant")  # noqa: E731
    return (
        NearMiss(
            "the end moved by 2^-40", tampered(path, "/claim/end/layers/0/bias/0", f"1/{2**40}"), "E_PATH_END"
        ),
        NearMiss("a bound of zero", tampered(path, "/claim/behaviour/at-most", "0"), "E_LOSS_EXCEEDS"),
        NearMiss("a constant loss", constant, "E_LOSS_MOVES"),
    )


def ablations() -> tuple[Ablation, ...]:
    """Strict widths and the rank are needed."""
    return (
        Ablation(r"$n_1>\dots>n_L$", (equal_widths(),), r"$n_1=n_2=1$: zero-loss points in two components."),
        Ablation(
            r"$\operatorname{rank} X=N$",
            (tent(),),
            r"Weaker: $\operatorname{rank}[X,1]=N$ suffices (new-3.b); rank $N-1$ does not: at least two components.",
        ),
        Ablation("Assumption 3.4.1", (), "open (constant $\\sigma$ violates $\\inf\\Phi=p^*$)"),
        Ablation(
            r"$\varphi$ convex",
            (),
            r"Needed: $N=m=1$ and $\varphi(G)=(G^2-1)^2$ has disconnected sublevel sets itself (by hand).",
        ),
    )


theorem = Theorem(
    id="thm-3.4.9",
    kind="theorem",
    title="Independent samples: connected sublevel sets",
    statement=(
        r"Let Assumption 3.4.1 hold, $\operatorname{rank} X=N$ and $n_1>\dots>n_L$, and let $\varphi$ be convex. Then (1) every sublevel "
        r"set of $\Phi$ is connected, and $\Phi$ attains values arbitrarily close to $p^*$; (2) every non-empty connected component "
        r"of every level set is unbounded."
    ),
    source=thesis("Theorem 3.4.9", "39"),
    universal=True,
    hypotheses=("Assumption 3.4.1", r"$\operatorname{rank} X=N$", r"$n_1>\dots>n_L$", r"$\varphi$ convex"),
    covers=(
        "For five pairs of networks (leaky ReLU, two kinks, decreasing; from zero, from equal units): curves from both to one point on "
        "which the square loss never rises, a descent to zero loss, a ray of constant output; for two "
        "of them $W_2,W_3$ are shown to keep full rank on the way (from zero: once they have it). The general proof with polylines is "
        "Theorem B of docs/proofs/new-3.md."
    ),
    uses=("lem-3.4.6", "lem-3.4.7", "prop-3.4.8", "def-3.3.6"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=ablations,
)
