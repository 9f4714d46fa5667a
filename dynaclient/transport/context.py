"""What a call is to the rules of retries: made of its prepared request and the client's options."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import requests

from ..request import WireRequest
from ..request.idempotency import has_key
from .attempts import Call, Outcome, Steps, conduct
from .deadlines import NEVER, Deadline, Timeout
from .failures import CallContext
from .redirects import origin_of
from .replay import can_replay
from .retries import RetryPolicy
from .secrecy import secrets_of

if TYPE_CHECKING:
    from .pacing import Pacer


class Terms(Protocol):
    """The options of a client that matter here."""

    @property
    def timeout(self) -> Timeout:
        """Seconds to connect and between bytes."""

    @property
    def deadline(self) -> float | None:
        """Seconds for all of it."""

    @property
    def retries(self) -> RetryPolicy:
        """What is tried again."""

    @property
    def stream(self) -> bool:
        """Whether the body is left where it is."""

    @property
    def on_retry(self) -> tuple[Callable[[Any], Any], ...]:
        """What is called with each attempt that is made again."""


def context_of(prepared: requests.PreparedRequest, wire: WireRequest, terms: Terms) -> CallContext:
    """A call whose time begins now, as its errors tell of it."""
    return CallContext(
        wire.operation_id,
        prepared.method or wire.method,
        prepared.url or wire.url,
        partial(secrets_of, prepared, wire),
        terms.timeout,
        NEVER if terms.deadline is None else Deadline.after(terms.deadline),
    )


def steps_of(
    context: CallContext,
    prepared: requests.PreparedRequest,
    wire: WireRequest,
    terms: Terms,
    pacer: Pacer | None,
    begun: tuple[float, Outcome] | None,
) -> Steps:
    """What is to be done for a call; `begun` is its first attempt, where that has been made."""
    key: Any = None if pacer is None else (origin_of(context.url), wire.secrets)
    call = Call(context, has_key(prepared.headers), can_replay(prepared.body), terms.retries, pacer, key)
    return conduct(call, begun=begun)
