"""Counterexample files: every kind of claim, true and false, and every way to write one wrongly."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from proofs.claim_kinds import KINDS

Run = Callable[..., Result]
Write = Callable[..., Path]

POLYHEDRA = (
    '[[{normal = ["1", "1"], offset = "2"}], [{normal = [-1, -1], offset = 4}]]',
    '[[{normal = ["1", "1"], offset = "2"}]]',
)
FAR = '[{normal = ["1", "0"], offset = "0"}, {normal = ["0", "1"], offset = "0"}]'
OUTPUTS = 'targets=[[1, 1], [5, "19/4"], ["5/2", 1]]'
X = '{symbol = "x"}'
SQUARE = f"{{product = [{X}, {X}]}}"
TRAP = """
inputs = [[1, -3, -3], [1, -1, -1], [1, 1, 1], [1, 3, 3], ["1/2", 0, 0], ["1/2", 1, 2], [2, 0, 4], [4, 0, 5]]
targets = ["3/2", "-5/2", "7/2", "-1/2", "1/3", "1/3", "2/3", "4/5"]
start = [1, 0]"""
SIGMOID = '{activation = {name = "sigmoid"}, bias = [0, "1/2"], weight = [[1, -1], [2, "1/3"]]}'
UNITS = (
    '{activation = "sigmoid", bias = 0, from = [0], weight = [1]}',
    '{activation = "identity", bias = "1/2", from = [1, 2], weight = [1, -2]}',
)
GRAPH = f"units=[{', '.join(UNITS)}]\nskip=[2, 3]"
LAYERS = (
    "{weight = [[1, 1]], bias = [0]}, {weight = [[1], [-1]], bias = [0, 0]}, "
    "{weight = [[2, 3], [1, 2]], bias = [0, 0]}"
)
END = f'end=[{LAYERS}]\ntargets=[[1, 0], [5, "15/4"], ["5/2", 0]]'
# kind, keys of a true claim, keys of a false one, what its refutation shows
CASES = [
    ("region-components", "class=0\ncomponents=2", "class=0\ncomponents=1", "it has 2 components"),
    (
        "region-components",
        f"class=0\ncomponents=1\ndomain={FAR}",
        "class=1\ncomponents=0",
        "1 component, a point",
    ),
    ("region-connected", "class=1", "class=0", "two points in different parts: ("),
    ("region-disconnected", "class=0", "class=1", "it is connected"),
    ("region-is", f"class=0\npolyhedra={POLYHEDRA[0]}", f"class=0\npolyhedra={POLYHEDRA[1]}", "x = ("),
    (
        "region-is-not",
        f"class=0\npolyhedra={POLYHEDRA[1]}",
        f"class=0\npolyhedra={POLYHEDRA[0]}",
        "are equal",
    ),
    ("value", 'points=[["1", "1"]]\nvalues=[[1, "1"]]', "points=[[1, 1]]\nvalues=[[0, 1]]", "(1, 1)"),
    (
        "polyline-in-region",
        'class=0\nvertices=[["3*sqrt(2)", 3], [4, 4]]',
        "class=0\nvertices=[[3, 3], [-5, -5]]",
        "x = (0, 0)",
    ),
    (
        "polyline-in-region",
        'class=0\nvertices=[[3, 3]]\nmargin="2"',
        "class=0\nvertices=[[3, 3]]\nmargin=3",
        "margin is 2",
    ),
    (
        "polyline-leaves-region",
        "class=0\nvertices=[[0, 0]]",
        "class=0\nvertices=[[3, 3]]",
        "lies in the region",
    ),
    ("rank", "layer=0\nrank=1", "layer=0\nrank=0", "the rank is 1"),
    ("falling-path", TRAP, f'{TRAP}\nexists="yes"', "no such path leads from the start to a lower loss"),
    ("rank", 'features=1\nrank=1\nrelation=">="', "features=1\nrank=1", "the rank is 2"),
    ("rank", "entries=[[1, 2], [2, 4]]\nrank=1", "entries=[[1, 2], [2, 3]]\nrank=1", "the rank is 2"),
    (
        "singular-value-bound",
        'entries=[[3, 0], [4, 5], [0, 1]]\nwhich="smallest"\nrelation=">="\nsquare=5',
        'entries=[[3, 0], [4, 5], [0, 1]]\nwhich="largest"\nrelation="<="\nsquare="45"',
        "the largest singular value squared is >= 14481/320",
    ),
    (
        "gradient",
        f"layer=1\n{OUTPUTS}\nweight=[[0], [0]]\nbias=[0, 0]",
        f"layer=1\n{OUTPUTS}\nweight=[[0], [0]]\nbias=[0, 1]",
        "the derivatives are (0) (0), of the biases (0, 0)",
    ),
    (
        "activation-property",
        'layer=0\nproperty="onto"\nholds=true',
        'layer=0\nproperty="affine"\nholds="yes"',
        "does not hold",
    ),
    (
        "activation-property",
        'activation="relu"\nproperty="onto"\nholds="no"',
        'activation="relu"\nproperty="onto"\nholds=true',
        "does not",
    ),
    ("pyramidal", 'holds="no"', "holds=true", "does not hold"),
    (
        "identity",
        f'scalars=["x"]\nleft={X}\nright={{sum=[{X}, 0]}}',
        f'scalars=["x"]\nleft={X}\nright={SQUARE}',
        "x = ",
    ),
    ("identity-fails", f'scalars=["x"]\nleft={X}\nright={SQUARE}', None, ""),
    ("feature-rank", "layer=1\nrank=2", "layer=1\nrank=1", "the rank is 2"),
    ("feature-rank", f'layers=[{SIGMOID}]\nrank=2\nrelation=">="', "layer=0\nrank=0", "the rank is 1"),
    (
        "feature-value",
        'layer=0\nvalues=[[2], ["-5/2"], [5]]',
        "layer=0\nvalues=[[2], [1], [5]]",
        "other values",
    ),
    ("skip-rank", f"{GRAPH}\nrank=2", None, ""),
    ("skip-rank", f"{GRAPH}\nrank=1", None, ""),
    ("fit", 'layer=0\nweight=[[1]]\ntargets=[[2], [-2], [5]]\nerror="1/2"', None, ""),
    ("fit", f'{GRAPH}\nweight=[[0], [1]]\ntargets=[["0.04"], ["0.49"], ["1.74"]]\nerror="1/200"', None, ""),
    ("path-full-rank", "matrices=[[[1, 0], [0, 1]], [[1, 1], [0, 1]]]", None, ""),
    ("activation-regions", "regions=2", "regions=3", "another number of activation regions"),
    ("activation-regions", f"regions=1\ndomain={FAR}", None, ""),
    (
        "region-counts",
        "activation_regions=2\nlinear_regions=2\naffine_pieces=2\ncomponents=[2, 1]",
        "activation_regions=2\nlinear_regions=2\naffine_pieces=2\ncomponents=[1, 1]",
        "other numbers of regions",
    ),
    ("loss-path", f'{END}\nbehaviour="non-increasing"', None, ""),
    ("loss-path", f'{END}\nat_most="3/2"\nloss="square"', None, ""),
]
OPEN = [  # no certificate of the opposite is searched for
    ("skip-rank", f"units=[{UNITS[0]}, {UNITS[0]}]\nskip=[2, 3]\nrank=2"),
    ("fit", 'layer=0\nweight=[[1]]\ntargets=[[2], [-2], [5]]\nerror="1/3"'),
    ("path-full-rank", "matrices=[[[1, 0], [0, 1]], [[-1, 0], [0, 1]]]"),
    ("loss-path", f'{END}\nbehaviour="constant"'),
    ("loss-path", f'{END}\nat_most="1"'),
]


def table(kind: str, keys: str) -> str:
    """One `[[claims]]`."""
    return f'\n[[claims]]\nkind = "{kind}"\n{keys}\n'


NARROW = """\
format = "theodolite-counterexample/1"
title = "Widths 1-1-1"
data = [[0], [0], [1]]

[network]
input_dim = 1
layers = [{weight = [[1]], bias = [0], activation = "leaky_relu:1/2"}, {weight = [[1]], bias = [0]}]
"""
MIRROR = "end=[{weight=[[-1]], bias=[0]}, {weight=[[-2]], bias=[0]}]"
ZEROS = "[0], [0], [1]"
OF_NARROW = [  # kind, keys, and the answer
    ("loss-at-least", "targets=[[0], [2], [1]]\nbound=1", "holds: "),
    ("loss-at-least", 'targets=[[0], [2], [1]]\nbound="5/4"', "not established: no reason shows it"),
    ("sublevel-separated", f'{MIRROR}\ntargets=[{ZEROS}]\nat_most="1/8"', "holds: "),
    ("loss-path", f'{MIRROR}\ntargets=[{ZEROS}]\nat_most="1/8"', "REFUTED: "),
    ("unbounded-ray", "", "not established: "),
]


@pytest.mark.parametrize(("kind", "keys", "said"), OF_NARROW)
def test_claims_on_a_narrow_network(run: Run, write: Write, kind: str, keys: str, said: str) -> None:
    result = run("check", write(table(kind, keys), head=NARROW))
    assert result.exit_code == (0 if said == "holds: " else 1), result.output
    assert said in result.stdout.splitlines()[0]


def test_every_kind_has_a_case() -> None:
    assert {kind for kind, *_ in (*CASES, *OF_NARROW)} == set(KINDS)


@pytest.mark.parametrize(("kind", "true", "false", "shown"), CASES)
def test_claim(run: Run, write: Write, kind: str, true: str, false: str | None, shown: str) -> None:
    accepted = run("check", write(table(kind, true)))
    if kind != "identity-fails":  # the search does not look for these
        assert accepted.exit_code == 0, accepted.output
    if false is None:
        return
    refused = run("check", write(table(kind, false)))
    assert refused.exit_code == 1
    line = refused.stdout.splitlines()[0]
    assert "my.counterexample.toml:claims[0]  REFUTED: " in line
    assert shown in line


@pytest.mark.parametrize(("kind", "keys"), OPEN)
def test_what_is_not_found_is_not_established(run: Run, write: Write, kind: str, keys: str) -> None:
    result = run("check", write(table(kind, keys)))
    assert result.exit_code == 1, result.output
    assert "not established" in result.stdout


def test_a_refutation_is_certified(run: Run, write: Write, tmp_path: Path) -> None:
    path = write(table("region-components", "class=0\ncomponents=1"))
    value = json.loads(run("check", path, "--json", "-", "--certificates", tmp_path).stdout)
    assert value["claims"][0]["verdict"] == "refuted"
    (certificate,) = tmp_path.glob("*.cert.json")
    assert run("verify", certificate).exit_code == 0
    assert b'"components":"2"' in certificate.read_bytes()


def test_given_evidence_is_used_and_its_claim_compared(run: Run, write: Write, tmp_path: Path) -> None:
    run("check", write(table("region-connected", "class=1")), "--certificates", tmp_path)
    (certificate,) = tmp_path.glob("*.cert.json")
    evidence = f'evidence="{certificate.name}"'
    assert run("check", write(table("region-connected", f"class=1\n{evidence}"))).exit_code == 0
    other = run("check", write(table("region-connected", f"class=0\n{evidence}")))
    assert other.exit_code == 4
    assert other.stdout.splitlines()[0].count("sha256:") == 2
    certificate.write_bytes(certificate.read_bytes().replace(b'"class":"1"', b'"class":"0"'))
    forged = run("check", write(table("region-connected", f"class=0\n{evidence}")))
    assert forged.exit_code == 1
    assert "rejected: E_" in forged.stdout


def test_a_network_and_data_in_files_beside_it(run: Run, tmp_path: Path) -> None:
    layers = [{"weight": [["1"], ["-1"]], "bias": ["0", "0"]}]
    network = {"format": "theodolite-network/1", "input_dim": 1, "layers": layers}
    folder = tmp_path / "a: b"
    folder.mkdir()
    (folder / "network.json").write_text(json.dumps(network))
    (folder / "data.csv").write_text("x1\n1\n2\n")
    path = folder / "my.counterexample.toml"
    head = 'title = "T"\nnetwork = "network.json"\ndata = "data.csv"\n'
    path.write_text(FORMAT + head + table("rank", "features=0\nrank=1"))
    result = run("check", path)
    assert result.exit_code == 0, result.output
    assert f"{path}:claims[0]" in result.stdout


def test_one_claim_of_a_file(run: Run, write: Write) -> None:
    claims = [table("rank", f"layer=0\nrank={r}") for r in (0, 1)]
    path = write(*claims)
    assert run("check", path).exit_code == 1
    one = run("check", f"{path}:claims[1]")
    assert one.exit_code == 0
    assert one.stdout.startswith(f"{path}:claims[1]  holds: ")
    none = run("check", f"{path}:claims[2]")
    assert none.exit_code == 2
    assert "claims[0] to claims[1]" in none.stderr


MALFORMED = {
    "class = 0\ncomponents = 2": "claims[0].kind",
    'kind = "region-component"': "claims[0].kind",
    "kind = 3": "claims[0].kind",
    'kind = "region-components"\nclass = 2\ncomponents = 1': "claims[0].class",
    'kind = "region-components"\nclass = true\ncomponents = 1': "claims[0].class",
    'kind = "region-components"\nclass = 0\ncomponents = "2"': "claims[0].components",
    'kind = "region-components"\nclass = 0\ncomponents = 2\ncomponent = 2': "component",
    'kind = "region-components"\nclass = 0': "components",
    'kind = "region-connected"\nclass = 0\ndomain = [{normal = ["1"], offset = "0"}]': "domain[0].normal",
    'kind = "region-connected"\nclass = 0\ndomain = [{normal = [1, "x"], offset = 0}]': "domain[0].normal[1]",
    'kind = "region-is"\nclass = 0\npolyhedra = [{normal = ["1", "1"], offset = "0"}]': "polyhedra[0]",
    'kind = "value"\npoints = [["1", "1"]]\nvalues = []': "claims[0].values",
    'kind = "value"\npoints = [["1", 0.5]]\nvalues = [["1", "1"]]': "claims[0].points[0][1]",
    'kind = "value"\npoints = [["1", "1"], ["2", "1"]]\nvalues = [["1", "1"]]': "claims[0].values",
    'kind = "polyline-in-region"\nclass = 0\nvertices = [["1", "1"]]\nmargin = "-1"': "claims[0]",
    'kind = "rank"\nrank = 1': "claims[0]",
    'kind = "rank"\nrank = 1\nlayer = 3': "claims[0].layer",
    'kind = "rank"\nrank = 1\nlayer = 0\nrelation = "<"': "claims[0].relation",
    'kind = "activation-property"\nlayer = 0\nproperty = "nice"\nholds = true': "claims[0].property",
    'kind = "activation-property"\nactivation = "tanh"\nproperty = "onto"\nholds = true': "[0].activation",
    'kind = "pyramidal"\nholds = "maybe"': "claims[0].holds",
    'kind = "pyramidal"\nholds = "yes"\nevidence = "nothing.cert.json"': "nothing.cert.json",
    'kind = "identity"\nleft = 0.5\nright = "1"': "claims[0].left",
    'kind = "identity"\nleft = {symbol = "y"}\nright = "1"': "claims[0]",
    'kind = "pyramidal"\nholds = ': "line",
    'kind = "feature-rank"\nrank = 1': "claims[0]",
    'kind = "feature-rank"\nrank = 1\nlayer = 3': "claims[0].layer",
    'kind = "feature-value"\nlayer = 0\nvalues = []': "claims[0].values",
    'kind = "feature-value"\nlayer = 0\nvalues = [[1], [1, 2], [3]]': "claims[0].values",
    'kind = "fit"\nlayer = 0\nweight = [[1]]\ntargets = [[1]]\nerror = "1/0"': "claims[0].error",
    'kind = "fit"\nlayer = 0\nweight = [["sqrt(2)"]]\ntargets = [[1]]\nerror = "1"': "claims[0].weight[0][0]",
    'kind = "skip-rank"\nunits = [{activation = "sigmoid"}]\nskip = [2]\nrank = 1': "claims[0].units[0]",
    'kind = "skip-rank"\nunits = []\nskip = [2]\nrank = 1': "claims[0]",
    'kind = "loss-path"\nend = []\ntargets = []\nat_most = 1': "claims[0].end",
    f'kind = "loss-path"\n{END}\nbehaviour = "rises"': "claims[0].behaviour",
    f'kind = "loss-path"\n{END}': "claims[0].behaviour",
    'kind = "activation-regions"\nregions = -1': "claims[0].regions",
}


@pytest.mark.parametrize("keys", MALFORMED)
def test_a_malformed_claim_is_one_line(run: Run, write: Write, keys: str) -> None:
    result = run("check", write(f"\n[[claims]]\n{keys}\n"))
    assert result.exit_code == 2
    said = [*result.stderr.splitlines(), *result.stdout.splitlines()[:1]]
    assert len(said) == 1
    assert MALFORMED[keys] in said[0]
    assert "my.counterexample.toml" in said[0] or "nothing.cert.json" in said[0]
    assert "Traceback" not in result.output


FORMAT = 'format = "theodolite-counterexample/1"\n'
CLAIM = '[[claims]]\nkind = "pyramidal"\nholds = true\n'
HEADS = {
    "": "0 bytes",
    'title = "T"\n' + CLAIM: "format",
    'format = "theodolite-counterexample/2"\ntitle = "T"\n' + CLAIM: "format",
    FORMAT + "title = 3\n" + CLAIM: "title",
    FORMAT + 'title = "T"\n': "claims",
    FORMAT + 'title = "T"\nclaims = []\n': "claims",
    FORMAT + 'title = "T"\nclaims = 3\n': "claims",
    FORMAT + 'title = "T"\nclaims = ["x"]\n': "claims[0]",
    FORMAT + 'title = "T"\nwhat = 1\n' + CLAIM: "what",
    FORMAT + 'title = "T"\n' + CLAIM: "network",
    FORMAT + 'title = "T"\nnetwork = 3\n' + CLAIM: "network",
    FORMAT + 'title = "T"\nnetwork = "none.json"\n' + CLAIM: "none.json",
    FORMAT + 'title = "T"\n[network]\ninput_dim = 1\nlayers = []\n' + CLAIM: "network.layers",
}


@pytest.mark.parametrize("text", HEADS)
def test_a_malformed_file_is_one_line(run: Run, write: Write, text: str) -> None:
    result = run("check", write(head=text))
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert HEADS[text] in result.stderr
    assert result.stderr.startswith("error: ")
