"""What a signature scheme does, and the rule on time that schemes share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from .._support.wording import duration
from ..errors import InvalidSignature
from .secrets import Key

Headers = Mapping[str, tuple[str, ...]]
"""Lower-case name → values, as `headers.read_headers` gives them."""

MOST_SIGNATURES = 32
"""Signatures of one request that are tried; who sends more is refused."""


class Verified(NamedTuple):
    """What a signature vouches for besides the body.

    Attributes:
        id: of the delivery, the same when it is sent again; "" where the scheme has none.
        timestamp: when it was signed, in seconds since 1970; None where the scheme does not say.
    """

    id: str = ""
    timestamp: int | None = None


class Scheme(Protocol):
    """How requests are signed. `StandardWebhooks` and `HMAC` are two."""

    def verify(
        self, body: bytes, headers: Headers, keys: Sequence[Key], *, tolerance: float | None, now: float
    ) -> Verified:
        """Raises `InvalidSignature` unless one of the keys signed the body not longer than `tolerance` seconds ago."""

    def sign(self, body: bytes, keys: Sequence[Key], *, delivery: str, now: float) -> dict[str, str]:
        """The headers that sign a body, once with each key."""


_DIGITS = re.compile(r"[0-9]{1,15}")


def checked_time(text: str, header: str, *, tolerance: float | None, now: float) -> int:
    """The seconds in a timestamp, if they are near enough to now.

    Raises:
        InvalidSignature: it is not plain digits, too old, or too far ahead.
    """
    if not _DIGITS.fullmatch(text):
        raise InvalidSignature(f"{header} must be whole seconds since 1970 in plain digits, not {_shown(text)}")
    seconds = int(text)
    if tolerance is not None and abs(now - seconds) > tolerance:
        away = duration(round(abs(now - seconds), 1))
        is_old = seconds < now
        hint = "it may be a replay; is the clock of this machine right?" if is_old else "is the clock here slow?"
        direction = "ago" if is_old else "in the future"
        raise InvalidSignature(f"it was signed {away} {direction}, and {duration(tolerance)} are tolerated: {hint}")
    return seconds


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
