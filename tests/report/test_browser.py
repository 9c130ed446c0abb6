"""The HTML report in a real browser: opened from the file system, nothing loaded, links, filter, keyboard.

Runs where Chromium and its driver are installed, by the WebDriver protocol and the standard library alone.
Where axe-core is installed (the extra `dev`), all of its rules are run too, light and dark, wide and narrow.
What they leave undecided is tested here: contrast within the graph, the order and the sight of the focus.
"""

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from proofs.ledger import Entry, all_theorems, check, ledger
from proofs.report import write

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BROWSER or not DRIVER, reason="no Chromium with its driver here"),
]
CLAIMS = ("eq-5.3", "sec-5.1", "fig-5.2", "def-5.2.1", "prop-5.1.2")
AXE = find_spec("axe_core_python")
TAB = "\ue004"
ENTER = "\ue007"


class Browser:
    """One session of a headless browser."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}/session"
        options = {
            "binary": BROWSER,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        }
        wanted = {"browserName": "chrome", "goog:chromeOptions": options}
        wanted["goog:loggingPrefs"] = {"browser": "ALL", "performance": "ALL"}
        made = self.post("", {"capabilities": {"alwaysMatch": wanted}})
        self.root += f"/{made['sessionId']}"

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """One command; its value."""
        data = json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.load(answer)["value"]

    def run(self, script: str, *arguments: object) -> Any:
        """What a script in the page returns."""
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command: str, **parameters: object) -> Any:
        """A command of the developer tools."""
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        presses = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.post("/actions", {"actions": [{"type": "key", "id": "keys", "actions": presses}]})

    def log(self, kind: str) -> list[dict[str, Any]]:
        """The entries of a log since it was last read."""
        found: list[dict[str, Any]] = self.post("/se/log", {"type": kind})
        return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a few claims."""
    known = all_theorems()
    folder = tmp_path_factory.mktemp("a folder")
    return write(ledger(list(check(CLAIMS, known)), known), folder, ("html",))[0]


@pytest.fixture(scope="module")
def opened(page: Path) -> Iterator[Browser]:
    """A browser that has opened it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert DRIVER
    nowhere = subprocess.DEVNULL
    driver = subprocess.Popen([DRIVER, f"--port={port}"], stdout=nowhere, stderr=nowhere)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/status", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        browser = Browser(port)
        browser.post("/url", {"url": page.as_uri()})
        yield browser
        request = urllib.request.Request(browser.root, method="DELETE")
        urllib.request.urlopen(request, timeout=30).close()
    finally:
        driver.terminate()
        driver.wait(timeout=30)


def test_it_opens_without_errors_and_loads_nothing(opened: Browser, page: Path) -> None:
    opened.log("performance")
    opened.post("/url", {"url": page.as_uri()})
    assert opened.log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in opened.log("performance")]
    requests = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in requests if not url.startswith("data:")] == [page.as_uri()]
    assert opened.run("return document.querySelectorAll('math').length") > 50
    assert opened.run("return [...document.images].every((image) => image.naturalWidth > 100)")


def test_every_link_resolves(opened: Browser) -> None:
    script = """return [...document.querySelectorAll("a[href]")]
        .map((a) => a.getAttribute("href"))
        .filter((h) => !h.startsWith("#") || !document.getElementById(decodeURIComponent(h.slice(1))))"""
    assert opened.run(script) == []


def visible(browser: Browser) -> list[str]:
    """The claims whose pages can be seen."""
    script = """return [...document.querySelectorAll("article[data-claim]")]
        .filter((article) => article.offsetHeight).map((article) => article.id)"""
    found: list[str] = browser.run(script)
    return found


def choose(browser: Browser, name: str, value: str) -> None:
    """Fill in one field of the filter."""
    script = """const field = document.getElementById("filter").elements[arguments[0]];
        field.value = arguments[1]; field.dispatchEvent(new Event("input", {bubbles: true}))"""
    browser.run(script, name, value)


def reset(browser: Browser) -> None:
    """Show everything again."""
    browser.run('document.querySelector("#filter button").click()')


def test_the_filter(opened: Browser) -> None:
    assert visible(opened) == list(CLAIMS)
    choose(opened, "verdict", "refuted")
    assert visible(opened) == ["sec-5.1"]
    assert opened.run("return document.getElementById('shown').textContent") == "1 of 5 claims shown"
    reset(opened)
    choose(opened, "evidence", "cited")
    assert visible(opened) == ["prop-5.1.2"]
    reset(opened)
    choose(opened, "words", "PYRAMIDAL disconnected region")
    assert "eq-5.3" in visible(opened) and "prop-5.1.2" not in visible(opened)
    choose(opened, "words", "no such word")
    assert visible(opened) == []
    opened.run("location.hash = '#def-5.2.1'")
    for _ in range(50):
        if len(visible(opened)) == len(CLAIMS):
            break
        time.sleep(0.05)
    assert visible(opened) == list(CLAIMS)


def test_a_node_is_reached_and_followed_by_keyboard(opened: Browser) -> None:
    opened.run("history.replaceState(null, '', '#'); document.querySelector('.graph a').focus()")
    first = opened.run("return document.activeElement.getAttribute('href')")
    opened.press(TAB)
    second = opened.run("return document.activeElement.getAttribute('href')")
    assert first.startswith("#") and second.startswith("#") and first != second
    opened.press(ENTER)
    assert opened.run("return decodeURIComponent(location.hash)") == second


def test_a_node_is_followed_by_a_click(opened: Browser) -> None:
    script = """const node = document.querySelector('.graph a[href="#eq-5.3"]');
        node.scrollIntoView({block: "center", inline: "center"});
        const box = node.getBoundingClientRect();
        const found = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        found.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
        return [Boolean(found.closest("a") === node), location.hash]"""
    assert opened.run(script) == [True, "#eq-5.3"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_readable(opened: Browser, scheme: str) -> None:
    opened.devtools(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    script = """
        const light = (colour) => {
          const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)
            .map((x) => x / 255).map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = (item) => {
          for (; item; item = item.parentElement) {
            const colour = getComputedStyle(item).backgroundColor;
            if (!/, 0\\)$|transparent/.test(colour)) return colour;
          }
          return "rgb(255, 255, 255)";
        };
        const kinds = "p, dd, dt, td, th, a, code, span, h1, h2, h3, li, label, summary";
        const items = [...document.querySelectorAll(kinds)]
          .filter((item) => item.offsetHeight && !item.closest("svg") && item.textContent.trim());
        return [items.length, items.map((item) => {
            const [a, b] = [light(getComputedStyle(item).color), light(behind(item))];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), item.outerHTML.slice(0, 80)];
          })
          .filter(([ratio]) => ratio < 4.5)]"""
    count, faint = opened.run(script)
    assert count > 100
    assert faint == []
    opened.devtools("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [320, 1200])
def test_no_width_scrolls_sideways(opened: Browser, width: int) -> None:
    opened.devtools(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
    )
    opened.run("for (const part of document.querySelectorAll('details')) part.open = true")
    assert opened.run("return document.documentElement.scrollWidth") <= width
    wide = """return [...document.querySelectorAll("p, dd, h1, h2, h3, h4, form, .statement, figure")]
        .filter((item) => item.getBoundingClientRect().right > innerWidth + 1 && !item.closest(".scroll"))
        .map((item) => item.outerHTML.slice(0, 80))"""
    assert opened.run(wide) == []
    opened.devtools("Emulation.clearDeviceMetricsOverride")


def test_every_text_of_the_ledger_fits_a_narrow_screen(opened: Browser, page: Path, tmp_path: Path) -> None:
    known = all_theorems()
    unchecked = [Entry(theorem, (), (), 0.0) for theorem in known.values()]
    every = write(ledger(unchecked, known), tmp_path, ("html",))[0]
    opened.post("/url", {"url": every.as_uri()})
    test_no_width_scrolls_sideways(opened, 320)
    test_every_link_resolves(opened)
    assert opened.run("return document.querySelectorAll('.graph a').length") == len(known)
    opened.post("/url", {"url": page.as_uri()})


def test_print_shows_everything_and_no_form(opened: Browser) -> None:
    choose(opened, "verdict", "refuted")
    opened.devtools("Emulation.setEmulatedMedia", media="print")
    assert visible(opened) == list(CLAIMS)
    assert opened.run("return document.getElementById('filter').offsetHeight") == 0
    assert len(opened.post("/print", {})) > 10_000
    opened.devtools("Emulation.setEmulatedMedia", media="")
    reset(opened)


def test_names_for_those_who_do_not_see(opened: Browser) -> None:
    script = """return [
        ...document.querySelectorAll("img:not([alt])"),
        ...[...document.querySelectorAll("input, select")].filter((field) => !field.labels.length),
        ...document.querySelectorAll("th:not([scope]), svg:not([aria-label]), .graph a:not([aria-label])"),
        ...[...document.querySelectorAll("[role=group]")].filter((part) => !part.ariaLabel),
        ...[...document.querySelectorAll("[aria-labelledby]")]
          .filter((part) => !document.getElementById(part.getAttribute("aria-labelledby"))),
      ].map((item) => item.outerHTML.slice(0, 80))"""
    assert opened.run(script) == []
    headings = "[...document.querySelectorAll('h1, h2, h3, h4')]"
    levels = opened.run(f"return {headings}.map((h) => Number(h.tagName[1]))")
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


@pytest.mark.skipif(AXE is None, reason="no axe-core here")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1200])
def test_axe_finds_no_fault(opened: Browser, scheme: str, width: int) -> None:
    assert AXE is not None and AXE.origin is not None
    opened.devtools(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
    )
    opened.devtools(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    opened.post("/timeouts", {"script": 110_000})
    opened.run("for (const part of document.querySelectorAll('details')) part.open = true")
    opened.run((Path(AXE.origin).parent / "axe.min.js").read_text("utf-8"))
    script = """const done = arguments[arguments.length - 1];
        axe.run(document, {resultTypes: ["violations"]}).then((found) => done([
          found.passes.length,
          found.violations.map((v) => [v.id, v.impact, v.nodes.map((n) => n.html.slice(0, 120))]),
        ]))"""
    passed, violations = opened.post("/execute/async", {"script": script, "args": []})
    assert violations == []
    assert passed > 20
    opened.devtools("Emulation.clearDeviceMetricsOverride")
    opened.devtools("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_names_in_the_graph_can_be_read(opened: Browser, scheme: str) -> None:
    opened.devtools(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    script = """
        const light = (colour) => {
          const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3)
            .map((x) => x / 255).map((x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const paper = getComputedStyle(document.body).backgroundColor;
        const nodes = [...document.querySelectorAll(".graph text:not(.legend)")];
        return [nodes.length, nodes.map((text) => {
            const box = text.parentElement.querySelector("rect");
            const fill = box ? getComputedStyle(box).fill : paper;
            const behind = fill.startsWith("rgb") ? fill : paper;  // a pattern: thin lines on paper
            const [a, b] = [light(getComputedStyle(text).fill), light(behind)];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), text.textContent];
          }).filter(([ratio]) => ratio < 4.5)]"""
    count, faint = opened.run(script)
    assert count >= len(CLAIMS)
    assert faint == []
    opened.devtools("Emulation.setEmulatedMedia", features=[])


def test_the_focus_goes_through_the_page_in_order_and_is_seen(opened: Browser, page: Path) -> None:
    opened.post("/url", {"url": "about:blank"})  # from here on the focus begins anew
    opened.post("/url", {"url": page.as_uri()})
    assert opened.run("return document.querySelectorAll('[tabindex]:not([tabindex=\"0\"])').length") == 0
    script = """const here = document.activeElement, all = [...document.querySelectorAll("*")];
        const style = getComputedStyle(here), box = here.querySelector && here.querySelector("rect");
        const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
          || (here.closest(".graph") && box && parseFloat(getComputedStyle(box).strokeWidth) >= 4);
        return [all.indexOf(here), seen, here.outerHTML.slice(0, 80)]"""
    before = -1
    opened.press(TAB)
    assert opened.run("return document.activeElement.className") == "skip"
    for _ in range(200):
        place, seen, what = opened.run(script)
        assert seen, what
        assert place > before, what
        before = place
        opened.press(TAB)
        if opened.run("return document.activeElement === document.body"):
            break
    assert before > 0
