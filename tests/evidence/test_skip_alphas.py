"""The alphas of Equation (4.7) that a theorem file states are those of the routine."""

from constructions.skip_weights import lemma_weights
from proofs.chapter4 import eq_4_7, lem_4_3_2
from proofs.skip_exhibits import FOUR


def test_the_alphas_in_the_name_of_the_exhibit() -> None:
    alpha = lemma_weights(lem_4_3_2.three_layers(), FOUR).alpha
    assert alpha == {1: 3, 2: 437229269, 3: 1}
    assert eq_4_7.exhibits()[1].name.endswith("alpha = 3, 437229269 and 1")
