"""The remarks after Theorem 5.2.4: convolution, low rank as a null set, and the question of other activations."""

from __future__ import annotations

from checker import Network
from constructions.disconnected_regions import not_onto
from constructions.evidence.find import find
from constructions.fully_connected import layer, leaky_relu, network
from proofs.chapter2.asm_2_3_4 import printed_claim, syzygy
from proofs.exhibits import activation, connected, full_rank, pyramidal
from proofs.own.new_5_b import separating
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis


def convolution() -> Network:
    """A filter (1, 2) on a line of four pixels, then (1, -1), slope 1/2: widths 4-3-2-2 as full matrices."""
    sigma = leaky_relu("1/2")
    return network(
        layer([[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2]], [0, 1, -1], sigma),
        layer([[1, -1, 0], [0, 1, -1]], [1, 0], sigma),
        layer([[1, 1], [-1, 2]], [0, 1]),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """A convolutional network that the theorem covers, filters that it never covers, the open question answered."""
    net = convolution()
    softsign = not_onto(2, (2, 2), "softsign")
    return (
        pyramidal(net),
        *full_rank(net),
        *(
            connected(net, j, name=f"a convolutional network: C_{j + 1} is connected", role="corrects")
            for j in (0, 1)
        ),
        Exhibit(
            "two 2 x 2 filters on a 3 x 3 image have low rank whatever they are",
            lambda: find(syzygy()),
            "refutes",
            printed_claim,
        ),
        pyramidal(softsign),
        *full_rank(softsign),
        activation(softsign, "strictly-increasing", "yes"),
        separating(2, (2, 2), "softsign"),
    )


theorem = Theorem(
    id="rem-5.2.4",
    kind="remark",
    title="Convolution, low rank and other activations",
    statement=(
        "Theorems 5.2.3 and 5.2.4 hold for fully connected and for convolutional layers; weight matrices of low rank are a null set, so that full rank is a weak "
        "condition; whether Theorem 5.2.3 holds for the activations of Theorem 5.2.4 (sigmoid, ELU, softplus) is open."
    ),
    source=thesis("Remarks after Theorem 5.2.4", "73"),
    universal=True,
    covers=(
        "An instance of a convolutional network with connected regions; convolutional layers for which low rank is not a null set but everything (by an identity in all filters); "
        "a strictly increasing activation that is not onto, with a disconnected region of a pyramidal network of full rank. What training does is not a theorem. "
        "The comparison with Hanin and Sellke is left to the reader."
    ),
    uses=("thm-5.2.3", "thm-5.2.4", "asm-2.3.4", "lem-2.3.5", "new-5.b"),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a layer of rank 2", tampered(exhibits()[1].build, "/claim/rank", "2"), "E_LENGTH"),
        NearMiss(
            "softsign onto",
            tampered(activation(not_onto(2, (2, 2), "softsign"), "onto", "no").build, "/claim/holds", "yes"),
            "E_PROPERTY_FAILS",
        ),
    ),
    printed="Full rank of the hidden weights is a weak condition for convolutional layers too, as matrices of low rank have measure zero.",
    finding=(
        "Two 2 x 2 filters on a 3 x 3 image, widths 9 and 8: every choice of filters gives a matrix of low rank, so that the theorem applies to none. And the open question has the answer no: "
        "softsign, strictly increasing and not onto, has a disconnected region at widths 2-2-2-2 (new-5.b)."
    ),
    corrected=(
        "Fully connected weights of low rank are a null set. Convolutional ones are, if some filters give full rank (Lemma 2.3.5). Theorem 5.2.3 extends to monotone onto "
        "activations (new-5.a), and to ones that are not onto only with one hidden layer or $n_2=1$ (new-5.b)."
    ),
)
