"""Exit codes, the word that each gives the last line, and the exception that ends a command with one line."""

from __future__ import annotations

from collections.abc import Iterable

ACCEPTED = 0  # everything asked for was accepted at the level required
REJECTED = 1  # a claim was rejected or refuted
USAGE = 2  # usage, input or output, unsupported input, a missing optional dependency
HOLES = 3  # accepted, with holes
UNPINNED = 4  # a statement differs from its pin
LIMIT = 5  # a declared resource limit was met
INTERNAL = 70  # an error of ours
INTERRUPTED = 130  # Ctrl-C

DEBUG = "THEODOLITE_TRACEBACK"  # an environment variable: show the traceback of an internal error
_BY_WEIGHT = (ACCEPTED, HOLES, LIMIT, UNPINNED, REJECTED, USAGE, INTERNAL, INTERRUPTED)
OF_KERNEL = {"rejected": REJECTED, "malformed": USAGE, "exceeded": LIMIT}
_WORDS = {
    ACCEPTED: "VALID",
    REJECTED: "REJECTED",
    UNPINNED: "REJECTED",
    HOLES: "INCOMPLETE",
    LIMIT: "INCOMPLETE",
}


class Stop(Exception):
    """Ends a command with this exit code and one line, which says what is wrong and what to do."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(one_line(message))
        self.code = code

    def __reduce__(self) -> tuple[type[Stop], tuple[int, str]]:
        return Stop, (self.code, str(self))


def worst(codes: Iterable[int]) -> int:
    """The gravest of the codes; `ACCEPTED` when there are none.

    >>> worst([ACCEPTED, LIMIT, REJECTED])
    1
    """
    return max(codes, key=_BY_WEIGHT.index, default=ACCEPTED)


def word(code: int) -> str:
    """VALID, REJECTED, INCOMPLETE or ERROR."""
    return _WORDS.get(code, "ERROR")


def one_line(text: str) -> str:
    """`text` with every run of white space as one space, and nothing that a terminal would obey.

    >>> one_line("two\\n lines \\x1b[31m")
    'two lines \\\\x1b[31m'
    """
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """`text` with its control characters spelled out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
