"""Drawing: decimals, ticks, TikZ, SVG, and the layout of the graph."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.ledger import all_theorems
from proofs.picture import Panel, Picture, Shape
from proofs.pictures_of_cubes import cube_root
from proofs.report import figures, svg, tikz
from proofs.report.drawing import anticlockwise, decimal, ticks
from proofs.report.layout import layout
from proofs.report.mathtext import Run, plain, runs

BOX = (Fraction(-1), Fraction(3), Fraction(0), Fraction(2))
TRIANGLE = ((Fraction(0), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(1, 3), Fraction(0)))
SVG = "{http://www.w3.org/2000/svg}"


def picture(*shapes: Shape, title: str = "$V_1$", caption: str = "c") -> Picture:
    """One panel."""
    return Picture(caption, (Panel(title, BOX, shapes),))


def test_decimals() -> None:
    assert [decimal(Fraction(n, 8)) for n in (-8, -1, 0, 1, 17)] == ["-1", "-0.125", "0", "0.125", "2.125"]
    assert decimal(Fraction(-1, 10**6)) == "0"
    assert decimal(Fraction(2, 3), 2) == "0.67"


@given(
    st.fractions(-1000, 1000, max_denominator=999), st.fractions(Fraction(1, 999), 1000, max_denominator=999)
)
def test_ticks_are_few_and_inside(lo: Fraction, width: Fraction) -> None:
    found = ticks(lo, lo + width)
    assert 2 <= len(found) <= 7
    assert lo <= found[0] and found[-1] <= lo + width
    assert len({b - a for a, b in pairwise(found)}) <= 1


def test_svg_is_well_formed_with_any_text() -> None:
    hostile = "</title><script>alert(1)</script> & \" ' \x00\x1b\ud800 漢字 $x<1$ $"
    text = svg.draw(picture(Shape(TRIANGLE, label=hostile), title=hostile, caption=hostile), hostile)
    root = ElementTree.fromstring(text)
    assert [child.tag for child in root[:2]] == [f"{SVG}title", f"{SVG}desc"]
    assert not list(root.iter(f"{SVG}script"))
    assert text == svg.draw(picture(Shape(TRIANGLE, label=hostile), title=hostile, caption=hostile), hostile)


@given(st.text(max_size=40))
def test_svg_takes_any_title(title: str) -> None:
    ElementTree.fromstring(svg.draw(picture(title=title), title))


def test_svg_is_for_light_and_dark() -> None:
    text = svg.draw(picture(), "t")
    assert "prefers-color-scheme: dark" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")


def test_shapes_in_both_forms() -> None:
    a, b = TRIANGLE[1:]
    shapes = (
        Shape(TRIANGLE, "other", border=False),
        Shape(TRIANGLE, dashed=True),
        Shape((a, b), "none", True),
        Shape((a, b)),
        Shape((a,), dashed=True),
        Shape((b,)),
    )
    drawn = ElementTree.fromstring(svg.draw(picture(*shapes), "t"))
    classes = [e.get("class") for e in drawn.iter() if e.tag in (f"{SVG}path", f"{SVG}circle")]
    assert classes == ["other", "region", "rim dashed", "rim dashed", "stretch", "hollow", "end"]
    tex = tikz.draw(picture(*shapes))
    for style in (
        "fill[other]",
        "fill[region]",
        "draw[rim,dashed]",
        "draw[stretch]",
        "path[hollow]",
        "path[end]",
    ):
        assert f"\\{style}" in tex


def test_neighbours_become_one_path() -> None:
    shapes = [Shape(TRIANGLE, border=False)] * 3
    assert svg.draw(picture(*shapes), "t").count('<path class="region"') == 1
    assert anticlockwise(Shape(TRIANGLE)) == TRIANGLE[::-1]


def test_a_line_has_no_second_axis() -> None:
    panel = Panel("$R$", (Fraction(-1), Fraction(1), Fraction(-1), Fraction(1)), (), ("y", ""))
    text = svg.draw(Picture("", (panel,)), "t")
    assert 'class="frame"' not in text
    assert "line axis" in tikz.draw(Picture("", (panel,)))


def test_an_empty_picture_is_one() -> None:
    ElementTree.fromstring(svg.draw(Picture(""), ""))
    assert tikz.draw(Picture("")).startswith(r"\begin{tikzpicture}")


def test_titles_without_tex() -> None:
    assert plain(r"$Q=P\cap\mathrm{range}(h_{2})$") == "Q = P ∩ range(h2)"
    assert runs("$x_1^{-1}$") == [Run("x", True), Run("1", False, -1), Run("\N{MINUS SIGN}1", False, 1)]
    assert plain(r"$\mathbb{R}^d$ and $\hat\sigma$") == "ℝd and σ\u0302"
    assert plain("5$") == "5$"
    assert plain("$}{^$") == ""


def test_the_figures_of_the_source(tmp_path: Path) -> None:
    drawn = figures.write(tmp_path)
    assert [path.name for path in drawn] == ["fig-5.1.svg", "fig-5.2.svg", "fig-5.4.svg"]
    kept = Path(__file__).parents[2] / "docs" / "pictures"
    for path in drawn:
        ElementTree.fromstring(path.read_text("utf-8"))
        assert path.read_bytes() == (kept / path.name).read_bytes(), (
            "run python -m proofs.report.figures docs/pictures"
        )


def test_the_preimage_of_figure_5_1() -> None:
    drawn = all_theorems()["fig-5.1"].picture
    assert drawn is not None
    line = drawn().panels[1]
    ends = [s.corners[0][0] for s in line.shapes if len(s.corners) == 1]
    assert ends == [-1, 1]


def test_cube_roots() -> None:
    assert [cube_root(Fraction(n)) for n in (-27, 0, 8)] == [-3, 0, 2]
    assert cube_root(Fraction(27, 8)) == Fraction(3, 2)
    with pytest.raises(ValueError, match="cube"):
        cube_root(Fraction(2))


def test_layout_puts_users_above() -> None:
    uses = {"a": ["b", "c"], "b": ["c"], "c": [], "d": [], "e": ["c", "gone"]}
    found = layout(uses, 7)
    row = {name: y for name, (_, y) in found.nodes.items()}
    assert row["a"] < row["b"] < row["c"] and row["e"] < row["c"] < row["d"]
    assert set(found.routes) == {("a", "b"), ("a", "c"), ("b", "c"), ("e", "c")}
    assert len(found.routes["a", "c"]) == 3
    with pytest.raises(ValueError, match="cycle"):
        layout({"a": ["b"], "b": ["a"]}, 7)


@given(st.integers(1, 30), st.data())
def test_rows_are_not_too_long_and_nodes_stand_apart(n: int, data: st.DataObject) -> None:
    uses = {str(i): [str(j) for j in range(i) if data.draw(st.booleans())] for i in range(n)}
    found = layout(uses, 5)
    assert len(set(found.nodes.values())) == n
    for depth in range(found.height):
        assert sum(y == depth for _, y in found.nodes.values()) <= 5
    for (a, b), route in found.routes.items():
        assert (route[0], route[-1]) == (found.nodes[a], found.nodes[b])
        assert all(q[1] == p[1] + 1 for p, q in pairwise(route))
