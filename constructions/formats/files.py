"""The bytes of a user's file, within a size, or an error that says why there are none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from constructions.formats.errors import InputError, Place

_KINDS = {
    b"PK\x03\x04": "a zip archive, as torch.save and numpy.savez write",
    b"\x1f\x8b": "a gzip file",
    b"\x80\x02": "a pickle, as older versions of torch.save write",
    b"\x89HDF": "an HDF5 file",
    b"\x93NUMPY": "a single numpy array",
}


@dataclass(frozen=True)
class File:
    """A file that was read once: its bytes and their SHA-256 belong together."""

    place: Place
    data: bytes

    @property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """The last extension in lower case, such as `.json`."""
        return Path(self.place.file).suffix.lower()

    def kind(self) -> str:
        """What the first bytes look like, in words."""
        known = (words for start, words in _KINDS.items() if self.data.startswith(start))
        return next(known, "other bytes")

    def text(self) -> str:
        """The file as UTF-8 text; `InputError` for anything else."""
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            found = f"{self.kind()} (byte {error.start} is not UTF-8)"
            raise InputError(self.place, "UTF-8 text", found, "check the file and its extension") from None


def read_file(path: str | os.PathLike[str], limit: int = 2**28) -> File:
    """The regular file at `path`, of 1 to `limit` bytes; `InputError` otherwise."""
    place = Place(os.fsdecode(path))
    try:
        if Path(path).is_dir():
            raise InputError(place, "a file", "a directory", "name a file in it")
        if Path(path).exists() and not Path(path).is_file():  # reading a pipe or a device may never end
            raise InputError(place, "a regular file", "a pipe or a device", "save it as a file first")
        with open(path, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            data = stream.read() if size <= limit else b""
    except FileNotFoundError:
        raise InputError(place, "a file", "nothing", "check the path") from None
    except (OSError, ValueError, MemoryError) as error:  # ValueError: a null byte in the path
        found = getattr(error, "strerror", None) or error
        raise InputError(place, "a readable file", found, "check the path and its permissions") from None
    if size > limit:
        raise InputError(place, f"at most {limit} bytes", size, "split or round what it holds")
    if not data:
        raise InputError(place, "a file with content", "0 bytes", "write it again")
    return File(place, data)
