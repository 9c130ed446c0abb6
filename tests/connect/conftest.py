"""What the tests of paths share: a network trained on the digits, as a network and as a file."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from checker import Network, Rationals, encode_network
from constructions.formats.data import DataSet, read_data
from constructions.training import Trainer

SLOPE = Fraction(1, 10)


@pytest.fixture(scope="session")
def digits() -> DataSet:
    """The embedded images."""
    return read_data("digits")


@pytest.fixture(scope="session")
def trainer(digits: DataSet) -> Trainer:
    """Widths 64-64-32-10, trained until no digit, or hardly any, is misclassified."""
    assert digits.y is not None
    made = Trainer(digits.X.numerators / digits.X.denominator, digits.y, (64, 64, 32, 10), float(SLOPE))
    assert made.train(200) <= 5
    return made


@pytest.fixture(scope="session")
def digits_network(trainer: Trainer) -> Network:
    """Weights rounded to multiples of 2^-12."""
    return trainer.network(SLOPE, 12)


@pytest.fixture(scope="session")
def digits_file(digits_network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same network in a file of format theodolite-network/1."""
    return write(digits_network, tmp_path_factory.mktemp("digits") / "network.json")


def write(network: Network, path: Path) -> Path:
    """Put a rational network into a JSON file."""
    encoded = encode_network(network, Rationals())
    assert isinstance(encoded, dict)
    table = {"format": "theodolite-network/1", "input_dim": network.input_dim, "layers": encoded["layers"]}
    table["layers"][-1]["activation"] = None  # type: ignore[index]
    path.write_text(json.dumps(table))
    return path
