"""Definition 5.2.1: the decision region C_j, with strict inequality against every other class."""

from __future__ import annotations

from checker import Network
from constructions.certificate import region_claim
from constructions.evidence.find import find
from constructions.evidence.region import certify_region_is
from constructions.fully_connected import RELU, half_space, layer, network
from proofs.exhibits import Q, components, region_is
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def tie() -> Network:
    """f(x) = (max(x, 0), 0): a tie on x <= 0."""
    return network(layer([[1]], [0], RELU), layer([[1], [0]], [0, 0]))


def exhibits() -> tuple[Exhibit, ...]:
    """Ties belong to no region, and with one class the region is everything."""
    single = network(layer([[2]], [1]))
    return (
        region_is(tie(), 0, [[half_space([1], 0)]], name="C_1 = {x > 0} when classes tie on x <= 0"),
        components(tie(), 1, 0),
        region_is(single, 0, [[]], name="one class: C_1 is the whole line"),
        Exhibit(
            "a tie at 0 is outside C_1",
            lambda: find(region_claim("region-is-not", tie(), Q, 0, polyhedra=[[half_space([1], -1)]])),
        ),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """The tie counted in."""
    good = lambda: certify_region_is(tie(), Q, 0, [[half_space([1], 0)]])  # noqa: E731
    return (
        NearMiss("the ties belong to C_1", tampered(good, "/claim/polyhedra/0/0/offset", "-1"), "E_FARKAS"),
        NearMiss("a class that does not exist", tampered(good, "/claim/class", "2"), "E_CLASS"),
    )


theorem = Theorem(
    id="def-5.2.1",
    kind="definition",
    title="Decision region",
    statement=(
        r"The decision region of class $j$ of $f:\mathbb{R}^d\to\mathbb{R}^m$ is "
        r"$C_j=\{x : f_j(x)>f_k(x)\text{ for all }k\neq j\}$. Ties belong to no region; for $m=1$, $C_1=\mathbb{R}^d$."
    ),
    source=thesis("Definition 5.2.1", "73"),
    universal=False,
    covers="The definition is the kernel's; the exhibits show how it treats ties and a single class.",
    exhibits=exhibits,
    near_misses=near_misses,
)
