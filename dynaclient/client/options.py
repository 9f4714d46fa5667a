"""The options of a client: one frozen value, and the table of options that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.record import record, replaced
from ..request import RequestOptions, WireRequest, check_base_url
from ..request.idempotency import Idempotency, checked_idempotency
from ..request.options import ValidateResponses
from ..request.values import Renewal
from ..schema.formats import checked_formats
from ..transport.deadlines import checked_deadline
from ..transport.delivery import NO_HOOKS, CallHooks, DeliveryOptions
from ..transport.retries import policy_of
from .checked_values import (
    Hook,
    checked_headers,
    checked_mapping,
    checked_max_body,
    checked_rate,
    checked_switch,
    checked_timeout,
    checked_validate_responses,
    hooks_of,
    merged_body,
    merged_headers,
    merged_query,
)

if TYPE_CHECKING:
    from .plugins import Plugin


@record
class CallOptions:
    """The options of a client. Every change returns a new value.

    Attributes:
        request: the options of the request stage.
        delivery: the options of the transport; its hooks are those of the plugins, then the `on_…` functions.
        is_async: whether hooks are awaited, and plugins need `asend`.
    """

    request: RequestOptions
    delivery: DeliveryOptions
    is_async: bool = False
    idempotency: Idempotency = None
    pickle_credentials: bool = False
    raise_for_status: bool = True
    validate_responses: ValidateResponses = False
    strict_responses: bool = False
    on_request: tuple[Hook, ...] = ()
    on_response: tuple[Hook, ...] = ()
    on_retry: tuple[Hook, ...] = ()
    plugins: tuple[Plugin, ...] = ()

    def changed(self, changes: Mapping[str, Any]) -> CallOptions:
        """These options with some of them changed.

        Raises:
            RequestError: there is no such option, or it cannot have this value.
        """
        options = self
        for name, value in changes.items():
            change = _CHANGES.get(name)
            if change is None:
                from .unknown_options import no_option

                raise no_option(name, _CHANGES)
            options = change(options, _of_python(value))
        return options

    def with_plugins(self, plugins: Sequence[Plugin]) -> CallOptions:
        """These options with other plugins instead of their own."""
        return _hooked(replaced(self, plugins=tuple(plugins)))

    @property
    def removed_headers(self) -> tuple[str, ...]:
        """The headers that the caller removed with None."""
        headers = self.request.headers
        return tuple(name for name, value in headers.items() if value is None) if headers else ()


def with_headers(wire: WireRequest, headers: Mapping[str, str]) -> WireRequest:
    """The same request with more headers, to send again."""
    renewal = wire.renewal
    if renewal is not None:
        again = renewal.again
        renewal = Renewal(renewal.answers, lambda answers: with_headers(again(answers), headers), renewal.refuse)
    return replaced(wire, headers={**wire.headers, **headers}, renewal=renewal)


def with_address(wire: WireRequest, address: str) -> WireRequest:
    """The same request at an address that the server gave, with the credentials and the client's own query in it."""
    from ..request.server_addresses import with_credentials_of

    renewal = wire.renewal
    if renewal is not None:
        again = renewal.again
        renewal = Renewal(renewal.answers, lambda answers: with_address(again(answers), address), renewal.refuse)
    url = with_credentials_of(address, wire.url, wire.secrets, wire.own_query)
    return replaced(wire, url=url, renewal=renewal)


def changed_options(options: CallOptions, **changes: Any) -> CallOptions:
    """Options with some of them changed; each new value is checked."""
    return options.changed(changes)


def _of_python(value: Any) -> Any:
    """The number of Python that a scalar of numpy is; any other value as it is."""
    return value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 else value


Change = Callable[[CallOptions, Any], CallOptions]


def _of_call(name: str, read: Callable[[Any], Any] = lambda value: value) -> Change:
    return lambda options, value: replaced(options, **{name: read(value)})


def _with_strict_responses(options: CallOptions, value: Any) -> CallOptions:
    """Asking for the letter asks for a check: without a mode, what does not fit raises."""
    mode = "raise" if value and not options.validate_responses else options.validate_responses
    return replaced(options, strict_responses=bool(value), validate_responses=mode)


def _of_delivery(name: str, read: Callable[[DeliveryOptions, Any], Any]) -> Change:
    def change(options: CallOptions, value: Any) -> CallOptions:
        return replaced(options, delivery=replaced(options.delivery, **{name: read(options.delivery, value)}))

    return change


def _of_hooks(name: str) -> Change:
    return lambda options, value: _hooked(replaced(options, **{name: hooks_of(value, is_async=options.is_async)}))


def _with_plugins(options: CallOptions, added: Sequence[Plugin] | None) -> CallOptions:
    if not added:
        return options
    from .plugins import checked_plugins

    return options.with_plugins((*options.plugins, *checked_plugins(added, is_async=options.is_async)))


def _hooked(options: CallOptions) -> CallOptions:
    """The options with their hooks rebuilt from plugins and functions."""
    hooks = NO_HOOKS
    if options.plugins:
        from .plugins import hooks_of_plugins

        hooks = hooks_of_plugins(options.plugins, is_async=options.is_async)
    if options.on_request or options.on_response or options.on_retry:
        hooks = CallHooks(
            (*hooks.prepared, *options.on_request),
            (*hooks.answered, *options.on_response),
            options.on_retry,
            hooks.event,
            hooks.send,
            hooks.token,
        )
    return replaced(options, delivery=replaced(options.delivery, hooks=hooks))


def _of_request(name: str, read: Callable[[RequestOptions, Any], Any] = lambda request, value: value) -> Change:
    def change(options: CallOptions, value: Any) -> CallOptions:
        return replaced(options, request=replaced(options.request, **{name: read(options.request, value)}))

    return change


_of_headers = _of_request("headers", lambda request, value: merged_headers(request.headers, checked_headers(value)))
_of_query = _of_request("query", lambda request, value: merged_query(request.query, value))

_CHANGES: dict[str, Change] = {
    "timeout": _of_delivery("timeout", lambda _, value: checked_timeout(value)),
    "deadline": _of_delivery("deadline", lambda _, value: checked_deadline(value)),
    "retries": _of_delivery("retries", lambda delivery, value: policy_of(value, delivery.retries)),
    "pace": _of_delivery("pace", lambda _, value: checked_switch("pace", value)),
    "rate": _of_delivery("rate", lambda _, value: checked_rate(value)),
    "max_body": _of_delivery("max_body", lambda _, value: checked_max_body(value)),
    "stream": _of_delivery("stream", lambda _, value: bool(value)),
    "idempotency": _of_call("idempotency", checked_idempotency),
    "pickle_credentials": _of_call("pickle_credentials", bool),
    "raise_for_status": _of_call("raise_for_status", bool),
    "validate_responses": _of_call("validate_responses", checked_validate_responses),
    "strict_responses": _with_strict_responses,
    "on_request": _of_hooks("on_request"),
    "on_response": _of_hooks("on_response"),
    "on_retry": _of_hooks("on_retry"),
    "plugins": _with_plugins,
    "validate": _of_request("validate"),
    "formats": _of_request("formats", lambda _, value: checked_formats(value)),
    "server": _of_request("server"),
    "content_type": _of_request("content_type"),
    "compress": _of_request("compress", lambda _, value: checked_switch("compress", value)),
    "base_url": _of_request("base_url", lambda request, url: None if url is None else check_base_url(url)),
    "server_variables": _of_request(
        "server_variables",
        lambda request, value: {**request.server_variables, **checked_mapping("server_variables", value)},
    ),
    "headers": _of_headers,
    "extra_headers": _of_headers,
    "query": _of_query,
    "extra_query": _of_query,
    "extra_body": _of_request("extra_body", lambda request, value: merged_body(request.extra_body, value)),
    "credentials": _of_request("credentials", lambda request, value: request.credentials.merged(value)),
}
"""Option → the function that changes it. Its type for checkers is a line in `given_options`."""

OPTION_NAMES = frozenset(_CHANGES)
