"""What a look at a claim in floating point says, and the task that it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch

from checker import Network, Reader, decode_field
from torch_backend.lift import LiftedNetwork, device_of
from torch_backend.observed import Observed
from torch_backend.rounding import DTYPES

CONFIRMED, UNDECIDED, CONTRADICTED, EXACT_ONLY = "confirmed", "undecided", "contradicted", "exact-only"
MALFORMED = "malformed"


@dataclass(frozen=True)
class Confirmation:
    """What was seen of one claim."""

    kind: str
    outcome: str
    says: str
    observed: Observed | None = None

    def json(self) -> dict[str, Any]:
        """For a report."""
        observed = None if self.observed is None else self.observed.json()
        return {"kind": self.kind, "outcome": self.outcome, "says": self.says, "observed": observed}


@dataclass(frozen=True)
class Task:
    """A claim of a certificate, where and in which type to compute, how many samples, from which seed."""

    claim: Mapping[str, Any]
    evidence: Mapping[str, Any]
    device: str = "cpu"
    n: int = 1000
    seed: int = 0
    dtype: str = "float64"

    @property
    def read(self) -> Reader:
        """A reader of the claim's field."""
        return Reader(decode_field(self.claim["field"], "/claim/field"))

    @property
    def place(self) -> torch.device:
        """The device."""
        return device_of(self.device)

    @property
    def type(self) -> torch.dtype:
        """The type in which networks are evaluated."""
        return DTYPES[self.dtype]

    def lifted(self, exact: Network) -> LiftedNetwork:
        """A network in the task's type, on its device."""
        return LiftedNetwork(exact, self.dtype, self.device)

    def network(self) -> tuple[Network, LiftedNetwork]:
        """The claim's network, exact and lifted."""
        exact = self.read.network(self.claim["network"], "/claim/network")
        return exact, self.lifted(exact)

    def found(self, outcome: str, says: str, value: Any = None, bound: float | None = None) -> Confirmation:
        """The confirmation of this task."""
        seen = Observed(value, bound, self.dtype, self.device, self.seed)
        return Confirmation(str(self.claim["kind"]), outcome, says, None if value is None else seen)
