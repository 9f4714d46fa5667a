"""What a call is to the rules of retries: made of its prepared request and the client's options."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import requests

from ..request import WireRequest
from ..request.idempotency import has_key
from .attempts import Call, Steps, conduct
from .deadlines import Deadline, Timeout
from .failures import Errand
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


def begin(
    prepared: requests.PreparedRequest, wire: WireRequest, terms: Terms, pacer: Pacer | None
) -> tuple[Errand, Steps]:
    """A call whose time begins now: what its errors tell, and its steps."""
    url = prepared.url or wire.url
    errand = Errand(
        operation_id=wire.operation_id,
        method=prepared.method or wire.method,
        url=url,
        secrets=secrets_of(prepared, wire),
        timeout=terms.timeout,
        deadline=Deadline.after(terms.deadline),
    )
    key: Any = None if pacer is None else (origin_of(url), wire.secrets)
    call = Call(errand, has_key(prepared.headers), can_replay(prepared.body), terms.retries, pacer, key)
    return errand, conduct(call)
