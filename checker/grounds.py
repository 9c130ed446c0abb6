"""What a verdict rests on beyond the kernel's own proofs, as a rule returns it."""

from __future__ import annotations

from typing import NamedTuple


class Grounds(NamedTuple):
    """A bound on the probability that a false claim passes (one certificate tried), and results cited."""

    soundness_error: str = "0"
    rests_on: tuple[str, ...] = ()
