"""Identities of polynomials in commuting scalars and non-commuting matrices, for all sizes at once.

A scalar symbol commutes with everything; a matrix symbol has a shape given by two names of sizes, and
products must compose.  A relation rewrites a word of matrix symbols (`L W = I`, `K W = 0`) to a
combination of shorter words.  Both sides are brought to a normal form; equal normal forms show that the
identity follows from the relations, whatever the sizes.  (Different ones show nothing.)

expression: "p/q" | {"symbol": s} | {"identity": size} | {"zero": [rows, columns]}
          | {"sum": [...]} | {"product": [...]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checker import polynomial as poly
from checker.codec import Json, as_object, as_string, as_tuple
from checker.errors import exceeded, malformed, rejected, shorten
from checker.limits import spend
from checker.notation import Reader
from checker.polynomial import Number

Shape = tuple[str, str] | None  # None: a scalar
Monomial = tuple[str, ...]  # scalar symbols, sorted
Word = tuple[str, ...]  # matrix symbols, in order
_MOST_TERMS = 20_000


@dataclass(frozen=True)
class Form:
    """A polynomial: coefficients of (monomial, word), none of them zero, and the shape of its value."""

    terms: Mapping[tuple[Monomial, Word], Number]
    shape: Shape


@dataclass(frozen=True)
class Algebra:
    """The declared symbols and relations."""

    read: Reader
    scalars: frozenset[str]
    matrices: Mapping[str, tuple[str, str]]
    relations: Mapping[Word, Form]

    def form(self, value: Json, at: str) -> Form:
        """The normal form of an expression."""
        if isinstance(value, dict) and len(value) == 1:
            (kind,) = value
            reader = {"symbol": self._symbol, "identity": self._identity, "zero": self._zero}.get(kind)
            if reader is not None:
                return reader(value[kind], f"{at}/{kind}")
            if kind in ("sum", "product"):
                parts = as_tuple(self.form, value[kind], f"{at}/{kind}", least=1)
                total = parts[0]
                for i, part in enumerate(parts[1:], 1):
                    total = (self.add if kind == "sum" else self.multiply)(total, part, f"{at}/{kind}/{i}")
                return total
        number = self.read.number(value, at)
        return Form({((), ()): number} if number != 0 else {}, None)

    def _symbol(self, value: Json, at: str) -> Form:
        name = as_string(value, at)
        one = self.read.number("1", at)
        if name in self.scalars:
            return Form({((name,), ()): one}, None)
        if name in self.matrices:
            return self._reduce(Form({((), (name,)): one}, self.matrices[name]))
        raise malformed("E_SYMBOL", at, "a declared symbol", name)

    def _identity(self, value: Json, at: str) -> Form:
        size = as_string(value, at)
        return Form({((), ()): self.read.number("1", at)}, (size, size))

    def _zero(self, value: Json, at: str) -> Form:
        rows, columns = as_tuple(as_string, value, at, 2)
        return Form({}, (rows, columns))

    def add(self, p: Form, q: Form, at: str) -> Form:
        """p + q; the shapes must be equal."""
        if p.shape != q.shape:
            raise malformed("E_SHAPE", at, f"a summand of shape {p.shape}", q.shape)
        spend(0, 1 + (len(p.terms) + len(q.terms)) // 8)
        terms = dict(p.terms)
        for key, c in q.terms.items():
            terms[key] = terms.get(key, 0) + c
            spend(poly.size(terms[key]))
        return Form({key: c for key, c in terms.items() if c != 0}, p.shape)

    def multiply(self, p: Form, q: Form, at: str) -> Form:
        """p q, reduced; columns of p must be the rows of q, unless one of them is a scalar."""
        if p.shape is not None and q.shape is not None and p.shape[1] != q.shape[0]:
            raise malformed("E_SHAPE", at, f"a factor with {p.shape[1]} rows", q.shape)
        if len(p.terms) * len(q.terms) > _MOST_TERMS:
            raise exceeded("E_LIMIT_TERMS", at, f"at most {_MOST_TERMS} terms", len(p.terms) * len(q.terms))
        shape = p.shape or q.shape
        if p.shape is not None and q.shape is not None:
            shape = (p.shape[0], q.shape[1])
        terms: dict[tuple[Monomial, Word], Number] = {}
        for (m, u), c in p.terms.items():
            for (n, v), d in q.terms.items():
                key = (tuple(sorted(m + n)), u + v)
                terms[key] = terms.get(key, 0) + c * d
                spend(poly.size(terms[key]) + len(key[0]) + len(key[1]))
        return self._reduce(Form({key: c for key, c in terms.items() if c != 0}, shape))

    def _reduce(self, p: Form) -> Form:
        """Rewrite with the relations until none applies; each step shortens a word."""
        pending, done = list(p.terms.items()), dict[tuple[Monomial, Word], Number]()
        while pending:
            (m, word), c = pending.pop()
            spend(poly.size(c), 1 + len(word) * len(self.relations) // 4)
            if len(done) > _MOST_TERMS:
                raise exceeded("E_LIMIT_TERMS", "", f"at most {_MOST_TERMS} terms", "more")
            found = self._redex(word)
            if found is None:
                done[m, word] = done.get((m, word), 0) + c
                continue
            i, j, right = found
            for (n, v), x in right.terms.items():
                pending.append(((tuple(sorted(m + n)), word[:i] + v + word[j:]), c * x))
        return Form({key: c for key, c in done.items() if c != 0}, p.shape)

    def _redex(self, word: Word) -> tuple[int, int, Form] | None:
        """The first place where a relation applies: word[i:j] and what replaces it."""
        for left, right in self.relations.items():
            for i in range(len(word) - len(left) + 1):
                if word[i : i + len(left)] == left:
                    return i, i + len(left), right
        return None


def identity(read: Reader, claim: Json, evidence: Json) -> None:
    """`identity`: left = right follows from the relations, for all sizes and all values of the symbols."""
    algebra, left, right = _read(read, claim)
    as_object(evidence, "/evidence")
    difference = algebra.add(left, algebra.multiply(_number(read, "-1"), right, ""), "/claim/right")
    if difference.terms:
        (m, word), c = next(iter(sorted(difference.terms.items(), key=lambda item: item[0])))
        found = f"{shorten(c)} * {'*'.join((*m, *word)) or '1'} and {len(difference.terms) - 1} more terms"
        raise rejected("E_IDENTITY", "/claim", "left - right reducing to 0", found)


def identity_fails(read: Reader, claim: Json, evidence: Json) -> None:
    """`identity-fails`: the scalar identity is false at the point given (no matrices, no relations)."""
    algebra, left, right = _read(read, claim)
    (point,) = as_object(evidence, "/evidence", "point")
    if algebra.matrices:
        raise malformed("E_SYMBOL", "/claim/matrices", "scalar symbols only", ", ".join(algebra.matrices))
    values = as_object(point, "/evidence/point", *sorted(algebra.scalars))
    at = {
        name: read.number(value, f"/evidence/point/{name}")
        for name, value in zip(sorted(algebra.scalars), values, strict=True)
    }
    left_value, right_value = (_value(form, at, read) for form in (left, right))
    if not (left_value < right_value or left_value > right_value):  # for every value of a parameter
        raise rejected("E_WITNESS", "/evidence/point", "a point where the sides differ", left_value)


def _value(form: Form, at: Mapping[str, Number], read: Reader) -> Number:
    total = read.number("0", "")
    for (monomial, _), c in form.terms.items():
        value = c
        for name in monomial:
            value = value * at[name]
            spend(poly.size(value))
        total = total + value
    return total


def _number(read: Reader, text: str) -> Form:
    return Form({((), ()): read.number(text, "")}, None)


def _read(read: Reader, claim: Json) -> tuple[Algebra, Form, Form]:
    scalars_, matrices_, relations_, left, right = as_object(
        claim, "/claim", "scalars", "matrices", "relations", "left", "right"
    )
    scalars = as_tuple(as_string, scalars_, "/claim/scalars")
    matrices: dict[str, tuple[str, str]] = {}
    if not isinstance(matrices_, dict):
        raise malformed("E_TYPE", "/claim/matrices", "an object", type(matrices_).__name__)
    for name, shape in matrices_.items():
        rows, columns = as_tuple(as_string, shape, f"/claim/matrices/{name}", 2)
        matrices[name] = (rows, columns)
    if list(scalars) != sorted(set(scalars)) or set(scalars) & set(matrices):
        raise malformed("E_SYMBOL", "/claim/scalars", "different names in increasing order", scalars_)
    algebra = Algebra(read, frozenset(scalars), matrices, {})
    relations = as_tuple(lambda v, p: _relation(algebra, v, p), relations_, "/claim/relations")
    if len(dict(relations)) != len(relations):
        raise malformed("E_RELATION", "/claim/relations", "one relation for each word", "two")
    algebra = replace(algebra, relations=dict(relations))
    return algebra, algebra.form(left, "/claim/left"), algebra.form(right, "/claim/right")


def _relation(free: Algebra, value: Json, at: str) -> tuple[Word, Form]:
    """`{"word": [symbols], "equals": expression}`: the expression has shorter words and the same shape."""
    word_, equals = as_object(value, at, "word", "equals")
    word = as_tuple(as_string, word_, f"{at}/word", least=1)
    product = free.form({"product": [{"symbol": s} for s in word]}, f"{at}/word")
    right = free.form(equals, f"{at}/equals")
    if product.shape != right.shape or product.shape is None:
        raise malformed("E_SHAPE", at, f"an expression of shape {product.shape}", right.shape)
    if any(len(v) >= len(word) for _, v in right.terms):
        raise malformed("E_RELATION", at, "words shorter than the one they replace", word_)
    return word, right
