"""Every rule by which the kernel can accept a claim: this list is all there is.

A rule takes the reader (which knows the field), the claim's fields and the evidence, and returns (with
what the verdict rests on, if anything), or raises a `Refusal` that names the premise that failed.  The
list is explicit on purpose: what can make a claim true must be readable in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checker.codec import Json
from checker.grounds import Grounds
from checker.notation import Reader
from checker.rules import (
    components,
    count,
    feature_rank,
    gradient,
    identity,
    loss_path,
    matrix_path,
    membership,
    property,
    rank,
    region,
    separator,
    simplices,
    skip_rank,
    sublevel,
    trap,
)

Rule = Callable[[Reader, Json, Json], Grounds | None]

RULES: Mapping[str, Rule] = {
    "value": membership.value,
    "polyline-in-region": membership.polyline_in_region,
    "polyline-leaves-region": membership.polyline_leaves_region,
    "region-is": region.region_is,
    "region-is-not": region.region_is_not,
    "region-components": components.region_components,
    "region-connected": components.region_connected,
    "region-disconnected": separator.region_disconnected,
    "activation-regions": count.activation_regions,
    "region-counts": simplices.region_counts,
    "rank": rank.rank,
    "singular-value-bound": gradient.singular_value_bound,
    "gradient": gradient.gradient,
    "gradient-bounds": gradient.gradient_bounds,
    "feature-rank": feature_rank.feature_rank,
    "feature-value": feature_rank.feature_value,
    "skip-rank": skip_rank.skip_rank,
    "fit": skip_rank.fit,
    "identity": identity.identity,
    "identity-fails": identity.identity_fails,
    "activation-property": property.activation_property,
    "pyramidal": property.pyramidal,
    "path-full-rank": matrix_path.path_full_rank,
    "loss-path": loss_path.loss_path,
    "sublevel-separated": sublevel.sublevel_separated,
    "loss-at-least": sublevel.loss_at_least,
    "unbounded-ray": sublevel.unbounded_ray,
    "falling-path": trap.falling_path,
}
