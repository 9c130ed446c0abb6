"""Sections 5.1 and 5.4: the summary sentence on width, refuted by the thesis's own Equation 5.3."""

from __future__ import annotations

from constructions.certificate import Claim, region_claim
from constructions.evidence.components import certify_disconnected
from proofs.chapter5.eq_5_3 import eq_5_3
from proofs.exhibits import Q, full_rank, pyramidal
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def printed_claim() -> Claim:
    """No hidden layer of Equation 5.3 is wider than its input, so its region would be connected."""
    return region_claim("region-connected", eq_5_3(), Q, 0)


def exhibits() -> tuple[Exhibit, ...]:
    """Widths 2-1-2-2: no layer is wider than d = 2, and C_1 is disconnected."""
    return (
        Exhibit(
            "C_1 of Equation 5.3 is disconnected",
            lambda: certify_disconnected(eq_5_3(), Q, 0),
            "refutes",
            printed_claim,
        ),
        *full_rank(eq_5_3()),
        pyramidal(eq_5_3(), holds="no"),
    )


theorem = Theorem(
    id="sec-5.1",
    kind="section",
    title="Width alone does not make regions connected",
    statement=(
        "Sections 5.1, 5.3.5 and 5.4 sum the chapter up: a network without a hidden layer wider than the input has "
        "only connected decision regions."
    ),
    source=thesis("Section 5.1, repeated in Sections 5.3.5 and 5.4", "71"),
    universal=True,
    covers="One network of the thesis refutes the sentence; the theorem it summarises is thm-5.2.3.",
    uses=("def-5.2.1", "thm-5.2.3"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("two pieces with one label", tampered(exhibits()[0].build, "/claim/class", "1"), "E_FARKAS"),
    ),
    printed="If no hidden layer has more units than the input has dimensions, all decision regions are connected.",
    finding="Equation 5.3 has hidden widths 1 and 2 on a plane, full-rank weights, and a disconnected region.",
    corrected="Theorem 5.2.3: the widths must not increase, starting from d, the weights have full rank and the activation is onto.",
)
