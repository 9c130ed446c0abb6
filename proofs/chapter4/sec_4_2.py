"""Section 4.2: the conditions on the architecture, two of which are used without being said."""

from __future__ import annotations

from proofs.chapter4.asm_4_3_1 import mixed
from proofs.chapter4.lem_4_3_2 import determinant
from proofs.feature_exhibits import identity
from proofs.skip_exhibits import FOUR, full_rank
from proofs.tamper import tampered
from proofs.theorem import Ablation, NearMiss, Theorem, thesis

theorem = Theorem(
    id="sec-4.2",
    kind="section",
    title="The architecture",
    statement=(
        "A directed acyclic network: (1) first-layer units read any inputs, (2) units above any hidden units of lower layers, (3) units of one layer may share weights if their in-degrees "
        "agree, (4) $N$ hidden units are linked to the outputs with independent weights, (5) every unit has its activation and its bias."
    ),
    source=thesis("Section 4.2", "56"),
    universal=False,
    hypotheses=("every unit reads something",),
    covers=(
        "A definition. `constructions.skip_conditions.architecture` decides it and names clause and unit; one network that meets it is evaluated by the kernel. The units that read something "
        "are not asked for in the text (lem-4.3.2), and padding makes in-degrees differ, so that (3) excludes padded convolutions."
    ),
    exhibits=lambda: (full_rank("a network of two layers, four activations, skips in both", mixed, FOUR),),
    near_misses=lambda: (
        NearMiss(
            "an arc upwards",
            tampered(full_rank("", mixed, FOUR).build, "/claim/units/0/from", ["0", "3"]),
            "E_INDEX",
        ),
    ),
    ablations=lambda: (
        Ablation(
            "every unit reads something",
            (
                identity(
                    "N = 3, two skip units that read nothing: det = 0 for all parameters",
                    determinant([["a", "s", "t"], ["b", "s", "t"], ["c", "s", "t"]]),
                    "0",
                    *("a", "b", "c", "s", "t"),
                ),
            ),
        ),
    ),
)
