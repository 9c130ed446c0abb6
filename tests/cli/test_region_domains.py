"""`theodolite regions` on polygons and polytopes, with volumes, square roots, convolution and pooling."""

import json
from collections.abc import Callable
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
ROOT: dict[str, Any] = {
    "weight": [["sqrt(2)", "0"], ["0", "1"]],
    "bias": ["-1", "1/2*sqrt(2)"],
    "activation": "relu",
}
LAST: dict[str, Any] = {"weight": [["1", "0"], ["0", "1"]], "bias": ["0", "0"], "activation": None}
POOLED: list[dict[str, Any]] = [
    {"filters": [["1", "-1"]], "tied_bias": ["0"], "patches": [[0, 1], [1, 2]], "activation": "relu"},
    {"max_over": [[0, 1]]},
    {"weight": [["1"], ["-1"]], "bias": ["0", "1"], "activation": None},
]
CUBE: list[dict[str, Any]] = [
    {"weight": [["1", "0", "0"]], "bias": ["-1/2"], "activation": "relu"},
    {"weight": [["1"], ["0"]], "bias": ["0", "1/4"], "activation": None},
]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a JSON value, or the layers of a network, under a name."""

    def written(name: str, value: Any, inputs: int = 0) -> Path:
        path = tmp_path / name
        network = {"format": "theodolite-network/1", "input_dim": inputs, "layers": value}
        path.write_text(json.dumps(network if inputs else value), "utf-8")
        return path

    return written


def document(run: Run, *arguments: object) -> dict[str, Any]:
    """The JSON of a call that succeeds."""
    result = run("regions", *arguments, "--json", "-")
    assert result.exit_code == 0, result.output
    table: dict[str, Any] = json.loads(result.stdout)
    return table


def test_square_roots(run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    net = write("net.json", [ROOT, LAST], 2)
    table = document(run, net, "--box", "0", "2", "-1", "1", "--areas")
    assert table["activation_regions"] == 4
    # f_1 > f_2 where x_1 sqrt(2) - 1 > x_2 + sqrt(2)/2 > 0, or x_2 < -sqrt(2)/2 and x_1 > sqrt(2)/2.
    assert "sqrt(2)" in table["classes"][0]["area"]
    line = document(run, net, "--line", "0,0", "1,0")
    assert line["breakpoints"] == ["1/2*sqrt(2)"]
    picture = tmp_path / "line.svg"
    assert run("regions", net, "--line", "0,0", "sqrt(2),0", "--plot", picture).exit_code == 0
    assert "svg" in picture.read_text("utf-8")
    nearest = document(run, net, "--nearest", "0,0")["nearest"]
    assert nearest == {"squared": "1/2", "layer": 0, "unit": 0}


def test_a_polygon(run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    net = write("net.json", [ROOT | {"weight": [["1", "0"], ["0", "1"]], "bias": ["0", "0"]}, LAST], 2)
    corners = write("corners.json", [["-1", "-1"], ["3", "-1"], ["-1", "3"]])
    table = document(run, net, "--polygon", corners, "--areas", "--plot", tmp_path / "x.svg")
    assert (table["activation_regions"], table["vertices"], table["edges"]) == (4, 8, 11)
    assert [row["area"] for row in table["classes"]] == ["7/2", "7/2"]
    sides = [{"normal": ["1", "0"], "offset": "-1"}, {"normal": ["0", "1"], "offset": "-1"}]
    sides.append({"normal": ["-1", "-1"], "offset": "-2"})
    again = document(run, net, "--polytope", write("sides.json", sides), "--areas")
    assert {**again, "seconds": 0} == {**table, "seconds": 0}
    open_ = document(run, net, "--polytope", write("two.json", sides[:2]), "--areas")
    assert (open_["activation_regions"], open_["vertices"]) == (4, None)
    assert [row["volume"] for row in open_["classes"]] == [None, None]


def test_a_polytope_and_volumes(run: Run, write: Callable[..., Path]) -> None:
    net = write("net.json", CUBE, 3)
    unit = [[str(int(i == k)) for k in range(3)] for i in range(3)]
    sides = [{"normal": u, "offset": "0"} for u in unit] + [{"normal": ["-1"] * 3, "offset": "-1"}]
    table = document(run, net, "--polytope", write("simplex.json", sides), "--areas")
    assert (table["activation_regions"], table["vertices"], table["edges"]) == (2, 7, 12)
    assert [row["volume"] for row in table["classes"]] == ["1/384", "21/128"]
    result = run("regions", net, "--box", "0", "1", "0", "1", "0", "1", "--areas")
    assert "class 1: 1 component, volume 1/4" in result.output
    assert "class 2: 1 component, volume infinite" in run("regions", net, "--areas").output


def test_convolution_and_pooling(run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    net = write("net.json", POOLED, 3)
    everywhere = document(run, net)
    # max(relu(x_1 - x_2), relu(x_2 - x_3)): both dead, one dead and so least (twice), both alive (two cells).
    assert (everywhere["activation_regions"], everywhere["linear_regions"]) == (5, 3)
    assert everywhere["network"]["widths"] == [3, 2, 1, 2]
    line = document(run, net, "--line", "0,0,0", "4,2,1")
    assert (line["pieces"], line["breakpoints"]) == (1, [])
    table = document(run, net, "--slice", "0,0,0", "1,0,0", "0,0,1", "--plot", tmp_path / "slice.svg")
    assert table["activation_regions"] == 1
    result = run("regions", net, "--nearest", "3,0,-1")
    assert result.output == "nearest border: unit 2 of layer 1, squared distance 1/2\n"


def test_the_limit_of_memory(run: Run, write: Callable[..., Path]) -> None:
    wide = {"weight": [[str(i), str(i * i - 50)] for i in range(60)], "activation": "relu"}
    first = wide | {"bias": [str(i % 7) for i in range(60)]}
    second = {"weight": [["1"] * 60] * 60, "bias": ["0"] * 60, "activation": "relu"}
    last = {"weight": [["1"] * 60], "bias": ["0"], "activation": None}
    net = write("net.json", [first, second, last], 2)
    result = run("regions", net, "--memory", "0.001", "--json", "-")
    assert result.exit_code == 5
    table = json.loads(result.stdout)
    assert (table["complete"], table["cells_found"] > 100) == (False, True)
    assert "layer 2 has 60 affine forms" in table["reason"]


def test_a_state_dict_with_its_modules(run: Run, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    nn = torch.nn
    torch.manual_seed(0)
    module = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(18, 10))
    path = tmp_path / "net.pt"
    torch.save(module.state_dict(), path)
    options = ["--image", "1,8,8", "--modules", "conv relu pool:2 flatten linear"]
    table = document(run, path, *options, "--line", "digits:17", "digits:18")
    assert table["network"]["widths"] == [64, 72, 18, 10]
    assert table["pieces"] > 1
    result = run("regions", path, "--modules", "conv relu pool:2 flatten linear")
    assert (result.exit_code, "--image" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("--polygon", [["0", "0"], ["1", "0"], ["2", "0"]], "convex"),
        ("--polygon", [["0", "0", "1"]], "two numbers"),
        ("--polygon", {}, "a list"),
        ("--polytope", [], "1 to 1000 entries"),
        ("--polytope", [{"normal": ["0", "0"], "offset": "1"}], "not all zero"),
        ("--polytope", [{"normal": ["1"], "offset": "1"}], "2 coefficients"),
        ("--polytope", [{"normal": ["1", 0.5], "offset": "1"}], "a number as a string"),
        (
            "--polytope",
            [{"normal": ["1", "0"], "offset": "1"}, {"normal": ["-1", "0"], "offset": "-1"}],
            "no interior",
        ),
    ],
)
def test_domains_that_are_none(
    run: Run, write: Callable[..., Path], name: str, value: Any, message: str
) -> None:
    net = write("net.json", [ROOT, LAST], 2)
    result = run("regions", net, name, write("domain.json", value))
    assert result.exit_code == 2
    assert message in result.output
    assert result.output.strip().count("\n") == 0


def test_options_that_exclude_each_other(run: Run, write: Callable[..., Path]) -> None:
    net, cube = write("net.json", [ROOT, LAST], 2), write("cube.json", POOLED, 3)
    square = write("square.json", [["0", "0"], ["1", "0"], ["0", "1"]])
    for arguments, message in (
        ([net, "--polygon", square, "--box", "0", "1", "0", "1"], "one of them"),
        ([net, "--polygon", square, "--line", "0,0", "1,1"], "one of them"),
        ([cube, "--polygon", square, "--strips", "2"], "3 inputs"),
        ([cube, "--certificates", "made"], "fully connected"),
        ([cube, "--polygon", square], "3 inputs"),
        ([net, "--image", "1,1,2"], "state dict"),
    ):
        result = run("regions", *arguments)
        assert (result.exit_code, message in result.output) == (2, True), result.output


def test_numbers_of_any_length() -> None:
    from checker import Surd
    from proofs.found_regions import text_of

    long = F(-(7**9000), 10**6000 + 1)
    top, bottom = text_of(long).split("/")
    assert (len(top), bottom) == (1 + 7606, "1" + "0" * 5999 + "1")
    assert top[-6:] == str(7**9000 % 10**6).zfill(6)
    assert text_of(Surd(long, F(-1, 2), 3)).endswith(" - 1/2*sqrt(3)")
    assert text_of(F(1, 3)) == "1/3"


def test_pooling_in_parts(run: Run, write: Callable[..., Path], tmp_path: Path) -> None:
    net, box = write("cube.json", POOLED, 3), ["--box", "-1", "1", "-1", "1", "-1", "1"]
    once = document(run, net, *box)
    again = document(run, net, *box, "--strips", "2", "--keep", tmp_path / "kept")
    for key in ("activation_regions", "linear_regions", "affine_pieces", "classes", "ties"):
        assert again[key] == once[key]
