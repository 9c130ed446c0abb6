"""The mathematics of statements, known LaTeX only, as MathML Core; anything else is shown as its source."""

from __future__ import annotations

import re
from dataclasses import dataclass

from proofs.report.mathematics import is_known
from proofs.report.mathml_signs import (
    ACCENTS,
    ALPHABETS,
    CLOSING,
    FENCES,
    IGNORED,
    NAMED,
    SIGNS,
    SPACES,
    styled,
)
from proofs.report.svg import escaped

BREAK = "<wbr/>"  # between the pieces of a long formula
LONGEST, SHORTEST = 22, 5  # characters of a formula in one piece, and of a piece
DEEPEST = 40  # nesting; what is deeper is shown as its source
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[0-9]+(?:\.[0-9]+)?|\s+|.", re.DOTALL)
_BRACKETS = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "cases": "{ "}
_JOINING = frozenset(f"<mo>{c}</mo>" for c in (*"=≤≥≠∈⊂⊆→↦⇒⟹+−·×∘∪∩", "&lt;", "&gt;"))
_SEPARATING = frozenset(("<mo>,</mo>", "<mo>;</mo>"))
_LETTERLIKE = frozenset("∞∅∂∇ℓℏℵℜℑ⊤⊥…⋯⋮⋱°")
_SIZES = re.compile(r"\\(?:[bB]igg?[lr]?|middle)")


class _TooDeepError(Exception):
    """A formula is nested deeper than `DEEPEST`."""


@dataclass(frozen=True)
class _Atom:
    """A piece of markup; whether a sign after it joins two operands."""

    markup: str
    operand: bool = True

    @property
    def length(self) -> int:
        """About how many characters wide it is."""
        return len(re.sub("<[^>]*>|&[a-z]+;", "", self.markup))


def formula(source: str) -> str:
    """One formula, without its `$`."""
    if not is_known(source):
        return f"<code>{escaped(f'${source}$')}</code>"
    return known_formula(source)


def known_formula(source: str) -> str:
    """A formula that we wrote ourselves, or one already known to be harmless."""
    if not source.strip():
        return ""
    try:
        pieces = _pieces(_Parser(source).atoms(frozenset(), 0))
    except _TooDeepError:
        return f"<code>{escaped(f'${source}$')}</code>"
    return BREAK.join(f"<math>{piece}</math>" for piece in pieces)


def _pieces(atoms: list[_Atom]) -> list[str]:
    """A long formula in pieces, for browsers break no line within one: before signs, behind commas."""
    if sum(atom.length for atom in atoms) <= LONGEST:
        return ["".join(atom.markup for atom in atoms)]
    found, length, last = [""], 0, _Atom("", False)
    for atom in atoms:
        joins = last.operand and atom.markup in _JOINING
        apart = last.markup in _SEPARATING or last.markup.startswith("<mspace") or _is_word(atom.markup)
        if length >= SHORTEST and (joins or apart):
            found.append("")
            length = 0
        first = joins and not found[-1] and len(found) > 1
        found[-1] += atom.markup.replace("<mo>", '<mo form="infix">', 1) if first else atom.markup
        length, last = length + atom.length, atom
    return found


def _is_word(markup: str) -> bool:
    """Whether it is the name of a function, perhaps with an index."""
    return bool(re.match(r'(?:<msubs?u?p?>)?<mo lspace="0" rspace="0.17em">', markup))


class _Parser:
    """One formula, its tokens taken from the front (so they are kept in reverse)."""

    def __init__(self, source: str) -> None:
        self.tokens = _TOKEN.findall(source)[::-1]

    def peek(self) -> str:
        """The next token that is not white space, or nothing."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        return self.tokens[-1] if self.tokens else ""

    def row(self, stops: frozenset[str], depth: int) -> str:
        """Everything up to one of the tokens that stop, which stays."""
        return "".join(atom.markup for atom in self.atoms(stops, depth))

    def atoms(self, stops: frozenset[str], depth: int) -> list[_Atom]:
        """The same in its parts."""
        atoms: list[_Atom] = []
        while (token := self.peek()) and token not in stops:
            if token in ("^", "_", "'"):
                base = atoms.pop() if atoms else _Atom("<mrow></mrow>")
                atoms.append(self.scripts(base, depth))
            else:
                atoms.append(self.atom(bool(atoms) and atoms[-1].operand, depth))
        return atoms

    def scripts(self, base: _Atom, depth: int) -> _Atom:
        """An index, an exponent and primes in any order."""
        sub, sup = "", ""
        while (token := self.peek()) in ("^", "_", "'") and token:
            self.tokens.pop()
            if token == "'":
                sup += "<mo>′</mo>"
            elif token == "_":
                sub += self.argument(depth + 1)
            else:
                sup += self.argument(depth + 1)
        if sub and sup:
            markup = f"<msubsup>{base.markup}{_one(sub)}{_one(sup)}</msubsup>"
        else:
            tag = "msub" if sub else "msup"
            markup = f"<{tag}>{base.markup}{_one(sub or sup)}</{tag}>"
        return _Atom(markup, base.operand)

    def argument(self, depth: int) -> str:
        """One token (one digit of a number), or all within braces."""
        token = self.peek()
        if token[:1].isdigit() and len(token) > 1:
            self.tokens[-1] = token[1:]
            return f"<mn>{token[0]}</mn>"
        return self.atom(False, depth).markup if token else "<mrow></mrow>"

    def raw(self) -> str:
        """The plain text of an argument."""
        if self.peek() != "{":
            return _plain(self.tokens.pop()) if self.tokens else ""
        self.tokens.pop()
        depth, found = 1, ""
        while self.tokens:
            token = self.tokens.pop()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                break
            found += "" if token in "{}" else _plain(token)
        return found

    def atom(self, after_operand: bool, depth: int) -> _Atom:
        """One token and what belongs to it."""
        if depth > DEEPEST:
            raise _TooDeepError
        token = self.tokens.pop()
        if token == "{":
            inner = self.row(frozenset("}"), depth + 1)
            self.tokens[-1:] = []
            return _Atom(f"<mrow>{inner}</mrow>")
        if token[0].isdigit():
            return _Atom(f"<mn>{token}</mn>")
        if token[0] == "\\" and len(token) > 1:
            return self.command(token[1:], depth)
        return _sign(token, after_operand)

    def command(self, name: str, depth: int) -> _Atom:
        """A command and its arguments."""
        special = {
            **dict.fromkeys(("frac", "tfrac", "dfrac", "binom"), self.fraction),
            **dict.fromkeys(ACCENTS, self.accent),
            **dict.fromkeys(ALPHABETS, self.alphabet),
            **dict.fromkeys(("mathrm", "text", "textit"), self.upright),
            **{"sqrt": self.root, "underline": self.under, "begin": self.environment, "left": self.fenced},
            **{"not": self.negated, "pmod": self.modulo, "operatorname": self.operator},
        }
        if name in special:
            return special[name](name, depth + 1)
        if name in SPACES:
            return _Atom(f'<mspace width="{SPACES[name]}em"></mspace>', False)
        if _SIZES.fullmatch(f"\\{name}"):
            return self.atom(False, depth + 1) if self.peek() else _Atom("")
        if name in IGNORED or name == "\\":
            return _Atom("", False)
        return self.function(name) if name in NAMED else _sign(SIGNS.get(name, name), False)

    def function(self, name: str) -> _Atom:
        """A name set upright, with a thin space before what follows."""
        gap = "0" if self.peek() in ("(", "\\{", "[", "\\left", "_", "^", "") else "0.17em"
        return _Atom(f'<mo lspace="0" rspace="{gap}">{escaped(name)}</mo>', False)

    def operator(self, name: str, depth: int) -> _Atom:
        """operatorname{name}."""
        if self.peek() == "*":
            self.tokens.pop()
        return self.function(self.raw())

    def fraction(self, name: str, depth: int) -> _Atom:
        """A quotient, or a binomial coefficient."""
        top, bottom = _one(self.argument(depth)), _one(self.argument(depth))
        if name == "binom":
            inner = f'<mfrac linethickness="0">{top}{bottom}</mfrac>'
            return _Atom(f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>")
        return _Atom(f"<mfrac>{top}{bottom}</mfrac>")

    def root(self, name: str, depth: int) -> _Atom:
        """A square root, or another one."""
        if self.peek() != "[":
            return _Atom(f"<msqrt>{self.argument(depth)}</msqrt>")
        self.tokens.pop()
        index = self.row(frozenset("]"), depth)
        self.tokens[-1:] = []
        return _Atom(f"<mroot>{_one(self.argument(depth))}{_one(index)}</mroot>")

    def accent(self, name: str, depth: int) -> _Atom:
        """A mark above."""
        stretchy = "true" if name in ("overline", "widehat", "widetilde") else "false"
        mark = f'<mo stretchy="{stretchy}">{ACCENTS[name]}</mo>'
        return _Atom(f'<mover accent="true">{_one(self.argument(depth))}{mark}</mover>')

    def under(self, name: str, depth: int) -> _Atom:
        """A line below."""
        return _Atom(f'<munder>{_one(self.argument(depth))}<mo stretchy="true">_</mo></munder>')

    def alphabet(self, name: str, depth: int) -> _Atom:
        """Letters of an alphabet, one by one."""
        letters = "".join(styled(c, ALPHABETS[name]) for c in self.raw())
        return _Atom(f'<mi mathvariant="normal">{escaped(letters)}</mi>')

    def upright(self, name: str, depth: int) -> _Atom:
        """Upright letters, or text."""
        if name == "mathrm":
            return _Atom(f'<mi mathvariant="normal">{escaped(self.raw())}</mi>')
        text = self.raw()
        kept = text.replace(" ", "\N{NO-BREAK SPACE}")
        return _Atom(f"<mtext>{escaped(kept)}</mtext>", bool(text.strip()))

    def negated(self, name: str, depth: int) -> _Atom:
        """A relation struck through."""
        token = self.tokens.pop() if self.peek() else ""
        return _Atom(f"<mo>{escaped(SIGNS.get(token.removeprefix(chr(92)), token))}\u0338</mo>", False)

    def modulo(self, name: str, depth: int) -> _Atom:
        """(mod n)."""
        inner = self.argument(depth)
        return _Atom(f'<mrow><mo>(</mo><mo lspace="0" rspace="0.17em">mod</mo>{inner}<mo>)</mo></mrow>')

    def fenced(self, name: str, depth: int) -> _Atom:
        """Brackets that grow with what they hold."""
        left = self.bracket()
        inner = self.row(frozenset(("\\right",)), depth)
        self.tokens[-1:] = []
        return _Atom(f"<mrow>{left}{inner}{self.bracket()}</mrow>")

    def bracket(self) -> str:
        """The bracket after left or right; a full stop is none."""
        token = self.tokens.pop() if self.peek() else "."
        sign = SIGNS.get(token[1:], token[1:]) if token[0] == "\\" else token
        return "" if sign == "." else f'<mo fence="true" stretchy="true">{escaped(sign)}</mo>'

    def environment(self, name: str, depth: int) -> _Atom:
        """A table of cells, with its brackets."""
        kind, rows, cells = self.raw(), "", ""
        while True:
            cells += f"<mtd>{self.row(frozenset(('&', chr(92) * 2, chr(92) + 'end')), depth)}</mtd>"
            token = self.tokens.pop() if self.tokens else ""
            if token == "&":
                continue
            rows, cells = f"{rows}<mtr>{cells}</mtr>", ""
            if token != "\\\\":
                break
        self.raw()  # the name after \end
        table = f'<mtable class="{escaped(kind)}">{rows}</mtable>'
        left, right = (_bracket(c) for c in _BRACKETS.get(kind, "  "))
        return _Atom(f"<mrow>{left}{table}{right}</mrow>")


def _bracket(c: str) -> str:
    return "" if c == " " else f'<mo fence="true" stretchy="true">{c}</mo>'


def _one(markup: str) -> str:
    """One element, as a script or a part of a fraction must be."""
    return f"<mrow>{markup}</mrow>"


def _plain(token: str) -> str:
    """A token within text."""
    if token[0] != "\\" or len(token) == 1:
        return " " if token.isspace() else token
    return " " if token[1:] in SPACES else SIGNS.get(token[1:], "")


def _sign(c: str, after_operand: bool) -> _Atom:
    """One character: a letter, a bracket or an operator."""
    if c.isalpha() or c in _LETTERLIKE:
        upright = len(c) > 1 or c in _LETTERLIKE or "Α" <= c <= "Ω"  # capital Greek
        return _Atom(f'<mi mathvariant="normal">{escaped(c)}</mi>' if upright else f"<mi>{c}</mi>")
    if c in FENCES:
        return _Atom(f'<mo stretchy="false" lspace="0" rspace="0">{c}</mo>', c in CLOSING)
    if c in "-+":
        sign = "\N{MINUS SIGN}" if c == "-" else c
        return _Atom(f"<mo>{sign}</mo>" if after_operand else f'<mo form="prefix">{sign}</mo>', False)
    if c in "/.!":
        return _Atom(f'<mo lspace="0" rspace="0">{c}</mo>')
    return _Atom(f"<mo>{escaped({'*': '∗', '~': ' '}.get(c, c))}</mo>", False)
