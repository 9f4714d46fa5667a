"""Which token a call would use, from where and until when, in words. Never shows one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .source import HeldToken
    from .stored_token import StoredToken


def held_in_words(held: HeldToken, now: float) -> str:
    """A token that the process has, and until when it is good.

    Args:
        now: the time on the clock of its source.
    """
    if held.refused:
        return "a newer token than the present one, which the server has refused,"
    if held.end is None:
        return "the present token, good until it is refused,"
    clock = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(time.time() + held.end - now))
    return f"the present token, good until {clock},"


def fetched_in_words(client_id: str, flow: str, scopes: tuple[str, ...]) -> str:
    """A token that a program obtains for itself."""
    words = f", scopes {' '.join(scopes)}" if scopes else ""
    return f"a token that the call fetches for client {client_id!r} ({flow}{words})"


def login_in_words(client_id: str, place: str, stored: StoredToken | None) -> str:
    """The token that a login has left in a place; None if there is none."""
    if stored is None:
        return f"no token: nobody has logged in to client {client_id!r}"
    return f"the token of {stored.subject or 'a login'} to client {client_id!r}, from {place}, {stored.end_in_words}"
