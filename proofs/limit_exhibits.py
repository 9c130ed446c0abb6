"""The matrices A(alpha) of Equations 2.10 to 2.13 on a line of samples, for all alpha of an interval."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import permutations
from typing import Any

from checker import Network, ParametricField
from constructions.fully_connected import layer, network
from proofs.feature_exhibits import product, total

HIGH = Fraction(10**9)
ABOVE_1 = ParametricField(Fraction(1), HIGH)
S = Fraction(3, 4)  # sigma(beta), beta = 1, of sigma(t) = (1 + t / (1 + |t|)) / 2


def line(N: int, sigma: Any, field: ParametricField, beta: str = "1", signs: Any = None) -> Network:
    """Samples 1, ..., N: unit j is sigma(alpha s_j (j - x) + beta), s_j = 1 by default; output F_1."""
    s = signs or [1] * N
    rows = [[int(i == j) for j in range(N)] for i in range(N)]
    weights = [[["0", str(-s[j])]] for j in range(N)]
    biases = [[beta, str(s[j] * (j + 1))] for j in range(N)]
    return network(layer(weights, biases, sigma), layer(rows, [0] * N), field=field)


def entry(i: int, j: int) -> Any:
    """A_ij = sigma(alpha (j - i) + 1): 3/4, below 1/(2 alpha d), above (alpha + 3/(2d))/(alpha + 2/d)."""
    d = abs(i - j)
    if i == j:
        return str(S)
    if i > j:
        return {"bottom": ["0", "1"], "top": [str(Fraction(1, 2 * d))]}
    return {"bottom": [str(Fraction(2, d)), "1"], "top": [str(Fraction(3, 2 * d)), "1"]}


def entries(N: int) -> list[list[Any]]:
    """A(alpha)."""
    return [[entry(i, j) for j in range(N)] for i in range(N)]


def sign(pi: tuple[int, ...]) -> int:
    """The sign of a permutation."""
    crossings = sum(pi[i] > pi[j] for i in range(len(pi)) for j in range(i + 1, len(pi)))
    return -1 if crossings % 2 else 1


def leibniz(A: Any, without_identity: bool = False) -> Any:
    """The sum over permutations of sign times the product of A_{pi(j) j}."""
    N = len(A)
    every = [pi for pi in permutations(range(N)) if not (without_identity and pi == tuple(range(N)))]
    return total(*(product(sign(pi), *(A[pi[j]][j] for j in range(N))) for pi in every))


def cofactors(A: Any) -> Any:
    """The determinant by expansion along the first row."""
    if len(A) == 1:
        return A[0][0]
    parts = []
    for j in range(len(A)):
        minor = [[x for n, x in enumerate(row) if n != j] for row in A[1:]]
        parts.append(product((-1) ** j, A[0][j], cofactors(minor)))
    return total(*parts)


@cache
def determinant(N: int, field: ParametricField) -> Any:
    """det A(alpha) as a quotient of polynomials, to be compared by the kernel with the sum of Leibniz."""
    A = [[field.decode(entry(i, j), "") for j in range(N)] for i in range(N)]
    found: Any = field.decode("0", "")
    for pi in permutations(range(N)):
        term: Any = field.decode(str(sign(pi)), "")
        for j in range(N):
            term = term * A[pi[j]][j]
        found = found + term
    return found
