"""The remark before Lemma 2.4.9: the gradient in the filters is that in the full matrix, summed over the patches."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from constructions.evidence.gradient import square_risk
from proofs.chapter2.def_2_3_1 import PATCHES
from proofs.chapter2.eq_2_1 import FILTERS
from proofs.chapter2.rem_2_4_11 import LABELS, POINTS, counterexample
from proofs.feature_exhibits import identity, identity_claim, product, total
from proofs.gradient_exhibits import gradient
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis


def adjoint(patches: Any = PATCHES) -> Claim:
    """<D, M(W)> = <M* D, W> for all D (5 x 6) and all filters; (M* D)_rt sums D over the places of entry r of filter t."""
    inner: list[Any] = []
    for p, patch in enumerate(PATCHES.tolist()):
        inner += [product(f"d{i}{2 * p + t}", FILTERS[t][r]) for t in range(2) for r, i in enumerate(patch)]
    sums: list[Any] = []
    for t in range(2):
        for r in range(3):
            places = [f"d{patch[r]}{2 * p + t}" for p, patch in enumerate(patches.tolist())]
            sums.append(product(FILTERS[t][r], total(*places)))
    names = [f"d{i}{h}" for i in range(5) for h in range(6)]
    return identity_claim(total(*inner), total(*sums), *"abcdef", *names)


def in_the_matrix() -> Exhibit:
    """The gradient in U_2 of the network of rem-2.4.11."""
    of = counterexample(), square_risk(POINTS, LABELS)
    return gradient("widths 1-2-2-2: the derivatives in U_2 and b_2, those in U_2 not 0", of, 1)


theorem = Theorem(
    id="rem-2.4.9",
    kind="remark",
    title="The gradient in the filters",
    statement=(
        r"If layer $k$ is fully connected, $\nabla_{U_k}\Phi=\nabla_{W_k}\Phi$. If it is convolutional, $\nabla_{U_k}\Phi$ is not the gradient of the objective, which is "
        r"$\partial\Phi/\partial(W_k)_{rs}=\sum_{i,j}\partial\Phi/\partial(U_k)_{ij}\;\partial(U_k)_{ij}/\partial(W_k)_{rs}$."
    ),
    source=thesis("Remark before Lemma 2.4.9", "21"),
    universal=True,
    hypotheses=("each entry is summed over all patches",),
    covers=(
        r"The chain rule for the worked example of $\mathcal{M}_k$, as the identity $\langle D,\mathcal{M}_k(W)\rangle=\langle\mathcal{M}_k^*D,W\rangle$ for all $D$ and all filters: $\mathcal{M}_k$ is linear, so $\partial U/\partial W_{rs}$ is constant, and the entry for a filter is the sum over the patches. A network in which the two "
        "gradients differ: that in the matrix is not 0, that in the one filter of size 1 is."
    ),
    uses=("eq-2.1", "eq-2.6"),
    exhibits=lambda: (
        Exhibit("the worked example: <D, M(W)> = <M* D, W>, all entries", lambda: find(adjoint())),
        in_the_matrix(),
        identity(
            "the filter of size 1 on two patches gets the trace: 1/16 - 1/16 = 0", total("1/16", "-1/16"), "0"
        ),
    ),
    near_misses=lambda: (
        NearMiss("patches in another order", lambda: adjoint(PATCHES[::-1]).with_evidence({}), "E_IDENTITY"),
        NearMiss(
            "a gradient 0 in U_2", tampered(in_the_matrix().build, "/claim/weight/0/0", "0"), "E_GRADIENT"
        ),
    ),
    ablations=lambda: (
        Ablation(
            "each entry is summed over all patches",
            (identity("the first patch alone: 1/16", total("1/16"), "1/16"),),
            "Then the filter of that network would have a derivative that is not 0.",
        ),
    ),
)
