"""What a document declares for a status, its error class, and the server's message in an error body with its fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any

from ..errors import (
    BadRequest,
    Conflict,
    ContentTooLarge,
    Forbidden,
    Gone,
    HTTPStatusError,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    RateLimited,
    ServerError,
    Unauthorized,
    UnprocessableEntity,
)
from ..model import DeclaredResponse, Operation

STATUS_ERRORS: dict[int, type[HTTPStatusError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    410: Gone,
    412: PreconditionFailed,
    413: ContentTooLarge,
    422: UnprocessableEntity,
    428: PreconditionRequired,
    429: RateLimited,
}
"""Status → error class; any other 5xx raises `ServerError`, any other 4xx `HTTPStatusError`."""

_PLACES = (
    "message",
    "defaultMessage",
    "error_description",
    "detail",
    "title",
    "description",
    "reason",
    "msg",
    "error",
    "errors",
)
"""Keys of the message in error bodies, the best first.

Source: RFC 9457 section 3.1; RFC 6749 section 5.2; `defaultMessage` of Spring's field errors.
"""

_CODE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|CANCELLED|UNKNOWN|ABORTED|UNIMPLEMENTED|INTERNAL|UNAVAILABLE")
"""The `status` of Google's errors. Source: google.rpc.Code."""


_FIELDS = (
    "loc",
    "field",
    "param",
    "parameter",
    "pointer",
    "instancePath",
    "dataPath",
    "property",
    "path",
    "header",
    "subject",
)
"""Keys of the field that an item in a list of errors is about. Source: FastAPI; RFC 9457 section 3; JSON:API 1.1, Error
Objects (`source`); GitHub; express-validator; Ajv; Zod; google.rpc.QuotaFailure and PreconditionFailure (`subject`)."""

_LISTS = ("errors", "detail", "details", "issues", "violations", "fieldViolations", "invalid-params", "invalidParams")
"""Keys of a list of errors beside the message."""

_MOST = 10
"""Errors that are shown of a list."""

_DEEPEST = 4


def error_class(status: int) -> type[HTTPStatusError]:
    """The class that a 4xx or 5xx status raises."""
    return STATUS_ERRORS.get(status, ServerError if status >= 500 else HTTPStatusError)


def detail_of(data: Any, depth: int = 0, *, is_item: bool = False) -> str:
    """The server's message in an error body, or "". An error in a list begins with its field: `body.price: …`.

    Args:
        is_item: whether this is one error of a list, so that its members are not fields.
    """
    if isinstance(data, str):
        return data.strip() if depth else ""
    if depth >= _DEEPEST:
        return ""
    if isinstance(data, list):
        return _joined(map(_with_field, data[:_MOST], repeat(depth + 1)))
    if not isinstance(data, Mapping):
        return ""
    error = data.get("error")
    if isinstance(error, Mapping):
        found, code = detail_of(error, depth + 1), error.get("status")
        return f"{code}: {found}" if found and isinstance(code, str) and _CODE.fullmatch(code) else found
    for place in _PLACES:
        found = detail_of(data.get(place), depth + 1)
        if found:
            return found if isinstance(data[place], list) else _joined((found, *_fields_beside(data, place, depth)))
    return _joined(_fields_beside(data, "", depth)) or ("" if is_item else _by_field(data, depth))


def _fields_beside(data: Mapping[str, Any], message: str, depth: int) -> Iterator[str]:
    """The errors of single fields beside the message of an error body."""
    for name in _LISTS:
        inner = data.get(name) if name != message else None
        if isinstance(inner, list):
            yield from map(_with_field, inner[:_MOST], repeat(depth + 1))
        elif isinstance(inner, Mapping):
            yield _by_field(inner, depth + 1)


def _by_field(data: Mapping[str, Any], depth: int) -> str:
    """Errors by field: `{"email": ["is missing"]}`; an error body of its own only with lists of texts."""
    if depth >= _DEEPEST:
        return ""
    pairs = [(name, item) for name, item in data.items() if depth or _is_texts(item)]
    if len(pairs) < len(data):
        return ""
    texts = ((str(name), detail_of(item, depth + 1) or _code(item)) for name, item in pairs[:_MOST])
    return _joined(f"{name}: {text}" for name, text in texts if text)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value)


def _with_field(item: Any, depth: int) -> str:
    """The text of one error, after the field that it is about."""
    text = detail_of(item, depth, is_item=True)
    if not isinstance(item, Mapping):
        return text
    source = item.get("source")
    about = source if isinstance(source, Mapping) else item
    field = next(filter(None, (_path(about.get(name)) for name in (*_FIELDS, "name"))), "")
    text = text or _code(item)
    return f"{field}: {text}" if field and text else text


def _code(item: Any) -> str:
    """The code of an error that has no text of its own."""
    code = item.get("code") if isinstance(item, Mapping) else None
    return code if isinstance(code, str) else ""


def _path(value: Any) -> str:
    """The name of a field, the path to it, or a JSON Pointer, as text."""
    if isinstance(value, list):
        return ".".join(str(step) for step in value if isinstance(step, (str, int)))
    return value.removeprefix("#") if isinstance(value, str) else ""


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(filter(None, texts))


def missing_scope(headers: Mapping[str, str]) -> str:
    """What a server says about a token that allows too little; "" if that is not what is wrong.

    Source: RFC 6750 section 3.1, `insufficient_scope`.
    """
    from ..credentials.challenges import bearer_challenge

    challenge = bearer_challenge(headers)
    if challenge.get("error") != "insufficient_scope":
        return ""
    scopes = ", ".join(map(repr, challenge.get("scope", "").split()))
    return (
        f"the token needs the scope{'s' if ', ' in scopes else ''} {scopes}"
        if scopes
        else "the token needs more scopes"
    )


def refused_coding(sent: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """What to do about a 415 to a compressed body; "" if the body was not compressed.

    Source: RFC 9110 section 15.5.16; RFC 7694 section 3.
    """
    coding = str(sent.get("Content-Encoding") or "")
    if not coding:
        return ""
    accepted = headers.get("Accept-Encoding")
    if accepted is not None and coding in {name.partition(";")[0].strip() for name in accepted.split(",")}:
        return ""  # it is the media type that the server does not take
    return f"the body was sent with Content-Encoding: {coding}, which this server may not read: leave compress= out"


def declared_response(operation: Operation, status: int) -> DeclaredResponse | None:
    """The document's description of a status: by its number, its range, or `default`.

    Source: OAS 3.1.1 Responses Object.
    """
    for key in (str(status), f"{status // 100}XX", f"{status // 100}xx", "default"):
        if key in operation.responses:
            return operation.responses[key]
    return None
