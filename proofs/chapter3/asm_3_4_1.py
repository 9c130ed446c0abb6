"""Assumption 3.4.1: the activation is strictly monotone and onto."""

from constructions.formats.piecewise_linear import RELU
from constructions.fully_connected import HARD_TANH, layer, monomial, network
from constructions.random_paths import FALLING, HALF, TWO_KINKS
from proofs.exhibits import activation
from proofs.path_exhibits import net
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def exhibits() -> tuple[Exhibit, ...]:
    """Which activations satisfy it."""
    found: list[Exhibit] = []
    for sigma in (HALF, TWO_KINKS):
        unit = net(sigma, [[1, 0]], [[1, 0]])
        found += [activation(unit, "strictly-increasing", "yes"), activation(unit, "onto", "yes")]
    cube = network(layer([[1]], [0], monomial(3)), layer([[1]], [0]))
    flat = network(layer([[1]], [0], HARD_TANH), layer([[1]], [0]))
    found += [activation(cube, "strictly-increasing", "yes"), activation(cube, "onto", "yes")]
    found += [activation(net(FALLING, [[1, 0]], [[1, 0]]), "onto", "yes")]
    found += [activation(net(RELU, [[1, 0]], [[1, 0]]), "strictly-increasing", "no")]
    found += [activation(flat, "onto", "no")]
    return tuple(found)


theorem = Theorem(
    id="asm-3.4.1",
    kind="definition",
    title="Strictly monotone and onto",
    statement=r"$\sigma$ is strictly monotone and $\sigma(\mathbb{R})=\mathbb{R}$.",
    source=thesis("Assumption 3.4.1", "38"),
    universal=True,
    covers=(
        "An assumption. Satisfied by the leaky ReLU, by an activation with two kinks and by $t^3$ (and by a decreasing one, "
        "which is onto); not by the ReLU or the hard tanh. Sigmoid, tanh and ELU are not onto."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "ReLU strictly increasing",
            tampered(exhibits()[-2].build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
    ),
)
