"""The first layer h of Lemma 3.4.6: it gives any features, whatever the first layer there is."""

import pytest

from constructions.canonical_point import drive, first_layer
from constructions.certificate import NotFound
from constructions.exact_matrices import from_rows
from constructions.fibre import Walker
from constructions.random_paths import FALLING, HALF, TWO_KINKS, Instances

WIDTHS = (3, 5, 4, 2)
CASES = [(seed, k) for seed in range(6) for k in (1, 2, 3)]


def walker_of(seed: int, start: str = "full") -> Walker:
    """A random network on three samples, its W_2 and W_3 of full rank."""
    some = Instances(seed)
    risk = some.risk(WIDTHS, 3, independent=True)
    while True:
        walker = Walker(some.network(WIDTHS, (HALF, TWO_KINKS, FALLING)[seed % 3], start), risk.inputs)
        if start != "full" or (walker.W(2).rank() == 4 and walker.W(3).rank() == 2):
            return walker


@pytest.mark.parametrize(("seed", "k"), CASES)
def test_the_first_layer_gives_the_features_wanted(seed: int, k: int) -> None:
    walker, some = walker_of(seed), Instances(100 + seed)
    A = from_rows([some.vector(WIDTHS[k], 5) for _ in range(3)])
    walker.to((1, first_layer(walker, k, A)))
    assert walker.F(k) == A


@pytest.mark.parametrize(("seed", "k"), CASES)
def test_driving_ends_in_the_normal_form_with_the_same_features(seed: int, k: int) -> None:
    walker = walker_of(seed)
    before, form = walker.F(k), first_layer(walker, k, walker.F(k))
    drive(walker, k)
    assert walker.F(k) == before
    assert walker.U[0] == form
    assert walker.trail.moves


def test_the_normal_form_needs_full_rank() -> None:
    walker = walker_of(0, "zero")
    with pytest.raises(NotFound, match="W_2 has rank 0"):
        first_layer(walker, 2, walker.F(2))
