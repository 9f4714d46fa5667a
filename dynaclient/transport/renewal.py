"""Ask for credentials again after a 401: their source may have newer ones.

A 401 means that the server did not act, so that the call can be made again whatever its method, once, if its body can
be sent a second time. Source: RFC 9110 section 15.5.2.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import replaced
from ..errors import RequestError, TokenError, TransportError
from ..request import WireRequest
from .delivery import CallContext, DeliveryOptions
from .secrecy import secrets_of

if TYPE_CHECKING:
    from .token_requests import TokenCall


class CallOnItsWay:
    """The request of a call, which one with new credentials may replace.

    Attributes:
        request: what is sent, the prepared form of `wire`.
        context: the call, for error messages; it learns the secrets of every request.
        token_sender: returns the sender of the requests by which credentials are obtained.
    """

    def __init__(self, request: Any, wire: WireRequest, context: CallContext, token_sender: Callable[[], Any]) -> None:
        self.request = request
        self.wire = wire
        self.context = context
        self.token_sender = token_sender

    def take(self, request: Any, wire: WireRequest) -> None:
        """Continue with another request."""
        known = self.context.find_secrets
        self.request, self.wire = request, wire
        self.context.find_secrets = lambda: known() | secrets_of(request, wire)
        self.context.url = request.url or wire.url

    def renew(
        self,
        prepare: Callable[[WireRequest, DeliveryOptions], Any],
        options: DeliveryOptions,
        headers: Mapping[str, str],
    ) -> bool:
        """Ask for the credentials again; returns whether there are others.

        Args:
            headers: those of the 401.
        """
        wire = self._asked_again(headers)
        if wire is None:
            return False
        try:
            wire = with_credentials(wire, self._call(wire, options))
        except (RequestError, TransportError) as error:
            return self._without(error)
        if _is_same(wire, self.wire):
            return False
        self.take(prepare(wire, options), wire)
        return True

    async def renew_async(
        self,
        prepare: Callable[[WireRequest, DeliveryOptions], Awaitable[Any]],
        options: DeliveryOptions,
        headers: Mapping[str, str],
    ) -> bool:
        """The same, where functions may be coroutine functions."""
        wire = self._asked_again(headers)
        if wire is None:
            return False
        try:
            wire = await with_credentials_async(wire, self._call(wire, options))
        except (RequestError, TransportError) as error:
            return self._without(error)
        if _is_same(wire, self.wire):
            return False
        self.take(await prepare(wire, options), wire)
        return True

    def _asked_again(self, headers: Mapping[str, str]) -> WireRequest | None:
        """The request with what the sources give now; None if there is no reason to ask them."""
        renewal = self.wire.renewal
        assert renewal is not None
        if not _may_be_stale(headers):
            return None
        renewal.refuse(renewal.answers)
        try:
            return renewal.again(None)
        except RequestError:  # the function returns something that is not a credential: the 401 stays
            return None

    def _call(self, wire: WireRequest, options: DeliveryOptions) -> TokenCall:
        from .token_requests import TokenCall

        return TokenCall(wire.operation_id, options, self.context.deadline, self.token_sender)

    def _without(self, error: Exception) -> bool:
        """Keep the 401, and the reason why there is no newer token."""
        if isinstance(error, (TokenError, TransportError)):
            self.context.token_error = error
        return False


def with_credentials(wire: WireRequest, call: TokenCall) -> WireRequest:
    """The request, with the credentials that have to be obtained first."""
    renewal = wire.renewal
    pending = renewal.pending if renewal is not None else None
    if renewal is None or not pending:
        return wire
    from .token_requests import obtain

    return renewal.again({**renewal.answers, **obtain(pending, call)})


async def with_credentials_async(wire: WireRequest, call: TokenCall) -> WireRequest:
    """The same, where functions may be coroutine functions."""
    renewal = wire.renewal
    pending = renewal.pending if renewal is not None else None
    if renewal is None or not pending:
        return wire
    from .token_requests import obtain_async

    return renewal.again({**renewal.answers, **await obtain_async(pending, call)})


def begin_call(
    wire: WireRequest, options: DeliveryOptions, token_sender: Callable[[], Any], *, in_process: bool
) -> TokenCall:
    """The call whose credentials are obtained before it is sent; its deadline begins now."""
    from .deadlines import Deadline
    from .token_requests import TokenCall

    deadline = options.deadline
    begun = deadline if isinstance(deadline, Deadline) else Deadline.after(deadline)
    return TokenCall(wire.operation_id, options, begun, token_sender, in_process)


def after_credentials(call: TokenCall) -> DeliveryOptions:
    """The options of a call whose credentials were obtained: with the deadline that began before.

    Raises:
        DeadlineExceeded: none is left.
    """
    if call.deadline.seconds is None:
        return call.options
    if call.deadline.expired:
        raise call.out_of_time()
    return replaced(call.options, deadline=call.deadline)


def _may_be_stale(headers: Mapping[str, str]) -> bool:
    """Whether a newer token may help: the server says `invalid_token`, or nothing about a bearer token.

    Source: RFC 6750 section 3.1.
    """
    from ..credentials.challenges import bearer_challenge

    challenge = bearer_challenge(headers)
    return challenge.get("error", "invalid_token") == "invalid_token"


def _is_same(one: WireRequest, other: WireRequest) -> bool:
    return _credentials(one) == _credentials(other)


def _credentials(wire: WireRequest) -> tuple[Any, ...]:
    return wire.url, wire.headers, wire.cookies, wire.auth, wire.cert
