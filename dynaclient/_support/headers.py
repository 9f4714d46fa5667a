"""Headers by name, where a name in another case is the same name, at the speed of a dict.

`transport.fields` makes them what requests expects; `request`, which does not know requests, uses them as they are. The
sandbox uses those of werkzeug, since a request that arrives may have several headers of one name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing_extensions import Self


class Headers:
    """A mapping made of (name, value) pairs. The last of several with one name wins, and names keep their case."""

    __slots__ = ("_fields",)

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        self._fields = {pair[0].lower(): pair for pair in pairs}

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
        """Put a header at the end, in place of one of its name; None removes it."""
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
