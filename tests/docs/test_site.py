"""The documentation as a site: no warning, every link resolves, nothing is loaded from elsewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("sphinx") is None, reason="needs the extra `docs`"),
]
LOADS = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src")}


class Outline(HTMLParser):
    """Ids and links of a page, what it loads, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.formulas = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.formulas += tag == "math"
        for name, value in attrs:
            if name == "id":
                self.ids.add(str(value))
            if tag == "a" and name == "href":
                self.links.append(str(value))
            if (tag, name) in LOADS:
                self.loads.append(str(value))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built with warnings as errors, from the pages that git knows or would know."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    command += ["-c", "docs/site", "-d", str(folder / "doctrees"), ".", str(folder / "html")]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Outline]:
    """Every page of it."""
    return {path: Outline(path.read_text("utf-8")) for path in site.rglob("*.html")}


def test_every_page_is_there(site: Path) -> None:
    sources = [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    missing = [
        str(path) for path in sources if not (site / path.relative_to(ROOT)).with_suffix(".html").exists()
    ]
    assert missing == []
    assert (site / "index.html").exists()


def test_every_link_resolves(site: Path, pages: dict[Path, Outline]) -> None:
    broken = []
    for path, page in pages.items():
        for link in {*page.links, *page.loads}:
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            ids = pages[target].ids if target in pages else set()
            if not target.is_file() or (
                parts.fragment and unquote(parts.fragment) not in ids and target in pages
            ):
                broken.append(f"{path.relative_to(site)}: {link}")
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[Path, Outline]) -> None:
    assert [link for page in pages.values() for link in page.loads if re.match("(?:https?:)?//", link)] == []
    for path in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", path.read_text("utf-8")), path


def test_mathematics_is_set_and_the_reference_has_every_module(
    pages: dict[Path, Outline], site: Path
) -> None:
    assert pages[site / "docs" / "errata.html"].formulas > 50
    assert pages[site / "docs" / "proofs" / "plateau.html"].formulas > 10
    reference = pages[site / "docs" / "reference" / "constructions.html"].ids
    modules = [path.relative_to(ROOT).with_suffix("") for path in (ROOT / "constructions").rglob("*.py")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in modules]
    assert [name for name in names if f"module-{name}" not in reference] == []
    assert {"checker.verify", "checker.Verified"} <= pages[site / "docs" / "reference" / "checker.html"].ids
