"""Hypotheses of theorems about a given network, each as a claim that the kernel can decide.

A theorem file binds an `Audit` to the name `hypotheses_of`; `theodolite audit` finds it there.  What is
read off the shape of the network (its depth, a width) is no claim: it stands in the network itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checker import Field, Json, Network, encode_activation, encode_network
from constructions.certificate import Claim


@dataclass(frozen=True)
class Hypothesis:
    """A hypothesis: a claim to be certified, or (`claim` None) whether the network's shape meets it."""

    name: str
    claim: Claim | None = None
    holds: bool = True


@dataclass(frozen=True)
class Audit:
    """What a theorem asks of a network, and what it concludes; `reference` names it for people."""

    id: str
    reference: str
    conclusion: str
    hypotheses: Callable[[Network, Field], list[Hypothesis]]

    def __call__(self, network: Network, field: Field) -> list[Hypothesis]:
        """The hypotheses for this network."""
        return self.hypotheses(network, field)


def pyramidal(network: Network, field: Field) -> Hypothesis:
    """d >= n_1 >= ... >= n_{L-1}."""
    body: dict[str, Json] = {"network": encode_network(network, field), "holds": "yes"}
    return Hypothesis("widths d >= n_1 >= ... >= n_{L-1}", Claim("pyramidal", field, body))


def full_rank(network: Network, field: Field, layers: Sequence[int]) -> list[Hypothesis]:
    """W_{k+1} has full rank, for these layers k (from 0)."""
    encoded = encode_network(network, field)
    found = []
    for k in layers:
        rank = min(network.widths[k : k + 2])
        matrix: Json = {"network": encoded, "weight_of": str(k)}
        body: dict[str, Json] = {"matrix": matrix, "relation": "=", "rank": str(rank)}
        found.append(Hypothesis(f"W_{k + 1} of full rank", Claim("rank", field, body)))
    return found


def activations(network: Network, field: Field, name: str, layers: Sequence[int]) -> list[Hypothesis]:
    """The activations of these layers (from 0) have a property; one claim for each different activation."""
    groups: dict[str, tuple[Json, list[int]]] = {}
    for k in layers:
        sigma = encode_activation(network.layers[k].activation, field)
        groups.setdefault(str(sigma), (sigma, []))[1].append(k + 1)
    found = []
    for sigma, numbers in groups.values():
        body: dict[str, Json] = {"activation": sigma, "property": name, "holds": "yes"}
        plural = "s" if len(numbers) > 1 else ""
        title = f"activation of layer{plural} {', '.join(map(str, numbers))} {name}"
        found.append(Hypothesis(title, Claim("activation-property", field, body)))
    return found


def _hidden(network: Network) -> list[int]:
    return list(range(len(network.layers) - 1))


def _onto_bijection(network: Network, field: Field) -> list[Hypothesis]:
    """Theorem 5.2.3; continuity is part of what an activation is for the kernel."""
    hidden = _hidden(network)
    return [
        pyramidal(network, field),
        *full_rank(network, field, hidden),
        *activations(network, field, "strictly-increasing", hidden),
        *activations(network, field, "onto", hidden),
    ]


def _one_layer(network: Network, field: Field) -> list[Hypothesis]:
    """Theorem 5.2.4."""
    return [
        Hypothesis("one hidden layer", None, len(_hidden(network)) == 1),
        pyramidal(network, field),
        *full_rank(network, field, _hidden(network)[:1]),
        *activations(network, field, "strictly-increasing", _hidden(network)[:1]),
    ]


def _monotone(network: Network, field: Field) -> list[Hypothesis]:
    """Theorems A and B of docs/proofs/monotone-one-layer.md; the last hidden layer need not be onto."""
    hidden = _hidden(network)
    return [
        pyramidal(network, field),
        *full_rank(network, field, hidden),
        *activations(network, field, "non-decreasing", hidden),
        *activations(network, field, "onto", hidden[:-1]),
    ]


def _narrow_second_layer(network: Network, field: Field) -> list[Hypothesis]:
    """Part 1 of docs/proofs/not-onto.md: nothing is asked of W_2, W_3, ... or of the range of sigma."""
    hidden = _hidden(network)
    narrow = len(hidden) >= 2 and network.widths[2] == 1
    return [
        Hypothesis("n_2 = 1", None, narrow),
        pyramidal(network, field),
        *full_rank(network, field, hidden[:1]),
        *activations(network, field, "non-decreasing", hidden),
    ]


_CONCLUSION = "every decision region is open and connected"
THEOREM_5_2_3 = Audit("thm-5.2.3", "Theorem 5.2.3", _CONCLUSION, _onto_bijection)
THEOREM_5_2_4 = Audit("thm-5.2.4", "Theorem 5.2.4", _CONCLUSION, _one_layer)
MONOTONE = Audit("new-5.a", "Theorem B, docs/proofs/monotone-one-layer.md", _CONCLUSION, _monotone)
NOT_ONTO = Audit("new-5.b", "part 1, docs/proofs/not-onto.md", _CONCLUSION, _narrow_second_layer)
