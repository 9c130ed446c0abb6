"""A claim and its evidence looked at in floating point: confirmed, undecided, contradicted, or exact only.

Samples are no proof, and a confirmation is none.  A contradiction is more: it is told only where a value
differs by more than its proven error bound, so that kernel and floating point cannot both be right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import torch

from checker.errors import Refusal
from torch_backend import confirm_gradients, confirm_losses, confirm_regions, confirm_values
from torch_backend.confirmation import (
    CONFIRMED,
    CONTRADICTED,
    EXACT_ONLY,
    MALFORMED,
    UNDECIDED,
    Confirmation,
    Task,
)
from torch_backend.lift import device_of

__all__ = ["CONFIRMED", "CONTRADICTED", "EXACT_ONLY", "MALFORMED", "UNDECIDED", "Confirmation", "confirm"]

KINDS: Mapping[str, Callable[[Task], Confirmation]] = {
    **confirm_values.KINDS,
    **confirm_regions.KINDS,
    **confirm_losses.KINDS,
    **confirm_gradients.KINDS,
}

_ORDER = (CONTRADICTED, MALFORMED, UNDECIDED, CONFIRMED, EXACT_ONLY)
_ENDS = (Fraction(1, 2**10), Fraction(1, 2**24), Fraction(1, 2**40))
_PARTS = ((Fraction(0), Fraction(1)), *((Fraction(0), end) for end in _ENDS), (1 - _ENDS[0], Fraction(1)))


def confirm(
    certificate: Mapping[str, Any], device: str = "cpu", n: int = 1000, seed: int = 0, dtype: str = "float64"
) -> Confirmation:
    """Look at the claim of a decoded certificate with about n samples; `ValueError` for a missing device.

    A claim with a parameter is looked at in the middle of parts of its interval, near both ends too.

    dtype: `float64`, `float32` or `bfloat16`, in which networks are evaluated.  What is no claim of its kind
    comes back as malformed.
    """
    device_of(device)
    claim = certificate["claim"]
    field = claim["field"]
    if isinstance(field, dict) and "parameter" in field:
        lo, hi = (Fraction(end) for end in field["parameter"])
        parts = [(lo + a * (hi - lo), lo + b * (hi - lo)) for a, b in _PARTS]
        claims = [{**claim, "field": {"parameter": [str(a), str(b)]}} for a, b in parts]
        return _worst([_look(Task(c, certificate["evidence"], device, n, seed, dtype)) for c in claims])
    return _look(Task(claim, certificate["evidence"], device, n, seed, dtype))


def _worst(found: Sequence[Confirmation]) -> Confirmation:
    """One of several looks at a claim: that which speaks most against it."""
    return min(found, key=lambda one: _ORDER.index(one.outcome))


def _look(task: Task) -> Confirmation:
    look = KINDS.get(str(task.claim["kind"]))
    if look is None:
        return task.found(EXACT_ONLY, "nothing to sample in a claim of this kind")
    try:
        return look(task)
    except Refusal as no:
        return task.found(MALFORMED, f"{no.code} at {no.at}")
    except torch.OutOfMemoryError:
        return task.found(UNDECIDED, f"{task.device} has not enough memory for this claim")
    except (LookupError, TypeError, AttributeError, RuntimeError) as error:  # shapes that do not fit
        return task.found(MALFORMED, f"not a claim of this kind, or not its evidence: {error}")
    except (ValueError, OverflowError) as error:
        return task.found(UNDECIDED, str(error))
