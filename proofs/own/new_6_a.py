"""new-6.a: the number of regions along a line may be exponential in the depth, or one."""

from __future__ import annotations

from fractions import Fraction

from constructions.fully_connected import RELU, layer, network
from proofs.region_exhibits import UNIT_INTERVAL, counts, regions, tents, values
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Source, Theorem


def exhibits() -> tuple[Exhibit, ...]:
    """1 to 5 tents: the count and the zigzag; and four layers that stay positive."""
    found: list[Exhibit] = []
    for k in range(1, 6):
        dyadic = [Fraction(i, 2**k) for i in range(2**k + 1)]
        zigzag = [i % 2 for i in range(2**k + 1)]
        found += [
            regions(tents(k), 2**k, UNIT_INTERVAL, f"tents, k = {k}"),
            counts(tents(k), (2**k, 2**k, 2**k, 1), UNIT_INTERVAL, f"tents, k = {k}"),
            values(tents(k), list(map(str, dyadic)), zigzag, f"tents, k = {k}: 0 and 1 in turn at i/2^{k}"),
        ]
    positive = [layer([[1, 2], [2, 1]], [1, 1], RELU) for _ in range(3)]
    one = network(layer([[1], [-1]], [1, 2], RELU), *positive, layer([[1, 1]], [0]))
    return (*found, regions(one, 1, UNIT_INTERVAL, "four layers of positive units"))


def near_misses() -> tuple[NearMiss, ...]:
    """One region more, and a zigzag that starts at 1."""
    count = regions(tents(3), 8, UNIT_INTERVAL).build
    zigzag = values(tents(1), ["0", "1/2", "1"], [0, 1, 0], "").build
    return (
        NearMiss("nine regions of three tents", tampered(count, "/claim/regions", "9"), "E_REGIONS"),
        NearMiss("a tent of height 2", tampered(zigzag, "/claim/values/1/0", "2"), "E_VALUE"),
    )


theorem = Theorem(
    id="new-6.a",
    kind="own",
    title="Exponentially many regions, or one",
    statement=(
        r"For every $k\ge1$ the network $T\circ\dots\circ T$ of $k$ hidden layers with two ReLUs each, $T(x)=2\max(x,0)-4\max(x-\frac12,0)$, has "
        r"exactly $2^k$ activation regions and $2^k$ linear regions on $[0,1]$. A network whose pre-activations are positive on a domain has one."
    ),
    source=Source(
        "Hanin and Rolnick (2019), Complexity of Linear Regions in Deep Networks",
        "abstract: both extremes exist; construction after Telgarsky (2016)",
    ),
    universal=True,
    covers=(
        "Exact for $k=1,\\dots,5$: the counts, and the values 0 and 1 in turn at the points $i/2^k$, so that neighbouring regions have different "
        "slopes. For every $k$: $T$ maps each half of $[0,1]$ onto $[0,1]$ by an affine bijection, so one more tent doubles the count."
    ),
    exhibits=exhibits,
    near_misses=near_misses,
)
