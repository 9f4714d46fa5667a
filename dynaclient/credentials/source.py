"""A source of tokens: keeps each until shortly before its end, and obtains a new one once for all who wait.

Who waits may be a thread or a task: `obtain` is a flow, and one that waits for another's yields `Join`. What a token
is obtained with is up to the subclass.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from .._support.record import record
from ..errors import TokenError
from .steps import Flow, Join
from .token import Token, margin

if TYPE_CHECKING:
    from concurrent.futures import Future

Clock = Callable[[], float]

_RETRIED_AFTER = 5.0
"""Seconds before a renewal that failed is tried again, while the token goes on being used."""

_ABANDONED = object()
"""What a fetch comes to whose call was cancelled or ran out of time: another call has to take over."""


@record
class Needs:
    """What a call needs a token for.

    Attributes:
        scopes: those of the operation's security requirement, sorted.
        base_url: the server of the call.
    """

    scopes: tuple[str, ...] = ()
    base_url: str = ""


class HeldToken:
    """A token that is kept.

    Attributes:
        end: when it ends, on the source's clock; None if that is not known.
        renewal: when to renew it; None for when it is refused.
        refused: whether a server refused it.
    """

    __slots__ = ("end", "refused", "renewal", "token")

    def __init__(self, token: Token, begun: float) -> None:
        self.token = token
        lasts = token.expires_in
        self.end = None if lasts is None else begun + lasts
        self.renewal = None if lasts is None else begun + lasts - margin(lasts)
        self.refused = False

    def is_fresh(self, now: float) -> bool:
        """Whether it need not be renewed."""
        return not self.refused and (self.renewal is None or now < self.renewal)

    def is_usable(self, now: float) -> bool:
        """Whether it has not ended, as far as is known."""
        return not self.refused and (self.end is None or now < self.end)


@record(hidden=("source",))
class Pending:
    """A credential that has to be obtained before its request can be sent."""

    source: TokenSource
    needs: Needs

    def obtain(self) -> Flow:
        """The flow that obtains it."""
        return self.source.obtain(self.needs)


class TokenSource:
    """Tokens, obtained when they are needed. Safe to use from any thread and any event loop.

    Args:
        name: that of the security scheme, for messages.
        clock: seconds that never go back.

    Attributes:
        is_plain: whether each call obtains a credential of its own, so that none waits for another.
    """

    is_plain = False

    def __init__(self, name: str, clock: Clock = time.monotonic) -> None:
        self.name = name
        self._clock = clock
        self._forget()

    def _forget(self) -> None:
        self._held: dict[Any, HeldToken] = {}
        self._landings: dict[Any, Future[Any]] = {}
        self._lock = threading.Lock()
        self._process = os.getpid()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} for {self.name!r}>"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in _OWN}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._forget()

    def key(self, needs: Needs) -> Any:
        """What two calls have in common that may use the same token; one token does for all, unless overridden."""
        return None

    def ready(self, needs: Needs) -> Any:
        """The credential, if nothing has to be done to have it; else a `Pending`."""
        held = self._held.get(self.key(needs))
        if held is not None and held.is_fresh(self._clock()):
            return held.token.value
        return Pending(self, needs)

    def held(self, needs: Needs) -> HeldToken | None:
        """What is kept for these needs, whether it is fresh or not."""
        return self._held.get(self.key(needs))

    def describe(self, needs: Needs) -> str:
        """Where the credential comes from, for people; "" if there is nothing to say."""
        return ""

    def refuse(self, value: Any) -> None:
        """Renew this credential before it is used again, since the server refused it."""
        with self._lock:
            for held in self._held.values():
                if held.token.value == value:
                    held.refused = True

    def texts(self) -> set[str]:
        """Every text that no message may show."""
        tokens = [held.token for held in list(self._held.values())]
        secrets = (text for token in tokens for text in (token.value, token.refresh_token, token.id_token))
        found = {text for text in secrets if isinstance(text, str)}
        return found - {""}

    def obtain(self, needs: Needs) -> Flow:
        """The credential; where another call is obtaining it already, what that one obtains.

        A token that has not ended yet goes on being used while it is renewed, and where renewing it fails.

        Raises:
            TokenError: there is none to be had.
        """
        key = self.key(needs)
        while not self.is_plain:
            with self._owned_lock():
                held = self._held.get(key)
                now = self._clock()
                if held is not None and held.is_fresh(now):
                    return held.token.value
                landing = self._landings.get(key)
                leads = landing is None
                if landing is None:
                    landing = self._landings[key] = _landing()
                elif held is not None and held.is_usable(now):
                    return held.token.value
            if leads:
                return (yield from self._lead(key, needs, held, landing))
            outcome = yield Join(landing)
            if isinstance(outcome, TokenError):
                raise outcome.again()
            if outcome is not _ABANDONED:
                return outcome
        return (yield from self.fetch(needs, None))

    def _lead(self, key: Any, needs: Needs, held: HeldToken | None, landing: Future[Any]) -> Flow:
        """Fetch for all who wait."""
        outcome: Any = _ABANDONED
        try:
            begun = self._clock()
            try:
                found = yield from self.fetch(needs, held)
            except TokenError as error:
                if held is None or not held.is_usable(self._clock()) or not error.may_pass:
                    outcome = error
                    raise
                held.renewal = self._clock() + _RETRIED_AFTER
                found = held.token.value
            if isinstance(found, Token):
                with self._lock:
                    self._held[key] = HeldToken(found, begun)
                outcome = found = found.value
            elif held is not None and found is held.token.value:
                outcome = found
            return found
        finally:  # also where the call is cancelled, or runs out of time
            with self._lock:
                self._landings.pop(key, None)
            landing.set_result(outcome)

    def fetch(self, needs: Needs, held: HeldToken | None) -> Generator[Any, Any, Any]:
        """Obtain a `Token`, or a credential that is good for this call only.

        Args:
            held: the token to renew, if there is one.

        Raises:
            TokenError: there is none to be had.
        """
        raise NotImplementedError

    def _owned_lock(self) -> threading.Lock:
        """The lock; a new one in a forked process, where the thread that holds the old one does not exist."""
        if self._process != os.getpid():
            held = self._held
            self._forget()
            self._held = held
        return self._lock


def _landing() -> Future[Any]:
    """Where a fetch lands, for all who wait; none of them can cancel it."""
    from concurrent.futures import Future  # takes longer to load than the rest

    landing: Future[Any] = Future()
    landing.set_running_or_notify_cancel()
    return landing


_OWN = frozenset(("_held", "_landings", "_lock", "_process"))
