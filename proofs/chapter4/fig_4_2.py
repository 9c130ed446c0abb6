"""Figure 4.2: a directed acyclic network with skip-connections and shared weights; one of its kind."""

from __future__ import annotations

from proofs.chapter4.lem_4_3_2 import constructed, three_layers
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="fig-4.2",
    kind="figure",
    title="A network with skip-connections",
    statement="A network as a directed acyclic graph, with skip-connections from units of several layers to the output; units of one colour may share weights.",
    source=thesis("Figure 4.2", "56"),
    universal=False,
    covers="Not the graph of the figure but one of its kind: layers of 3, 2 and 1 units, weights shared in the first two, a connection that passes by a layer, and skips in all three.",
    uses=("eq-4.1",),
    exhibits=lambda: (constructed("layers 3-2-1, skips in all of them, N = 4: full rank", three_layers()),),
    near_misses=lambda: (
        NearMiss(
            "an arc downwards",
            tampered(constructed("", three_layers()).build, "/claim/units/3/from", ["2", "7"]),
            "E_INDEX",
        ),
    ),
)
