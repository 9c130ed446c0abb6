"""Section 3.2: the features of a fully connected network, layer by layer, and the full-rank parameters."""

from typing import Any

from constructions.random_paths import HALF
from proofs.exhibits import rank
from proofs.path_exhibits import descends, net, square
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis
from proofs.value_exhibits import features_are

X = [[1, 0], [-2, 1]]
NETWORK = net(HALF, [[1, 1, 0], [0, -2, 1], [1, 0, -1]], [[1, 2, 0, -1], [0, 0, 4, 0]], [[1, -1, 2]])
F: Any = ([[1, 1, 0], ["-1/2", "-1/2", "-3/2"]], [[2, 0], ["-5/4", -3]], [[4], ["15/4"]])


def exhibits() -> tuple[Exhibit, ...]:
    """F_1, F_2 and F_3 of a network of widths 2-3-2-1 on two samples; its parameters lie in Omega_2*, Omega_3*."""
    risk = square(X, [[1], [0]])
    return (
        *(features_are(f"F_{k}", NETWORK, X, k, F[k - 1]) for k in (1, 2, 3)),
        rank(NETWORK, 1, 2),
        rank(NETWORK, 2, 1),
        descends("p* = 0 is attained for these samples and the square loss", NETWORK, risk),
    )


theorem = Theorem(
    id="sec-3.2",
    kind="section",
    title="Features, parameters and the infimum of the loss",
    statement=(
        r"$F_0=X$, $F_k=\sigma(F_{k-1}W_k+\mathbf 1_Nb_k^T)$ for $k\in[1,L-1]$ and $F_L=F_{L-1}W_L+\mathbf 1_Nb_L^T$, with row $i$ of $F_k$ "
        r"the output of layer $k$ on $x_i$; $\Omega_l^*$ holds the $(W_l,b_l)$ with $W_l$ of full rank; $p^*=\inf_G\varphi(G)\le\Phi$."
    ),
    source=thesis("Section 3.2, problem setting", "35"),
    universal=False,
    covers=(
        r"The recursion on an instance, entry by entry; two layers in $\Omega_l^*$; and a descent to $p^*=0$ for the square loss. The thesis calls "
        r"$p^*$ independent of the training data: so it is of $X$; of the targets, which $\varphi$ contains, only for losses such as the square "
        r"loss. For cross-entropy with targets $(\frac12,\frac12)$ it is $N\log2$, not 0 (by hand)."
    ),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss(
            "another bias of the last layer",
            tampered(exhibits()[2].build, "/claim/network/layers/2/bias/0", "-8"),
            "E_VALUE",
        ),
        NearMiss(
            "F_1 before the activation", tampered(exhibits()[0].build, "/claim/values/1/0", "-1"), "E_VALUE"
        ),
        NearMiss("W_2 of rank 1", tampered(exhibits()[3].build, "/claim/rank", "1"), "E_LENGTH"),
    ),
)
