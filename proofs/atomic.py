"""Files written whole or not at all: a write that is interrupted leaves the old file as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from proofs.outcome import USAGE, Stop

_REMEDY = "check the folder and its permissions"


def write(path: Path, data: bytes) -> None:
    """Put `data` into a new file beside `path` and rename it; `Stop` when that fails."""
    if path.exists() and not path.is_file():
        raise Stop(USAGE, f"{path}: cannot be written: not a regular file; name a file")
    try:
        _replace(path, data)
    except OSError as error:
        raise Stop(USAGE, f"{path}: cannot be written: {error.strerror}; {_REMEDY}") from None


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)  # mkstemp's own is for one user, and CI artefacts are read by others
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def folder(path: Path) -> Path:
    """`path` as a folder that exists; `Stop` when it cannot be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(USAGE, f"{path}: cannot be made a folder: {error.strerror}; {_REMEDY}") from None
    return path
