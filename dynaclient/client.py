"""The Client: wires the stages together. Every operation of a document is a method of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .call_options import (
    DEFAULT_TIMEOUT,
    CallOptions,
    Hook,
    checked_headers,
    checked_timeout,
    checked_validate_responses,
    hooks_of,
    merged_headers,
)
from .document import Document, load_document
from .document.document import Source
from .errors import HTTPStatusError, RequestError, UnknownOperation, Violation, Violations
from .model import Operation, Operations, build_security_schemes
from .record import replaced
from .request import Credentials, Explanation, RequestBuilder, RequestOptions, WireRequest, check_base_url
from .request.options import Validate, ValidateResponses
from .shared import Shared
from .types import MISSING

if TYPE_CHECKING:
    import requests
    from typing_extensions import Self

    from .response import Response
    from .transport import Timeout


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
        self._shared = Shared(loaded, Operations(loaded), schemes, session, app)
        self._methods: dict[str, Callable[..., Response]] = {}
        self._options = CallOptions(
            request=RequestOptions(
                credentials=Credentials(credentials, schemes, self._credentials_hint()),
                base_url=None if base_url is None else check_base_url(base_url),
                server=server,
                server_variables=dict(server_variables or {}),
                headers=checked_headers(headers),
                validate=validate,
                fallback_url="http://localhost" if app is not None else "",
            ),
            timeout=checked_timeout(timeout),
            validate_responses=checked_validate_responses(validate_responses),
            on_request=hooks_of(on_request),
            on_response=hooks_of(on_response),
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
        shared = self.__dict__.get("_shared")  # missing in an object that was made without __init__
        if name.startswith("_") or shared is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        operations = shared.operations
        operation_id = name if name in operations else operations.aliases.get(name)
        if operation_id is None:
            known = [*operations, *operations.aliases, *(n for n in dir(type(self)) if not n.startswith("_"))]
            raise UnknownOperation(name, known)
        return self._method(operation_id)

    def _method(self, operation_id: str) -> Callable[..., Response]:
        if operation_id not in self._methods:
            from .method import make_method

            operation, face = self._shared.builder(operation_id).operation, self._shared.face(operation_id)
            self._methods.setdefault(operation_id, make_method(self, operation, face))
        return self._methods[operation_id]

    def __dir__(self) -> list[str]:
        from .method import is_attribute

        return sorted({*super().__dir__(), *filter(is_attribute, (*self.operations, *self.operations.aliases))})

    def __repr__(self) -> str:
        title = f"{self.document.title} {self.document.info.get('version', '')}".strip()
        return f"<{type(self).__name__} for {title!r}, {len(self.operations)} operations>"

    def _repr_html_(self) -> str:
        from html import escape

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
        return self._shared.sending().prepare(wire, self._options.removed_headers)

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

    def _builder(self, operation_id: str | Operation) -> RequestBuilder:
        name = operation_id.operation_id if isinstance(operation_id, Operation) else operation_id
        if not isinstance(name, str):
            raise UnknownOperation(repr(name))
        if name not in self.operations:
            name = self.operations.aliases.get(name, name)
        return self._shared.builder(name)

    def _send(self, operation: Operation, wire: WireRequest) -> Response:
        from .response import Response
        from .transport import secrets_of

        options, sender = self._options, self._shared.sending()
        prepared = options.hooked(sender.prepare(wire, options.removed_headers))
        raw = sender.send(prepared, wire, timeout=options.timeout, stream=options.stream)
        secrets = options.request.credentials.texts() | secrets_of(prepared, wire)
        response = Response(raw, operation, self.document, secrets)
        try:
            self._judge(response)
        except BaseException:
            response.close()
            raise
        return response

    def _judge(self, response: Response) -> None:
        """Call the hooks, hold the answer against the document, and raise what is to be raised."""
        options = self._options
        for hook in options.on_response:
            hook(response)
        error = self._status_error(response) if options.raise_for_status and not response.ok else None
        mode = options.validate_responses
        if mode and not options.stream and not (mode == "raise" and error is not None):
            self._shared.checker(response.operation).check(response, mode)
        if error is not None:
            raise error

    def _status_error(self, response: Response) -> HTTPStatusError:
        return response.error()

    def _request_options(self, operation: Operation) -> RequestOptions:
        """The options for one call, with what the session and the kind of client add."""
        options = self._options.request
        session = self._shared.session
        extra = self._operation_headers(operation)
        if extra:
            options = replaced(options, headers=merged_headers(extra, options.headers))
        if session is not None:
            accept = session.headers.get("Accept")
            if isinstance(accept, str) and accept != "*/*":  # not the one that requests puts there
                options = replaced(options, headers=merged_headers({"Accept": accept}, options.headers))
            options = replaced(
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

    def with_options(self, **changes: Any) -> Self:
        """A copy that calls differently and shares everything else, the connections too.

        Args:
            changes: any of timeout, validate, validate_responses, headers and credentials (added to those there
                are), server, server_variables, base_url, content_type, stream, raise_for_status, on_request,
                on_response.

        Raises:
            RequestError: there is no such option.
        """
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._options = self._options.changed(changes)
        copy._methods = {}
        return copy

    def __copy__(self) -> Self:
        return self.with_options()

    def __deepcopy__(self, memo: Any) -> Self:
        """A light copy too: a document does not change, and connections cannot be copied."""
        return self.with_options()

    def __reduce__(self) -> Any:
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled: it holds credentials and connections. "
            "Make one in the process that needs it"
        )

    def close(self) -> None:
        """Close the connections that the client opened. A session of your own stays open."""
        if self._shared.sender is not None:
            self._shared.sender.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
