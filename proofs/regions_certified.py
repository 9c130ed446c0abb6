"""Certificates for the answers of `theodolite regions`, from the engine's cells, verified by the kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from checker import Field, Json, Network, Refused, verify
from constructions.certificate import Claim, region_claim
from constructions.evidence.components import certify_components
from constructions.evidence.count import certify_activation_regions, regions_claim
from constructions.evidence.simplices import certify_counts, counts_claim
from constructions.fully_connected import half_space
from constructions.geometry.plane_regions import PlaneRegions
from constructions.geometry.space_regions import SpaceRegions
from proofs.outcome import INTERNAL, OF_KERNEL, Stop

MOST = 20_000  # regions times hidden units: beyond, no split trees and linear programs (about a minute)


def box_json(sides: Sequence[Fraction] | None) -> Json:
    """The box lo hi lo hi ... as the domain of a claim; all of space for None."""
    found: list[Json] = []
    for i in range(len(sides or ()) // 2):
        unit = [int(i == k) for k in range(len(sides or ()) // 2)]
        lo, hi = (sides or ())[2 * i : 2 * i + 2]
        found += [half_space(unit, str(lo)), half_space([-u for u in unit], str(-hi))]
    return found


def polygon_json(corners: Sequence[tuple[Fraction, Fraction]]) -> Json:
    """The convex polygon with these corners, in either order."""
    (p, q), (u, v), (x, y) = corners[:3]
    sign = 1 if (u - p) * (y - q) > (v - q) * (x - p) else -1
    found: list[Json] = []
    for (p, q), (x, y) in pairwise([*corners, corners[0]]):
        a, b = sign * (q - y), sign * (x - p)
        found.append(half_space([str(a), str(b)], str(a * p + b * q)))
    return found


def polytope_json(inequalities: Sequence[Sequence[Fraction]]) -> Json:
    """Where each a x + c >= 0, given as (a_1, ..., a_d, c)."""
    return [half_space([str(a) for a in g[:-1]], str(-g[-1])) for g in inequalities]


def certify(
    network: Network,
    field: Field,
    domain: Json,
    counted: PlaneRegions | SpaceRegions | None,
    most_cells: int,
    progress: Callable[[str], None],
) -> bytes:
    """One certificate for all counts; `Stop` if the kernel refuses it or the engine counted otherwise."""
    progress("certifying the counts")
    data, found = certify_counts(network, field, domain, most_cells)
    claim = counts_claim(network, field, found if counted is None else counted, domain)
    return _verified("region-counts", data, claim)


def certificates(
    network: Network,
    field: Field,
    domain: Json,
    regions: int,
    components: dict[int, int],
    progress: Callable[[str], None],
) -> dict[str, bytes]:
    """Those of split trees, for small networks: activation regions, and components of each class given."""
    if regions * sum(network.widths[1:-1]) > MOST:
        return {}
    progress(f"certifying {regions} activation regions")
    name, claim = "activation-regions", regions_claim(network, field, regions, domain)
    made = {name: _verified(name, certify_activation_regions(network, field, domain), claim)}
    for j, count in components.items():
        progress(f"certifying the components of class {j + 1}")
        name = f"class-{j + 1}-components"
        claim = region_claim("region-components", network, field, j, domain, components=str(count))
        made[name] = _verified(name, certify_components(network, field, j, domain), claim)
    return made


def _verified(name: str, data: bytes, claim: Claim) -> bytes:
    verdict = verify(data)
    if isinstance(verdict, Refused):
        raise Stop(OF_KERNEL[verdict.outcome], f"the kernel refuses {name}: {verdict}")
    if verdict.claim_sha256 != claim.sha256:
        raise Stop(INTERNAL, f"{name}: the certificate and the engine differ; please report it")
    return data
