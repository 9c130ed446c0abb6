"""How many random choices of skip units fill a whole layer, as the claim file of Figure 4.3 says."""

from itertools import combinations
from math import comb

from constructions.skip_conditions import own_violations, violations
from proofs.chapter4 import fig_4_3
from proofs.feature_exhibits import digits


def without_full_layer(depth: int, width: int, chosen: int) -> int:
    """Choices among depth * width units that fill no layer, by inclusion and exclusion."""
    rest = depth * width - chosen
    return sum((-1) ** k * comb(depth, k) * comb((depth - k) * width, rest) for k in range(depth + 1))


def test_the_count_is_right_where_all_choices_can_be_listed() -> None:
    for chosen in range(10):
        layers = [{0, 1, 2}, {3, 4, 5}, {6, 7, 8}]
        listed = sum(all(layer - set(c) for layer in layers) for c in combinations(range(9), chosen))
        assert without_full_layer(3, 3, chosen) == listed


def test_all_but_6_7_per_cent_of_the_choices_fill_a_layer() -> None:
    share = without_full_layer(fig_4_3.DEPTH, fig_4_3.WIDTH, fig_4_3.N) / comb(1500, fig_4_3.N)
    assert 0.0665 < share < 0.0675
    assert "all but 6.7 per cent" in fig_4_3.theorem.covers


def test_the_networks_of_the_exhibits_violate_the_clause_and_not_ours() -> None:
    for network in (fig_4_3.deep(15, 2, 20), fig_4_3.deep(10, 3, 20)):
        assert [v.clause for v in violations(network, digits(20))] == ["4.3.1 (2)"]
        assert own_violations(network, digits(20)) == []
