"""Characters beyond ASCII that TeX's own fonts can set, each with the mathematics it stands for."""

from __future__ import annotations

from string import ascii_lowercase

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi",
    "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
    "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ϕ": "phi", "ϵ": "epsilon",
}  # fmt: skip
_SYMBOLS = {
    "×": "times", "·": "cdot", "±": "pm", "÷": "div", "≤": "le", "≥": "ge", "≠": "neq", "≈": "approx",
    "≡": "equiv", "∞": "infty", "∈": "in", "∉": "notin", "∩": "cap", "∪": "cup", "⊂": "subset",
    "⊆": "subseteq", "∅": "emptyset", "→": "to", "↦": "mapsto", "⇒": "Rightarrow", "⇔": "Leftrightarrow",
    "←": "leftarrow", "∘": "circ", "∀": "forall", "∃": "exists", "¬": "neg", "∧": "wedge", "∨": "vee",
    "∑": "sum", "∏": "prod", "∫": "int", "∂": "partial", "∇": "nabla", "⟨": "langle", "⟩": "rangle",
    "⊤": "top", "⊥": "perp", "∥": "parallel", "†": "dagger", "‡": "ddagger", "°": "circ", "⊕": "oplus",
    "⊗": "otimes", "⊊": "subsetneq", "√": "surd", "ℓ": "ell",
}  # fmt: skip
_MORE = {
    "\N{MINUS SIGN}": "-", "\N{PRIME}": "'", "ℝ": r"\mathbb{R}", "ℚ": r"\mathbb{Q}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}", "…": r"\dots", "⁻": "^{-}", "ᵀ": r"^{\top}",
}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

MATH: dict[str, str] = {
    **{c: f"\\{name}" for c, name in {**_GREEK, **_SYMBOLS}.items()},
    **_MORE,
    "°": r"^{\circ}",
    **{c: f"^{{{d}}}" for c, d in _RAISED.items()},
    **{c: f"_{{{d}}}" for c, d in _LOWERED.items()},
}

TEXT: dict[str, str] = {
    "\N{EN DASH}": "--", "\N{EM DASH}": "---", "\N{LEFT SINGLE QUOTATION MARK}": "`",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "“": "``", "”": "''", "\N{NO-BREAK SPACE}": "~",
    "§": r"\S{}", "ß": r"\ss{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ø": r"\o{}", "Ø": r"\O{}", "œ": r"\oe{}",
    "ł": r"\l{}", "Ł": r"\L{}", "ı": r"\i{}", "©": r"\copyright{}",
}  # fmt: skip

ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0327": "c",
}  # fmt: skip
ACCENTED = frozenset(ascii_lowercase + ascii_lowercase.upper())

# The other way: names of commands, for pictures in which no TeX sets the titles.
SIGN: dict[str, str] = {name: c for c, name in {**_GREEK, **_SYMBOLS}.items()}
