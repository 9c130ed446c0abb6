"""The question after Theorem 2.4.5, whether it holds for the ReLU: no, on open balls of parameters."""

from __future__ import annotations

from typing import Any

from checker import Network
from constructions.certificate import Claim, region_claim
from constructions.evidence.region import certify_region_is, certify_region_is_not
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.feature_exhibits import RELU as RELU_LAYER
from proofs.feature_exhibits import Q, feature_rank, filter_bank, identity, product, samples, total
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# Parameters (w, b) of one unit; |w| <= 1/4 and -2 <= b <= -1, or 1 <= b <= 2.
DEAD: Any = [
    half_space([1, 0], "-1/4"),
    half_space([-1, 0], "-1/4"),
    half_space([0, 1], -2),
    half_space([0, -1], 1),
]
LINEAR: Any = [
    half_space([1, 0], "-1/4"),
    half_space([-1, 0], "-1/4"),
    half_space([0, 1], 1),
    half_space([0, -1], -2),
]
SUM, NOTHING = 0, 1


def features_of_one_unit() -> Network:
    """(w, b) -> (sum of ReLU(w x + b) over x = 0, 1, 2; 0)."""
    return network(layer([[0, 1], [1, 1], [2, 1]], [0, 0, 0], RELU), layer([[1, 1, 1], [0, 0, 0]], [0, 0]))


def pre_activation(x: int) -> Network:
    """(w, b) -> (w x + b; 0)."""
    return network(layer([[x, 1], [0, 0]], [0, 0]))


def printed_claim() -> Claim:
    """That some parameters of the ball give a feature that is not zero, as almost all would have to."""
    return region_claim("region-is-not", features_of_one_unit(), Q, SUM, DEAD, polyhedra=[])


def exhibits() -> tuple[Exhibit, ...]:
    """A ball where every feature is zero, and one where every unit is linear."""
    X = samples([[0], [1], [2]])
    whole: Any = [[]]
    return (
        Exhibit(
            "all features are zero for |w| <= 1/4, -2 <= b <= -1",
            lambda: certify_region_is(features_of_one_unit(), Q, SUM, [], DEAD),
            "refutes",
            printed_claim,
        ),
        *(
            Exhibit(
                f"the unit is active at x = {x} for |w| <= 1/4, 1 <= b <= 2",
                lambda x=x: certify_region_is(pre_activation(x), Q, SUM, whole, LINEAR),  # type: ignore[misc]
            )
            for x in range(3)
        ),
        identity(
            "where all units are active, F_1 (1, -2, 1)^T from the left is 0: rank at most 2",
            total("b", product("-2", total("w", "b")), total(product("2", "w"), "b")),
            "0",
            "b",
            "w",
        ),
        feature_rank("dead units, rank 0", [filter_bank([["1/4"]] * 3, None, RELU_LAYER, [-1] * 3)], X, 0),
        feature_rank(
            "linear units, rank 2",
            [filter_bank([["1/4"], ["1/5"], ["-1/4"]], None, RELU_LAYER, [1, 2, 1])],
            X,
            2,
        ),
        feature_rank(
            "units neither dead nor linear, all active on x = 2 and 3 only: rank 2 of 4",
            [filter_bank([[2], [3], [4], [5]], None, RELU_LAYER, [-3, -4, -5, -6])],
            samples([[0], [1], [2], [3]]),
            2,
        ),
        feature_rank(
            "and other parameters: full rank 3",
            [filter_bank([[1], [1], [1]], None, RELU_LAYER, ["1/2", "-1/2", "-3/2"])],
            X,
            3,
            role="corrects",
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """A ball that reaches b = 1."""
    good = exhibits()[0].build
    at = "/claim/domain/3"
    wide = tampered(good, at, half_space([0, -1], -1))
    return (
        NearMiss("a ball with live units", wide, "E_FARKAS"),
        NearMiss("not empty", _not_empty, "E_WITNESS"),
    )


def _not_empty() -> bytes:
    """The opposite claim, with a point at which the feature is zero."""
    good = certify_region_is_not(features_of_one_unit(), Q, SUM, [], LINEAR)
    return tampered(lambda: good, "/claim/domain", DEAD)()


theorem = Theorem(
    id="rem-2.4.5",
    kind="remark",
    title="The question for the ReLU",
    statement=(
        r"Theorem 2.4.5 is false for the ReLU: for $x=0,1,2$ and any number of units the features vanish for all parameters in an open ball, and in "
        r"another open ball every unit is active on all samples and $\mathrm{rank}\,F_1\le d+1=2<3$."
    ),
    source=thesis("the paragraph after Theorem 2.4.5", "19"),
    universal=False,
    covers="Both balls for all parameters in them; leaky ReLU and other slopes have the second ball too.",
    uses=("thm-2.4.5",),
    exhibits=exhibits,
    near_misses=near_misses,
    printed="It is an open question if the result (dependent features only on a null set) holds also for the ReLU.",
    finding=(
        r"It does not: with $|w_j|\le\frac14$ and $-2\le b_j\le-1$ every pre-activation on $x=0,1,2$ is at most $-\frac12$, so $F_1=0$."
    ),
    corrected=(
        r"For the ReLU the existence of full rank (Theorem 2.4.4) holds, and on a cell of parameters with constant activation patterns the rank is "
        r"almost everywhere constant; it can be any number from 0."
    ),
)
