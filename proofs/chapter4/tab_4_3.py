"""Table 4.3: SGD against random features in every row."""

from __future__ import annotations

from proofs.chapter6.sec_6 import ROWS
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Random features are worse in all eight pairs."""
    return tuple(
        at_most(f"{name}: rand {rand} <= SGD {sgd}", rand, sgd) for name, (sgd, rand) in ROWS.items()
    )


theorem = Theorem(
    id="tab-4.3",
    kind="figure",
    title="Test accuracy on CIFAR10",
    statement="With skip-connections, SGD on all parameters has a better test accuracy than random features, for every network and both activations.",
    source=thesis("Table 4.3", "65"),
    universal=False,
    covers="The eight comparisons within the table; the experiments are not repeated. How large the differences are: sec-6.",
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "VGG11, sigmoid: 73 at most 72.51",
            tampered(exhibits()[0].build, "/claim/points/0/0", "73"),
            "E_VALUE",
        ),
    ),
)
