"""The headers of one request, by any case of their names.

A server has joined what is repeated. Source: RFC 9110 section 5.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class RequestHeaders(Mapping[str, str]):
    """Headers as a client sent them; they do not change.

    Args:
        pairs: names and values, each name once.
    """

    __slots__ = ("_pairs", "_values")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = list(pairs)
        self._values = {name.lower(): value for name, value in self._pairs}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def get(self, name: str, default: Any = None) -> Any:
        """The value, or the default without one."""
        return self._values.get(name.lower(), default)

    def text(self, name: str) -> str:
        """The value, or "" without one."""
        return self._values.get(name.lower(), "")

    def has_any(self, prefix: str) -> bool:
        """Whether there is a header whose name begins with this, in lower case."""
        return any(name.startswith(prefix) for name in self._values)

    def pairs(self) -> list[tuple[str, str]]:
        """The names as they were sent, with their values."""
        return self._pairs

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __str__(self) -> str:
        return "".join(f"{name}: {value}\n" for name, value in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)
