"""Ask for credentials again after a 401: a function that returns them may have a newer one.

A 401 means that the server did not act, so that the call can be made again whatever its method, once, if its body can
be sent a second time. Source: RFC 9110 section 15.5.2.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from .._support.awaiting import awaited
from ..errors import RequestError
from ..request import WireRequest
from ..request.values import Renewal
from .delivery import CallContext, DeliveryOptions
from .secrecy import secrets_of


class CallOnItsWay:
    """The request of a call, which one with new credentials may replace.

    Attributes:
        request: what is sent, the prepared form of `wire`.
        context: the call, for error messages; it learns the secrets of every request.
    """

    def __init__(self, request: Any, wire: WireRequest, context: CallContext) -> None:
        self.request = request
        self.wire = wire
        self.context = context

    def take(self, request: Any, wire: WireRequest) -> None:
        """Continue with another request."""
        known = self.context.find_secrets
        self.request, self.wire = request, wire
        self.context.find_secrets = lambda: known() | secrets_of(request, wire)
        self.context.url = request.url or wire.url

    def renew(self, prepare: Callable[[WireRequest, DeliveryOptions], Any], options: DeliveryOptions) -> bool:
        """Ask for the credentials again; returns whether there are others."""
        wire = _renewed(self.wire)
        if wire is None:
            return False
        self.take(prepare(wire, options), wire)
        return True

    async def renew_async(
        self, prepare: Callable[[WireRequest, DeliveryOptions], Awaitable[Any]], options: DeliveryOptions
    ) -> bool:
        """The same, where the functions may be coroutine functions."""
        wire = _renewed(self.wire)
        if wire is not None:
            try:
                wire = await with_answers(wire)
            except RequestError:
                return False
        if wire is None or _is_same(wire, self.wire):
            return False
        self.take(await prepare(wire, options), wire)
        return True


async def with_answers(wire: WireRequest) -> WireRequest:
    """The request, with the credentials that are to be awaited."""
    renewal: Renewal | None = wire.renewal
    if renewal is None or not renewal.pending:
        return wire
    answered: WireRequest = renewal.again({name: await awaited(answer) for name, answer in renewal.answers.items()})
    return answered


def _renewed(wire: WireRequest) -> WireRequest | None:
    """The request with credentials asked for again; None if there are none, or the same."""
    assert wire.renewal is not None
    try:
        renewed = wire.renewal.again(None)
    except RequestError:  # what the function returns now is no credential: the 401 stays the answer
        return None
    return None if _is_same(renewed, wire) else renewed


def _is_same(one: WireRequest, other: WireRequest) -> bool:
    return _credentials(one) == _credentials(other)


def _credentials(wire: WireRequest) -> tuple[Any, ...]:
    return wire.url, wire.headers, wire.cookies, wire.auth, wire.cert
