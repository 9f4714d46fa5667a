"""Headers by name, and what a request says of itself in them. Knows neither parameters nor credentials."""

from __future__ import annotations

from ...model import Operation
from ...model.media_types import essence, is_json


class Headers:
    """Headers by name, where a name in another case is the same name."""

    def __init__(self, items: dict[str, str]) -> None:
        self.items = items
        self._names = {name.lower(): name for name in items}

    def copy(self) -> Headers:
        """A copy that may be changed."""
        twin = object.__new__(Headers)
        twin.items, twin._names = self.items.copy(), self._names.copy()
        return twin

    def has(self, name: str) -> bool:
        """Whether there is a header of this name."""
        return name.lower() in self._names

    def set(self, name: str, value: str | None) -> None:
        """Set or, with None, remove a header."""
        existing = self._names.pop(name.lower(), None)
        if existing is not None:
            del self.items[existing]
        if value is not None:
            self.items[name] = value
            self._names[name.lower()] = name


def accept_of(operation: Operation) -> str:
    """The media types of the successful responses, JSON first; anything where none is declared."""
    successes = [r for status, r in operation.responses.items() if status.startswith(("2", "d"))]
    names = dict.fromkeys(essence(name) for response in successes for name in response.content)
    ordered = sorted(names, key=lambda name: not is_json(name))
    return ", ".join(ordered) if ordered and "*/*" not in ordered else "*/*"


def cookie_names(text: str) -> set[str]:
    """The names in a Cookie header. Source: RFC 6265 section 4.2.1."""
    return {pair.partition("=")[0].strip() for pair in text.split(";") if pair.strip()}
