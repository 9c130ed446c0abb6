"""Section 1.2.2: related results on the loss surface, as the thesis quotes them; none of them is checked here."""

from __future__ import annotations

from proofs.theorem import Theorem, thesis

theorem = Theorem(
    id="rem-1.2",
    kind="remark",
    title="Related results on the loss surface",
    statement=(
        r"As quoted: for deep linear networks every local minimum is global, with the square loss under conditions on the data (Kawaguchi), and with any convex differentiable loss (Laurent and von "
        r"Brecht). With $\mathrm{rank}\,X=N$, $n_1\ge\dots\ge n_L$ and an activation whose derivative is continuous and not zero, a critical point of the square loss at which $W_2,\dots,W_L$ have full rank is a global "
        "minimum (Gori and Tesi). One hidden layer of sigmoid units can have bad local minima (Yun and others). With more units than the intrinsic dimension "
        r"$\dim\,\mathrm{span}\{\sigma(\langle w,\cdot\rangle)\}$ one hidden layer has no spurious valley (Venturi and others)."
    ),
    source=thesis("Section 1.2.2, related results as quoted", "6"),
    universal=True,
    covers=(
        r"Nothing: these are statements of other works, cited. What the quotation leaves out: Laurent and von Brecht ask that no hidden layer be narrower than the narrower of input and output; the dimension is that "
        "of the span, as the functions themselves form no linear space; Baldi and Hornik ask for a covariance of full rank with distinct eigenvalues. The statement of Gori and Tesi is lem-2.4.9 with $F_0=X$ in place of "
        r"$F_k$. Three sentences of the section are claims of the thesis itself and have files of their own: rem-1.2-scaling, rem-1.2-yu-chen, and the criticism of Haeffele and Vidal by Figure 3.1 (fig-3.1)."
    ),
    cited=(
        "Gori and Tesi, IEEE Trans. Pattern Anal. Mach. Intell. 14(1) (1992), 76-86; Kawaguchi, Deep learning without poor local minima (NIPS 2016), Theorem 2.3; Laurent and von Brecht, Deep linear "
        "networks with arbitrary loss (ICML 2018), Theorem 1; Yun, Sra and Jadbabaie, Small nonlinearities in activation functions create bad local minima in neural networks (ICLR 2019), Theorem 2; Venturi, Bandeira and "
        "Bruna, Spurious valleys in one-hidden-layer neural network optimization landscapes, J. Mach. Learn. Res. 20 (2019)"
    ),
)
