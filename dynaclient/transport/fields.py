"""Headers as requests has them, at the speed of a dict: a call reads its headers some ten times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from requests.structures import CaseInsensitiveDict

if TYPE_CHECKING:
    from requests import PreparedRequest

    from ..request import WireRequest


class Fields(CaseInsensitiveDict):  # type: ignore[type-arg]  # has no type argument in older releases
    """A `CaseInsensitiveDict` that is made of pairs, and gives them back without a call for each.

    The last of several pairs with one name wins, and names keep their case.
    """

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

    def names(self) -> tuple[str, ...]:
        """The names in lower case."""
        return tuple(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a header, or `default`."""
        found = self._fields.get(key.lower())
        return default if found is None else found[1]

    def items(self) -> Any:
        """The (name, value) pairs."""
        return self._fields.values()

    def lower_items(self) -> Iterator[tuple[str, Any]]:
        """The pairs with their names in lower case."""
        return ((name, pair[1]) for name, pair in self._fields.items())

    def copy(self) -> Fields:
        """A copy that may be changed."""
        return Fields(self._fields.values())


def add_cookies(prepared: PreparedRequest, wire: WireRequest) -> None:
    """Join the call's cookies with those of the session; of two with one name the call's is sent."""
    own_header = next((value for name, value in wire.headers.items() if name.lower() == "cookie"), None)
    if own_header is not None:  # requests drops it on a redirect
        prepared.headers["Cookie"] = own_header
    if not wire.cookies:
        return
    own = {name for name, _ in wire.cookies}
    held = [pair.strip() for pair in str(prepared.headers.get("Cookie", "")).split(";") if pair.strip()]
    kept = [pair for pair in held if pair.partition("=")[0] not in own]
    prepared.headers["Cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in wire.cookies)])
