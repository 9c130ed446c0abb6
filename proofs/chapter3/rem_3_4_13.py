"""The remarks after Theorem 3.4.13, as far as they stand."""

from constructions.random_paths import TWO_KINKS, Instances
from proofs.path_exhibits import ray
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Rays for an activation that is not homogeneous, k = L - 1 included."""
    found = []
    for widths in ((1, 3, 1), (1, 3, 1, 4, 2), (1, 1, 3, 2)):
        some = Instances(80)
        risk, network = some.risk(widths, 3), some.network(widths, TWO_KINKS)
        found.append(ray(f"widths {'-'.join(map(str, widths))}, N = 3, two kinks", network, risk))
    return tuple(found)


theorem = Theorem(
    id="rem-3.4.13",
    kind="remark",
    title="Unbounded valleys and descending paths",
    statement=(
        r"Level sets are unbounded for homogeneous $\sigma$ by rescaling, and for every $\sigma$ if some $n_k\ge N$: $[F_k,1]$ then has a "
        r"kernel vector $K\ne0$, and $U_{k+1}+tKe_1^T$ has constant outputs for all $t$. So there are no strict local minima."
    ),
    source=thesis("Remarks after Theorem 3.4.13", "46"),
    universal=True,
    covers=(
        "The ray, for an activation that is not homogeneous, with k = L - 1 too; the thesis calls this case non-trivial. Not covered, and not "
        "implied by (1) as the thesis says: a path of non-increasing loss to $p^*$ from every point when $k\\ge2$ (for $k=1$ there is one, "
        r"thm-3.4.13). (1) alone does not exclude strict local minima: $x^2$ has a strict minimum and no bad valley. At $\theta=0$ rescaling stands still; the "
        "ray does not."
    ),
    uses=("thm-3.4.13",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a direction of zero",
            tampered(exhibits()[0].build, "/evidence/direction", [["0"] * 4]),
            "E_DIRECTION",
        ),
        NearMiss(
            "a direction that moves the output",
            tampered(exhibits()[0].build, "/evidence/direction", [["1", "0", "0", "0"]]),
            "E_OUTPUT_MOVES",
        ),
    ),
)
