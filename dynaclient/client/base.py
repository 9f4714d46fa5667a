"""The base of every client: the document, its operations as methods, argument checks, options.

Sync and async clients differ only in sending, which is not in this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .._support.record import replaced
from ..document import Document, load_document
from ..document.document import Source
from ..errors import RequestError, UnknownOperation, Violation, Violations
from ..model import Operation, Operations, build_security_schemes
from ..request import Credentials, RequestBuilder, RequestOptions, WireRequest, check_base_url
from ..request.idempotency import Idempotency
from ..request.options import Validate, ValidateResponses
from ..request.plan import CallPlan
from ..request.values import Arguments, refuse_pending
from ..schema.formats import checked_formats
from ..transport.delivery import DEFAULT_TIMEOUT, MAX_BODY, DeliveryOptions
from ..transport.retries import RetryPolicy
from ..types import MISSING
from .options import CallOptions, Hook, changed_options, checked_headers, checked_mapping, merged_headers
from .shared import ClientCore

if TYPE_CHECKING:
    import requests
    from typing_extensions import Self

    from ..request.explanation import Explanation
    from ..response import Response
    from ..response.page_rule import PageRule
    from ..response.polling import Until
    from ..transport.deadlines import Timeout
    from ..transport.delivery import Delivery
    from .plugins import Plugin

LockMode = Literal["raise", "warn", "record"]

Paged = TypeVar("Paged")

Method = TypeVar("Method", bound=Callable[..., Any])

Planned = tuple[RequestBuilder, CallPlan, Any]
"""The builder of an operation's requests, the plan of its calls, and the session state that the plan depends on."""


def operation_first(method: Method) -> Method:
    """Let a method begin without its operation, so that its error can say how to call an operation of its name.

    Type checkers demand the argument all the same, and `until=` of `poll`.
    """
    method.__defaults__ = (MISSING, *(method.__defaults__ or ()))
    if "until" in method.__code__.co_varnames:
        method.__kwdefaults__ = {"until": MISSING, **(method.__kwdefaults__ or {})}
    return method


class BaseClient:
    """A client for one OpenAPI document: every operationId is a method.

    Args:
        document: a path, an http(s) URL, JSON or YAML text as bytes, a mapping (not changed), or a `Document`.
        base_url: overrides the servers in the document. It may have a query, which goes on every request.
        server: index of the document's server to use, from 0; one that does not exist is an error of the first call.
        server_variables: values for the variables in server URLs.
        credentials: by security scheme name: a key or token as text, `(user, password)`, a function that returns
            either, or an AuthBase of requests. False sends none, whatever the document says.
        session: your own session; it is used as it is and not closed.
        app: a WSGI application to call in process instead of the network.
        timeout: seconds to connect and between bytes of the answer; one number, a pair, or None for no limit.
        deadline: seconds for the whole call: every attempt, the waits between them, and the body or stream. Connecting
            and reading stop there; None for no limit.
        max_body: the most bytes of a body to hold in memory, after decompression; 1 GiB by default, None for no limit.
            A body that is read as it arrives, or saved to a file, has no limit.
        retries: how many times to retry a call where that is safe, or a `RetryPolicy`; 0 for never.
        idempotency: True sends a key with every POST and PATCH, so that servers which support such keys can be retried
            safely; a text names the header; None sends a key if the document declares one; False never.
        pace: True waits while the server's rate limit headers say that the quota is used up.
        headers: sent with every request; None as a value removes a default header.
        query: sent with every request, whether the document declares it or not: by name, a text, a number, a boolean or
            a list of them. A call's own argument wins over it, and None as a value removes one of `base_url`.
        validate: True applies the standard with the reliefs of the validation policy, "strict" without them; "warn"
            logs violations and sends; False skips validation.
        formats: the values of `format` that are checked: True for those of `validate` (see docs/how-it-works.md), False
            for none, or a set of their names.
        validate_responses: "warn" logs, "raise" raises and "record" keeps (on `response.violations`) what does not fit.
        strict_responses: True holds answers to the letter of the document; without `validate_responses`, that raises.
        on_request: called with the PreparedRequest (which has `operation_id`) before it is sent; may change it.
        on_response: called with the `Response`, before a 4xx or 5xx is raised.
        on_retry: called with the failed `Attempt`, before the wait for the next one.
        plugins: objects that watch or intercept calls, the outermost first; see `client/plugins.py`.
        allow_references: folders and URLs outside the document's own that its `$ref`s may use.
        lock: a lock file, which says what the program uses; see docs/swapping.md. A document that breaks it is refused.
        lock_mode: "warn" logs what breaks instead; "record" writes what the program uses into the file.

    Raises:
        DocumentError: the document cannot be read.
        LockBroken: the document breaks what the lock says is used.
    """

    _is_async = False

    def __init__(
        self,
        document: Source | Document,
        *,
        base_url: str | None = None,
        server: int = 0,
        server_variables: Mapping[str, str] | None = None,
        credentials: Mapping[str, Any] | bool | None = None,
        session: Any = None,
        app: Any = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        deadline: float | None = None,
        max_body: int | None = MAX_BODY,
        retries: int | RetryPolicy | None = None,
        idempotency: Idempotency = None,
        pace: bool = False,
        headers: Mapping[str, str | None] | None = None,
        query: Mapping[str, Any] | None = None,
        validate: Validate = True,
        formats: bool | Collection[str] | None = True,
        validate_responses: ValidateResponses = False,
        strict_responses: bool = False,
        on_request: Hook | Sequence[Hook] | None = None,
        on_response: Hook | Sequence[Hook] | None = None,
        on_retry: Hook | Sequence[Hook] | None = None,
        plugins: Sequence[Plugin] | None = None,
        allow_references: Sequence[str | os.PathLike[str]] = (),
        lock: str | os.PathLike[str] | None = None,
        lock_mode: LockMode = "raise",
    ) -> None:
        if session is not None and app is not None:
            raise RequestError("pass session= or app=, not both: an application is called through its own session")
        loaded = load_document(document, allow_references=allow_references)
        schemes = build_security_schemes(loaded)
        self._core = ClientCore(loaded, Operations(loaded), schemes, session, app)
        self._methods: dict[str, Callable[..., Any]] = {}
        self._plans: dict[str, Planned] = {}
        request = RequestOptions(
            credentials=Credentials(credentials, schemes, self._credentials_hint()),
            base_url=None if base_url is None else check_base_url(base_url),
            server=server,
            server_variables=checked_mapping("server_variables", server_variables),
            headers=checked_headers(headers),
            validate=validate,
            formats=checked_formats(formats),
            fallback_url="http://localhost" if app is not None else "",
        )
        self._options = changed_options(
            CallOptions(request, DeliveryOptions(retries=self._default_retries()), self._is_async),
            timeout=timeout,
            deadline=deadline,
            max_body=max_body,
            retries=retries,
            idempotency=idempotency,
            pace=pace,
            query=query,
            validate_responses=validate_responses,
            strict_responses=strict_responses,
            on_request=on_request,
            on_response=on_response,
            on_retry=on_retry,
            plugins=plugins,
        )
        if lock is not None:
            from .attached import attached

            self._options = changed_options(self._options, plugins=[attached("lock")(lock, lock_mode)])
        self._owned_plugins = self._options.plugins
        self._show_document(self._owned_plugins)

    # the document

    @property
    def document(self) -> Document:
        """The document, with `resolve(ref)` and `problems`."""
        return self._core.document

    @property
    def operations(self) -> Operations:
        """OperationId → `Operation`, with `tagged(tag)` and `search(text)`."""
        return self._core.operations

    def __getattr__(self, name: str) -> Callable[..., Any]:
        shared = self.__dict__.get("_core")  # missing in an object that was made without __init__
        if name.startswith("_") or shared is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        operations = shared.operations
        operation_id = name if name in operations else operations.aliases.get(name)
        if operation_id is None:
            known = [*operations, *operations.aliases, *(n for n in dir(type(self)) if not n.startswith("_"))]
            raise UnknownOperation(name, known)
        return self._method(operation_id)

    def _method(self, operation_id: str) -> Callable[..., Any]:
        if operation_id not in self._methods:
            from .methods import make_method

            operation = self._core.builder(operation_id).operation
            operation_help = self._core.operation_help(operation_id)
            self._methods.setdefault(operation_id, make_method(self.call, type(self), operation, operation_help))
        return self._methods[operation_id]

    def __dir__(self) -> list[str]:
        from .methods import is_attribute

        return sorted({*super().__dir__(), *filter(is_attribute, (*self.operations, *self.operations.aliases))})

    def __repr__(self) -> str:
        title = f"{self.document.title} {self.document.info.get('version', '')}".strip()
        return f"<{type(self).__name__} for {title!r}, {len(self.operations)} operations>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p><b>{escape(repr(self)[1:-1])}</b></p>{self.operations._repr_html_()}"

    # calling

    @operation_first
    def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Any:
        """Call an operation."""
        raise NotImplementedError

    @operation_first
    def prepare(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> requests.PreparedRequest:
        """The request that `call` would send, including credentials. Sends nothing and calls no hook."""
        _, wire = self._wire(operation_id, Arguments(params, body, arguments))
        refuse_pending(wire)
        prepared: requests.PreparedRequest = self._sending().prepare(wire, self._options.removed_headers)
        return prepared

    @operation_first
    def validate(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> list[Violation]:
        """Everything wrong with the arguments; an empty list if they would be sent."""
        builder, plan, _ = self._planned(operation_id)
        return Violations(builder.violations(plan, Arguments(params, body, arguments)))

    @operation_first
    def explain(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Explanation:
        """Which server, security alternative, styles, media type and defaults a call would use, and why."""
        builder, plan, _ = self._planned(operation_id)
        return builder.explained(plan, Arguments(params, body, arguments))

    def _builder(self, operation_id: str | Operation) -> RequestBuilder:
        name = operation_id.operation_id if isinstance(operation_id, Operation) else operation_id
        found = self._core.builders.get(name) if type(name) is str else None
        if found is not None:
            return found
        if not isinstance(name, str):
            from .own_names import no_operation

            raise no_operation(type(self), self.operations, name)
        if name not in self.operations:
            name = self.operations.aliases.get(name, name)
        return self._core.builder(name)

    def _wire(self, operation_id: str | Operation, arguments: Arguments) -> tuple[Operation, WireRequest]:
        """The operation and the request of a call."""
        builder, plan, _ = self._planned(operation_id)
        return builder.operation, builder.build(plan, arguments)

    def _planned(self, operation_id: str | Operation) -> Planned:
        """The builder of an operation's requests and the plan of its calls, valid until the session changes."""
        planned = self._plans.get(operation_id) if type(operation_id) is str else None
        if planned is None or (self._core.session is not None and planned[2] != self._session_state()):
            builder, state = self._builder(operation_id), self._session_state()
            plan = builder.plan(self._request_options(builder.operation), self._options.idempotency)
            planned = builder, plan, state
            self._plans[operation_id if type(operation_id) is str else builder.operation.operation_id] = planned
        return planned

    def _session_state(self) -> Any:
        """What plans read from the caller's own session; differs after it has changed."""
        return None

    def _paged(
        self,
        kind: Callable[..., Paged],
        operation_id: str,
        arguments: Arguments,
        rule: PageRule | Mapping[str, Any] | None,
    ) -> Paged:
        from ..response.page_rules import find_rule

        builder = self._builder(operation_id)
        operation = builder.operation
        return kind(
            operation,
            *find_rule(self.document, operation, rule),
            builder.with_body(arguments),
            lambda arguments: self._wire(operation, arguments)[1],
            self._send,
        )

    def _polled(
        self, operation_id: str, until: Until, interval: float | None, deadline: float | None
    ) -> Generator[Any, Any, Any]:
        from ..response.polling import Polling, conduct_polling
        from ..transport.deadlines import Deadline, checked_deadline

        operation = self._builder(operation_id).operation
        if until is MISSING:  # type: ignore[comparison-overlap]  # see `operation_first`
            raise RequestError("poll needs until=, which says when it is done", operation_id=operation.operation_id)
        polling = Polling(self.document, operation, until, interval)
        return conduct_polling(polling, Deadline.after(checked_deadline(deadline)))

    def _within(self, seconds: float | None) -> Self:
        """A copy whose calls may take at most this many seconds."""
        own = self._options.delivery.deadline
        if seconds is None or (own is not None and own <= seconds):
            return self
        return self.with_options(deadline=max(seconds, 1e-3))

    def _send(self, operation: Operation, wire: WireRequest) -> Any:
        """Send a request and wrap the answer in a response."""
        raise NotImplementedError

    def _sending(self) -> Any:
        """The sender of the requests, created on first use."""
        core = self._core
        is_ready = core.sender is not None and core.process == os.getpid()
        return core.sender if is_ready else core.sending(self._make_sender)

    @staticmethod
    def _make_sender(session: Any, app: Any) -> Any:
        """Create a sender for this kind of client."""
        raise NotImplementedError

    def _response(self, operation: Operation, delivery: Delivery, kind: Callable[..., Response]) -> Any:
        """The response of a delivery.

        Raises:
            TransportError: there is no answer.
        """
        if delivery.error is not None:
            delivery.error.attempts = delivery.attempts
            raise delivery.error
        credentials, context = self._options.request.credentials, delivery.context
        return kind(
            delivery.answer.raw,
            operation,
            self._core.document,
            lambda: credentials.texts() | context.find_secrets(),
            delivery=delivery,
            client=self,
        )

    def _show_document(self, plugins: Sequence[Plugin]) -> None:
        if plugins:
            from .plugins import show_document

            show_document(plugins, self._core.document)

    def _check(self, response: Response) -> None:
        """Check the answer against the document and its status, and raise what is wrong."""
        options = self._options
        error = response.error() if options.raise_for_status and response.raw.status_code >= 400 else None
        mode = options.validate_responses
        if mode and not (mode == "raise" and error is not None):
            checker = self._core.checker(response.operation, strict=options.strict_responses)
            checker.check(response, mode, options.request.formats)
        if error is not None:
            raise error

    def _request_options(self, operation: Operation) -> RequestOptions:
        """The options for one call, with what the session and the kind of client add."""
        options = self._options.request
        extra = self._operation_headers(operation)
        return replaced(options, headers=merged_headers(extra, options.headers)) if extra else options

    def _operation_headers(self, operation: Operation) -> Mapping[str, str]:
        """Headers that this kind of client adds to an operation."""
        return {}

    def _credentials_hint(self) -> str:
        """Advice for missing credentials, if this kind of client has better than the general text."""
        return ""

    def _default_retries(self) -> RetryPolicy:
        """The default retry policy of this kind of client."""
        return RetryPolicy()

    # changed copies

    def with_options(self, **changes: Any) -> Self:
        """A copy with other options that shares everything else, including connections.

        Args:
            changes: any of timeout, deadline, max_body, retries, idempotency, pace, validate, formats,
                validate_responses, strict_responses, server, server_variables, base_url, content_type, stream,
                raise_for_status, on_request, on_response, on_retry; headers, query, extra_body and credentials (added
                to the present ones); plugins (added to the present ones; closing the copy does not close them);
                pickle_credentials (whether pickling includes credentials; False by default). `extra_body` is added to
                every body that is an object, after it was checked; an argument of the same name wins over it.
                `extra_query` and `extra_headers` are other names of `query` and `headers`.

        Raises:
            RequestError: there is no such option.
        """
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._options = self._options.changed(changes)
        copy._owned_plugins = ()
        if "plugins" in changes:
            copy._show_document(copy._options.plugins[len(self._options.plugins) :])
        copy._methods = {}
        copy._plans = {}
        return copy

    def __copy__(self) -> Self:
        return self.with_options()

    def __deepcopy__(self, memo: Any) -> Self:
        """A shallow copy: a document does not change, and connections cannot be copied."""
        return self.with_options()

    def __reduce__(self) -> Any:
        """Pickle without connections, and without credentials unless `pickle_credentials` is set."""
        from .pickling import reduced

        return reduced(self)

    def _credentials_again(self) -> Mapping[str, Any] | None:
        """The credentials that a client finds by itself after unpickling."""
        return None
