"""Figure 4.3: 150 layers of width 10 with softplus, with and without skip-connections, on 1,000 images."""

from __future__ import annotations

from checker import Json
from constructions.feature_matrix import random_layer
from constructions.skip_network import SkipNetwork, from_layers, with_random_skips
from proofs.feature_exhibits import digits, feature_rank, identity, product
from proofs.skip_exhibits import full_rank
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

SOFTPLUS: Json = {"name": "softplus"}
DEPTH, WIDTH, N = 150, 10, 1000


def deep(depth: int, width: int, skips: int) -> SkipNetwork:
    """A narrow network on digits, all hidden layers of one width, `skips` of its units joined to the output."""
    layers = [random_layer(k, width if k else 64, width, SOFTPLUS) for k in range(depth)]
    return with_random_skips(from_layers(layers, 64), skips, 0)


def exhibits() -> tuple[Exhibit, ...]:
    """The sizes; the full rank of narrow deep networks; the rank of the last layer alone."""
    relu: Json = {"name": "relu"}
    plain = [random_layer(k, 2 if k else 64, 2, relu) for k in range(3)]
    return (
        identity(f"{DEPTH} layers of width {WIDTH} have 1500 units", product(DEPTH, WIDTH), 1500),
        at_most(f"M = N = {N} of them can be joined to the output", str(N), "1500"),
        full_rank(
            "15 layers of width 2, softplus, 20 of 30 units, 20 digits: full rank",
            lambda: deep(15, 2, 20),
            digits(20),
        ),
        full_rank(
            "10 layers of width 3, softplus, 20 of 30 units, 20 digits: full rank",
            lambda: deep(10, 3, 20),
            digits(20),
        ),
        feature_rank(
            "without them the output reads the last layer: width 2, rank at most 2 on 20 digits",
            plain,
            digits(20),
            2,
            "<=",
        ),
    )


theorem = Theorem(
    id="fig-4.3",
    kind="figure",
    title="A narrow network of 150 layers",
    statement=(
        r"A fully connected network with 150 hidden layers of width 10, softplus, and $N=1000$ training images: $N$ of its 1,500 hidden units can be joined to the output, "
        r"$M=N$, and the outputs of deep narrow networks joined so have full rank $N$; of the last hidden layer alone the rank is at most its width."
    ),
    source=thesis("Figure 4.3", "67"),
    universal=False,
    covers=(
        "The sizes, and ranks of small networks of the same kind on digits, exactly. The curves themselves, training loss and error over epochs, are observations: "
        "`theodolite experiment fig-4.3` repeats them in small, in floating point. Assumption 4.3.1 does not hold for most of these networks: of the choices of 1,000 "
        "among 1,500 units all but 6.7 per cent fill some layer, and every softplus skip unit above a full layer has no free backward path (the tests count this). "
        "The two networks of the exhibits violate it so; full rank does not need it (new-4.a)."
    ),
    uses=("lem-4.3.2", "asm-4.3.1", "new-4.a"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("1,501 units", tampered(exhibits()[0].build, "/claim/right", "1501"), "E_IDENTITY"),
        NearMiss(
            "two equal digits: no full rank",
            tampered(
                exhibits()[2].build, "/claim/data/rows/1", [str(x) for x in digits(1).numerators.tolist()[0]]
            ),
            "E_NORM",
        ),
        NearMiss("the last layer of rank 1", tampered(exhibits()[4].build, "/claim/rank", "1"), "E_TOO_FEW"),
    ),
)
