"""Equation (4.3): what the units compute with the chosen weights and biases."""

from __future__ import annotations

from fractions import Fraction

from proofs.chapter4.eq_4_4 import pre_activation
from proofs.feature_exhibits import identity, product, total
from proofs.table_exhibits import at_most
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.triangular_exhibits import entries, three_layers_enclosed


def one_hot() -> Exhibit:
    """A unit with the weight alpha at its second source and no bias."""
    return identity(
        "no skip unit: 0 f_1 + alpha f_2 + 0 f_3 + 0 = alpha f_2",
        total(product("0", "e"), product("a", "f"), product("0", "g"), "0"),
        product("a", "f"),
        *("a", "e", "f", "g"),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Pre-activations for all values; the diagonal sigma(beta) of a network of three layers."""
    found = three_layers_enclosed()[2]
    off = max(abs(found.entries[j][j] - Fraction(1, 2)) for j in range(4)) + found.error
    return (
        one_hot(),
        pre_activation(),
        entries("skips in three layers, samples in the order of (4.5)", found),
        at_most("its diagonal is sigma(beta) = 1/2, up to 2^-100", off, Fraction(1, 2**100)),
    )


theorem = Theorem(
    id="eq-4.3",
    kind="equation",
    title="The units with the chosen weights",
    statement=(
        r"With weights $\alpha_ju_j$, $u_j$ one-hot above the first layer, biases $\beta-\alpha_{p_j}g_{p_j}(x_j)$ or $\beta-\alpha_{p_j}f_{c(p_j)}(x_j)$ at skip units and 0 elsewhere: $f_{p_j}(x_i)=\sigma_{p_j}(\beta+\alpha_{p_j}(g_{p_j}(x_i)-g_{p_j}(x_j)))$ "
        r"in the first layer, with $f_{c(p_j)}$ for $g_{p_j}$ above it, and $f_j=\sigma_j(\alpha_jf_{c(j)})$, $\sigma_j(\alpha_jg_j)$ for the other units."
    ),
    source=thesis("Equation (4.3)", "58"),
    universal=True,
    covers="The pre-activations for all values (for three sources, of which one is chosen), and a network with skips in three layers, whose entries on the diagonal are the same.",
    uses=("eq-4.4",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "weight 1 at the first source too",
            tampered(one_hot().build, "/claim/left/sum/0/product/0", "1"),
            "E_IDENTITY",
        ),
        NearMiss(
            "a skip unit without its bias",
            tampered(exhibits()[2].build, "/claim/units/0/bias", "0"),
            "E_FIT",
        ),
    ),
)
