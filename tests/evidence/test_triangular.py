"""The nearly triangular matrices of Lemma 4.3.2: determinants by FLINT, least alphas, tight enclosures."""

from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat

from checker import Refused, Verified, verify
from constructions.triangular import (
    Rows,
    by_logarithms,
    determinant,
    enclosed,
    epsilon,
    least_alpha,
    one_backward_path,
)
from proofs.tamper import tampered


def by_flint(A: Rows) -> Fraction:
    """det A."""
    entries = [fmpq(x.numerator, x.denominator) for row in A for x in row]
    det = fmpq_mat(len(A), len(A), entries).det()
    return Fraction(int(det.p), int(det.q))


@pytest.mark.parametrize("N", range(2, 7))
def test_determinants_and_alphas(N: int) -> None:
    alpha = least_alpha(N)
    for a in (alpha - 1, alpha):
        A = by_logarithms(N, a)
        assert determinant(A) == by_flint(A)
        largest = max(A[i][j] for i in range(N) for j in range(i))
        assert (largest <= epsilon(N)) == (a == alpha)


@pytest.mark.parametrize("alpha", [1, 5, 40])
def test_enclosures_are_verified_and_tight(alpha: int) -> None:
    found = enclosed(*one_backward_path(alpha, 3))
    assert isinstance(verify(found.certificate), Verified)
    error = str(found.error * 2**60 / 4)
    refused = verify(tampered(lambda: found.certificate, "/claim/error", error)())
    assert isinstance(refused, Refused) and refused.code == "E_FIT"
