"""Width d + 1 disconnects in every dimension: C_1 = {|x_1| > 1} with d + 1 leaky-ReLU units of full rank."""

from __future__ import annotations

from fractions import Fraction

from checker import ParametricField
from constructions.disconnected_regions import wide
from proofs.exhibits import components, full_rank, separated
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Source, Theorem

SLOPES = ParametricField(Fraction(0), Fraction(1))


def exhibits() -> tuple[Exhibit, ...]:
    """d = 1 for every slope; d = 1, ..., 4 counted with slope 1/2; d = 10 by a hyperplane."""
    found = [components(wide(1, ["0", "1"], ["1", "-1"], SLOPES), 0, 2, SLOPES)]
    for d in range(1, 5):
        net = wide(d, "1/2", "1/2")
        found += [*full_rank(net), components(net, 0, 2), components(net, 1, 1)]
    ten = wide(10, "1/2", "1/2")
    rest = [0] * 9
    found += [*full_rank(ten), separated(ten, [1, *rest], 0, [[-2, *rest], [2, *rest]], [0] * 10)]
    return tuple(found)


theorem = Theorem(
    id="new-5.e",
    kind="own",
    title="Width d + 1, every d",
    statement=(
        r"For every $d\ge1$ and slope $\alpha\in[0,1)$ there is a network with one hidden layer of $d+1$ leaky-ReLU "
        r"units and full-rank weights with $C_1=\{|x_1|>1\}$, which has two components."
    ),
    source=Source("Theodolite", "docs/proofs/width-d-plus-one.md"),
    universal=True,
    covers="Exact for d = 1 to 4 and 10; the proof for every d is written out in docs/proofs/width-d-plus-one.md.",
    uses=("def-5.2.1",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one component",
            tampered(components(wide(2, "1/2", "1/2"), 0, 2).build, "/claim/components", "1"),
            "E_LABEL",
        ),
    ),
    proof="docs/proofs/width-d-plus-one.md",
)
