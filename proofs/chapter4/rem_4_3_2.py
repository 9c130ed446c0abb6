"""The conjecture after Lemma 4.3.2: softplus needs no backward path; true."""

from __future__ import annotations

from proofs.skip_exhibits import chain, full_rank, line
from proofs.tamper import tampered
from proofs.theorem import NearMiss, Theorem, thesis

theorem = Theorem(
    id="rem-4.3.2",
    kind="remark",
    title="Softplus without backward paths",
    statement="Conjecture: Lemma 4.3.2 holds for softplus activations without the condition on backward paths.",
    source=thesis("the paragraph after Lemma 4.3.2", "58"),
    universal=True,
    covers=(
        "True, by new-4.a, when every unit has a bias of its own, as Section 4.2 (5) says (false for shared biases, sec-4.4). Here chains of softplus units "
        "that are all skip units, so that no backward path is free."
    ),
    uses=("new-4.a", "lem-4.3.2"),
    exhibits=lambda: tuple(
        full_rank(f"a chain of {N} softplus skip units", lambda N=N: chain(N), line(N))  # type: ignore[misc]
        for N in (3, 5, 6)
    ),
    near_misses=lambda: (
        NearMiss(
            "a chain whose second unit reads nothing that varies",
            tampered(full_rank("", lambda: chain(3), line(3)).build, "/claim/units/1/weight/0", "0"),
            "E_NORM",
        ),
    ),
    proof="docs/proofs/new-4.md",
)
