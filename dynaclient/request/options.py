"""The options of the request stage, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from .._support.record import made, record
from .._support.wording import shown_option
from ..errors import RequestError
from ..schema.formats import Formats
from ..schema.modes import REQUEST_MODES, unknown_mode
from .security import Credentials
from .writing.headers import is_one_line

Validate = bool | Literal["strict", "warn"]
ValidateResponses = Literal["warn", "raise", "record"] | bool


@record(
    hidden=(
        "credentials",
        "base_url",
        "headers",
        "query",
        "extra_body",
    )
)
class RequestOptions:
    """The client's options that the request stage needs.

    Attributes:
        credentials: by security scheme.
        base_url: overrides the document's servers, or None; its query goes on every request.
        server: index of an operation's server, from 0, or its name.
        server_variables: values for the variables in server URLs.
        headers: sent with every request; None as a value removes a default header.
        query: sent with every request, as `own_query.checked_query` returns it; None removes one of `base_url`.
        extra_body: members added to every body that is an object, after it was checked.
        validate: True, "strict", "warn" or False.
        formats: the formats to check: True for those of the mode, False for none, or their names.
        content_type: the media type to send bodies as, or None to choose.
        compress: whether bodies are compressed with gzip.
        fallback_url: the base of relative servers if the document has no URL.
        has_own_auth: whether the session signs requests itself.
        has_own_cert: whether the session has a client certificate.
        session_headers: names, in lower case, of headers that the session sets.
    """

    credentials: Credentials
    base_url: str | None = None  # may contain user:password, and keys in its query
    server: int | str = 0
    server_variables: Mapping[str, str] = made(dict)
    headers: Mapping[str, str | None] = made(dict)
    query: Mapping[str, Any] = made(dict)
    extra_body: Mapping[str, Any] = made(dict)
    validate: Validate = True
    formats: Formats = True
    content_type: str | None = None
    compress: bool = False
    fallback_url: str = ""
    has_own_auth: bool = False
    has_own_cert: bool = False
    session_headers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.content_type is not None and not is_one_line(self.content_type):
            raise RequestError(
                f"content_type= must be a media type like application/json, not {shown_option(self.content_type)}"
            )
        if not isinstance(self.validate, (str, bool)) or self.validate not in tuple(REQUEST_MODES):
            raise RequestError(unknown_mode("validate", self.validate, REQUEST_MODES))
