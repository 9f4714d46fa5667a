"""The addresses of a document's texts: shown without passwords and keys, which only reading a text needs.

Every other module, the cache and every text for people know an address as it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from .._support.urls import origin_of, without_secrets


class Addresses:
    """Knows the secrets of addresses.

    Args:
        given: the addresses that the caller gave. User information among them is sent to the whole of its origin.
    """

    def __init__(self, given: Iterable[str]) -> None:
        self._secret: dict[str, str] = {}
        self._users: dict[tuple[str, str, int | None], str] = {}
        for address in given:
            self.shown(address)
            user, at, _ = _authority(address).rpartition("@")
            if at:
                self._users.setdefault(_origin(address), user)

        self._given = frozenset(self._secret)

    def __getstate__(self) -> dict[str, object]:
        return {"_secret": {}, "_users": {}, "_given": frozenset()}

    @property
    def has_secrets(self) -> bool:
        """Whether an address has been seen that is not shown as it is."""
        return bool(self._secret)

    def is_learnt(self, shown: str) -> bool:
        """Whether the secrets of an address came with a reference: the cache does not have them."""
        return shown in self._secret and shown not in self._given

    def shown(self, address: str) -> str:
        """The address without its secrets, which are remembered for `real`."""
        shown = without_secrets(address)
        if shown != address:
            self._secret[shown] = address
        return shown

    def real(self, shown: str) -> str:
        """The address to read from."""
        if not self._secret:
            return shown
        user = self._users.get(_origin(shown)) if shown not in self._secret else None
        if user is None:
            return self._secret.get(shown, shown)
        scheme, _, rest = shown.partition("://")
        return f"{scheme}://{user}@{rest}"


def _authority(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def _origin(address: str) -> tuple[str, str, int | None]:
    """The origin of an address; of what is not a URL, the address itself."""
    try:
        return origin_of(address)
    except ValueError:
        return address, "", None
