"""What a floating-point run saw: a number with a bound of its error, and never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn


@dataclass(frozen=True)
class Observed:
    """A value computed in floating point.

    error_bound: |value - true value| is at most this, proved by the analysis of the routine that made it;
    None where a routine has no such proof (training, sampling).  There is no way from here to
    `checker.Verified`, and no truth value: what follows from an observation is for the reader to say.
    """

    value: Any
    error_bound: float | None
    dtype: str
    device: str
    seed: int | None = None

    def __bool__(self) -> NoReturn:
        raise TypeError("an observation is neither true nor false; compare its value, and mind its error")

    def json(self) -> dict[str, Any]:
        """For a report; the keys are the fields."""
        return {
            "value": self.value,
            "error_bound": self.error_bound,
            "dtype": self.dtype,
            "device": self.device,
            "seed": self.seed,
        }
