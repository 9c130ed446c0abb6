"""The check of large random-solve certificates in blocks with numpy: what the kernel asks, in much less time.

The kernel (`checker.rules.feature_rank`) checks a claim `feature-rank` in plain Python, quadratic in N: right
for thousands of samples.  Here its own readers read the claim, its own functions make the challenge and the
residues, and only the products are numpy's: features are expanded from network and data in blocks, and A x
is computed exactly (`constructions.bulk_product`).  What passes is `CheckedInBulk`, never `Verified`:
besides the kernel one trusts numpy's integer and float64 arithmetic, and this file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import numpy

from checker import FORMAT, Json, Limits, Reader, Refusal, claim_sha256, decode_field
from checker.codec import as_list, as_object, as_tuple, decode
from checker.convolution import Affine, Bend, Features, Pool, read_features
from checker.errors import exceeded, malformed, rejected
from checker.limits import metered
from checker.rational import decode_integer
from checker.rules import feature_rank as rule
from checker.rules.rank import indices, integers
from constructions.bulk_product import Integers, Product
from constructions.feature_matrix import bend_all, exact_product

LIMITS = Limits(bytes=2**36, work=2**72)
_BLOCK = 2**26  # bytes of a block of features
_EXPECTED = "a random solve, with no null vectors; the kernel checks the others"
Act = Callable[[Integers], Integers]


@dataclass(frozen=True)
class CheckedInBulk:
    """A x = b holds: the claim holds as far as numpy multiplies rightly.  Not a verdict of the kernel."""

    rank: int
    claim_sha256: str
    certificate_sha256: str
    soundness_error: str
    rests_on: tuple[str, ...]
    kind: str = "feature-rank"

    def __str__(self) -> str:
        return f"checked in bulk feature-rank claim=sha256:{self.claim_sha256}"


@dataclass(frozen=True)
class NotInBulk:
    """No, as the kernel would say it; or (`exceeded`) nothing that is checked here."""

    outcome: str
    code: str
    at: str
    expected: str
    found: str
    certificate_sha256: str

    def __str__(self) -> str:
        return f"{self.code} at {self.at or '/'}: expected {self.expected}, found {self.found}"


def check_in_bulk(
    certificate: bytes, progress: Callable[[str], None] | None = None, block_bytes: int = _BLOCK
) -> CheckedInBulk | NotInBulk:
    """The answer to the bytes of one certificate."""
    digest = sha256(certificate).hexdigest()
    with metered(LIMITS):
        try:
            return _check(certificate, digest, progress or (lambda text: None), block_bytes)
        except Refusal as no:
            return NotInBulk(no.outcome, no.code, no.at, no.expected, no.found, digest)


def _check(data: bytes, digest: str, progress: Callable[[str], None], block_bytes: int) -> CheckedInBulk:
    claim, evidence, version = as_object(decode(data), "", "claim", "evidence", "format")
    if version != FORMAT:
        raise malformed("E_FORMAT", "/format", FORMAT, version)
    if not isinstance(claim, dict) or not {"kind", "field"} <= set(claim):
        raise malformed("E_KEYS", "/claim", "an object with the keys kind and field", claim)
    if claim["kind"] != "feature-rank":
        raise exceeded("E_BULK", "/claim/kind", "feature-rank; the kernel checks the others", claim["kind"])
    if isinstance(evidence, dict) and "solve" not in evidence:
        raise exceeded("E_BULK", "/evidence", _EXPECTED, sorted(evidence))
    read = Reader(decode_field(claim["field"], "/claim/field"))
    body: dict[str, Json] = {key: value for key, value in claim.items() if key not in ("kind", "field")}
    layers, data_, relation, rank = as_object(body, "/claim", "layers", "data", "relation", "rank")
    denominator, X = _data(data_)
    features = read_features(read, layers, "/claim/layers", X.shape[1], denominator)
    progress(f"{len(X)} samples and {features.width} units read")
    if relation not in ("=", ">=", "<="):
        raise malformed("E_RELATION", "/claim/relation", "=, >=, <=", relation)
    r = decode_integer(rank, "/claim/rank", 0, min(len(X), features.width) + 1, "E_RANK")
    proof = _proof(str(relation), evidence, len(X), features.width, r)
    cited = _check_solve(body, features, X, r, proof, progress, block_bytes)
    return CheckedInBulk(r, claim_sha256(claim), digest, rule._ERROR, cited)


def _proof(relation: str, evidence: Json, N: int, n: int, r: int) -> Json:
    """The random solve; the upper bound of a full rank needs no vectors."""
    if relation == ">=" and isinstance(evidence, dict) and set(evidence) == {"solve"}:
        return evidence["solve"]
    if relation == "=" and isinstance(evidence, dict) and set(evidence) == {"null", "solve"}:
        side, pivots, vectors = as_object(evidence["null"], "/evidence/null", "side", "pivots", "vectors")
        if ((side == "left" and r == N) or (side == "right" and r == n)) and pivots == vectors == []:
            return evidence["solve"]
    found = sorted(evidence) if isinstance(evidence, dict) else evidence
    raise exceeded("E_BULK", "/evidence", _EXPECTED, found)


class _Read(dict[str, int]):
    """Integers by their text, each read once by the kernel."""

    def __missing__(self, text: str) -> int:
        (self[text],) = integers([text], "", 1, rule._LARGEST)
        return self[text]


def _data(value: Json) -> tuple[int, Integers]:
    """Denominator and numerators of `{"denominator", "rows"}`, N x d."""
    denominator_, rows_ = as_object(value, "/claim/data", "denominator", "rows")
    denominator = decode_integer(denominator_, "/claim/data/denominator", 1, 2**64)
    rows = as_list(rows_, "/claim/data/rows", least=1)
    width = len(as_list(rows[0], "/claim/data/rows/0", least=1))
    known, found = _Read(), list[Integers]()
    for i, row in enumerate(rows):
        entries = as_list(row, f"/claim/data/rows/{i}", width)
        try:
            numbers = [known[text] for text in entries]  # type: ignore[index]
        except (TypeError, Refusal):  # the kernel says what it is, and where
            numbers = list(integers(entries, f"/claim/data/rows/{i}", width, rule._LARGEST))
        small = min(numbers) > -(2**62) and max(numbers) < 2**62
        found.append(numpy.array(numbers, dtype=numpy.int64 if small else object))
    return denominator, numpy.array(found)


def _steps(features: Features) -> list[Act]:
    """The kernel's steps on arrays."""
    made: list[Act] = []
    for act, *_ in features.steps:
        if isinstance(act, Bend):
            made.append(lambda x, act=act: bend_all(x, act))  # type: ignore[misc]
        elif isinstance(act, Pool):
            patches = numpy.array(act.patches)
            made.append(lambda x, patches=patches: x[:, patches].max(axis=2))  # type: ignore[misc]
        elif isinstance(act, Affine):
            made.append(_affine(act))
        else:
            raise exceeded("E_BULK", "/claim/layers", "affine layers, pooling, piecewise linear", act)
    return made


def _affine(act: Affine) -> Act:
    patches = numpy.array(act.patches)
    filters, bias = numpy.array(act.filters, dtype=object), numpy.array(act.bias, dtype=object)
    reach, shift = int(numpy.abs(filters).sum(axis=1).max()), int(numpy.abs(bias).max())

    def run(x: Integers) -> Integers:
        size = int(numpy.abs(x).max()) * reach + shift
        kind = numpy.int64 if size < 2**62 else object
        out = exact_product(x[:, patches], filters.T.astype(kind), size).reshape(len(x), -1)
        return numpy.asarray(out + bias.astype(kind))

    return run


def _check_solve(
    claim: Json,
    features: Features,
    X: Integers,
    r: int,
    proof: Json,
    progress: Callable[[str], None],
    block_bytes: int,
) -> tuple[str, ...]:
    """The kernel's rule, with products by blocks; what it rests on."""
    at, sigma = "/evidence/solve", features.sigma
    rational = sigma in rule._RATIONAL
    *chosen, solution = as_object(
        proof, at, "rows", "columns", "modulus", *([] if rational else ["root"]), "solution"
    )
    rows = numpy.array(indices(chosen[0], f"{at}/rows", r, len(X)), dtype=numpy.int64)
    columns = numpy.array(indices(chosen[1], f"{at}/columns", r, features.width), dtype=numpy.int64)
    M = decode_integer(chosen[2], f"{at}/modulus", rule._LOW, rule._HIGH)
    x = as_tuple(lambda v, p: decode_integer(v, p, 0, M), solution, f"{at}/solution", r)
    residues: rule.Residues | None = None
    if sigma is not None:
        if sigma == "softplus":
            raise malformed("E_ACTIVATION", "/claim/layers", "no softplus, or an enclosure", "softplus")
        g = 1 if rational else decode_integer(chosen[3], f"{at}/root", 1, M)
        residues = rule.Residues(sigma, features.denominator, g, M)
        residues._inverse(g)
    b, steps, product = rule.challenge(claim, chosen, r, M), _steps(features), Product(x, M, residues, r)
    all_columns = r == features.width and bool((columns == numpy.arange(r)).all())
    step = max(1, block_bytes // (8 * features.width))
    for first in range(0, r, step):
        values: Integers = X[rows[first : first + step]]
        for act in steps:
            values = act(values)
        if not all_columns:
            values = values[:, columns]
        for i, (found, total) in enumerate(zip(product(values), b[first : first + step], strict=True)):
            if found != total:
                row = rows[first + i]
                raise rejected("E_SOLVE", f"{at}/solution", f"{total} mod {M} in row {row}", found)
        progress(f"row {min(first + step, r)} of {r}")
    return () if rational else rule._HERMITE
