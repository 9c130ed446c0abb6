"""Certificates for the counts of `theodolite regions`, found by exact linear programs, kernel-verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from checker import Field, Json, Network, Refused, verify
from constructions.certificate import region_claim
from constructions.evidence.components import certify_components
from constructions.evidence.count import certify_activation_regions, regions_claim
from constructions.fully_connected import half_space
from proofs.outcome import INTERNAL, LIMIT, OF_KERNEL, Stop

MOST = 20_000  # regions times hidden units: about a minute


def box_json(sides: Sequence[Fraction] | None) -> Json:
    """The box lo hi lo hi ... as the domain of a claim; all of space for None."""
    found: list[Json] = []
    for i in range(len(sides or ()) // 2):
        unit = [int(i == k) for k in range(len(sides or ()) // 2)]
        lo, hi = (sides or ())[2 * i : 2 * i + 2]
        found += [half_space(unit, str(lo)), half_space([-u for u in unit], str(-hi))]
    return found


def certificates(
    network: Network,
    field: Field,
    sides: Sequence[Fraction] | None,
    regions: int,
    components: dict[int, int],
    progress: Callable[[str], None],
) -> dict[str, bytes]:
    """The certificates by name: of the activation regions, and of the components of each class given.

    `Stop` when the network is too large for them, or the kernel refuses one.
    """
    if regions * sum(network.widths[1:-1]) > MOST:
        found = f"{regions} regions and {sum(network.widths[1:-1])} hidden units"
        raise Stop(LIMIT, f"certificates are for small networks, found {found}; take a smaller box")
    domain = box_json(sides)
    progress(f"certifying {regions} activation regions")
    made = {"activation-regions": certify_activation_regions(network, field, domain)}
    claims = {"activation-regions": regions_claim(network, field, regions, domain)}
    for j, count in components.items():
        progress(f"certifying the components of class {j + 1}")
        name = f"class-{j + 1}-components"
        made[name] = certify_components(network, field, j, domain)
        claims[name] = region_claim("region-components", network, field, j, domain, components=str(count))
    for name, data in made.items():
        verdict = verify(data)
        if isinstance(verdict, Refused):
            raise Stop(OF_KERNEL[verdict.outcome], f"the kernel refuses {name}: {verdict}")
        if verdict.claim_sha256 != claims[name].sha256:
            raise Stop(INTERNAL, f"{name}: the certificate and the engine differ; please report it")
    return made
