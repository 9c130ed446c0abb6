"""new-6.c: the expected number of breakpoints along a line: one for two units, and total variation over range."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from checker import Json, Network
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.region_exhibits import hyperplanes, regions
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

ZIGZAGS = ((0, 3, 1, 2), (1, 0, 2, 0, 1))


def crossings(values: Sequence[int], c: Fraction) -> int:
    """How often the function that is linear between the values crosses c, which is none of them."""
    return sum(min(x, y) < c < max(x, y) for x, y in pairwise(values))


def _interval(lo: int, hi: int) -> Json:
    return [half_space([1], lo), half_space([-1], -hi)]


def _exchanged(sizes: Sequence[int]) -> Network:
    """All units t -> w t + b with (w, b) or (w, -b) two of the sizes, in either order."""
    pairs = [(w, s * b) for w, b in permutations(sizes, 2) for s in (1, -1)]
    return hyperplanes([[w] for w, _ in pairs], [b for _, b in pairs])


def _above(values: Sequence[int], c: Fraction) -> Network:
    """x -> relu(g(x) - c) on [0, n], g linear between the values at 0, ..., n: g is a sum of hidden ReLUs."""
    slopes = [y - x for x, y in pairwise(values)]
    turns = [slopes[0], *(b - a for a, b in pairwise(slopes))]
    first = layer([[1]] * len(turns), [-i for i in range(len(turns))], RELU)
    return network(first, layer([turns], [str(values[0] - c)], RELU), layer([[1]], [0]))


def exhibits() -> tuple[Exhibit, ...]:
    """Pairs of 2, 3, 5, ..., and two zigzags cut at the middle of each unit of their range."""
    found = [
        regions(
            _exchanged(sizes),
            n + 1,
            _interval(-1, 1),
            f"{2 * n} units, all pairs of {len(sizes)} sizes: {n} change",
        )
        for sizes in ((2, 3), (2, 3, 5), (2, 3, 5, 7))
        for n in (len(sizes) * (len(sizes) - 1),)
    ]
    for values in ZIGZAGS:
        for k in range(min(values), max(values)):
            c = k + Fraction(1, 2)
            count = crossings(values, c)
            name = f"zigzag through {', '.join(map(str, values))} cut at {c}: {count} crossings"
            domain = _interval(0, len(values) - 1)
            found.append(regions(_above(values, c), len(values) - 1 + count, domain, name))
    return tuple(found)


def ablations() -> tuple[Ablation, ...]:
    """A weight and a bias that are not equally distributed; a bias whose range is too short."""
    wide = regions(
        hyperplanes([[5], [5], [7], [7]], [2, 3, 2, 3]),
        5,
        _interval(-1, 1),
        "weights 5 and 7, biases 2 and 3: all",
    )
    short = regions(
        _above((0, 3, 1, 2), Fraction(3, 2)),
        6,
        _interval(0, 3),
        "c = 3/2: 3 crossings",
    )
    return (
        Ablation("exchangeable", (wide,), "the average is 1 for each unit, not 1/2"),
        Ablation("range covered", (short,), "c uniform on [1, 2] crosses 3 times, not 6/(2 - 1)"),
    )


theorem = Theorem(
    id="new-6.c",
    kind="own",
    title="Expected number of breakpoints along a line",
    statement=(
        r"(i) Let $n$ units $t\mapsto w_it+b_i$ have $(w_i,b_i)$ distributed as $(b_i,w_i)$, with $|w_i|\ne|b_i|$ almost surely. Then on the average exactly $n/2$ of them "
        r"change their sign in $[-1,1]$. (ii) Let $g$ be continuous and piecewise linear on an interval and $c$ uniform on $[u,v]$, which contains the range of "
        r"$g$. Then $g-c$ changes its sign on the average exactly $\mathrm{TV}(g)/(v-u)$ times, where $\mathrm{TV}$ is the total variation."
    ),
    source=Source(
        "Hanin and Rolnick (2019), Complexity of Linear Regions in Deep Networks",
        "the number of regions along a line is linear in the number of neurons on the average; exact for these cases by the co-area formula",
    ),
    universal=True,
    covers=(
        "Exact counts of regions for units with all ordered pairs of the sizes 2, 3, 5, 7 as $(w,\\pm b)$: half of them change their sign in $[-1,1]$; "
        "and for two zigzags, cut at the middle of each unit of their range: the crossings add up to the total variation. In general: (i) the unit "
        "changes its sign in $[-1,1]$ iff $|b|<|w|$, which is as likely as $|w|<|b|$; (ii) the number of crossings of $c$, integrated over $c$, is "
        "the sum over the linear pieces of the lengths of their ranges. Deeper networks at initialisation: benchmarks/regions\\_along\\_lines.py "
        "counts exactly and averages over samples, which is an observation."
    ),
    hypotheses=("exchangeable", "range covered"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "all twelve units change their sign",
            tampered(exhibits()[1].build, "/claim/regions", "13"),
            "E_REGIONS",
        ),
    ),
    ablations=ablations,
)
