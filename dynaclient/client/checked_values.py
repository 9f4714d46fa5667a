"""The values of options, and what hooks return: each is checked, and returned as a client keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.headers import Headers
from .._support.wording import shown_option
from ..errors import RequestError, ResponseError
from ..request.options import ValidateResponses
from ..schema.modes import RESPONSE_MODES, unknown_mode
from ..transport.deadlines import is_time
from ..types import MISSING, ResponseLike

if TYPE_CHECKING:
    import requests

    from ..transport import Timeout
    from ..transport.rates import Rate

GivenHeaders = Mapping[str, str | None]
"""By name; None removes a header."""

Hook = Callable[[Any], Any]


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


def checked_switch(option: str, given: Any) -> bool:
    """Return the value of an option that is True or False.

    Raises:
        RequestError: it is anything else, such as a text.
    """
    if not isinstance(given, bool):
        raise RequestError(f"{option}= must be True or False, not {shown_option(given)}")
    return given


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


# what hooks return


def hook_result_or(prepared: requests.PreparedRequest, returned: Any, hook: Hook) -> requests.PreparedRequest:
    """The request that a hook returned, or the one that it was given if it returned nothing.

    Raises:
        RequestError: it returned anything else.
    """
    if returned is None or returned is prepared:
        return prepared
    if not isinstance(returned, type(prepared)):
        raise RequestError(
            f"the hook {_name_of(hook)} returned a value of type {type(returned).__name__}: it may return a request to "
            "send instead, or nothing",
            operation_id=prepared.operation_id,  # type: ignore[attr-defined]
        )
    returned.operation_id = prepared.operation_id  # type: ignore[attr-defined]
    return returned


def check_hook_of_answer(response: ResponseLike, returned: Any, hook: Hook) -> None:
    """Refuse what a hook returned instead of an answer: it may change the one that it is given, not replace it.

    Raises:
        ResponseError: it returned anything but nothing or that answer.
    """
    if returned is not None and returned is not response:
        raise ResponseError(
            f"the hook {_name_of(hook)} returned a value of type {type(returned).__name__}, which would be lost: a "
            "hook of answers returns nothing. A plugin with send() may answer a call itself",
            response=response,
            operation_id=response.operation_id,
        )


def _name_of(hook: Hook) -> str:
    return str(getattr(hook, "__qualname__", type(hook).__name__))
