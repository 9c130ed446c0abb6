"""Exact training: separable samples are learnt with a positive margin, rotations are exact, attacks climb."""

from fractions import Fraction
from random import Random

import pytest

from checker import Layer
from constructions.certificate import NotFound
from constructions.formats.piecewise_linear import leaky_relu
from constructions.perceptron import classifier, one_step
from constructions.rotated_digits import rotated, two_classes

SIGMA = leaky_relu(Fraction(1, 10))


def layer(seed: int, n: int, m: int) -> Layer:
    """A random layer."""
    random = Random(seed)

    def draw() -> Fraction:
        return Fraction(int(random.random() * 17) - 8, 4)

    return Layer(
        tuple(tuple(draw() for _ in range(n)) for _ in range(m)), tuple(draw() for _ in range(m)), SIGMA
    )


@pytest.mark.parametrize("seed", range(5))
def test_every_sample_gets_its_class_strictly(seed: int) -> None:
    random = Random(100 + seed)
    X = tuple(tuple(Fraction(int(random.random() * 9) - 4) for _ in range(4)) for _ in range(6))
    y = [i % 3 for i in range(6)]
    network = classifier([layer(seed, 4, 9)], X, y, 3)
    assert all(network.contains(x, c) for x, c in zip(X, y, strict=True))


def test_samples_that_nothing_separates_are_reported() -> None:
    x = (Fraction(1), Fraction(2))
    with pytest.raises(NotFound, match="2 samples are misclassified after 30 passes"):
        classifier([layer(1, 2, 3)], (x, x), [0, 1], 2, passes=30)


def test_no_rotation_leaves_the_image_and_quarter_turns_compose() -> None:
    image = tuple(Fraction(i * i % 17, 16) for i in range(64))
    assert rotated(image, Fraction(0), 16) == image
    turned = rotated(image, Fraction(1), 16)
    assert turned != image
    for _ in range(3):
        turned = rotated(turned, Fraction(1), 16)
    assert turned == image


def test_two_classes_and_their_labels() -> None:
    X, y = two_classes(tuple(Fraction(i % 5, 4) for i in range(64)))
    assert y == (0,) * 8 + (1,) * 9
    assert len(set(X)) == 17


@pytest.mark.parametrize("seed", range(5))
def test_a_small_step_of_the_attack_raises_the_score_wanted(seed: int) -> None:
    network = classifier([layer(seed, 3, 6)], ((Fraction(1),) * 3, (Fraction(-1),) * 3), [0, 1], 2)
    x = (Fraction(1, 3), Fraction(2, 7), Fraction(-1, 5))
    before, after = (network(z) for z in (x, one_step(network, x, 0, 1, Fraction(1, 10**6))))
    assert after[0] - after[1] > before[0] - before[1]
