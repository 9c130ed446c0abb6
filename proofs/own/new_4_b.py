"""new-4.b: traps, sets of parameters that no path of non-rising loss leaves, in networks of Assumption 4.3.1."""

from __future__ import annotations

from fractions import Fraction

from checker import Json
from constructions.certificate import Claim
from constructions.evidence.skip import certify_skip_rank
from constructions.evidence.trap import Sample, certify_trap, trap_claim
from constructions.traps import entropy_trap, square_trap, steps_above
from proofs.pictures_of_valleys import out_of_the_trap
from proofs.settle import evidence_of
from proofs.tamper import tampered
from proofs.theorem import Ablation, Exhibit, NearMiss, Source, Theorem


def of_squares(refutes: bool = False) -> Exhibit:
    """N = 8, square loss."""
    return _trap("square loss, N = 8", square_trap(), "square", 1, 0, refutes)


def of_entropy(refutes: bool = False) -> Exhibit:
    """N = 28, cross-entropy of two classes."""
    return _trap("cross-entropy, N = 28 labels", entropy_trap(), "cross_entropy", 5, -3, refutes)


def _trap(name: str, samples: list[Sample], loss: str, w: int, c: int, refutes: bool) -> Exhibit:
    def printed() -> Claim:
        return trap_claim(samples, loss, w, c, "yes")

    return Exhibit(
        f"{name}: no path of non-rising loss leads from the start to a lower loss",
        lambda: certify_trap(samples, loss, w, c),
        "refutes" if refutes else "supports",
        printed if refutes else None,
    )


def zero_loss(name: str, samples: list[Sample]) -> Exhibit:
    """Psi of N units above k has rank N."""
    return Exhibit(
        f"{name}: N sigmoid units above k make rank Psi = N, so outputs can be anything and inf Phi = 0",
        lambda: certify_skip_rank(*steps_above(samples)),
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Two traps, and what a better point shows."""
    return (
        of_squares(),
        of_entropy(),
        _trap("square loss, residuals a thousandth", square_trap(Fraction(1, 1000)), "square", 1, 0, False),
        zero_loss("square loss, N = 8", square_trap()),
        zero_loss("cross-entropy, N = 28", entropy_trap()),
    )


def near_misses() -> tuple[NearMiss, ...]:
    """One premise less at a time."""
    good, entropy = of_squares().build, of_entropy().build
    return (
        NearMiss("such a path exists", tampered(good, "/claim/exists", "yes"), "E_ANSWER"),
        NearMiss("a residual that a sees", tampered(good, "/claim/targets/0", "1"), "E_MOMENT"),
        NearMiss("one label changed", tampered(entropy, "/claim/targets/0", "0"), "E_MOMENT"),
        NearMiss("two samples with equal t", tampered(good, "/claim/inputs/6/2", "5"), "E_PATCH"),
        NearMiss(
            "three levels only",
            tampered(tampered(good, "/claim/inputs/7", ["2", "1", "5"]), "/claim/targets/7", "2/3"),
            "E_NORM",
        ),
        NearMiss(
            "a along t up to the slope of sigmoid: K can cancel h",
            lambda: trap_claim(_parallel(), "square", 1, 0).with_evidence(_evidence()),
            "E_NORM",
        ),
    )


def _parallel() -> list[Sample]:
    """s a = t / 4 on every sample."""
    made = square_trap()
    changed = []
    for i, p in enumerate(made[4:]):
        u = p.r / (1 + p.r)
        t = (i + 2) * 8
        changed.append(Sample(p.r, t / (4 * u * (1 - u)), Fraction(t), p.target))
    return made[:4] + changed


def _evidence() -> dict[str, Json]:
    return evidence_of(of_squares().build())


theorem = Theorem(
    id="new-4.b",
    kind="own",
    title="Traps",
    statement=(
        r"There are networks and data that satisfy Assumption 4.3.1, for the square loss and for the cross-entropy with labels, and parameters with $\Phi>\inf\Phi$ such that $\Phi$ is "
        r"constant on every continuous path from there on which it does not rise."
    ),
    source=Source("Theodolite", "docs/proofs/trap.md"),
    universal=False,
    hypotheses=("shared weights",),
    covers=(
        r"The whole statement: the kernel checks the premises of the theorem in docs/proofs/trap.md on the data, moments exactly and independence of six derivatives by enclosure; it holds for every network of real analytic activations "
        r"above the unit k. The traps are sets of local minima of codimension 5, neither strict nor least. Another way to see that no bad valley is not enough: "
        r"$\exp(y^2(e^{-x^2}-y^2))$ has none, and from the origin every such path stays at 1 (by hand)."
    ),
    uses=("asm-4.3.1", "eq-4.1"),
    exhibits=exhibits,
    near_misses=near_misses,
    ablations=lambda: (
        Ablation("shared weights", (), "Open: whether there are traps when no two units share weights."),
    ),
    proof="docs/proofs/trap.md",
    picture=out_of_the_trap,
)
