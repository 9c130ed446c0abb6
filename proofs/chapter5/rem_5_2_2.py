"""The remark after Lemma 5.2.2: for m < n the affine map is injective and its inverse is explicit."""

from __future__ import annotations

from typing import Any

from constructions.certificate import Claim
from constructions.evidence.find import find
from proofs.chapter5.lem_5_2_2 import minus, product, symbol, total
from proofs.exhibits import Q
from proofs.path_exhibits import rank_is
from proofs.theorem import Ablation, Exhibit, NearMiss, Theorem, thesis

# W is m x n of full row rank, V = W^T, H = (W W^T)^{-1}.
MATRICES: Any = {"H": ["m", "m"], "V": ["n", "m"], "W": ["m", "n"], "b": ["n", "1"], "x": ["m", "1"]}
RELATIONS: Any = [{"word": ["H", "W", "V"], "equals": {"identity": "m"}}]


def inverse(matrices: Any, relations: Any) -> Claim:
    """(W W^T)^{-1} W (h(x) - b) = x."""
    image = total(product("V", "x"), "b", minus("b"))
    body = {
        "scalars": [],
        "matrices": matrices,
        "relations": relations,
        "left": product("H", "W", image),
        "right": symbol("x"),
    }
    return Claim("identity", Q, body)


theorem = Theorem(
    id="rem-5.2.2",
    kind="remark",
    title="The case m < n",
    statement=(
        r"If $m<n$ and $W\in\mathbb{R}^{m\times n}$ has full rank, then for every $y$ in the range of $h(x)=W^Tx+b$ "
        r"the only solution of $h(x)=y$ is $x=(WW^T)^{-1}W(y-b)$."
    ),
    source=thesis("Section 5.2, after Lemma 5.2.2", "74"),
    universal=True,
    covers="The whole statement, for all sizes.",
    hypotheses=(r"$m<n$", r"$W$ of full rank"),
    exhibits=lambda: (Exhibit("the inverse formula", lambda: find(inverse(MATRICES, RELATIONS))),),
    ablations=lambda: (
        Ablation(
            r"$m<n$", (), "Superfluous: the formula holds for $m=n$ too, where every $y$ is in the range."
        ),
        Ablation(
            r"$W$ of full rank",
            (rank_is("W = (0, 0): rank 0, and h is constant", [[0, 0]], 0),),
            "Then $h(x)=b$ for every $x$, so that solutions are not unique.",
        ),
    ),
    near_misses=lambda: (
        NearMiss("without full rank", lambda: inverse(MATRICES, []).with_evidence({}), "E_IDENTITY"),
    ),
)
