"""The base of every client: the document, its operations as methods, argument checks, options.

Sync and async clients differ only in sending, which is not in this module.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .._support.headers import names_in
from .._support.record import replaced
from ..document import Document, load_document
from ..document.document_source import Source
from ..errors import RequestError, UnknownOperation, Violation, Violations
from ..model import Operation, Operations
from ..request import Credentials, RequestBuilder, RequestOptions, WireRequest, check_base_url
from ..request.idempotency import Idempotency
from ..request.options import Validate, ValidateResponses
from ..request.values import Arguments
from ..schema.formats import checked_formats
from ..transport.delivery import DEFAULT_TIMEOUT, MAX_BODY, DeliveryOptions
from ..transport.retries import RetryPolicy
from ..types import MISSING
from .checked_values import Hook, checked_headers, checked_mapping, merged_headers
from .options import OPTION_NAMES, CallOptions, changed_options
from .shared import ActiveDocument, ClientCore, DocumentSlot, Planned, Plans, Requested

if TYPE_CHECKING:
    import ssl

    import requests
    from typing_extensions import Never, Self, Unpack

    from ..document.overlays import OverlaySource
    from ..request.explanation import Explanation
    from ..response import Response
    from ..response.page_rule import PageRule
    from ..response.parsing import Parsing
    from ..response.polling import Until
    from ..transport.deadlines import Timeout
    from ..transport.delivery import Delivery
    from ..transport.network import Network
    from ..webhooks.receiver import Webhooks
    from ..webhooks.secrets import SecretInput
    from .call_log import CallLog
    from .given_options import CopyOptions, RawOptions
    from .plugins import Plugin

INFO = 20
"""The level of `logging` at which a call has a line."""

LockMode = Literal["raise", "warn", "record"]

Paged = TypeVar("Paged")

Method = TypeVar("Method", bound=Callable[..., Any])


def operation_first(method: Method) -> Method:
    """Let a method begin without its operation, so that its error can say how to call an operation of its name.

    Type checkers demand the argument all the same, and `until=` of `poll` and `into=` of `parse`.
    """
    given = method.__defaults__ or ()
    method.__defaults__ = (MISSING,) * (method.__code__.co_posonlyargcount - 1 - len(given)) + given
    needed = [name for name in ("until", "into") if name in method.__code__.co_varnames]
    if needed:
        method.__kwdefaults__ = {**dict.fromkeys(needed, MISSING), **(method.__kwdefaults__ or {})}
    return method


class BaseClient:
    """A client for one OpenAPI document: every operationId is a method.

    Args:
        document: a path, an http(s) URL, JSON or YAML text as bytes, a mapping (not changed), or a `Document`.
        base_url: overrides the servers in the document. It may have a query, which goes on every request.
        server: index of the document's server to use, from 0; one that does not exist is an error of the first call.
        server_variables: values for the variables in server URLs.
        credentials: by security scheme name: a key or token as text, `(user, password)`, an `OAuth`, an AuthBase of
            requests, or a function that returns one of these or a `Token`, or is a generator of requests. False sends
            none, whatever the document says.
        session: your own session; it is used as it is and not closed.
        app: a WSGI or ASGI application to call in process instead of the network.
        verify: the path of a file or folder of authorities to trust instead of those that REQUESTS_CA_BUNDLE,
            CURL_CA_BUNDLE or SSL_CERT_FILE names, or certifi's; an SSLContext, used as it is; False trusts every
            server.
        cert: the client's certificate: the path of a file that holds its key too, or (certificate, key), or
            (certificate, key, password).
        proxies: the URL of a proxy for everything; a mapping from "http", "https" or "scheme://host" to such URLs;
            False for none. None leaves it to HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
        timeout: seconds to connect and between bytes of the answer; one number, a pair, or None for no limit.
        deadline: seconds for the whole call: every attempt, the waits between them, and the body or stream. Connecting
            and reading stop there; None for no limit.
        max_body: the most bytes of a body to hold in memory, after decompression; 1 GiB by default, None for no limit.
            A body that is read as it arrives, or saved to a file, has no limit.
        retries: how many times to retry a call where that is safe, or a `RetryPolicy`; 0 for never.
        idempotency: True sends a key with every POST and PATCH, so that servers which support such keys can be retried
            safely; a text names the header; None sends a key if the document declares one; False never.
        pace: after a 429, or when the server's headers say that its quota is used up, all calls of the client to that
            server wait until it opens again; False fails or retries each for itself.
        rate: the most requests to one server: a number a second, or a text such as "60/s", "500/min" or "10/h".
        headers: sent with every request; None as a value removes a default header.
        query: sent with every request, whether the document declares it or not: by name, a text, a number, a boolean or
            a list of them. A call's own argument wins over it, and None as a value removes one of `base_url`.
        compress: True compresses the bodies of requests with gzip, where that makes them smaller. Few servers say that
            they read such bodies; one that does not answers 415, or 400.
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
        overlays: Overlay documents that patch the document, in order: paths, http(s) URLs, texts as bytes or mappings.
            They are applied again to every document that `activate` puts in its place.
        lock: a lock file, which says what the program uses; see docs/swapping.md. A document that breaks it is refused,
            here and by `activate`.
        lock_mode: "warn" logs what breaks instead; "record" writes what the program uses into the file.

    Raises:
        DocumentError: the document cannot be read.
        OverlayError: an overlay cannot be read or applied.
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
        verify: bool | str | os.PathLike[str] | ssl.SSLContext = True,
        cert: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
        proxies: str | Mapping[str, str] | Literal[False] | None = None,
        timeout: Timeout = DEFAULT_TIMEOUT,
        deadline: float | None = None,
        max_body: int | None = MAX_BODY,
        retries: int | RetryPolicy | None = None,
        idempotency: Idempotency = None,
        pace: bool = True,
        rate: float | str | None = None,
        headers: Mapping[str, str | None] | None = None,
        query: Mapping[str, Any] | None = None,
        compress: bool = False,
        validate: Validate = True,
        formats: bool | Collection[str] | None = True,
        validate_responses: ValidateResponses = False,
        strict_responses: bool = False,
        on_request: Hook | Sequence[Hook] | None = None,
        on_response: Hook | Sequence[Hook] | None = None,
        on_retry: Hook | Sequence[Hook] | None = None,
        plugins: Sequence[Plugin] | None = None,
        allow_references: Sequence[str | os.PathLike[str]] = (),
        overlays: Sequence[OverlaySource] = (),
        lock: str | os.PathLike[str] | None = None,
        lock_mode: LockMode = "raise",
        **others: Never,
    ) -> None:
        for name in others:
            from .unknown_options import no_option_of_client

            raise no_option_of_client(name, OPTION_NAMES)
        if session is not None and app is not None:
            raise RequestError("pass session= or app=, not both: an application is called through its own session")
        if app is not None:
            from ..transport.applications import kind_of_application

            kind_of_application(app)
        network = None
        if verify is not True or cert is not None or proxies is not None:
            network = self._network(session, app, verify, cert, proxies)
        loaded = load_document(document, allow_references=allow_references, overlays=overlays)
        self._core = ClientCore(session, app, network)
        active = ActiveDocument.of(self._core, loaded)
        self._slot = DocumentSlot(active)
        self._plans = Plans(active)
        request = RequestOptions(
            credentials=Credentials(credentials, active.schemes, self._credentials_hints(active.schemes)),
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
            rate=rate,
            query=query,
            compress=compress,
            validate_responses=validate_responses,
            strict_responses=strict_responses,
            on_request=on_request,
            on_response=on_response,
            on_retry=on_retry,
            plugins=plugins,
        )
        if lock is not None:
            from .attached import attached

            attached("lock")(self, lock, lock_mode)
        elif lock_mode != "raise":
            raise RequestError(f"lock_mode={lock_mode!r} has no effect without lock=, the path of a lock file")
        self._owned_plugins = self._options.plugins
        self._slot.clients[self] = None
        self._show_document(self._owned_plugins)

    # the document

    @property
    def document(self) -> Document:
        """The document in use, with `resolve(ref)` and `problems`."""
        return self._slot.current.document

    @property
    def operations(self) -> Operations:
        """OperationId → `Operation`, with `tagged(tag)` and `search(text)`."""
        return self._slot.current.operations

    @property
    def webhooks(self) -> Webhooks[Any]:
        """Name → `Webhook`; `client.webhooks.unwrap(body, headers, secret=…)` verifies and reads what arrives."""
        from ..webhooks.receiver import Reading, Webhooks

        return Webhooks(Reading(self._slot.current.webhooks(), self._core.seen_events(), *self._webhook_secret()))

    def _webhook_secret(self) -> tuple[SecretInput | None, str]:
        """The secret of webhooks where a call has none, and what to say where there is none at all."""
        return None, "pass secret=, which the sender of the webhooks signs with"

    def __getattr__(self, name: str) -> Callable[..., Any]:
        slot = self.__dict__.get("_slot")  # missing in an object that was made without __init__
        if name.startswith("_") or slot is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        plans = self._current_plans()
        operations = plans.active.operations
        operation_id = name if name in operations else operations.aliases.get(name)
        if operation_id is None:
            known = [*operations, *operations.aliases, *(n for n in dir(type(self)) if not n.startswith("_"))]
            raise slot.unknown(UnknownOperation(name, known))
        return self._method(operation_id, plans)

    def _method(self, operation_id: str, plans: Plans) -> Callable[..., Any]:
        if operation_id not in plans.methods:
            from .methods import make_method

            operation = plans.active.builder(operation_id).operation
            operation_help = plans.active.operation_help(operation_id)
            plans.methods.setdefault(operation_id, make_method(self.call, type(self), operation, operation_help))
        return plans.methods[operation_id]

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
        *_, wire = self._wire(operation_id, Arguments(params, body, arguments))
        return self._prepare(wire)

    def _prepare(self, wire: WireRequest) -> requests.PreparedRequest:
        if wire.renewal is not None and wire.renewal.pending:
            from ..transport.token_requests import ready_credentials

            wire = ready_credentials(wire)
        prepared: requests.PreparedRequest = self._sending().prepare(wire, self._options.removed_headers)
        return prepared

    @operation_first
    def validate(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> list[Violation]:
        """Everything wrong with the arguments; an empty list if they would be sent."""
        builder, plan, _ = self._planned(operation_id, self._current_plans())
        return Violations(builder.violations(plan, Arguments(params, body, arguments)))

    @operation_first
    def explain(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Explanation:
        """Which server, security alternative, styles, media type and defaults a call would use, and why."""
        builder, plan, _ = self._planned(operation_id, self._current_plans())
        return builder.explained(plan, Arguments(params, body, arguments))

    @operation_first
    def coerce(self, operation_id: str, row: Mapping[str, Any], /, **cells: Never) -> dict[str, Any]:
        """A row of text, as `csv.DictReader` gives it, as arguments with the document's types; sends nothing.

        `client.call("createRecord", client.coerce("createRecord", row))`. Text stays text where the document allows
        text; elsewhere it becomes a number, true, false, null, or (written as JSON) an array or object. An empty cell
        is left out. Cells that are not text stay as they are. What the row lacks may be passed to the call.

        Args:
            operation_id: its id, or its snake_case name.
            row: by name, as in `params` of `call`.

        Raises:
            ValidationError: cells do not fit, or have names that the operation does not have (`UnknownParameter`);
                `violations` has each of them.
        """
        builder, plan, _ = self._planned(operation_id, self._current_plans())
        return builder.row(plan, MISSING if cells else row)

    @operation_first
    def prepare_request(
        self,
        method: str,
        path: str,
        /,
        *others: Never,
        json: Any = MISSING,
        data: Any = MISSING,
        files: Any = MISSING,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        **options: Unpack[RawOptions],
    ) -> requests.PreparedRequest:
        """The request that `request` would send, including credentials. Sends nothing and calls no hook."""
        client, *_, wire = self._raw(method, path, (json, data, files), query, headers, options, others)
        return client._prepare(wire)  # noqa: SLF001  # a copy of this one

    def _raw(
        self,
        method: str,
        path: str,
        content: tuple[Any, Any, Any],
        query: Mapping[str, Any] | None,
        headers: Mapping[str, str | None] | None,
        options: Mapping[str, Any],
        others: Sequence[Any] = (),
    ) -> tuple[Self, ActiveDocument, Operation, WireRequest]:
        """Build a raw request: the client that sends it, the document, a stand-in for its operation, the request."""
        from .raw import raw_call

        return raw_call(self, method, path, content, query, headers, options, others)

    def _builder(self, operation_id: str | Operation, active: ActiveDocument) -> RequestBuilder:
        name = operation_id.operation_id if isinstance(operation_id, Operation) else operation_id
        found = active.builders.get(name) if type(name) is str else None
        if found is not None:
            return found
        if not isinstance(name, str):
            from .own_names import no_operation

            raise no_operation(type(self), active.operations, name)
        if name not in active.operations:
            name = active.operations.aliases.get(name, name)
        try:
            return active.builder(name)
        except UnknownOperation as error:
            raise self._slot.unknown(error) from None

    def _wire(self, operation_id: str | Operation, arguments: Arguments) -> Requested:
        """The document, the operation and the request of a call."""
        plans = self._plans
        if plans.active is not self._slot.current:
            plans = self._current_plans()
        builder, plan, _ = self._planned(operation_id, plans)
        return plans.active, builder.operation, builder.build(plan, arguments)

    def _current_plans(self) -> Plans:
        """The plans for the document in use; those for another document are dropped."""
        plans, current = self._plans, self._slot.current
        if plans.active is not current:
            plans = self._plans = Plans(current)
        return plans

    def _planned(self, operation_id: str | Operation, plans: Plans) -> Planned:
        """The builder of an operation's requests and the plan of its calls, valid until the session changes."""
        planned = plans.get(operation_id) if type(operation_id) is str else None
        if planned is None or (self._core.session is not None and planned[2] != self._session_state()):
            builder, state = self._builder(operation_id, plans.active), self._session_state()
            options = self._request_options(builder.operation, plans.active)
            planned = builder, builder.plan(options, self._options.idempotency), state
            if builder.operation.deprecated:
                from ..request.deprecation import warn_of_operation

                warn_of_operation(plans.active.document, builder.operation)
            plans[operation_id if type(operation_id) is str else builder.operation.operation_id] = planned
        return planned

    def _pinned(self, target: Any = None) -> Self:
        """A copy that stays with one document, for what takes several requests.

        That is the one in use now; if `target` is an answer, the one that described it.
        """
        plans = self._current_plans()
        document = getattr(target, "document", plans.active.document)
        if document is not plans.active.document:
            plans = Plans(ActiveDocument.of(self._core, document))
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__)
        copy._owned_plugins = ()
        copy._plans = plans
        copy._slot = DocumentSlot(plans.active, gone=self._slot.gone)
        return copy

    def _session_state(self) -> Any:
        """What plans read from the caller's own session; differs after it has changed."""
        return None

    def _paged(
        self,
        kind: Callable[..., Paged],
        operation_id: str,
        arguments: Arguments,
        rule: PageRule | Mapping[str, Any] | None,
        start: Any,
    ) -> Paged:
        """The pages of a call; `self` is pinned, so that all of them come from one document."""
        from ..response.page_rules import find_rule
        from ..response.refusals import refuse_single, refuse_stream

        active = self._plans.active
        builder = self._builder(operation_id, active)
        operation = builder.operation
        if start is not None and not isinstance(start, Mapping):
            from .pages import with_own_start

            arguments, start = with_own_start(operation, builder.properties, arguments, start), None
        arguments = builder.with_body(arguments)
        refuse_stream(active.document, operation, arguments, "has no pages")
        found, certainty = find_rule(active.document, operation, rule)
        if found.items is None:
            refuse_single(active.document, operation)
        return kind(
            operation,
            found,
            certainty,
            arguments,
            lambda arguments: self._wire(operation.operation_id, arguments)[2],
            lambda operation, wire: self._send(active, operation, wire),
            start,
        )

    def _parsed(self, operation_id: str, into: Any, arguments: Arguments) -> tuple[Requested, Parsing]:
        """The request of a call whose answer is read into a type, and how that is done."""
        from ..response.parsing import Parsing

        plans = self._current_plans()
        builder = self._builder(operation_id, plans.active)
        operation = builder.operation
        if into is MISSING:  # see `operation_first`
            raise RequestError("parse needs into=, the class to read into", operation_id=operation.operation_id)
        parsing = Parsing(plans.active.document, operation, into, builder.with_body(arguments))
        builder, plan, _ = self._planned(operation.operation_id, plans)
        return (plans.active, operation, builder.build(plan, parsing.arguments)), parsing

    def _polled(
        self,
        target: str | Response,
        until: Until,
        interval: float | None,
        deadline: float | None,
        arguments: Arguments,
    ) -> tuple[Generator[Any, Any, Any], Callable[[float | None], Any]]:
        """The steps of polling an operation, or what an answer is about; and what sends a request within some seconds.

        `self` is pinned, so that all requests come from one document. The second returns what `_send` does.
        """
        from ..response import Response
        from ..response.polling import Polling, conduct_polling
        from ..response.reading_call import Reading, known_answer, reading_of
        from ..response.refusals import refuse_stream
        from ..transport.deadlines import Deadline, checked_deadline

        active = self._plans.active
        if isinstance(target, Response):
            reading = reading_of(active.document, active.operations, target, arguments)
        else:
            builder = self._builder(target, active)
            reading = Reading(builder.operation, builder.with_body(arguments))
        operation, wire, known = reading.operation, reading.wire, reading.known
        leads = reading.link is not None or bool(reading.header)
        if leads:
            from .following import again, operation_again

            operation = operation_again(self, target, reading)  # type: ignore[arg-type]  # only an answer leads on
            known = known_answer(active.document, target, operation)  # type: ignore[arg-type]
        if until is MISSING:  # type: ignore[comparison-overlap]  # see `operation_first`
            raise RequestError("poll needs until=, which says when it is done", operation_id=operation.operation_id)
        refuse_stream(active.document, operation, reading.arguments, "is not polled, since it ends by itself")
        polling = Polling(active.document, operation, until, interval)

        def look(seconds: float | None) -> Any:
            client = self._within(seconds)  # a copy of this one, hence its private methods
            if leads:
                client, _, _, request = again(client, target, reading)  # type: ignore[arg-type]
                return client._send(active, operation, request)  # noqa: SLF001
            request = client._wire(operation.operation_id, reading.arguments)[2] if wire is None else wire  # noqa: SLF001
            return client._send(active, operation, request)  # noqa: SLF001

        return conduct_polling(polling, Deadline.after(checked_deadline(deadline)), known), look

    def _followed(self, response: Response, name: str, arguments: Arguments) -> Any:
        """Send what a link of an answer leads to; returns what `_send` does."""
        from .following import following

        client, active, operation, wire = following(self._pinned(response), response, name, arguments)
        return client._send(active, operation, wire)  # noqa: SLF001  # a copy of this one

    def _prepared_link(self, response: Response, name: str, arguments: Arguments) -> requests.PreparedRequest:
        """The request of a link of an answer."""
        from .following import following

        client, *_, wire = following(self._pinned(response), response, name, arguments)
        return client._prepare(wire)  # type: ignore[no-any-return]  # noqa: SLF001  # a copy of this one

    def _within(self, seconds: float | None) -> Self:
        """A copy whose calls may take at most this many seconds."""
        own = self._options.delivery.deadline
        if seconds is None or (own is not None and own <= seconds):  # type: ignore[operator]  # seconds: none has begun
            return self
        return self.with_options(deadline=max(seconds, 1e-3))

    def _send(self, active: ActiveDocument, operation: Operation, wire: WireRequest) -> Any:
        """Send a request and wrap the answer in a response."""
        raise NotImplementedError

    def _sending(self) -> Any:
        """The sender of the requests, created on first use."""
        core = self._core
        return core.sender if core.is_ready else core.sending(self._make_sender)

    def _call_log(self, wire: WireRequest) -> CallLog:
        """The log of a call that somebody listens to."""
        from .call_log import CallLog

        return CallLog(wire, self._plans.active.document)

    def _token_sender(self) -> Any:
        """The sender of the requests by which credentials are obtained: no session of the caller's."""
        return self._core.elsewhere().sending(self._make_sender)

    @classmethod
    def _network(cls, session: Any, app: Any, verify: Any, cert: Any, proxies: Any) -> Network | None:
        """How connections are made, by the options of that name."""
        if session is not None or app is not None:
            other = (
                "session= has its own settings; set them there" if session is not None else "app= makes no connection"
            )
            raise RequestError(f"verify=, cert= and proxies= are for connections of the client: {other}")
        from ..transport.network import checked_network

        return checked_network(verify, cert, proxies, is_async=cls._is_async)

    @staticmethod
    def _make_sender(session: Any, app: Any, network: Network | None) -> Any:
        """Create a sender for this kind of client."""
        raise NotImplementedError

    def _response(self, document: Document, operation: Operation, delivery: Delivery, kind: type[Response]) -> Any:
        """The response of a delivery.

        Raises:
            TransportError: there is no answer.
        """
        if delivery.error is not None:
            delivery.error.attempts = delivery.attempts
            raise delivery.error
        context = delivery.context
        if delivery.answer.is_stream:
            kind = self._stream_class()
        response = kind(
            delivery.answer.raw, operation, document, lambda: context.secrets, delivery=delivery, client=self
        )
        names = names_in(response.raw.headers)
        if "deprecation" in names or "sunset" in names:
            self._warn_of_deprecation(response)
        return response

    @staticmethod
    def _warn_of_deprecation(response: Response) -> None:
        """Warn of an operation that the server announces the end of."""
        from ..request.deprecation import warn_of_operation

        announced = response.deprecation
        if announced is not None:
            try:
                warn_of_operation(response.document, response.operation, response.masked(str(announced)))
            except BaseException:  # the program makes errors of such warnings
                response.close()
                raise

    @staticmethod
    def _stream_class() -> type[Response]:
        """The class of a response that streams."""
        raise NotImplementedError

    def _show_document(self, plugins: Sequence[Plugin]) -> None:
        if plugins:
            from .plugins import show_document

            show_document(plugins, self._slot.current.document)

    def _check(self, active: ActiveDocument, response: Response) -> None:
        """Check the answer against the document and its status, and raise what is wrong."""
        options = self._options
        error = response.error() if options.raise_for_status and response.raw.status_code >= 400 else None
        mode = options.validate_responses if response.operation.pointer else False  # a raw request has no description
        if mode and not (mode == "raise" and error is not None):
            checker = active.checker(response.operation, strict=options.strict_responses)
            checker.check(response, mode, options.request.formats)
        if error is not None:
            raise error

    def _request_options(self, operation: Operation, active: ActiveDocument) -> RequestOptions:
        """The options for one call, with what the session and the kind of client add."""
        options = self._options.request
        if options.credentials.schemes is not active.schemes:
            options = replaced(options, credentials=self._credentials_for(active))
        extra = self._operation_headers(operation)
        return replaced(options, headers=merged_headers(extra, options.headers)) if extra else options

    def _operation_headers(self, operation: Operation) -> Mapping[str, str]:
        """Headers that this kind of client adds to an operation."""
        return {}

    def _credentials_for(self, active: ActiveDocument) -> Credentials:
        """The credentials for a document other than the one that the client began with, by the same names."""
        schemes = active.schemes
        return self._options.request.credentials.for_schemes(schemes, self._credentials_hints(schemes))

    def _credentials_hints(self, schemes: Iterable[str]) -> Mapping[str, str]:
        """Advice for missing credentials by scheme, if this kind of client has better than the general text."""
        return {}

    def _default_retries(self) -> RetryPolicy:
        """The default retry policy of this kind of client."""
        return RetryPolicy()

    # changed copies

    def with_options(self, **changes: Unpack[CopyOptions]) -> Self:
        """A copy with other options that shares everything else, including connections.

        Args:
            changes: any of timeout, deadline, max_body, retries, idempotency, pace, rate, compress, validate, formats,
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
        options, active = self._options, self._slot.current
        if "credentials" in changes and options.request.credentials.schemes is not active.schemes:
            request = replaced(options.request, credentials=self._credentials_for(active))
            options = replaced(options, request=request)
        copy._options = options.changed(changes)
        copy._owned_plugins = ()
        copy._plans = Plans(active)
        self._slot.clients[copy] = None
        if "plugins" in changes:
            copy._show_document(copy._options.plugins[len(self._options.plugins) :])
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
