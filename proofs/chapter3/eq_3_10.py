"""Equation (3.10): with the layers up to k fixed, the loss is that of the subnetwork above, with F_k as its data."""

from __future__ import annotations

from typing import Any

from checker import Network
from checker.risk import Risk
from constructions.join import descend_exactly
from constructions.parameter_path import Change, Trail, exact_loss
from constructions.random_paths import HALF, TWO_KINKS, Instances
from proofs.path_exhibits import walked
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

CASES = (((2, 4, 3, 2), 3, HALF), ((1, 3, 2, 1), 3, TWO_KINKS))


def parts(seed: int) -> tuple[Network, Risk, Network, Risk]:
    """The network and its risk; its layers above the first, with F_1 as data (different rows)."""
    widths, N, sigma = CASES[seed]
    some = Instances(240 + seed)
    risk = some.risk(widths, N)
    while True:
        network = some.network(widths, sigma)
        F = tuple(network.features(x, 1) for x in risk.inputs)
        if len(set(F)) == N:
            upper = Network(widths[1], network.layers[1:])
            return network, risk, upper, Risk(F, risk.targets, risk.loss)


def above(seed: int) -> Trail:
    """A descent of the subnetwork."""
    _, _, upper, its = parts(seed)
    return descend_exactly(upper, its)


def whole(seed: int) -> Trail:
    """The same changes, made in the whole network."""
    trail = Trail(parts(seed)[0])
    for move in above(seed).moves:
        lifted: list[Change] = [(k + 1, j, row) for k, j, row in move]
        trail.step(lifted)
    return trail


def exhibits() -> tuple[Exhibit, ...]:
    """Four certificates a case: g and Phi both fall, and both below the loss that they share at the start."""
    found = []
    for seed in range(len(CASES)):
        network, risk, upper, its = parts(seed)
        name = f"widths {'-'.join(map(str, CASES[seed][0]))}"
        for trail, r, of in ((above, its, "g"), (whole, risk, "Phi")):
            build = lambda s=seed, t=trail: t(s)  # noqa: E731
            found.append(walked(f"{name}: {of} does not rise", build, r, "non-increasing"))
        bound: Any = {"at-most": str(exact_loss(upper, its))}
        found.append(walked(f"{name}: Phi = g at the start", lambda n=network: Trail(n), risk, bound))  # type: ignore[misc]
    return tuple(found)


theorem = Theorem(
    id="eq-3.10",
    kind="equation",
    title="The loss of the subnetwork above layer k",
    statement=(
        r"$g((W_l,b_l)_{l=k+1}^L)=\Phi((W_l^*,b_l^*)_{l=1}^k,(W_l,b_l)_{l=k+1}^L)$ is the loss of the network of the layers above $k$ on the data "
        r"$F_k$: a path of $g$ is a path of $\Phi$ with the same losses."
    ),
    source=thesis("Equation (3.10)", "46"),
    universal=True,
    covers=(
        "Two networks, k = 1: a descent to zero loss of the upper layers on the features, and the same moves in the whole network on the data, "
        "certified one by one; the losses at the start are compared."
    ),
    uses=("thm-3.4.9", "eq-3.1"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "another end of the first layer above",
            tampered(exhibits()[0].build, "/claim/end/layers/0/bias/0", "55"),
            "E_PATH_END",
        ),
        NearMiss(
            "a smaller loss at the start",
            tampered(exhibits()[2].build, "/claim/behaviour/at-most", "1/1000"),
            "E_LOSS_EXCEEDS",
        ),
    ),
)
