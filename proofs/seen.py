"""An observation in floating point, which ledger and report show beside a status, never as part of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One observation of a claim: what of, how it came out, the value with its bound, and where it was made.

    claim_sha256: of the exhibit that was looked at; empty for an experiment, whose `outcome` says whether it
    agrees with the source.
    """

    name: str
    outcome: str
    says: str
    value: str
    error_bound: str
    dtype: str
    device: str
    seed: str
    claim_sha256: str = ""
    stale: bool = False
    picture: str = ""

    def json(self) -> dict[str, Any]:
        """For a report; without the picture, an SVG."""
        table = asdict(self)
        del table["picture"]
        return table

    @property
    def where(self) -> str:
        """Type, device and seed, in words."""
        return f"{self.dtype}, {self.device}, seed {self.seed}"

    @property
    def figure(self) -> str:
        """The value with the bound of its error, as far as there are such."""
        return f"{self.value} ± {self.error_bound}" if self.value and self.error_bound else self.value
