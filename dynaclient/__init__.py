"""Call any operation of an OpenAPI document by name; what you pass is checked before anything is sent.

    from dynaclient import Client, OpenAI

    client = OpenAI()                       # the bundled description, the key from OPENAI_API_KEY
    client = Client("petstore.yaml")        # any OpenAPI 2.0, 3.0 or 3.1 document
    client.call("getPetById", petId=1)      # the same call as client.getPetById(petId=1)

Importing this package is cheap: what a name needs is loaded when the name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .async_client import AsyncClient
    from .async_openai import AsyncOpenAI
    from .client import Client
    from .document import Document, Problem, load_document
    from .errors import (
        ArgumentConflict,
        BadRequest,
        Conflict,
        ConnectionFailed,
        DamagedBody,
        DeadlineExceeded,
        DocumentError,
        DocumentSyntaxError,
        DynaclientError,
        ErrorEvent,
        Forbidden,
        HTTPStatusError,
        InvalidResponse,
        MissingCredentials,
        NotFound,
        PagingError,
        RateLimited,
        RequestError,
        ResponseError,
        ServerError,
        TransportError,
        Unauthorized,
        UndecodableBody,
        UnexpectedState,
        UnknownOperation,
        UnknownParameter,
        UnprocessableEntity,
        UnresolvableReference,
        UnsupportedVersion,
        ValidationError,
        Violation,
    )
    from .openai import OpenAI
    from .response import Response
    from .response.asynchronous import AsyncResponse
    from .response.events import Event
    from .response.page_rules import PageRule
    from .transport import Attempt, Quota, RateLimit, RetryPolicy
    from .types import MISSING

_HOMES = {  # every other public name is an error
    "async_client": ("AsyncClient",),
    "client": ("Client",),
    "async_openai": ("AsyncOpenAI",),
    "openai": ("OpenAI",),
    "document": ("Document", "Problem", "load_document"),
    "response": ("Response",),
    "response.asynchronous": ("AsyncResponse",),
    "response.events": ("Event",),
    "response.page_rules": ("PageRule",),
    "transport": ("Attempt", "Quota", "RateLimit", "RetryPolicy"),
    "types": ("MISSING",),
}
__all__ = [
    "MISSING",
    "ArgumentConflict",
    "AsyncClient",
    "AsyncOpenAI",
    "AsyncResponse",
    "Attempt",
    "BadRequest",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "DamagedBody",
    "DeadlineExceeded",
    "Document",
    "DocumentError",
    "DocumentSyntaxError",
    "DynaclientError",
    "ErrorEvent",
    "Event",
    "Forbidden",
    "HTTPStatusError",
    "InvalidResponse",
    "MissingCredentials",
    "NotFound",
    "OpenAI",
    "PageRule",
    "PagingError",
    "Problem",
    "Quota",
    "RateLimit",
    "RateLimited",
    "RequestError",
    "Response",
    "ResponseError",
    "RetryPolicy",
    "ServerError",
    "TransportError",
    "Unauthorized",
    "UndecodableBody",
    "UnexpectedState",
    "UnknownOperation",
    "UnknownParameter",
    "UnprocessableEntity",
    "UnresolvableReference",
    "UnsupportedVersion",
    "ValidationError",
    "Violation",
    "__version__",
    "load_document",
]

_HOME_OF = dict.fromkeys((name for name in __all__ if name != "__version__"), "errors")
_HOME_OF |= {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
