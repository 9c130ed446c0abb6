"""Which mathematics is set as it stands: known commands and environments, braces that match, nothing else.

A formula with anything else in it is printed as its source, so that no text can run commands of TeX.
"""

from __future__ import annotations

import re

from proofs.report.characters import SIGN

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{([a-z*]*)\}")
_ENVIRONMENTS = frozenset(("matrix", "pmatrix", "bmatrix", "vmatrix", "smallmatrix", "cases", "aligned"))
_WORDS = """
frac tfrac dfrac sqrt binom overline underline hat widehat bar tilde widetilde vec dot
mathrm mathbb mathbf mathcal mathfrak mathit mathsf mathtt operatorname text textbf textit
left right middle big Big bigg Bigg bigl bigr Bigl Bigr begin end
quad qquad dots ldots cdots vdots ddots colon mid vert Vert lVert rVert lvert rvert
min max inf sup lim limsup liminf log ln exp sin cos tan tanh det dim ker deg gcd arg Pr
lfloor rfloor lceil rceil lbrace rbrace leq geq ne lt gt ll gg sim simeq cong propto
supset supseteq setminus smallsetminus complement bigcap bigcup bigoplus
rightarrow longrightarrow Leftarrow longmapsto hookrightarrow twoheadrightarrow
implies iff uparrow downarrow nearrow searrow leftrightarrow land lor lnot
prime ast star bullet odot hbar imath jmath aleph Re Im bot not triangle square
limits nolimits displaystyle textstyle scriptstyle allowbreak nobreak substack
boldsymbol pmod bmod trianglelefteq preceq succeq prec succ asymp
"""
_COMMANDS = frozenset((*SIGN, *_WORDS.split(), *",;:!{}|\\_%&# "))


def is_known(source: str) -> bool:
    """Whether a formula (without its `$`) may be handed to TeX."""
    if any(name not in _COMMANDS for name in _COMMAND.findall(source)):
        return False
    environments = _ENVIRONMENT.findall(source)
    words = source.count(r"\begin") + source.count(r"\end")
    if words != len(environments) or not set(environments) <= _ENVIRONMENTS:
        return False
    bare = _COMMAND.sub("", source)
    return not set("%#$\\") & set(bare) and "^^" not in bare and _balanced(bare, bool(environments))


def _balanced(bare: str, cells: bool) -> bool:
    depth = 0
    for c in bare:
        depth += (c == "{") - (c == "}")
        if depth < 0 or (c == "&" and not cells):
            return False
    return depth == 0
