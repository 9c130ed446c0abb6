"""new-4.c: what the absence of bad valleys gives: paths on which the loss rises by as little as one likes."""

from __future__ import annotations

from fractions import Fraction

from checker import Activation, Json, Network
from checker.activation import Piece
from checker.risk import Risk
from constructions.certificate import Claim
from constructions.exact_matrices import from_rows
from constructions.exact_network import slow
from constructions.parameter_path import exact_loss, path_claim
from proofs.path_exhibits import net, square
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem

CUBIC = Activation(
    (), (Piece((Fraction(0), Fraction(1), Fraction(0), Fraction(1)), (Fraction(1),)),)
)  # t + t^3
POINTS = (0, 1, 2)
DELTAS = (Fraction(1), Fraction(1, 10), Fraction(1, 1000), Fraction(1, 10**6))


def data() -> Risk:
    """Three samples on a line."""
    return square([[x] for x in POINTS], [[1], [0], [1]])


def units(shift: Fraction, V: list[Fraction]) -> Network:
    """Three units x + j shift, with output weights V."""
    return net(CUBIC, [[1, j * shift] for j in range(3)], [[*V, 0]])


def start() -> Network:
    """Equal units, and the output weights that are best for them: critical in V, rank Psi = 1."""
    return units(Fraction(0), [Fraction(10, 312)] * 3)


def over(delta: Fraction, role: str = "supports") -> Exhibit:
    """From there below Phi + delta to zero loss: part the units by delta / 8, then solve for V."""
    return Exhibit(
        f"from three equal units to zero loss below Phi + {delta}", lambda: certificate(delta), role
    )


def claim(delta: Fraction) -> Claim:
    """The loss is at most Phi + delta on a path from the start to zero loss."""
    bound = exact_loss(start(), data()) + delta
    return path_claim(start(), end(delta), data(), {"at-most": str(bound)})


def end(delta: Fraction) -> Network:
    """Units parted by delta / 8, and V with Psi V = Y."""
    parted = units(delta / 8, [Fraction(0)] * 3)
    Psi = from_rows([parted.features((Fraction(x),), 1) for x in POINTS])
    V = Psi.solve(from_rows(data().targets))
    return units(delta / 8, [slow(V[j, 0]) for j in range(3)])


def certificate(delta: Fraction) -> bytes:
    """Two segments: the units, then the output layer."""
    goal = end(delta)
    rows: Json = [
        [
            {"layer": str(k), "unit": str(j), "weight": [str(x) for x in w], "bias": str(b)}
            for j, (w, b) in enumerate(zip(layer.weight, layer.bias, strict=True))
        ]
        for k, layer in enumerate(goal.layers)
    ]
    return claim(delta).with_evidence({"moves": rows})


theorem = Theorem(
    id="new-4.c",
    kind="own",
    title="Nearly non-increasing paths",
    statement=(
        r"If $\Phi$ has no bad local valley, then from every $\theta$, for every $\delta>0$ and every $\varepsilon>p^*$, a continuous path on which $\Phi<\Phi(\theta)+\delta$ leads to a point with "
        r"$\Phi\le\varepsilon$."
    ),
    source=Source("Theodolite", "docs/proofs/trap.md"),
    universal=True,
    hypotheses=(r"$\delta>0$",),
    covers=(
        r"The proof is one line, in docs/proofs/trap.md. Instances: three equal units $t+t^3$ on three samples, critical in $V$, with $\delta$ down to $10^{-6}$. (This activation is analytic and strictly increasing; "
        r"it is neither bounded nor softplus, but three such units have full rank for almost all $U$, which is all that Theorem 4.3.4 (2) uses.)"
    ),
    uses=("thm-4.3.4",),
    exhibits=lambda: tuple(over(delta) for delta in DELTAS),
    near_misses=lambda: (
        NearMiss(
            "below half the loss of the start",
            tampered(
                over(Fraction(1)).build, "/claim/behaviour/at-most", str(exact_loss(start(), data()) / 2)
            ),
            "E_LOSS_EXCEEDS",
        ),
        NearMiss(
            "another end",
            tampered(over(Fraction(1)).build, "/claim/end/layers/1/bias/0", "1"),
            "E_PATH_END",
        ),
    ),
    ablations=lambda: (Ablation(r"$\delta>0$", (), r"Needed: with $\delta=0$ it is false, new-4.b."),),
    proof="docs/proofs/trap.md",
)
