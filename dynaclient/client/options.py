"""The options of a client: one frozen value, and the table of options that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.headers import Headers
from .._support.record import record, replaced
from .._support.wording import did_you_mean, shown_option
from ..errors import RequestError
from ..request import RequestOptions, WireRequest, check_base_url
from ..request.idempotency import Idempotency, checked_idempotency
from ..request.options import ValidateResponses
from ..request.values import Renewal
from ..schema.formats import checked_formats
from ..schema.modes import RESPONSE_MODES, unknown_mode
from ..transport.deadlines import checked_deadline, is_time
from ..transport.delivery import NO_HOOKS, CallHooks, DeliveryOptions
from ..transport.retries import policy_of
from ..types import MISSING

if TYPE_CHECKING:
    import requests

    from ..transport import Timeout
    from ..transport.rates import Rate
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
                if name in _OF_CLIENT:
                    raise RequestError(f"{name}= is an option of the client itself: pass it when you make the client")
                known = ", ".join(sorted(_CHANGES))
                raise RequestError(
                    f"there is no option {name!r}.{did_you_mean(name, _CHANGES) or f' The options are {known}.'}"
                )
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


def hook_result_or(prepared: requests.PreparedRequest, returned: Any) -> requests.PreparedRequest:
    """Use a hook's return value if it is a request; ignore anything else."""
    if returned is prepared or not isinstance(returned, type(prepared)):
        return prepared
    returned.operation_id = prepared.operation_id  # type: ignore[attr-defined]
    return returned


def with_headers(wire: WireRequest, headers: Mapping[str, str]) -> WireRequest:
    """The same request with more headers, to send again."""
    renewal = wire.renewal
    if renewal is not None:
        again = renewal.again
        renewal = Renewal(renewal.answers, lambda answers: with_headers(again(answers), headers))
    return replaced(wire, headers={**wire.headers, **headers}, renewal=renewal)


def checked_mapping(option: str, given: Any) -> dict[str, Any]:
    """The value of an option that is a mapping from names; None is an empty one.

    Raises:
        RequestError: it is anything else, or a name is not text.
    """
    if given is not None and not isinstance(given, Mapping):
        raise RequestError(f"{option}= must be a mapping from names to values, not {shown_option(given)}")
    for name in given or ():
        if not isinstance(name, str):
            raise RequestError(f"{option}=: names must be text, not {shown_option(name)}")
    return dict(given or {})


def checked_headers(headers: GivenHeaders | None) -> dict[str, str | None]:
    """The caller's headers, if their values are valid. Source: RFC 9110 sections 5.1 and 5.5."""
    checked = checked_mapping("headers", headers)
    for name, value in checked.items():
        if not (_can_be_sent(name) and name.strip() and (value is None or _can_be_sent(value))):
            raise RequestError(
                f"the header {shown_option(name)} must be one line of Latin-1 text that does not begin with a blank"
            )
    return checked


def merged_headers(below: GivenHeaders, above: GivenHeaders) -> GivenHeaders:
    """Headers merged into others; names are case-insensitive."""
    return dict(Headers([*below.items(), *above.items()]).items())


def merged_query(below: Mapping[str, Any], above: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The client's own query with other names added; `above` is checked."""
    if above is None:
        return below
    from ..request.own_query import checked_query

    return {**below, **checked_query(above)}


def merged_body(below: Mapping[str, Any], above: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The members added to bodies with others added to them; a value of `MISSING` removes one.

    Raises:
        RequestError: they are not a mapping, or a name is not text.
    """
    merged = {**below, **checked_mapping("extra_body", above)}
    return {name: value for name, value in merged.items() if value is not MISSING}


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
    if all(part is None or (is_time(part) and part > 0) for part in parts):
        return timeout  # type: ignore[no-any-return]
    raise RequestError(
        f"timeout= must be seconds above 0, a pair (to connect, between bytes) or None, not {shown_option(timeout)}"
    )


def checked_max_body(size: Any) -> int | None:
    """Return `max_body=` if it is a number of bytes, or None.

    Raises:
        RequestError: it is anything else.
    """
    if size is None or (isinstance(size, int) and not isinstance(size, bool) and size >= 0):
        return size
    raise RequestError(
        f"max_body= must be a whole number of bytes from 0, or None for no limit, not {shown_option(size)}"
    )


def checked_validate_responses(mode: Any) -> ValidateResponses:
    """What to do with answers that do not fit; True means "raise".

    Raises:
        RequestError: the mode is unknown.
    """
    if mode is True:
        return "raise"
    if mode is None or (isinstance(mode, (str, bool)) and mode in tuple(RESPONSE_MODES)):
        return mode or False  # type: ignore[return-value]
    others = [other for other in RESPONSE_MODES if other is not True]  # it is another word for "raise"
    raise RequestError(unknown_mode("validate_responses", mode, others))


_COROUTINE = 0x80
"""The flag of a coroutine function. Source: `inspect.CO_COROUTINE`, whose module takes long to load."""


def hooks_of(given: Hook | Sequence[Hook] | None, *, is_async: bool = False) -> tuple[Hook, ...]:
    """One hook, several or none, as a tuple.

    Raises:
        RequestError: a hook is not callable, or is a coroutine function that nothing awaits.
    """
    hooks = () if given is None else tuple(given) if isinstance(given, (list, tuple)) else (given,)
    for hook in hooks:
        if not callable(hook):
            raise RequestError(f"a hook must be a function, not {type(hook).__name__}")
        flags = getattr(getattr(hook, "__code__", None), "co_flags", 0)
        if flags & _COROUTINE and not is_async:
            raise RequestError(f"the hook {shown_option(hook)} is a coroutine function, which only AsyncClient awaits")
    return hooks


def checked_rate(given: Any) -> Rate | None:
    """The value of `rate=`; see `transport.rates`."""
    if given is None:
        return None
    from ..transport.rates import checked_rate

    return checked_rate(given)


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


def _checked_switch(option: str, given: Any) -> bool:
    if not isinstance(given, bool):
        raise RequestError(f"{option}= must be True or False, not {shown_option(given)}")
    return given


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
        )
    return replaced(options, delivery=replaced(options.delivery, hooks=hooks))


def _of_request(name: str, read: Callable[[RequestOptions, Any], Any] = lambda request, value: value) -> Change:
    def change(options: CallOptions, value: Any) -> CallOptions:
        return replaced(options, request=replaced(options.request, **{name: read(options.request, value)}))

    return change


_of_headers = _of_request("headers", lambda request, value: merged_headers(request.headers, checked_headers(value)))
_of_query = _of_request("query", lambda request, value: merged_query(request.query, value))

_OF_CLIENT = frozenset(
    ("session", "app", "verify", "cert", "proxies", "allow_references", "overlays", "lock", "lock_mode")
)
"""Options that a client has for good."""

_CHANGES: dict[str, Change] = {
    "timeout": _of_delivery("timeout", lambda _, value: checked_timeout(value)),
    "deadline": _of_delivery("deadline", lambda _, value: checked_deadline(value)),
    "retries": _of_delivery("retries", lambda delivery, value: policy_of(value, delivery.retries)),
    "pace": _of_delivery("pace", lambda _, value: _checked_switch("pace", value)),
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
