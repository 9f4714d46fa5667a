"""Headers like those of requests, as fast as a dict: a call reads its headers about ten times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from requests.structures import CaseInsensitiveDict

from .._support.headers import Headers

if TYPE_CHECKING:
    from requests import PreparedRequest

    from ..request import WireRequest


class Fields(Headers, CaseInsensitiveDict):  # type: ignore[type-arg]  # has no type argument in older releases
    """A `CaseInsensitiveDict` built from pairs, which returns them without a method call for each."""

    def lower_items(self) -> Iterator[tuple[str, Any]]:
        """The pairs, with names in lower case."""
        return ((name, pair[1]) for name, pair in self._fields.items())


def add_cookies(prepared: PreparedRequest, wire: WireRequest) -> None:
    """Merge the call's cookies with the session's; if both have a name, the call's is sent."""
    own_header = Headers(wire.headers.items()).get("Cookie")
    if own_header is not None:  # requests drops it on a redirect
        prepared.headers["Cookie"] = own_header
    if not wire.cookies:
        return
    own = {name for name, _ in wire.cookies}
    held = [pair.strip() for pair in str(prepared.headers.get("Cookie", "")).split(";") if pair.strip()]
    kept = [pair for pair in held if pair.partition("=")[0] not in own]
    prepared.headers["Cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in wire.cookies)])
