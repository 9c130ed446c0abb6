"""Commands of TeX as characters of Unicode, and alphabets, for the HTML form of the report."""

from __future__ import annotations

import unicodedata

from proofs.report.characters import SIGN

_MORE = {
    "colon": ":", "leq": "≤", "geq": "≥", "ne": "≠", "lt": "<", "gt": ">", "ll": "≪", "gg": "≫", "sim": "∼",
    "simeq": "≃", "cong": "≅", "propto": "∝", "supset": "⊃", "supseteq": "⊇", "setminus": "∖",
    "smallsetminus": "∖", "complement": "∁", "bigcap": "⋂", "bigcup": "⋃", "bigoplus": "⨁",
    "rightarrow": "→", "longrightarrow": "⟶", "Leftarrow": "⇐", "longmapsto": "⟼", "hookrightarrow": "↪",
    "twoheadrightarrow": "↠", "implies": "⟹", "iff": "⟺", "uparrow": "↑", "downarrow": "↓",
    "nearrow": "↗", "searrow": "↘", "leftrightarrow": "↔", "land": "∧", "lor": "∨", "lnot": "¬",
    "prime": "′", "ast": "∗", "star": "⋆", "bullet": "∙", "odot": "⊙", "hbar": "ℏ", "imath": "ı",
    "jmath": "ȷ", "aleph": "ℵ", "Re": "ℜ", "Im": "ℑ", "bot": "⊥", "triangle": "△", "square": "□",
    "trianglelefteq": "⊴", "preceq": "⪯", "succeq": "⪰", "prec": "≺", "succ": "≻", "asymp": "≍",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "lbrace": "{", "rbrace": "}",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "vert": "|", "lvert": "|", "rvert": "|",
    "Vert": "‖", "lVert": "‖", "rVert": "‖", "mid": "∣", "backslash": "\\",
    "{": "{", "}": "}", "|": "‖", "_": "_", "%": "%", "&": "&", "#": "#",
}  # fmt: skip
SIGNS: dict[str, str] = {**SIGN, **_MORE}
_NAMED = "min max inf sup lim limsup liminf log ln exp sin cos tan tanh det dim ker deg gcd arg Pr bmod"
_IGNORED = "limits nolimits displaystyle textstyle scriptstyle allowbreak nobreak substack"
NAMED, IGNORED = frozenset(_NAMED.split()), frozenset(_IGNORED.split())
SPACES = {",": "0.17", ";": "0.28", ":": "0.22", "!": "-0.17", " ": "0.33", "quad": "1", "qquad": "2"}
ACCENTS = {"hat": "^", "widehat": "^", "bar": "¯", "tilde": "~", "widetilde": "~", "vec": "→", "dot": "˙"}
ACCENTS |= {"overline": "‾"}
FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩")
CLOSING = frozenset(")]}|‖⌋⌉⟩")
ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK", "mathbf": "BOLD", "boldsymbol": "BOLD", "textbf": "BOLD", "mathcal": "SCRIPT",
    "mathfrak": "FRAKTUR", "mathsf": "SANS-SERIF", "mathtt": "MONOSPACE", "mathit": "ITALIC",
}  # fmt: skip


def styled(c: str, alphabet: str) -> str:
    """A letter or digit of an alphabet, or the character itself where Unicode has none.

    >>> styled("R", "DOUBLE-STRUCK"), styled("L", "SCRIPT"), styled("1", "BOLD"), styled("+", "BOLD")
    ('ℝ', 'ℒ', '𝟏', '+')
    """
    if not (c.isascii() and c.isalnum()):
        return c
    name = unicodedata.name(c).replace("LATIN ", "").replace("LETTER ", "")
    if alphabet == "ITALIC" and c == "h":
        return "ℎ"
    for prefix in ("", "MATHEMATICAL "):
        for style in (alphabet, "BLACK-LETTER" if alphabet == "FRAKTUR" else alphabet):
            try:
                return unicodedata.lookup(f"{prefix}{style} {name}")
            except KeyError:
                continue
    return c
