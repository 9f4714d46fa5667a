"""The Client: a `BaseClient` that sends through requests, or calls an application in process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from .._support.record import replaced
from ..model import Operation
from ..request import RequestOptions, WireRequest
from ..request.values import Arguments
from ..types import MISSING
from .attached import Attached
from .base import INFO, BaseClient, operation_first
from .checked_values import check_hook_of_answer, hook_result_or, merged_headers
from .options import with_headers

if TYPE_CHECKING:
    import os

    import requests
    from typing_extensions import Never, Self, Unpack

    from ..document import Document
    from ..document.document_source import Source
    from ..document.overlays import OverlaySource
    from ..response import Response
    from ..response.page_rule import PageRule
    from ..response.polling import Until
    from ..response.stream import Stream
    from ..transport import Sender
    from ..transport.delivery import Delivery, DeliveryOptions
    from ..transport.network import Network
    from .given_options import RawOptions
    from .pages import Pages
    from .shared import ActiveDocument
    from .typed_edits import EditOf
    from .typed_jobs import JobOf, MapOptions, PullOf, RowsInput


T = TypeVar("T")


class Client(BaseClient):  # noqa: D101  # the text of the base
    __doc__ = BaseClient.__doc__

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., Response]: ...

        def _sending(self) -> Sender: ...

        def activate(
            self,
            document: Source | Document,
            *,
            overlays: Sequence[OverlaySource] | None = None,
            allow_references: Sequence[str | os.PathLike[str]] | None = None,
        ) -> Document:
            """Use another document from now on."""

        def rollback(self) -> Document:
            """Return to the document that was in use before the last activation."""

        def map(self, operation_id: str, rows: RowsInput, /, **options: Unpack[MapOptions]) -> JobOf[Any, Response]:
            """Call an operation once for each row; see `bulk.mapping.map_rows`."""

        def pull(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: str | os.PathLike[str] | None = None,
            since: str | None = None,
            since_param: str | None = None,
            state: str | os.PathLike[str] | None = None,
            key: str | None = None,
            form: Literal["jsonl", "parquet"] | None = None,
            select: Callable[[Any], Any] | None = None,
            rule: PageRule | Mapping[str, Any] | None = None,
            body: Any = MISSING,
            **arguments: Any,
        ) -> PullOf[Any]:
            """Keep a list in a file, and read only what is new; see `bulk.pull.pull_list`."""

        def edit(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            read: str | None = None,
            unconditional: bool = False,
            on_conflict: Literal["merge", "raise"] = "merge",
            **arguments: Any,
        ) -> EditOf[Response]:
            """Read a resource, change its value in a block, and write it; see `editing.edit.edit`."""

        def tools(
            self,
            *,
            format: str = "json-schema",  # noqa: A002
            operations: str | Sequence[str] = (),
            budget: int | None = None,
            strict: bool = False,
        ) -> list[dict[str, Any]]:
            """Function definitions of operations, for language models."""

        def run_tool(
            self,
            name: str,
            arguments: Mapping[str, Any] | str | None = None,
            *,
            operations: str | Sequence[str] = (),
            writes: Literal["no", "yes"] = "yes",
            budget: int = 3_000,
            files: str | os.PathLike[str] | None = None,
        ) -> str:
            """Run a call that a model made of a function from `tools`; returns what to tell it."""

    else:
        edit = Attached("edit")
        map = Attached("map")
        pull = Attached("pull")
        activate = Attached("activate")
        rollback = Attached("rollback")
        tools = Attached("tools")
        run_tool = Attached("run_tool")

    @property
    def session(self) -> requests.Session:
        """The session that requests go through."""
        return self._sending().session

    @operation_first
    def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> Response:
        """Call an operation.

        Args:
            operation_id: its id, or its snake_case name.
            params: arguments by wire name; `"path:id"`, `"query:id"`, `"header:…"`, `"cookie:…"`, `"body:…"` set the
                location.
            body: the whole body. Without it, arguments that are not parameters become properties of the body.
            arguments: parameters by wire or Python name, and properties of the body.

        Raises:
            RequestError: the call is wrong and nothing was sent (`UnknownOperation`, `UnknownParameter`,
                `ValidationError`, `MissingCredentials`).
            TransportError: no complete answer was received.
            HTTPStatusError: the server answered with a 4xx or 5xx.
        """
        return self._send(*self._wire(operation_id, Arguments(params, body, arguments)))

    @operation_first
    def request(
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
    ) -> Response:
        """Send a request that the document need not have: for an operation that is newer than the document.

        It goes to the document's server, with the credentials that its root `security` asks for, the client's headers
        and query, retries by its method, and the deadline; the answer and the errors are those of a call. Nothing is
        checked against the document.

        Args:
            method: such as "POST".
            path: below the server's base URL, with its query if it has one; or an absolute URL. One of another origin
                gets no credentials, and none of the client's headers, query and session.
            json: the body as a JSON value.
            data: the body as a mapping of form fields, or as text, bytes, a path, an open file or an iterator of bytes.
            files: the files of a multipart body by field, beside the fields in `data`: a path, bytes, an open file,
                `(name, data, type)`, or a list of these.
            query: added to the client's own; see `query` of the client.
            headers: added to the client's own; None as a value removes one.
            options: any option of `with_options`, such as stream, timeout, deadline, retries or content_type.

        Raises:
            RequestError: an argument is wrong and nothing was sent.
            TransportError: no complete answer was received.
            HTTPStatusError: the server answered with a 4xx or 5xx.
        """
        client, active, operation, wire = self._raw(method, path, (json, data, files), query, headers, options, others)
        return client._send(active, operation, wire)  # noqa: SLF001  # a copy of this one

    @operation_first
    def paginate(
        self,
        operation_id: str,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        rule: PageRule | Mapping[str, Any] | None = None,
        start: Mapping[str, Any] | None = None,
        body: Any = MISSING,
        **arguments: Any,
    ) -> Pages:
        """Iterate over the items of a list across its pages; `.pages()` iterates over the responses.

        Args:
            rule: how to get from one page to the next, as a `PageRule` or a mapping of the fields to change; by default
                taken from the document's `x-pagination` or `x-ms-pageable`, else recognised from its parameters, its
                response schema and the Link header.
            start: what `next` of an earlier list gave, to go on from there; None or {} for the first page. A value that
                is not a mapping is the operation's own argument of that name.

        Raises:
            RequestError: the answer is a stream, or, as the document has it, not a list.
            PagingError: while looping, if the server repeats a cursor, or an empty page claims that more follow.
        """
        from .pages import Pages

        pinned = self._pinned()
        return pinned._paged(Pages, operation_id, Arguments(params, body, arguments), rule, start)  # noqa: SLF001

    @operation_first
    def poll(
        self,
        operation: str | Response,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        until: Until,
        interval: float | None = None,
        deadline: float | None = 600.0,
        progress: Callable[[Response], Any] | None = None,
        body: Any = MISSING,
        **arguments: Any,
    ) -> Response:
        """Call an operation repeatedly until it is done; returns the last answer.

        Args:
            operation: its id, or an answer. `poll(run, until=…)` goes on from the answer of the call that made the run:
                with the operation that reads it, which the document shows, or the same call again if that only reads.
            until: a function of the response; or the name of a field whose final values the document lists; or a
                mapping of field names to the values to wait for.
            interval: seconds between requests unless a header asks for other ones; None grows from 1 s to 10 s.
            deadline: seconds for all requests together; None for no limit.
            progress: called with each response.

        Raises:
            ResponseError: the first answer has no field of that name.
            UnexpectedState: a field reached a final value other than the one waited for.
            DeadlineExceeded: it was not done in time; `last` is the last answer.
        """
        from ..response.polling import Look, ReportProgress
        from ..transport.attempts import Wait, carry_out

        pinned = self._pinned(operation)
        steps, look = pinned._polled(  # noqa: SLF001  # a copy of this one
            operation, until, interval, deadline, Arguments(params, body, arguments)
        )
        response: Response = carry_out(
            steps,
            {
                Look: lambda step: look(step.seconds),
                ReportProgress: lambda step: progress(step.response) if progress else None,
                Wait: lambda step: time.sleep(step.seconds),
            },
        )
        return response

    if TYPE_CHECKING:

        @overload
        def parse(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: type[T],
            body: Any = MISSING,
            **arguments: Any,
        ) -> T: ...

        @overload
        def parse(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: Any,
            body: Any = MISSING,
            **arguments: Any,
        ) -> Any: ...

    @operation_first
    def parse(
        self,
        operation_id: str,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        into: Any,
        body: Any = MISSING,
        **arguments: Any,
    ) -> Any:
        """Call an operation and read its answer into a class.

        If the operation takes a JSON Schema for what a model answers (OpenAI's chat completions and responses, and APIs
        like them), the schema of the class is sent, and the model's text is read. A format that you pass yourself is
        sent instead. Any other answer is read as `response.unmarshal(into=…)` reads it.

        Args:
            into: a dataclass, a pydantic model or a TypedDict, or a type made of them, such as `list[Person]`.

        Raises:
            InvalidResponse: the answer does not fit the class; each place is in `violations`.
            RefusedAnswer: the model refused.
            IncompleteAnswer: the model's answer was cut, or has no text.
        """
        request, parsing = self._parsed(operation_id, into, Arguments(params, body, arguments))
        return parsing.read(self._send(*request))

    def _deliver(self, wire: WireRequest, options: DeliveryOptions) -> Delivery:
        """Send a request, with retries."""
        sender = self._sending()
        call_log = self._call_log(wire) if sender.log.isEnabledFor(INFO) else None
        try:
            if call_log is not None:
                options = call_log.watched(options, is_async=False)
            if wire.renewal is not None and wire.renewal.pending:
                from ..transport.renewal import after_credentials, begin_call, with_credentials

                call = begin_call(wire, options, self._token_sender, in_process=self._core.app is not None)
                wire, options = with_credentials(wire, call), after_credentials(call)
            prepared = self._prepared(wire, options)
            delivery = sender.deliver(prepared, wire, options, self._core, self._prepared, self._token_sender)
        except BaseException as error:
            if call_log is not None:
                call_log.failed(error)
            raise
        return delivery if call_log is None else call_log.finished(delivery)

    def _prepared(self, wire: WireRequest, options: DeliveryOptions) -> requests.PreparedRequest:
        """The request in the form that is sent."""
        removed = self._options.request.headers and self._options.removed_headers
        prepared = self._core.sender.prepare(wire, removed or ())
        for hook in options.hooks.prepared:
            prepared = hook_result_or(prepared, hook(prepared), hook)
        return prepared  # type: ignore[no-any-return]

    def _send(self, active: ActiveDocument, operation: Operation, wire: WireRequest) -> Response:
        from ..response import Response

        options = self._options
        delivery = self._deliver(wire, options.delivery)
        response: Response = self._response(active.document, operation, delivery, Response)
        try:
            for hook in options.delivery.hooks.answered:
                check_hook_of_answer(response, hook(response), hook)
            self._check(active, response)
        except BaseException:
            response.close()
            raise
        return response

    @staticmethod
    def _stream_class() -> type[Stream]:
        from ..response.stream import Stream

        return Stream

    def _resume(self, response: Response, wire: WireRequest, headers: Mapping[str, str]) -> Any:
        """Send a request again with more headers; returns the body of the answer."""
        delivery = self._deliver(with_headers(wire, headers), replaced(self._options.delivery, stream=True))
        again = self._response(response.document, response.operation, delivery, type(response))
        return again.raise_for_status().incoming

    def _session_state(self) -> Any:
        session = self._core.session
        if session is None:
            return None
        headers = session.headers
        return session.auth is not None, session.cert is not None, tuple(headers), headers.get("Accept")

    def _request_options(self, operation: Operation, active: ActiveDocument) -> RequestOptions:
        options, session = super()._request_options(operation, active), self._core.session
        if session is None:
            return options
        accept = session.headers.get("Accept")
        if isinstance(accept, str) and accept != "*/*":  # not requests' own default
            options = replaced(options, headers=merged_headers({"Accept": accept}, options.headers))
        return replaced(
            options,
            has_own_auth=session.auth is not None,
            has_own_cert=session.cert is not None,
            session_headers=frozenset(str(name).lower() for name in session.headers),
        )

    @staticmethod
    def _make_sender(session: requests.Session | None, app: Any, network: Network | None) -> Sender:
        from ..transport import Sender  # loads requests

        return Sender(session, app, network)

    def close(self) -> None:
        """Close the client's own connections and its plugins. A session that you passed stays open."""
        plugins, self._owned_plugins = self._owned_plugins, ()
        try:
            for sender in self._core.senders():
                sender.close()
        finally:
            if plugins:
                from .plugins import close_plugins

                close_plugins(plugins)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()
