"""Table 4.1: the hidden units of CNN13, row by row and in total; the total of the caption is another one."""

from __future__ import annotations

from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import differs
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# Height and width, channels, printed number of units, of each convolution.
ROWS = (
    (28, 64, 50176),
    (28, 64, 50176),
    (14, 64, 12544),
    (14, 128, 25088),
    (14, 128, 25088),
    (7, 128, 6272),
    (7, 256, 12544),
    (7, 256, 12544),
    (4, 256, 4096),
    (4, 256, 4096),
    (2, 256, 1024),
    (2, 256, 1024),
    (1, 256, 256),
)
CAPTION, N = 179840, 55000
UNITS = [units for *_, units in ROWS]


def exhibits() -> tuple[Exhibit, ...]:
    """Rows, sum, caption, and the table without one of its two equal rows."""
    whole = total(*UNITS)
    return (
        *(
            identity(f"row {i}: {side} x {side} x {channels} = {units}", product(side, side, channels), units)
            for i, (side, channels, units) in enumerate(ROWS, 1)
        ),
        identity(f"the rows add up to {sum(UNITS)}", whole, sum(UNITS), role="corrects"),
        differs(f"they do not add up to {CAPTION}", whole, CAPTION),
        identity(
            f"without one 14 x 14 x 128 row they add up to {CAPTION}",
            total(*UNITS[:4], *UNITS[5:]),
            CAPTION,
            role="corrects",
        ),
        identity(f"at least N = {N} either way", CAPTION, total(N, CAPTION - N), role="supports"),
    )


theorem = Theorem(
    id="tab-4.1",
    kind="figure",
    title="The hidden units of CNN13",
    statement=r"The thirteen convolutions of CNN13 have 179,840 hidden units in total, of which $N=55{,}000$ are connected to the output.",
    source=thesis("Table 4.1", "64"),
    universal=False,
    covers=(
        "Every product and the sum. With one of the two equal rows of 25,088 left out the table has 12 convolutions and one fully connected layer, "
        "the 13 layers of the name, and the total of the caption (which Table 4.2 repeats)."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "a total of 204,927", tampered(exhibits()[13].build, "/claim/right", "204927"), "E_IDENTITY"
        ),
        NearMiss(
            "the true total differs from itself",
            tampered(exhibits()[14].build, "/claim/right", "204928"),
            "E_WITNESS",
        ),
    ),
    printed="The architecture of CNN13, with 179,840 hidden neurons in total (13 rows).",
    finding=r"The 13 rows add up to 204,928; the difference is $25{,}088=14\cdot14\cdot128$, one row.",
    corrected="Either 204,928 units, or 179,840 with a single convolution with 128 channels and stride 1 at 14 x 14.",
)
