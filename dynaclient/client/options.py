"""The options of a client: one frozen value, and the table of options that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.headers import Headers
from .._support.record import record, replaced
from .._support.wording import did_you_mean
from ..errors import RequestError
from ..request import RequestOptions, WireRequest, check_base_url
from ..request.idempotency import Idempotency, checked_idempotency
from ..request.options import ValidateResponses
from ..schema.policy import RESPONSE_MODES, unknown_mode
from ..transport.deadlines import checked_deadline
from ..transport.delivery import NO_HOOKS, CallHooks, DeliveryOptions
from ..transport.retries import policy_of

if TYPE_CHECKING:
    import requests

    from ..transport import Timeout
    from .plugins import Plugin

GivenHeaders = Mapping[str, str | None]
"""By name; None removes a header."""

Hook = Callable[[Any], Any]


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
                known = ", ".join(sorted(_CHANGES))
                raise RequestError(
                    f"there is no option {name!r}.{did_you_mean(name, _CHANGES) or f' There are {known}.'}"
                )
            options = change(options, value)
        return options

    def with_plugins(self, plugins: Sequence[Plugin]) -> CallOptions:
        """These options with other plugins instead of their own."""
        return _hooked(replaced(self, plugins=tuple(plugins)))

    @property
    def removed_headers(self) -> tuple[str, ...]:
        """The headers that the caller removed with None."""
        headers = self.request.headers
        return tuple(name for name, value in headers.items() if value is None) if headers else ()


def hook_result_or(prepared: requests.PreparedRequest, returned: Any) -> requests.PreparedRequest:
    """Use a hook's return value if it is a request; ignore anything else."""
    if returned is prepared or not isinstance(returned, type(prepared)):
        return prepared
    returned.operation_id = prepared.operation_id  # type: ignore[attr-defined]
    return returned


def with_headers(wire: WireRequest, headers: Mapping[str, str]) -> WireRequest:
    """The same request with more headers, to send again."""
    return replaced(wire, headers={**wire.headers, **headers})


def checked_headers(headers: GivenHeaders | None) -> dict[str, str | None]:
    """The caller's headers, if their values are valid. Source: RFC 9110 sections 5.1 and 5.5."""
    checked = dict(headers or {})
    for name, value in checked.items():
        if not (_can_be_sent(name) and name.strip() and (value is None or _can_be_sent(value))):
            raise RequestError(
                f"the header {str(name)[:40]!r} must be one line of Latin-1 text that does not begin with a blank"
            )
    return checked


def merged_headers(below: GivenHeaders, above: GivenHeaders) -> GivenHeaders:
    """Headers merged into others; names are case-insensitive."""
    return dict(Headers([*below.items(), *above.items()]).items())


def _can_be_sent(text: Any) -> bool:
    if not isinstance(text, str) or any(character in text for character in "\r\n\0") or text[:1].isspace():
        return False
    return all(ord(character) < 256 for character in text)


def checked_timeout(timeout: Any) -> Timeout:
    """Return `timeout=` if it is seconds above zero, a pair of them, or None.

    Raises:
        RequestError: it is anything else.
    """
    parts = timeout if isinstance(timeout, tuple) and len(timeout) == 2 else (timeout,)
    if all(part is None or (_is_number(part) and part > 0) for part in parts):
        return timeout  # type: ignore[no-any-return]
    raise RequestError(f"timeout= must be seconds above 0, a pair (to connect, between bytes) or None, not {timeout!r}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def checked_validate_responses(mode: Any) -> ValidateResponses:
    """What to do with answers that do not fit; True means "raise".

    Raises:
        RequestError: the mode is unknown.
    """
    if mode is True:
        return "raise"
    if mode is None or mode in tuple(RESPONSE_MODES):
        return mode or False
    others = [other for other in RESPONSE_MODES if other is not True]  # it is another word for "raise"
    raise RequestError(unknown_mode("validate_responses", mode, others))


def hooks_of(given: Hook | Sequence[Hook] | None) -> tuple[Hook, ...]:
    """One hook, several or none, as a tuple.

    Raises:
        RequestError: a hook is not callable.
    """
    hooks = () if given is None else tuple(given) if isinstance(given, (list, tuple)) else (given,)
    for hook in hooks:
        if not callable(hook):
            raise RequestError(f"a hook must be a function, not {type(hook).__name__}")
    return hooks


def changed_options(options: CallOptions, **changes: Any) -> CallOptions:
    """Options with some of them changed; each new value is checked."""
    return options.changed(changes)


Change = Callable[[CallOptions, Any], CallOptions]


def _of_call(name: str, read: Callable[[Any], Any] = lambda value: value) -> Change:
    return lambda options, value: replaced(options, **{name: read(value)})


def _of_delivery(name: str, read: Callable[[DeliveryOptions, Any], Any]) -> Change:
    def change(options: CallOptions, value: Any) -> CallOptions:
        return replaced(options, delivery=replaced(options.delivery, **{name: read(options.delivery, value)}))

    return change


def _of_hooks(name: str) -> Change:
    return lambda options, value: _hooked(replaced(options, **{name: hooks_of(value)}))


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
        )
    return replaced(options, delivery=replaced(options.delivery, hooks=hooks))


def _of_request(name: str, read: Callable[[RequestOptions, Any], Any] = lambda request, value: value) -> Change:
    def change(options: CallOptions, value: Any) -> CallOptions:
        return replaced(options, request=replaced(options.request, **{name: read(options.request, value)}))

    return change


_CHANGES: dict[str, Change] = {
    "timeout": _of_delivery("timeout", lambda _, value: checked_timeout(value)),
    "deadline": _of_delivery("deadline", lambda _, value: checked_deadline(value)),
    "retries": _of_delivery("retries", lambda delivery, value: policy_of(value, delivery.retries)),
    "pace": _of_delivery("pace", lambda _, value: bool(value)),
    "stream": _of_delivery("stream", lambda _, value: bool(value)),
    "idempotency": _of_call("idempotency", checked_idempotency),
    "pickle_credentials": _of_call("pickle_credentials", bool),
    "raise_for_status": _of_call("raise_for_status", bool),
    "validate_responses": _of_call("validate_responses", checked_validate_responses),
    "on_request": _of_hooks("on_request"),
    "on_response": _of_hooks("on_response"),
    "on_retry": _of_hooks("on_retry"),
    "plugins": _with_plugins,
    "validate": _of_request("validate"),
    "server": _of_request("server"),
    "content_type": _of_request("content_type"),
    "base_url": _of_request("base_url", lambda request, url: None if url is None else check_base_url(url)),
    "server_variables": _of_request(
        "server_variables", lambda request, value: {**request.server_variables, **(value or {})}
    ),
    "headers": _of_request("headers", lambda request, value: merged_headers(request.headers, checked_headers(value))),
    "credentials": _of_request("credentials", lambda request, value: request.credentials.merged(value)),
}
"""Option → the function that changes it."""
