"""Section 4.1: the path on which the loss never rises, which Theorem 4.3.4 does not give; open."""

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="sec-4.1",
    kind="section",
    title="A path of non-increasing loss",
    statement=(
        "For the networks of this chapter there is, from every point of the parameter space, a continuous path on which the loss does not increase and gets arbitrarily close to its infimum. "
        "So there is no strict local minimum; there is no local maximum."
    ),
    source=thesis("Section 4.1", "55"),
    universal=True,
    covers=(
        r"Not covered: the theorem gives ``no bad local valley'', from which the path does not follow. $F=\exp(y^2(e^{-x^2}-y^2))$ has no bad local valley, its infimum is 0, and "
        r"$\{F\le1\}$ is the union of $\{y=0\}$ and $\{|y|\ge e^{-x^2/2}\}$, which are disjoint: from the origin every path of non-increasing loss stays at 1 (by hand). What does follow: for every "
        r"$\delta>0$ a path that stays below $\Phi(\theta)+\delta$. Strict minima and maxima: thm-4.3.4."
    ),
    uses=("thm-4.3.4",),
)
