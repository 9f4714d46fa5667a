"""Call any operation of an OpenAPI document by name; arguments are checked before anything is sent.

    from dynaclient import Client, OpenAI

    client = OpenAI()                       # the bundled description, the key from OPENAI_API_KEY
    client = Client("petstore.yaml")        # any OpenAPI 2.0 to 3.2 document
    client.call("getPetById", petId=1)      # the same call as client.getPetById(petId=1)

Importing this package is cheap: public names are loaded on first use.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ._support.lazy import lazy_names
from ._version import __version__

if TYPE_CHECKING:
    from .client.asynchronous import AsyncClient
    from .client.sync import Client
    from .credentials.oauth import OAuth
    from .credentials.signature import Signature
    from .credentials.steps import Fetch
    from .credentials.token import Token
    from .document import Document, Problem, load_document
    from .errors import (
        ArgumentConflict,
        BadRequest,
        BodyTooLarge,
        BulkError,
        Conflict,
        ConnectionFailed,
        ContentTooLarge,
        DamagedBody,
        DeadlineExceeded,
        DocumentError,
        DocumentSyntaxError,
        DynaclientDeprecationWarning,
        DynaclientError,
        DynaclientWarning,
        EditConflict,
        ErrorEvent,
        Forbidden,
        Gone,
        HTTPStatusError,
        IncompleteAnswer,
        InvalidEvent,
        InvalidItem,
        InvalidResponse,
        InvalidSignature,
        LinkError,
        LockBroken,
        MissingCredentials,
        MissingExtra,
        NotFound,
        NotRecorded,
        OverlayError,
        PagingError,
        PagingWarning,
        PreconditionFailed,
        PreconditionRequired,
        ProblemDetails,
        RateLimited,
        RecordingError,
        RefusedAnswer,
        RequestError,
        ResponseError,
        ServerError,
        TokenError,
        TransportError,
        Unauthorized,
        UndecodableBody,
        UnexpectedState,
        UnknownOperation,
        UnknownParameter,
        UnknownWebhook,
        UnprocessableEntity,
        UnresolvableReference,
        UnsupportedVersion,
        ValidationError,
        Violation,
        WebhookError,
    )
    from .openai.asynchronous import AsyncOpenAI
    from .openai.sync import OpenAI
    from .response import Response
    from .response.asynchronous import AsyncResponse, AsyncStream
    from .response.events import Event
    from .response.page_rule import PageRule
    from .response.parts import Part
    from .response.stream import Stream
    from .transport import Attempt, Quota, RateLimit, RetryPolicy
    from .types import MISSING

_HOMES = {  # every other public name is an error
    "client.sync": ("Client",),
    "client.asynchronous": ("AsyncClient",),
    "credentials.oauth": ("OAuth",),
    "credentials.signature": ("Signature",),
    "credentials.steps": ("Fetch",),
    "credentials.token": ("Token",),
    "openai.sync": ("OpenAI",),
    "openai.asynchronous": ("AsyncOpenAI",),
    "document": ("Document", "Problem", "load_document"),
    "response": ("Response",),
    "response.asynchronous": ("AsyncResponse", "AsyncStream"),
    "response.events": ("Event",),
    "response.page_rule": ("PageRule",),
    "response.parts": ("Part",),
    "response.stream": ("Stream",),
    "transport": ("Attempt", "Quota", "RateLimit", "RetryPolicy"),
    "types": ("MISSING",),
}
__all__ = [
    "MISSING",
    "ArgumentConflict",
    "AsyncClient",
    "AsyncOpenAI",
    "AsyncResponse",
    "AsyncStream",
    "Attempt",
    "BadRequest",
    "BodyTooLarge",
    "BulkError",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "ContentTooLarge",
    "DamagedBody",
    "DeadlineExceeded",
    "Document",
    "DocumentError",
    "DocumentSyntaxError",
    "DynaclientDeprecationWarning",
    "DynaclientError",
    "DynaclientWarning",
    "EditConflict",
    "ErrorEvent",
    "Event",
    "Fetch",
    "Forbidden",
    "Gone",
    "HTTPStatusError",
    "IncompleteAnswer",
    "InvalidEvent",
    "InvalidItem",
    "InvalidResponse",
    "InvalidSignature",
    "LinkError",
    "LockBroken",
    "MissingCredentials",
    "MissingExtra",
    "NotFound",
    "NotRecorded",
    "OAuth",
    "OpenAI",
    "OverlayError",
    "PageRule",
    "PagingError",
    "PagingWarning",
    "Part",
    "PreconditionFailed",
    "PreconditionRequired",
    "Problem",
    "ProblemDetails",
    "Quota",
    "RateLimit",
    "RateLimited",
    "RecordingError",
    "RefusedAnswer",
    "RequestError",
    "Response",
    "ResponseError",
    "RetryPolicy",
    "ServerError",
    "Signature",
    "Stream",
    "Token",
    "TokenError",
    "TransportError",
    "Unauthorized",
    "UndecodableBody",
    "UnexpectedState",
    "UnknownOperation",
    "UnknownParameter",
    "UnknownWebhook",
    "UnprocessableEntity",
    "UnresolvableReference",
    "UnsupportedVersion",
    "ValidationError",
    "Violation",
    "WebhookError",
    "__version__",
    "load_document",
]

_HOME_OF = dict.fromkeys((name for name in __all__ if name != "__version__"), "errors")
_HOME_OF |= {name: home for home, names in _HOMES.items() for name in names}


__getattr__ = lazy_names(__name__, _HOME_OF)


def __dir__() -> list[str]:
    return sorted(__all__)


if _level := os.environ.get("DYNACLIENT_LOG"):
    from ._support.log_output import write_log

    write_log(_level)
