"""A token: its text, and how long it lasts. Knows nothing of who gives it."""

from __future__ import annotations

import math
from typing import Any

from .._support.wording import shown
from ..errors import RequestError

RENEWED_BEFORE = 30.0
"""Seconds before its end from which a token is renewed; sooner the shorter it lasts."""


class Token:
    """A credential that lasts for some time. A credential function may return it instead of text.

    It is used until 30 seconds before its end (a quarter of its time, if it lasts less than two minutes), or until the
    server refuses it; then the function is asked again, once for all calls that wait. The repr does not show it, and it
    cannot be pickled.

    Args:
        value: the token or key, or whatever else the security scheme takes.
        expires_in: seconds from now; None until it is refused.
        refresh_token: what OAuth 2 renews it with.
        scopes: what it allows, if known.
        subject: who it is of, for people; "" if that is not known.
        id_token: what OpenID Connect sends with it; it is a secret too, and used for nothing else.

    Raises:
        RequestError: `expires_in` is not a number of seconds.
    """

    __slots__ = ("expires_in", "id_token", "refresh_token", "scopes", "subject", "value")

    def __init__(
        self,
        value: Any,
        expires_in: float | None = None,
        *,
        refresh_token: str = "",
        scopes: frozenset[str] | None = None,
        subject: str = "",
        id_token: str = "",
    ) -> None:
        is_number = isinstance(expires_in, (int, float)) and not isinstance(expires_in, bool)
        if expires_in is not None and (not is_number or math.isnan(expires_in)):
            raise RequestError(f"expires_in= of a Token is a number of seconds, or None, not {shown(expires_in)}")
        self.value = value
        self.expires_in = expires_in
        self.refresh_token = refresh_token
        self.scopes = scopes
        self.subject = subject
        self.id_token = id_token

    def __repr__(self) -> str:
        lasts = "until it is refused" if self.expires_in is None else f"for {self.expires_in:g} s"
        return f"<Token {lasts}>"

    def __reduce__(self) -> Any:
        raise TypeError("a Token is not pickled: obtain one where it is needed")


def margin(lasts: float) -> float:
    """Seconds before the end of a token from which it is renewed.

    Args:
        lasts: the seconds that it lasts.
    """
    return min(RENEWED_BEFORE, max(0.0, lasts) / 4)
