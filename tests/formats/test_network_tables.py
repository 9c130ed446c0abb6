"""Networks in JSON and TOML: round trips, every form of an activation, and what is refused."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker import Activation, Layer, Network, QuadraticField, Rationals, Reader, Surd, encode_network
from checker.activation import Piece
from constructions.formats import network_from_table, network_from_value, read_network, write_network
from constructions.formats.activation import read_activation
from constructions.formats.errors import InputError, Place
from constructions.formats.network_table import network_table
from constructions.formats.numbers import Numbers
from constructions.formats.piecewise_linear import IDENTITY, RELU, clip, leaky_relu

RELU_TABLE = {"name": "relu"}
ONE: dict[str, Any] = {
    "format": "theodolite-network/1",
    "input_dim": 2,
    "layers": [
        {"weight": [["1", "1"]], "bias": ["0"], "activation": {"name": "leaky_relu", "slope": "1/2"}},
        {"weight": [["1"], ["-1"]], "bias": ["0", 0], "activation": "relu"},
        {"weight": [["2", "3"], ["1", "0.25"]], "bias": ["0", "1e-3"], "activation": None},
    ],
}
TOML = """
format = "theodolite-network/1"
input_dim = 2
[[layers]]
weight = [["1", "1"]]
bias = ["0"]
activation = {name = "leaky_relu", slope = "1/2"}
[[layers]]
weight = [["1"], [-1]]
bias = ["0", "0"]
activation = "relu"
[[layers]]
weight = [["2", "3"], ["1", "0.25"]]
bias = [0, "1e-3"]
"""


def changed(path: str, value: object) -> dict[str, Any]:
    """A copy of `ONE` with the entry at a JSON pointer replaced, or dropped for `...`."""
    table: dict[str, Any] = json.loads(json.dumps(ONE))
    *steps, last = path.strip("/").split("/")
    spot: Any = table
    for step in steps:
        spot = spot[int(step) if isinstance(spot, list) else step]
    key: Any = int(last) if isinstance(spot, list) else last
    if value is ...:
        del spot[key]
    else:
        spot[key] = value
    return table


def test_json_and_toml_say_the_same(write: Any) -> None:
    first, second = read_network(write("a.json", json.dumps(ONE))), read_network(write("a.toml", TOML))
    assert first.network == second.network
    assert first.field == Rationals()
    assert first.network.widths == (2, 1, 2, 2)
    assert first.network.layers[2].bias == (0, Fraction(1, 1000))
    assert first.network.layers[0].activation == leaky_relu(Fraction(1, 2))
    assert len(first.sha256) == 64 and first.sha256 != second.sha256


def test_roots_lift_the_whole_network() -> None:
    loaded = network_from_table(changed("/layers/0/bias/0", "1 - sqrt(1/2)"), "inline")
    assert loaded.field == QuadraticField(2)
    assert all(isinstance(x, Surd) for layer in loaded.network.layers for x in layer.bias)
    value = encode_network(loaded.network, loaded.field)
    assert Reader(loaded.field).network(value, "") == loaded.network


NUMBER = st.fractions(max_denominator=99)
SIGMAS = [
    *(RELU, IDENTITY, clip(-1, 1), clip(0, 6), leaky_relu(Fraction(-2, 3))),
    Activation((), (Piece((Fraction(0), Fraction(1), Fraction(1, 2)), (Fraction(1),)),)),
]


@st.composite
def networks(draw: st.DrawFn, d: int) -> Network:
    """Small networks over Q (d = 1) or Q(sqrt d)."""
    widths = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))

    def number() -> Any:
        a = draw(NUMBER)
        return a if d == 1 else Surd(a, draw(NUMBER), d)

    layers = [
        Layer(
            tuple(tuple(number() for _ in range(m)) for _ in range(n)),
            tuple(number() for _ in range(n)),
            draw(st.sampled_from(SIGMAS)),
        )
        for m, n in pairwise(widths)
    ]
    last = Layer(layers[-1].weight, layers[-1].bias, IDENTITY)
    return Network(widths[0], (*layers[:-1], last))


@given(networks(1), networks(5))
def test_written_networks_are_read_back(plain: Network, surd: Network) -> None:
    for network, field in ((plain, Rationals()), (surd, QuadraticField(5))):
        text = json.dumps(network_table(network, field))
        assert network_from_table(json.loads(text), "again").network == network


def test_a_file_that_was_written(tmp_path: Path) -> None:
    loaded = network_from_table(ONE, "inline")
    write_network(loaded.network, loaded.field, tmp_path / "n.json")
    assert read_network(tmp_path / "n.json").network == loaded.network
    assert network_from_value("n.json", Place("x"), tmp_path).network == loaded.network
    assert network_from_value(ONE, Place("x"), tmp_path).sha256 == loaded.sha256
    with pytest.raises(InputError, match="a file that can be written"):
        write_network(loaded.network, loaded.field, tmp_path / "none" / "n.json")


T = [Fraction(k, 3) for k in range(-12, 13)]
HINGE = {"name": "piecewise_linear", "breakpoints": ["-1", "0", "1"], "slopes": ["0", "1", "1", "-1/2"]}


@pytest.mark.parametrize(
    ("spec", "function"),
    [
        ("relu", lambda t: max(t, 0)),
        ("leaky_relu:0.01", lambda t: t if t > 0 else t / 100),
        ("leaky_relu:1", lambda t: t),
        ("leaky_relu:0", lambda t: max(t, 0)),
        ({"name": "leaky_relu", "slope": "-1"}, abs),
        ("softsign", lambda t: t / (1 + abs(t))),
        ("hard_tanh", lambda t: max(-1, min(t, 1))),
        ({"name": "polynomial", "coefficients": ["1", "0", "2"]}, lambda t: 1 + 2 * t * t),
        (HINGE | {"value_at_zero": "0"}, lambda t: max(t, -1) if t < 1 else 1 - (t - 1) / 2),
        (HINGE | {"anchor": ["3", "1"]}, lambda t: (max(t, -1) if t < 1 else 1 - (t - 1) / 2) + 1),
        (
            {"name": "piecewise", "breakpoints": ["0"], "pieces": [{"top": []}, {"top": ["0", "0", "1"]}]},
            lambda t: t * t if t > 0 else 0,
        ),
    ],
)
def test_activations_are_these_functions(spec: object, function: Any) -> None:
    sigma = read_activation(spec, Numbers(), Place("file"))
    assert [sigma(t) for t in T] == [function(t) for t in T]


@pytest.mark.parametrize(
    "spec",
    [
        *(None, 3, [], {}, "", "Relu", "relu:1", "leaky_relu", "leaky_relu:", "leaky_relu:x"),
        *({"name": 3}, {"name": "relu", "slope": "1"}, {"name": "leaky_relu", "slop": "1"}),
        *({"name": "polynomial", "coefficients": "1"}, {"name": "polynomial", "coefficients": ["1"] * 99}),
        *(HINGE, HINGE | {"anchor": ["0"]}, HINGE | {"anchor": ["0", "0"], "value_at_zero": "0"}),
        HINGE | {"slopes": ["1"], "value_at_zero": "0"},
        HINGE | {"breakpoints": ["0", "-1", "1"], "value_at_zero": "0"},
        HINGE | {"breakpoints": ["1", "0", "-1"], "slopes": ["0", "0", "0", "0"], "value_at_zero": "0"},
        {"name": "piecewise", "breakpoints": ["0"], "pieces": [{"top": []}, {"top": ["1"]}]},
        {"name": "piecewise", "breakpoints": [], "pieces": [{"top": ["1"], "bottom": ["0"]}]},
        {"name": "piecewise", "breakpoints": [], "pieces": [{"top": ["1"], "bottom": ["0", "1"]}]},
    ],
)
def test_other_activations_are_refused(spec: object, fails: Any) -> None:
    fails(lambda: read_activation(spec, Numbers(), Place("file")))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softplus", "elu"])
def test_transcendental_activations_need_enclosures(name: str, fails: Any) -> None:
    error = fails(lambda: network_from_table(changed("/layers/0/activation", {"name": name}), "inline"))
    assert error.where.pointer == "/layers/0/activation/name"
    assert f"exact statements about {name} need enclosures" in str(error)


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        ("/format", ..., ""),
        ("/format", "theodolite-network/2", "/format"),
        ("/typo", 1, ""),
        ("/input_dim", 3, "/layers/0/weight/0"),
        *(("/input_dim", value, "/input_dim") for value in ("1/2", 0, -1, 10**6, True, None)),
        *(("/layers", [], "/layers"), ("/layers", {}, "/layers"), ("/layers/0", [], "/layers/0")),
        *(
            ("/layers/0/activation", ..., "/layers/0/activation"),
            ("/layers/0/weight", [], "/layers/0/weight"),
        ),
        ("/layers/1/weight/1", ["1", "2"], "/layers/1/weight/1"),
        ("/layers/1/bias", ["1"], "/layers/1/bias"),
        ("/layers/1/bias", ..., "/layers/1"),
        ("/layers/1/bias/1", 0.5, "/layers/1/bias/1"),
        ("/layers/1/bias/1", float("nan"), "/layers/1/bias/1"),
        ("/layers/1/bias/1", float("inf"), "/layers/1/bias/1"),
        ("/layers/2/activation", RELU_TABLE, "/layers/2/activation"),
    ],
)
def test_the_place_of_a_mistake(path: str, value: Any, pointer: str, write: Any, fails: Any) -> None:
    error = fails(lambda: read_network(write("n.json", json.dumps(changed(path, value)))))
    assert error.where.file.endswith("n.json")
    assert error.where.pointer == pointer


def test_a_whole_message(fails: Any) -> None:
    error = fails(lambda: network_from_table(changed("/layers/1/bias/1", 0.5), "a.json"))
    assert str(error) == (
        "a.json: /layers/1/bias/1: expected a number as a string, found the float 0.5; "
        'write "0.1" for exactly one tenth'
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *(
            ("a.json", ""),
            ("a.json", "{"),
            ("a.json", "[1]"),
            ("a.json", '{"a": 1, "a": 2}'),
            ("a.json", "1" * 9999),
        ),
        *(
            ("a.json", "[" * 10**5),
            ("a.json", b"\xff\xfe"),
            ("a.json", b"PK\x03\x04\xff"),
            ("a.json", "null"),
        ),
        *(
            ("a.toml", "a ="),
            ("a.toml", "x = 1\nx = 2"),
            ("a.toml", "a = " + "[" * 5000),
            ("a.toml", b"\x80"),
        ),
        *(("a.toml", "format = 1979-05-27"), ("a.txt", "{}"), ("a", "{}"), ("a.json", "\0")),
    ],
)
def test_files_of_other_content(name: str, content: str | bytes, write: Any, fails: Any) -> None:
    fails(lambda: read_network(write(name, content)))


def test_paths_without_a_file(tmp_path: Path, fails: Any) -> None:
    for path in (tmp_path, tmp_path / "none.json", "", "a\0b.json", "a\nb.json", "x" * 5000 + ".json"):
        fails(lambda path=path: read_network(path))


def test_an_activation_is_stated_once(write: Any, fails: Any) -> None:
    path = write("a.json", json.dumps(ONE))
    assert "leave --activation out" in str(fails(lambda: read_network(path, activation="relu")))
