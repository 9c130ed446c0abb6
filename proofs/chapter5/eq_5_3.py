"""Equation 5.3: a network of widths 2-1-2-2 whose first decision region has two components."""

from __future__ import annotations

from checker import Network, Rationals, Reader
from constructions.evidence.components import certify_components
from proofs.theorem import Exhibit, Theorem, thesis

FIELD = Rationals()


def network() -> Network:
    """Equation 5.3: slope 1/2, W_1 = (1, 1)^T, W_2 = (1, -1), W_3 = [[2, 1], [3, 2]], b_3 = (0, 1)."""
    half = {"name": "leaky_relu", "slope": "1/2"}
    return Reader(FIELD).network(
        {
            "input_dim": "2",
            "layers": [
                {"weight": [["1", "1"]], "bias": ["0"], "activation": half},
                {"weight": [["1"], ["-1"]], "bias": ["0", "0"], "activation": half},
                {
                    "weight": [["2", "3"], ["1", "2"]],
                    "bias": ["0", "1"],
                    "activation": {"name": "identity"},
                },
            ],
        },
        "",
    )


theorem = Theorem(
    id="eq-5.3",
    kind="equation",
    title="A non-pyramidal network with a disconnected decision region",
    statement="The network of Equation 5.3 has a disconnected decision region $C_1$.",
    source=thesis("Section 5.3.1, Equation (5.3)", "77"),
    universal=False,
    covers="The whole statement: one network, its region computed exactly.",
    exhibits=lambda: (
        Exhibit("C_1 has two components", lambda: certify_components(network(), FIELD, 0)),
        Exhibit("C_2 has one component", lambda: certify_components(network(), FIELD, 1)),
    ),
)
