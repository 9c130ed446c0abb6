"""Table 4.2: the units of CNN13 and the skip-connections, against Table 4.1."""

from proofs.chapter4.tab_4_1 import CAPTION, UNITS, N
from proofs.feature_exhibits import total
from proofs.table_exhibits import at_most, differs
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="tab-4.2",
    kind="figure",
    title="CNN13 with and without skip-connections",
    statement="Out of 179,840 hidden units of CNN13 (Table 4.1), 55,000 are connected to the output.",
    source=thesis("Table 4.2", "65"),
    universal=False,
    covers="The number of units, repeated from Table 4.1, and that it is enough; the accuracies are not measured again (see sec-4.4.1).",
    uses=("tab-4.1",),
    exhibits=lambda: (
        at_most(f"{N} <= {CAPTION}", str(N), str(CAPTION)),
        at_most(f"{N} <= {sum(UNITS)}", str(N), str(sum(UNITS)), "corrects"),
        differs("the rows of Table 4.1 do not add up to 179840", total(*UNITS), CAPTION),
    ),
    near_misses=lambda: (
        NearMiss(
            "60,000 less than 55,000",
            tampered(at_most("", "55000", "60000").build, "/claim/points/0/0", "60001"),
            "E_VALUE",
        ),
    ),
    printed="There are in total 179,840 hidden neurons from the original CNN13 (see Table 4.1).",
    finding="The rows of Table 4.1 add up to 204,928.",
    corrected="At least 179,840 units: enough for 55,000 skip-connections either way.",
)
