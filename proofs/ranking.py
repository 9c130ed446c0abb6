"""The rank of F_k on a data set as a user is told it: certificate, verdict, and which hypotheses fail."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker import Refused, Verdict, Verified, verify
from constructions.certificate import Claim, NotFound
from constructions.evidence.ball_features import enclosed_name
from constructions.evidence.enclosed_layers import certify_enclosed_layers
from constructions.evidence.feature_rank import certify
from constructions.feature_matrix import (
    AffineLayer,
    AnyLayer,
    data_json,
    feature_matrix,
    layers_json,
)
from constructions.formats.exact_matrix import ExactMatrix
from constructions.training_data import SharedPatch, shared_patch
from proofs.outcome import ACCEPTED, HOLES, OF_KERNEL

ADMISSIBLE = ("relu", "sigmoid", "softplus")  # Assumption 2.4.2, Lemma 2.4.3
ANALYTIC = ("sigmoid", "tanh", "softplus")


@dataclass(frozen=True)
class Ranking:
    """What was found about rank F_k; `certificate` and `verdict` are None where there is none."""

    samples: int
    width: int
    layers: Sequence[AnyLayer]
    shared: SharedPatch | None
    relation: str
    rank: int
    certificate: bytes | None
    verdict: Verdict | None
    seconds_to_find: float
    seconds_to_verify: float
    reason: str = ""
    null: str = ""

    @property
    def code(self) -> int:
        """The exit code: a rank known from below only is accepted with holes."""
        if isinstance(self.verdict, Refused):
            return OF_KERNEL[self.verdict.outcome]
        exact = self.relation == "=" or self.rank == min(self.samples, self.width)
        return ACCEPTED if isinstance(self.verdict, Verified) and exact else HOLES

    @property
    def activation(self) -> str:
        """The name of the last layer's activation."""
        layer = self.layers[-1]
        sigma = layer.activation if isinstance(layer, AffineLayer) else None
        return str(sigma["name"]) if isinstance(sigma, dict) else "max-pooling"

    def lines(self) -> list[str]:
        """The result, the evidence, and the hypotheses of Theorems 2.4.4 and 2.4.5."""
        k, full = len(self.layers), min(self.samples, self.width)
        shape = f"{self.samples} x {self.width}"
        if not isinstance(self.verdict, Verified):
            why = str(self.verdict) if self.verdict is not None else self.reason
            return [f"rank F_{k} ({shape}): not established: {why}", *self._hypotheses()]
        short = "less than full" if self.relation == "=" else "more are not certified, and may be missing"
        says = "full" if self.rank == full else f"{full - self.rank} {short}"
        error = self.verdict.soundness_error
        probable = (
            f"soundness error {error}: a false claim passes so often at most, of the certificates tried"
        )
        found = [
            f"rank F_{k} {self.relation} {self.rank} ({shape}, {says})",
            f"  certificate sha256:{self.verdict.certificate_sha256[:16]}, "
            f"{len(self.certificate or b'')} bytes, found in {self.seconds_to_find:.2f} s, "
            f"verified in {self.seconds_to_verify:.2f} s",
            f"  {probable if error != '0' else 'an enclosure of an inverse: no soundness error'}",
        ]
        found += [f"  rests on {cited}" for cited in self.verdict.rests_on]
        if self.null:
            found.append(f"  {self.null}")
        return [*found, *self._hypotheses()]

    def _hypotheses(self) -> list[str]:
        """Each hypothesis with yes or no and its witness."""
        wide = self.width >= self.samples
        n = len(self.layers)
        found = [f"n_{n} >= N: {'yes' if wide else 'no'}, {self.width} units, {self.samples} samples"]
        if self.shared is None:
            found.append("Assumption 2.4.1, patches of different samples differ: yes")
        else:
            s = self.shared
            found.append(
                "Assumption 2.4.1, patches of different samples differ: no, "
                f"patch {s.p + 1} of sample {s.i + 1} equals patch {s.q + 1} of sample {s.j + 1}; "
                f"{s.samples} of {self.samples} samples share one"
            )
        last = self.layers[-1]
        if isinstance(last, AffineLayer) and last.tied:
            enough = "yes" if self.samples <= len(last.filters) else "no"
            found.append(
                f"Definition 2.3.1, a bias for each unit: no, tied biases, {len(last.filters)} filters; "
                f"then Theorem 2.4.4 needs T_{n} >= N: {enough}"
            )
        admissible = "yes" if self.activation in ADMISSIBLE else "no"
        found.append(f"Assumption 2.4.2, activation {self.activation}: {admissible}")
        full = isinstance(self.verdict, Verified) and self.rank == self.samples
        if full and self.activation in ANALYTIC and n == 1:
            found.append(
                "almost every choice of weights and biases gives full rank on these data: the activation is "
                "analytic and one choice does (the argument of Theorem 2.4.5)"
            )
        return found

    def document(self) -> dict[str, Any]:
        """The result as JSON."""
        verified = self.verdict if isinstance(self.verdict, Verified) else None
        return {
            "samples": self.samples,
            "width": self.width,
            "relation": self.relation if verified else None,
            "rank": self.rank if verified else None,
            "soundness_error": verified and verified.soundness_error,
            "rests_on": list(verified.rests_on) if verified else [],
            "certificate": verified and verified.certificate_sha256,
            "claim": verified and verified.claim_sha256,
            "seconds": {"find": round(self.seconds_to_find, 6), "verify": round(self.seconds_to_verify, 6)},
            "says": self.lines(),
            "exit_code": self.code,
        }


def find_ranking(layers: Sequence[AnyLayer], X: ExactMatrix, both: bool = True) -> Ranking:
    """Search, and the kernel's verdict on what was found."""
    start = time.perf_counter()
    last = layers[-1]
    N, n = len(X), last.units if isinstance(last, AffineLayer) else len(last.patches)
    shared = shared_patch(X, layers[0].patches)
    try:
        claim, certificate = _certify(layers, X, both)
    except NotFound as no:
        spent = time.perf_counter() - start
        return Ranking(N, n, layers, shared, ">=", 0, None, None, spent, 0.0, no.reason)
    middle = time.perf_counter()
    verdict = verify(certificate)
    end = time.perf_counter()
    relation, rank = str(claim.body["relation"]), int(str(claim.body["rank"]))
    null = _null(certificate) if relation == "=" and rank < min(N, n) else ""
    return Ranking(
        N, n, layers, shared, relation, rank, certificate, verdict, middle - start, end - middle, "", null
    )


def _certify(layers: Sequence[AnyLayer], X: ExactMatrix, both: bool) -> tuple[Claim, bytes]:
    """By a random solve where features are exact or rational in an exponential, else by an enclosure."""
    names = [enclosed_name(layer) for layer in layers]
    if any(names[:-1]) or names[-1] == "softplus":
        return certify_enclosed_layers(layers, X)
    return certify({"layers": layers_json(layers), "data": data_json(X)}, feature_matrix(layers, X), both)


def _short(number: str) -> str:
    """A number of at most 20 characters, or how many digits it has."""
    return number if len(number) <= 20 else f"({len(number.lstrip('-'))} digits)"


def _null(certificate: bytes) -> str:
    """The shortest null vector in words."""
    null = json.loads(certificate)["evidence"]["null"]
    vector = min(null["vectors"], key=lambda v: (len(v["at"]), v["at"]))
    line = "unit" if null["side"] == "right" else "sample"
    if len(vector["at"]) == 1:
        return f"null vector: {line} {int(vector['at'][0]) + 1} is zero on all data"
    terms = [
        f"{_short(v)} * {line} {int(i) + 1}" for i, v in zip(vector["at"], vector["values"], strict=True)
    ]
    more = f" + ... ({len(terms)} terms)" if len(terms) > 4 else ""
    return f"null vector: {' + '.join(terms[:4])}{more} = 0"
