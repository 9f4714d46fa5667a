"""A token that is kept, and whose it is: values, and the rows in which they are written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .._support.record import record
from .token import Token, margin


@record
class StoreKey:
    """Whose tokens: of which authorization server, for which client and audience."""

    issuer: str
    client_id: str
    audience: str = ""

    def __str__(self) -> str:
        return json.dumps([self.issuer, self.client_id, self.audience])


@record(hidden=("value", "refresh_token"))
class StoredToken:
    """A token that is kept.

    Attributes:
        expires_at: seconds since 1970; None if that is not known.
        lasts: the seconds that it was given for, or None.
    """

    value: str
    refresh_token: str = ""
    expires_at: float | None = None
    lasts: float | None = None
    scopes: tuple[str, ...] = ()
    subject: str = ""

    @classmethod
    def of(cls, token: Token, asked: Iterable[str], now: float | None = None) -> StoredToken:
        """What to keep of a token.

        Args:
            asked: the scopes that were asked for, which a server need not repeat.
        """
        now = time.time() if now is None else now
        lasts = token.expires_in
        scopes = token.scopes if token.scopes is not None else asked
        ends = None if lasts is None else now + lasts
        return cls(str(token.value), token.refresh_token, ends, lasts, tuple(sorted(scopes)), token.subject)

    def to_row(self) -> dict[str, Any]:
        """The values that are written, by name."""
        return {name: getattr(self, name) for name in _FIELDS}

    def token(self) -> Token:
        """The token, with the time that it has left."""
        left = None if self.expires_at is None else self.expires_at - time.time()
        scopes = frozenset(self.scopes)
        return Token(self.value, left, refresh_token=self.refresh_token, scopes=scopes, subject=self.subject)

    @property
    def end_in_words(self) -> str:
        """Until when it is good, in local time."""
        if self.expires_at is None:
            return "until it is refused"
        return f"until {time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(self.expires_at))}"

    @property
    def is_fresh(self) -> bool:
        """Whether it need not be renewed yet."""
        return self.expires_at is None or time.time() < self.expires_at - margin(self.lasts or 0.0)


_MOST_SECONDS = 1e11
"""A bound on times that are read, which the calendar can show."""


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_seconds(value: Any) -> bool:
    return value is None or (isinstance(value, (int, float)) and abs(value) < _MOST_SECONDS)


_IS_RIGHT: Mapping[str, Callable[[Any], bool]] = {
    "value": _is_text,
    "refresh_token": _is_text,
    "expires_at": _is_seconds,
    "lasts": _is_seconds,
    "scopes": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "subject": _is_text,
}
"""Field → whether a value can be its."""

_FIELDS = tuple(StoredToken.__record_names__)  # type: ignore[attr-defined]


def read_rows(table: Any) -> Iterator[StoredToken]:
    """Tokens as they were written; a row that is not one is left out."""
    for row in table if isinstance(table, list) else ():
        known = {name: row[name] for name in _FIELDS if name in row} if isinstance(row, Mapping) else {}
        if "value" in known and all(_IS_RIGHT[name](value) for name, value in known.items()):
            yield StoredToken(**{**known, "scopes": tuple(known.get("scopes", ()))})
