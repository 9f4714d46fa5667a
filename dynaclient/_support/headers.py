"""Headers with case-insensitive names, as fast as a dict, and the media type that a Content-Type names.

`transport.fields` adapts them for requests; `request`, which does not depend on requests, uses them directly. The
sandbox uses werkzeug's, since an incoming request may repeat a header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self


_TOKEN = r"(?a)[\w!#$%&'*+\-.^`|~]+"


def is_token(text: str) -> bool:
    """Whether a text can be the name of a header, or a method. Source: RFC 9110 sections 5.1, 5.6.2 and 9.1."""
    return re.fullmatch(_TOKEN, text) is not None


@lru_cache(1024)
def essence(name: str) -> str:
    """The media type without parameters, in lower case. Source: RFC 9110 section 8.3.1."""
    return name.partition(";")[0].strip().lower()


def names_in(headers: Any) -> str:
    """The names of all headers in one lower-case text: quicker than asking for each of several."""
    return "".join(getattr(headers, "_fields", headers)).lower()


class Headers:
    """A mapping built from (name, value) pairs. The last of several with the same name wins; names keep their case."""

    __slots__ = ("_fields",)

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        self._fields = {pair[0].lower(): pair for pair in pairs}

    @classmethod
    def joined(cls, pairs: Iterable[tuple[str, Any]]) -> Self:
        """Headers of which several with the same name become one. Source: RFC 9110 section 5.3."""
        found = cls()
        for name, value in pairs:
            found[name] = f"{found[name]}, {value}" if name in found else value
        return found

    def __setitem__(self, key: str, value: Any) -> None:
        self._fields[key.lower()] = (key, value)

    def __getitem__(self, key: str) -> Any:
        return self._fields[key.lower()][1]

    def __delitem__(self, key: str) -> None:
        del self._fields[key.lower()]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.lower() in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter([name for name, _ in self._fields.values()])

    def __len__(self) -> int:
        return len(self._fields)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a header, or `default`."""
        found = self._fields.get(key.lower())
        return default if found is None else found[1]

    def set(self, key: str, value: str | None) -> None:
        """Put a header at the end, replacing one with the same name; None removes it."""
        self._fields.pop(key.lower(), None)
        if value is not None:
            self._fields[key.lower()] = (key, value)

    def names(self) -> tuple[str, ...]:
        """The names in lower case."""
        return tuple(self._fields)

    def items(self) -> Any:
        """The (name, value) pairs."""
        return self._fields.values()

    def copy(self) -> Self:
        """A copy that may be changed."""
        return type(self)(self._fields.values())
