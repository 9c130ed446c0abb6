"""Files for the tests of reading: a writer of named files, and networks in each format."""

from collections.abc import Callable
from pathlib import Path

import pytest

from constructions.formats import InputError

Write = Callable[[str, str | bytes], Path]
Fails = Callable[[Callable[[], object]], InputError]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """write(name, content) puts a file into a fresh folder and returns its path."""

    def made(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return made


@pytest.fixture
def fails() -> Fails:
    """fails(call) is the `InputError` of a call, after checking that it is one line with a remedy."""

    def checked(call: Callable[[], object]) -> InputError:
        with pytest.raises(InputError) as caught:
            call()
        error = caught.value
        text = str(error)
        assert text.isprintable()
        assert text.startswith(f"{error.where}: expected ") or not str(error.where).isprintable()
        assert ": expected " in text and ", found " in text
        assert error.remedy and text.endswith(error.remedy)
        return error

    return checked
