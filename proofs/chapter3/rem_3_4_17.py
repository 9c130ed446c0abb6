"""The remark after Theorem 3.4.17: its conditions are not stronger than those of Theorem 3.4.16 but incomparable."""

from __future__ import annotations

from checker import Network, encode_activation, encode_network
from constructions.certificate import Claim
from constructions.formats.piecewise_linear import RELU
from constructions.random_paths import Instances
from proofs.exhibits import Q, activation, pyramidal
from proofs.path_exhibits import both_ways, descends
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

WIDTHS = (1, 4, 4, 5, 1)  # N = 2: all hidden widths are at least 2N, and n_2 = 4 < n_3 = 5


def instance() -> tuple[Network, Network]:
    """Two ReLU networks of these widths."""
    some = Instances(250)
    some.risk(WIDTHS, 2)
    return some.network(WIDTHS, RELU), some.network(WIDTHS, RELU)


def above() -> Network:
    """The layers above the first, of widths 4-4-5-1."""
    return Network(WIDTHS[1], instance()[0].layers[1:])


def printed(holds: str) -> tuple[Claim, Claim]:
    """What the remark implies of this network: widths that do not increase, and a strictly increasing activation."""
    sigma = encode_activation(RELU, Q)
    return (
        Claim("pyramidal", Q, {"network": encode_network(above(), Q), "holds": holds}),
        Claim(
            "activation-property", Q, {"activation": sigma, "property": "strictly-increasing", "holds": holds}
        ),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """The two hypotheses of Theorem 3.4.16 that fail, and the conclusion of Theorem 3.4.17 on the instance."""
    a, b = instance()
    risk = Instances(250).risk(WIDTHS, 2)
    widths, sigma = pyramidal(above(), holds="no"), activation(a, "strictly-increasing", "no")
    return (
        Exhibit("n_2 > n_3 fails", widths.build, "refutes", lambda: printed("yes")[0]),
        Exhibit("the ReLU is not strictly increasing", sigma.build, "refutes", lambda: printed("yes")[1]),
        *both_ways("ReLU, widths 1-4-4-5-1, N = 2", a, b, risk, "corrects"),
        descends("down to zero loss", a, risk, "corrects"),
    )


theorem = Theorem(
    id="rem-3.4.17",
    kind="remark",
    title="Strength of the conditions for ReLU",
    statement=(
        r"The conditions of Theorem 3.4.17 are significantly stronger than those of Theorem 3.4.16, as all hidden layers must be wide."
    ),
    source=thesis("Remark after Theorem 3.4.17", "52"),
    universal=True,
    covers=(
        "One class of networks that meets the conditions of Theorem 3.4.17 and two of whose properties Theorem 3.4.16 forbids; its conclusion "
        "on an instance. That the conditions are far from practice is an opinion, and left to the reader."
    ),
    uses=("thm-3.4.16", "thm-3.4.17", "new-3.a"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "widths 4-4-5-1 do not increase", lambda: printed("yes")[0].with_evidence({}), "E_PROPERTY_FAILS"
        ),
        NearMiss("no moves", tampered(exhibits()[2].build, "/evidence/moves", []), "E_PATH_END"),
    ),
    printed="The conditions of Theorem 3.4.17 are stronger than those of Theorem 3.4.16.",
    finding=(
        r"$N=2$, ReLU, widths 1-4-4-5-1: all hidden layers have at least $2N$ units, as Theorem 3.4.17 asks; but $n_2=4<n_3=5$, and the ReLU is not "
        r"strictly monotone, so that Theorem 3.4.16 does not apply."
    ),
    corrected=(
        r"The two are incomparable: Theorem 3.4.17 asks for width in every hidden layer, and neither for $n_2>\dots>n_L$ nor for Assumption 3.4.1. "
        r"Both hold already with $N$ for $2N$ (new-3.a)."
    ),
)
