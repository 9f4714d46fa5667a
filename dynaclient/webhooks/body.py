"""The body of a request: the bytes that were signed, and the value they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from .._support.headers import essence
from ..errors import InvalidEvent, WebhookError


def body_bytes(given: Any) -> bytes:
    """The bytes as they arrived; a text is encoded in UTF-8.

    Raises:
        WebhookError: it is something else, such as a parsed body.
    """
    if isinstance(given, bytes):
        return given
    if isinstance(given, (bytearray, memoryview)):
        return bytes(given)
    if isinstance(given, str):
        try:
            return given.encode()
        except UnicodeEncodeError:
            raise WebhookError("the body is text that is not UTF-8: pass the bytes as they arrived") from None
    if isinstance(given, (Mapping, list)):
        raise WebhookError(
            "the body must be the bytes as they arrived, not what was parsed from them: the signature is made over the "
            "bytes, and written again they are others. Pass request.body (Django), request.get_data() (Flask) or "
            "await request.body() (FastAPI, Starlette)"
        )
    raise WebhookError(f"the body must be the bytes as they arrived, not {type(given).__name__}")


def read_body(body: bytes, content_type: str) -> Any:
    """The value of a body: of JSON, of a form as a dict of texts, else the bytes.

    Args:
        content_type: of the request; "" means JSON.

    Raises:
        InvalidEvent: it is not JSON.
    """
    kind = essence(content_type)
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    if kind and "json" not in kind:
        return body
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise InvalidEvent("the body is nested too deeply to be read") from None
    except ValueError as error:
        reason = str(error) if isinstance(error, (json.JSONDecodeError, _NotJSONError)) else "it is not UTF-8"
        raise InvalidEvent(f"the body is not JSON: {reason}") from None


class _NotJSONError(ValueError):
    """A number that JSON does not have."""


def _no_number(name: str) -> Any:
    raise _NotJSONError(f"{name} is not a number of JSON")
