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
X = '{symbol = "x"}'
SQUARE = f"{{product = [{X}, {X}]}}"
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
    ("rank", 'features=1\nrank=1\nrelation=">="', "features=1\nrank=1", "the rank is 2"),
    ("rank", "entries=[[1, 2], [2, 4]]\nrank=1", "entries=[[1, 2], [2, 3]]\nrank=1", "the rank is 2"),
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
]


def table(kind: str, keys: str) -> str:
    """One `[[claims]]`."""
    return f'\n[[claims]]\nkind = "{kind}"\n{keys}\n'


def test_every_kind_has_a_case() -> None:
    assert {kind for kind, *_ in CASES} == set(KINDS)


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
