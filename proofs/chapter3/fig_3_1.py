"""Figure 3.1: valleys without minima, and bad valleys although every minimum is global, with explicit functions."""

from typing import Any

from checker import Network
from constructions.fully_connected import layer, network
from proofs.exhibits import separated
from proofs.path_exhibits import identity, plus, times
from proofs.tamper import tampered
from proofs.theorem import Exhibit, NearMiss, Theorem, thesis

# r(x) = (x^4 + 4 x^2) / (1 + x^4)
TWIN: Any = {
    "name": "piecewise",
    "breakpoints": [],
    "pieces": [{"bottom": ["1", "0", "0", "0", "1"], "top": ["0", "0", "4", "0", "1"]}],
}


def power(n: int) -> Any:
    """x^n."""
    return times(*["x"] * n)


def below() -> Network:
    """C_1 = {r < 3/2}."""
    return network(layer([[1]], [0], TWIN), layer([[-1], [0]], ["3/2", 0]))


def right_slope() -> Exhibit:
    """The numerator of r' is 4 x (2 + x^2 - 2 x^4): minima only at 0."""
    top, bottom = plus(power(4), times("4", power(2))), plus("1", power(4))
    left = plus(
        times(plus(times("4", power(3)), times("8", "x")), bottom), times("-1", top, times("4", power(3)))
    )
    right = times("4", "x", plus("2", power(2), times("-2", power(4))))
    return identity("right: the numerator of the derivative", left, right, scalars=["x"])


def left_slope() -> Exhibit:
    """(T^2 + 4 T)/(1 + T^2) with T = e^x > 0: numerator 4 + 2 T - 4 T^2, positive, then negative."""
    t2 = times("T", "T")
    top, bottom = plus(t2, times("4", "T")), plus("1", t2)
    left = plus(times(plus(times("2", "T"), "4"), bottom), times("-1", top, times("2", "T")))
    return identity(
        "left: the numerator of the derivative",
        left,
        plus("4", times("2", "T"), times("-4", t2)),
        scalars=["T"],
    )


def exhibits() -> tuple[Exhibit, ...]:
    """Slopes, and the valleys at both infinities."""
    return (
        left_slope(),
        right_slope(),
        separated(below(), [1], 1, [[0], [10]], [1]),
        separated(below(), [-1], 1, [[0], [-10]], [1]),
    )


theorem = Theorem(
    id="fig-3.1",
    kind="figure",
    title="Valleys without local minima",
    statement=(
        r"Left: $f(x)=(e^{2x}+4e^x)/(1+e^{2x})$ has no local minimum, but local valleys at both infinities, of which the one at $+\infty$ is "
        r"bad. Right: $r(x)=(x^4+4x^2)/(1+x^4)$ has one local minimum, global, and bad local valleys at both infinities."
    ),
    source=thesis("Figure 3.1", "46"),
    universal=False,
    covers=(
        r"Explicit functions of the kind drawn. The derivatives, by identities; $\{r<\frac32\}$ has parts left of $-1$, around 0 and right of 1. "
        r"That $r>1$ for $|x|>\frac12$ and $f\to0,1$ is elementary."
    ),
    uses=("def-3.3.7",),
    exhibits=exhibits,
    near_misses=lambda: (
        NearMiss("a valley at -2", tampered(exhibits()[2].build, "/evidence/points/1", ["2"]), "E_WITNESS"),
        NearMiss(
            "another slope", tampered(right_slope().build, "/claim/right", times("4", "x")), "E_IDENTITY"
        ),
    ),
)
