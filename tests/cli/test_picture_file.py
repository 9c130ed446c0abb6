"""`--plot`: SVG always, PDF and PNG with the extra `pictures`, one line before any work otherwise."""

import builtins
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from proofs import picture_file
from proofs.outcome import USAGE, Stop

Run = Callable[..., Result]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'
NETWORK = """{"format": "theodolite-network/1", "input_dim": 2, "layers": [
 {"weight": [["1", "0"], ["1", "1"]], "bias": ["0", "1/2"], "activation": {"name": "relu"}},
 {"weight": [["1", "-1"], ["0", "1"]], "bias": ["0", "0"], "activation": null}]}"""


def without_cairosvg(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """An installation in which cairosvg cannot be imported."""
    real = builtins.__import__

    def no_cairo(name: str, *rest: Any, **more: Any) -> Any:
        if name == "cairosvg":
            raise error
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_cairo)


@pytest.mark.skipif(find_spec("cairosvg") is None, reason="the extra `pictures` is not installed")
@pytest.mark.parametrize(("suffix", "magic"), [(".pdf", b"%PDF-"), (".png", b"\x89PNG"), (".svg", b"<svg")])
def test_the_name_decides_the_form(tmp_path: Path, suffix: str, magic: bytes) -> None:
    path = tmp_path / f"picture{suffix}"
    picture_file.write(path, SVG)
    assert path.read_bytes().startswith(magic)


@pytest.mark.skipif(find_spec("cairosvg") is None, reason="the extra `pictures` is not installed")
def test_regions_draw_a_pdf(run: Run, tmp_path: Path) -> None:
    (tmp_path / "network.json").write_text(NETWORK)
    path = tmp_path / "regions.pdf"
    done = run("regions", tmp_path / "network.json", "--box", "-1,1,-1,1", "--plot", path)
    assert done.exit_code == 0, done.output
    assert path.read_bytes().startswith(b"%PDF-")


def test_another_form_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    done = run("regions", tmp_path / "missing.json", "--plot", tmp_path / "regions.bmp")
    assert done.exit_code == USAGE
    assert "name a file that ends in .svg, .pdf, .png" in done.output


@pytest.mark.parametrize("error", [ImportError("no package"), OSError("no library")])
def test_what_is_missing_is_named_before_the_work(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    without_cairosvg(monkeypatch, error)
    done = run("regions", tmp_path / "missing.json", "--plot", tmp_path / "regions.png")
    assert done.exit_code == USAGE
    assert "pip install 'theodolite[pictures]'" in done.output
    with pytest.raises(Stop, match="theodolite"):
        picture_file.write(tmp_path / "regions.pdf", SVG)
    picture_file.write(tmp_path / "regions.svg", SVG)
    assert (tmp_path / "regions.svg").read_bytes() == SVG
