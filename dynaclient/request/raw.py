"""Requests for a method and a path that the document need not have: `client.request("POST", "/responses", json=…)`.

The document gives the server and, by its root `security`, the credentials. Nothing is checked against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from .._support.headers import is_token
from .._support.record import record
from .._support.urls import host_and_port, origin_of
from .._support.wording import kind_of, shown_option
from ..document import Document
from ..document.names import written_method
from ..document.pointer import pointer_to
from ..errors import RequestError
from ..model import MediaType, Operation
from ..model.build import root_security, root_servers
from ..model.media_types import FORM, JSON, family_of
from ..types import MISSING
from .body_values import BodyValue, plain_body, ready_made_body
from .media import is_ready_made
from .options import RequestOptions
from .plan import CallPlan
from .values import BoundArguments, JudgedArguments, WireRequest
from .writing.bodies import write_body
from .writing.template import PathTemplate


@record
class RawTarget:
    """Where a raw request goes.

    Attributes:
        method: in upper case.
        origin: scheme, host and port, if an absolute URL was given; else "".
        path: with its query, encoded where it has to be.
    """

    method: str
    origin: str
    path: str

    @staticmethod
    def of(method: Any, path: Any) -> RawTarget:
        """The target of a method and a path or absolute URL.

        Raises:
            RequestError: one of them cannot be sent.
        """
        if not isinstance(method, str) or not is_token(method):
            raise RequestError(f"the method must be one word such as 'POST', not {shown_option(method)}")
        if not isinstance(path, str) or not path or path != path.strip() or not path.isprintable():
            raise RequestError(f"the path must be text such as '/responses' or a URL, not {shown_option(path)}")
        origin, rest = "", path
        if "://" in path.partition("?")[0]:
            origin, rest = _split(path)
        if "#" in rest:
            raise RequestError(f"a request has no fragment: leave out # in {shown_option(rest)}, or write %23")
        segments = unquote(rest.partition("?")[0]).split("/")
        if "." in segments or ".." in segments:
            raise RequestError(f"the path {shown_option(rest)} has a segment . or .., which leads to another address")
        if "{" in rest or "}" in rest:
            raise RequestError(
                f"fill in the braces of {shown_option(rest)}: the path of client.request has no parameters"
            )
        return RawTarget(method.upper(), origin, f"/{rest.removeprefix('/')}")

    @property
    def name(self) -> str:
        """The request in errors and events, without its query."""
        return f"{self.method} {host_and_port(self.origin)}{self.path.partition('?')[0]}"

    def operation(self, document: Document) -> Operation:
        """The request as an operation, for the parts of the client that need one."""
        return Operation(
            operation_id=self.name,
            python_name="",
            method=written_method(self.method),
            path=self.path,
            security=root_security(document),
            servers=root_servers(document),
        )

    def is_at(self, base_url: str) -> bool:
        """Whether the request goes to the origin of a server."""
        return not self.origin or origin_of(self.origin) == origin_of(base_url)


def _split(url: str) -> tuple[str, str]:
    """The origin and the rest of an absolute URL."""
    try:
        parts = urlsplit(url)
        is_absolute = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_absolute = False
    if not is_absolute:
        shown = host_and_port(url.partition("?")[0])
        raise RequestError(f"the URL must begin with http:// or https:// and a host, not {shown_option(shown)}")
    return f"{parts.scheme}://{parts.netloc}", url.partition("://")[2][len(parts.netloc) :]


@record
class RawContent:
    """The content of a raw request as the caller passed it; `MISSING` for what was not given.

    Attributes:
        json: any JSON value.
        data: a mapping of form fields, text, bytes, a path, an open file or an iterator of bytes.
        files: files of a multipart body by field: a path, bytes, an open file, (name, data, type), or a list of them.
    """

    json: Any = MISSING
    data: Any = MISSING
    files: Any = MISSING

    def body(self, document: Document, asked: str | None) -> BodyValue | None:
        """The body in plain form.

        Args:
            asked: the media type that the caller asked for.
        """
        if self.json is not MISSING:
            other = "files" if self.files is not MISSING else "data"
            if self.files is not MISSING or self.data is not MISSING:
                raise RequestError(
                    f"json= and {other}= are two bodies; give one of them (data= has the fields beside files=)"
                )
            body = plain_body(document, MediaType(JSON), self.json)
            body.content_type = asked or JSON
            return body
        if self.files is not MISSING:
            return self._multipart(document, asked)
        if self.data is MISSING:
            return None
        if isinstance(self.data, Mapping):
            is_form = asked is not None and family_of(asked).holds == "fields"
            return plain_body(document, MediaType(asked if asked is not None and is_form else FORM), self.data)
        if not is_ready_made(self.data):
            raise RequestError(
                f"data= must be a mapping of fields, text, bytes, a path or an open file, not {kind_of(self.data)}; "
                "json= sends any JSON value"
            )
        return ready_made_body(asked, self.data)

    def _multipart(self, document: Document, asked: str | None) -> BodyValue:
        fields = {} if self.data is MISSING else self.data
        for option, given in (("files", self.files), ("data", fields)):
            if not isinstance(given, Mapping):
                beside = " beside files=" if option == "data" else ""
                raise RequestError(f"{option}={beside} must be a mapping from names to values, not {kind_of(given)}")
        twice = next((name for name in self.files if name in fields), None)
        if twice is not None:
            raise RequestError(f"the field {twice!r} is in both data= and files=")
        schema = {"type": "object", "properties": {str(name): _FILES for name in self.files}}
        return plain_body(document, MediaType(asked or "multipart/form-data", schema), {**fields, **self.files})


_FILE = {"type": "string", "format": "binary"}
_FILES = {"anyOf": [_FILE, {"type": "array", "items": _FILE}]}


def raw_wire(
    document: Document, operation: Operation, options: RequestOptions, content: RawContent, idempotency: Any
) -> WireRequest:
    """The request, ready to send.

    Raises:
        RequestError: the body cannot be written.
        MissingCredentials: the root `security` of the document needs some that were not given.
    """
    plan = CallPlan(document, operation, PathTemplate.parse(operation.path), options, idempotency)
    judged = JudgedArguments()
    body = content.body(document, plan.content_type)
    if body is not None and options.extra_body:
        from .undeclared import with_extra

        content_type = body.content_type
        body = with_extra(document, body, options.extra_body)
        body.content_type = content_type
    for error in body.errors if body is not None else ():
        raise RequestError(
            f"the body cannot be sent: {pointer_to(error.path)}{': ' if error.path else ''}{error.what}",
            operation_id=operation.operation_id,
        )
    written = None if body is None else body.written or write_body(body)
    return plan.request(judged, plan.add_key(BoundArguments()), written=written)
