"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from proofs import atomic
from proofs.outcome import USAGE, Stop


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
@pytest.mark.parametrize("reason", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, reason: BaseException
) -> None:
    path = tmp_path / "file"
    atomic.write(path, b"old")

    def fail(*args: object) -> None:
        raise reason

    monkeypatch.setattr(os, step, fail)
    with pytest.raises((KeyboardInterrupt, Stop)):
        atomic.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for action in (
        lambda: atomic.write(tmp_path / "no" / "file", b""),
        lambda: atomic.write(tmp_path, b""),
        lambda: atomic.folder(tmp_path / "file"),
    ):
        with pytest.raises(Stop) as caught:
            action()
        assert caught.value.code == USAGE
        assert str(tmp_path) in str(caught.value)


def test_the_file_is_readable_by_others(tmp_path: Path) -> None:
    atomic.write(tmp_path / "file", b"x")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644
