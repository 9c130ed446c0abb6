"""Near misses made from good certificates: one change to the claim or the evidence, by JSON pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker import Json, canonical_bytes
from checker.codec import decode


def tampered(build: Callable[[], bytes], pointer: str, value: Json) -> Callable[[], bytes]:
    """The certificate of `build` with the value at `pointer` replaced."""

    def made() -> bytes:
        root: Any = decode(build())
        *path, last = pointer.strip("/").split("/")
        node = root
        for key in path:
            node = node[int(key)] if isinstance(node, list) else node[key]
        node[int(last) if isinstance(node, list) else last] = value
        return canonical_bytes(root)

    return made
