"""The Client: wires the stages together. Every operation of a document is a method of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any

from .document import Document, load_document
from .document.document import Source
from .errors import HTTPStatusError, RequestError, UnknownOperation, Violation, Violations
from .method import make_method
from .model import Operation, Operations, build_security_schemes
from .request import Credentials, Explanation, RequestBuilder, RequestOptions, WireRequest, check_base_url
from .request.options import Validate, ValidateResponses
from .types import MISSING
from .wording import did_you_mean

if TYPE_CHECKING:
    import requests

    from .response import Response, ResponseChecker
    from .transport import Sender, Timeout

DEFAULT_TIMEOUT = (10.0, 600.0)
"""Seconds to connect, and between bytes of the answer."""

Hook = Callable[[Any], Any]


@dataclass(slots=True)
class _Shared:
    """What a client and its copies have in common: the document, what was made of it, and the connections."""

    document: Document
    operations: Operations
    schemes: Mapping[str, Any]
    session: requests.Session | None
    app: Any
    builders: dict[str, RequestBuilder] = field(default_factory=dict)
    checkers: dict[str, ResponseChecker] = field(default_factory=dict)
    sender: Sender | None = None

    def builder(self, operation_id: str) -> RequestBuilder:
        if operation_id not in self.builders:
            self.builders[operation_id] = RequestBuilder(self.document, self.operations[operation_id])
        return self.builders[operation_id]

    def checker(self, operation: Operation) -> ResponseChecker:
        from .response import ResponseChecker

        if operation.operation_id not in self.checkers:
            self.checkers[operation.operation_id] = ResponseChecker(self.document, operation)
        return self.checkers[operation.operation_id]

    def sending(self) -> Sender:
        if self.sender is None:
            from .transport import Sender

            self.sender = Sender(self.session, self.app)
        return self.sender


@dataclass(frozen=True, slots=True)
class _Options:
    """How a client calls: what `with_options` may change."""

    request: RequestOptions
    timeout: Timeout = DEFAULT_TIMEOUT
    stream: bool = False
    raise_for_status: bool = True
    validate_responses: ValidateResponses = False
    on_request: tuple[Hook, ...] = ()
    on_response: tuple[Hook, ...] = ()


class Client:
    """A client for one OpenAPI document: every operationId is a method.

    Args:
        document: a path, an http(s) address, JSON or YAML text as bytes, a mapping (not changed), or a `Document`.
        base_url: wins over every server that the document names.
        server: which of the document's servers, from 0.
        server_variables: values for the variables in server URLs.
        credentials: by security scheme name: a key or token as text, `(user, password)`, a function that gives
            either, or an AuthBase of requests. False sends without any, whatever the document says.
        session: your own `requests.Session`; its headers, auth, cookies, hooks, adapters and proxies hold, and it is
            not closed.
        app: a WSGI application that is called in process instead of the network.
        timeout: seconds to connect and between bytes of the answer; one number, a pair, or None to wait for ever.
        headers: sent with every request; None as a value removes a default header.
        validate: True for the standard with the reliefs of the validation policy, "strict" for its letter, "warn" to
            log violations and send, False to skip.
        validate_responses: "warn", "raise" or "record" (on `response.violations`) what does not fit.
        on_request: called with the PreparedRequest (which carries `operation_id`) before it is sent; may change it.
        on_response: called with the `Response`, before a 4xx or 5xx is raised.
        allow_references: folders and addresses outside the document's own that its `$ref`s may reach.

    Raises:
        DocumentError: the document cannot be read.
    """

    def __init__(
        self,
        document: Source | Document,
        *,
        base_url: str | None = None,
        server: int = 0,
        server_variables: Mapping[str, str] | None = None,
        credentials: Mapping[str, Any] | bool | None = None,
        session: requests.Session | None = None,
        app: Any = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        headers: Mapping[str, str | None] | None = None,
        validate: Validate = True,
        validate_responses: ValidateResponses = False,
        on_request: Hook | Sequence[Hook] | None = None,
        on_response: Hook | Sequence[Hook] | None = None,
        allow_references: Sequence[str | os.PathLike[str]] = (),
    ) -> None:
        if session is not None and app is not None:
            raise RequestError("pass session= or app=, not both: an application is called through its own session")
        loaded = load_document(document, allow_references=allow_references)
        schemes = build_security_schemes(loaded)
        self._shared = _Shared(loaded, Operations(loaded), schemes, session, app)
        self._methods: dict[str, Callable[..., Response]] = {}
        self._options = _Options(
            request=RequestOptions(
                credentials=Credentials(credentials, schemes, self._credentials_hint()),
                base_url=None if base_url is None else check_base_url(base_url),
                server=server,
                server_variables=dict(server_variables or {}),
                headers=_checked_headers(headers),
                validate=validate,
                fallback_url="http://localhost" if app is not None else "",
            ),
            timeout=timeout,
            validate_responses=validate_responses,
            on_request=_hooks(on_request),
            on_response=_hooks(on_response),
        )

    # what there is

    @property
    def document(self) -> Document:
        """The document, with `resolve(ref)` and `problems`."""
        return self._shared.document

    @property
    def operations(self) -> Operations:
        """OperationId → `Operation`, with `tagged(tag)` and `search(text)`."""
        return self._shared.operations

    @property
    def session(self) -> requests.Session:
        """The session that requests go through."""
        return self._shared.sending().session

    def __getattr__(self, name: str) -> Callable[..., Response]:
        if name.startswith("_"):
            raise AttributeError(name)
        operations = self.operations
        operation_id = name if name in operations else operations.aliases.get(name)
        if operation_id is None:
            known = [*operations, *operations.aliases, *(n for n in dir(type(self)) if not n.startswith("_"))]
            raise UnknownOperation(name, known)
        return self._method(operation_id)

    def _method(self, operation_id: str) -> Callable[..., Response]:
        if operation_id not in self._methods:
            builder = self._shared.builder(operation_id)
            self._methods[operation_id] = make_method(self, builder.operation, builder.properties)
        return self._methods[operation_id]

    def __dir__(self) -> list[str]:
        names = (name for name in (*self.operations, *self.operations.aliases) if name.isidentifier())
        return sorted({*super().__dir__(), *names})

    def __repr__(self) -> str:
        title = f"{self.document.title} {self.document.info.get('version', '')}".strip()
        return f"<{type(self).__name__} for {title!r}, {len(self.operations)} operations>"

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(repr(self)[1:-1])}</b></p>{self.operations._repr_html_()}"

    # calling

    def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Response:
        """Call an operation.

        Args:
            operation_id: its id, or its snake_case name.
            params: arguments by wire name; `"path:id"`, `"query:id"`, `"header:…"`, `"cookie:…"`, `"body:…"` say where.
            body: the whole body. Without it, arguments that are no parameters make up the body.
            arguments: parameters by wire or Python name, and properties of the body.

        Raises:
            RequestError: the call is wrong and nothing was sent (`UnknownOperation`, `UnknownParameter`,
                `ValidationError`, `MissingCredentials`).
            TransportError: no answer was received.
            HTTPStatusError: the answer is a 4xx or 5xx.
        """
        builder = self._builder(operation_id)
        wire = builder.build(self._request_options(builder.operation), params, body, arguments)
        return self._send(builder.operation, wire)

    def prepare(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> requests.PreparedRequest:
        """The request that `call` would send, with its credentials in it. Nothing is sent, no hook is called."""
        builder = self._builder(operation_id)
        wire = builder.build(self._request_options(builder.operation), params, body, arguments)
        return self._shared.sending().prepare(wire)

    def validate(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> list[Violation]:
        """Everything that is wrong with the arguments; an empty list when they would be sent."""
        builder = self._builder(operation_id)
        return Violations(builder.violations(self._request_options(builder.operation), params, body, arguments))

    def explain(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Explanation:
        """Which server, security alternative, styles, media type and defaults are chosen for a call, and why."""
        builder = self._builder(operation_id)
        return builder.explained(self._request_options(builder.operation), params, body, arguments)

    def _builder(self, operation_id: str) -> RequestBuilder:
        if operation_id not in self.operations:
            operation_id = self.operations.aliases.get(operation_id, operation_id)
        return self._shared.builder(operation_id)

    def _send(self, operation: Operation, wire: WireRequest) -> Response:
        from .response import Response

        options, sender = self._options, self._shared.sending()
        prepared = sender.prepare(wire)
        for hook in options.on_request:
            prepared = hook(prepared) or prepared
        raw = sender.send(prepared, wire, timeout=options.timeout, stream=options.stream)
        secrets = options.request.credentials.texts() | wire.secrets
        response = Response(raw, operation, self.document, secrets)
        for hook in options.on_response:
            hook(response)
        if options.raise_for_status and not response.ok:
            raise self._status_error(response)
        if options.validate_responses and not options.stream:
            self._shared.checker(operation).check(response, options.validate_responses)
        return response

    def _status_error(self, response: Response) -> HTTPStatusError:
        return response.error()

    def _request_options(self, operation: Operation) -> RequestOptions:
        """The options for one call, with what the session and the kind of client add."""
        options = self._options.request
        session = self._shared.session
        extra = self._operation_headers(operation)
        if extra:
            options = replace(options, headers={**extra, **options.headers})
        if session is not None:
            options = replace(
                options,
                has_own_auth=session.auth is not None,
                has_own_cert=session.cert is not None,
                session_headers=frozenset(str(name).lower() for name in session.headers),
            )
        return options

    def _operation_headers(self, operation: Operation) -> Mapping[str, str]:
        """Headers that this kind of client adds to an operation."""
        return {}

    def _credentials_hint(self) -> str:
        """What to do when credentials are missing, where the kind of client knows better than the general text."""
        return ""

    # changed copies, and the end

    def with_options(self, **changes: Any) -> Client:
        """A copy that calls differently and shares everything else, the connections too.

        Args:
            changes: any of timeout, validate, validate_responses, headers and credentials (added to those there
                are), server, server_variables, base_url, content_type, stream, raise_for_status, on_request,
                on_response.

        Raises:
            RequestError: there is no such option.
        """
        options = self._options
        for name, value in changes.items():
            change = _CHANGES.get(name)
            if change is None:
                raise RequestError(f"there is no option {name!r}.{did_you_mean(name, _CHANGES)}")
            options = change(self, options, value)
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._options = options
        copy._methods = {}
        return copy

    def close(self) -> None:
        """Close the connections that the client opened. A session of your own stays open."""
        if self._shared.sender is not None:
            self._shared.sender.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()


def _checked_headers(headers: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """Headers of the caller, held against what a header can carry. Source: RFC 9110 sections 5.1 and 5.5."""
    checked = dict(headers or {})
    for name, value in checked.items():
        text = f"{name}{value or ''}"
        if not isinstance(name, str) or not isinstance(value, (str, type(None))) or any(c in text for c in "\r\n\0"):
            raise RequestError(f"the header {str(name)[:40]!r} must be one line of text")
    return checked


def _hooks(given: Hook | Sequence[Hook] | None) -> tuple[Hook, ...]:
    if given is None:
        return ()
    return (given,) if callable(given) else tuple(given)


def _change_request(name: str, read: Callable[[Client, RequestOptions, Any], Any]) -> Callable[..., _Options]:
    def change(client: Client, options: _Options, value: Any) -> _Options:
        return replace(options, request=replace(options.request, **{name: read(client, options.request, value)}))

    return change


def _change_call(name: str, read: Callable[[Any], Any] = lambda value: value) -> Callable[..., _Options]:
    return lambda client, options, value: replace(options, **{name: read(value)})


def _merged_credentials(client: Client, options: RequestOptions, value: Any) -> Credentials:
    return options.credentials.merged(value)


_CHANGES: dict[str, Callable[[Client, _Options, Any], _Options]] = {
    "timeout": _change_call("timeout"),
    "stream": _change_call("stream"),
    "raise_for_status": _change_call("raise_for_status"),
    "validate_responses": _change_call("validate_responses"),
    "on_request": _change_call("on_request", _hooks),
    "on_response": _change_call("on_response", _hooks),
    "validate": _change_request("validate", lambda client, options, value: value),
    "server": _change_request("server", lambda client, options, value: value),
    "content_type": _change_request("content_type", lambda client, options, value: value),
    "base_url": _change_request("base_url", lambda c, o, value: None if value is None else check_base_url(value)),
    "server_variables": _change_request(
        "server_variables", lambda client, options, value: {**options.server_variables, **value}
    ),
    "headers": _change_request(
        "headers", lambda client, options, value: {**options.headers, **_checked_headers(value)}
    ),
    "credentials": _change_request("credentials", _merged_credentials),
}
"""Option → how it is changed, so that a new one is one line."""
