"""Section 5.4: the summary that disconnected regions need a width above d, refuted for ReLU at width d."""

from __future__ import annotations

from constructions.certificate import Claim, region_claim
from constructions.evidence.components import certify_disconnected
from proofs.chapter5.sec_5_3_3 import integer_network
from proofs.exhibits import Q, components, full_rank, pyramidal
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def printed_claim() -> Claim:
    """All widths are 2 = d, so the regions would be connected."""
    return region_claim("region-connected", integer_network(), Q, 0)


def exhibits() -> tuple[Exhibit, ...]:
    """A ReLU network of widths 2-2-2-2 with two components."""
    net = integer_network()
    return (
        Exhibit(
            "widths 2-2-2-2, ReLU: C_1 is disconnected",
            lambda: certify_disconnected(net, Q, 0),
            "refutes",
            printed_claim,
        ),
        pyramidal(net),
        *full_rank(net),
        components(net, 0, 2, role="corrects"),
        components(net, 1, 1, role="corrects"),
    )


theorem = Theorem(
    id="sec-5.4",
    kind="section",
    title="Width above the input dimension",
    statement=(
        "In general a deep network needs a width larger than the input dimension to learn disconnected decision regions; too narrow networks join the true components by paths of "
        "high confidence."
    ),
    source=thesis("Section 5.4", "82"),
    universal=True,
    covers=(
        "A pyramidal ReLU network of width $d$ and full rank with a disconnected region; leaky-ReLU networks that are not pyramidal are in Sections 5.1 and 5.3.5. The second half of the "
        "sentence is about experiments (Figures 5.7 and 5.8)."
    ),
    uses=("thm-5.2.3", "sec-5.1", "sec-5.3.3", "sec-5.3.5", "thm-5.2.4"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "one component",
            tampered(components(integer_network(), 0, 2).build, "/claim/components", "1"),
            "E_LABEL",
        ),
        NearMiss("rank W_2 = 1", tampered(exhibits()[3].build, "/claim/rank", "1"), "E_LENGTH"),
    ),
    printed="Deep networks need in general a width larger than the input dimension for disconnected decision regions.",
    finding=(
        "ReLU, widths 2-2-2-2, integer weights of full rank, two components: no layer is wider than the input. With leaky ReLU the same is possible at widths 2-1-2-2 (Equation 5.3)."
    ),
    corrected="They need it under the hypotheses of Theorem 5.2.3 (pyramidal, full rank, onto) or with a single hidden layer (Theorem 5.2.4).",
)
