"""The response of a call: its decoded body, and the raw response of requests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .._support.urls import without_secrets
from .._support.wording import clean, masked, shown
from ..document import Document
from ..errors import HTTPStatusError, RequestError, ResponseError, UndecodableBody, Violation
from ..model import Operation
from ..model.media_types import family_of
from ..types import MISSING
from .decoders import decode, is_text_of, undecoded_coding
from .status import declared_response, detail_of, error_class
from .streams import Items, items_of

if TYPE_CHECKING:
    import requests
    from typing_extensions import Self

    from ..request import WireRequest
    from ..transport.delivery import Attempt, Delivery
    from ..transport.rate_limit import RateLimit
    from ..transport.requests_body import Incoming
    from .deprecation import Deprecation
    from .item_watch import ItemWatch
    from .links import Links
    from .saving import Progress


T = TypeVar("T")

MOST_DETAIL = 500
"""Characters of the server's message that an error shows."""


class Response:
    """The response of a call.

    `response["id"]` reads from `data`, which is decoded on first use. Iterating an event stream or JSON lines yields
    items as they arrive; to stop early, call `close` or use `with`, which frees the connection.

    Attributes:
        raw: the `requests.Response`, with everything it offers.
        operation: the operation that was called.
        document: the document that described it when the call began.
        violations: where the body does not fit the document, when responses are checked with "record".
    """

    item_check: ItemWatch | None = None
    """Checks the items of a stream as they are read, if answers are checked."""

    def __init__(
        self,
        raw: requests.Response,
        operation: Operation,
        document: Document,
        find_secrets: Callable[[], frozenset[str]] = frozenset,
        *,
        delivery: Delivery | None = None,
        client: Any = None,
    ) -> None:
        self.raw = raw
        self.operation = operation
        self.violations: tuple[Violation, ...] = ()
        self.document = document
        self._find_secrets = find_secrets
        self._data: Any = MISSING
        self._incoming: Incoming | None = None if delivery is None else delivery.answer
        self._attempts: tuple[Attempt, ...] = ()
        self._delivery = delivery
        self._client = client

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt of the call; more than one if it was retried."""
        return self._attempts if self._delivery is None else self._delivery.attempts

    @property
    def attempt_count(self) -> int:
        """How many attempts there were."""
        return len(self._attempts) if self._delivery is None else self._delivery.count

    @property
    def operation_id(self) -> str:
        """The operation that was called."""
        return self.operation.operation_id

    @property
    def status_code(self) -> int:
        """The status."""
        return self.raw.status_code

    @property
    def reason(self) -> str:
        """The reason phrase, as the server sent it."""
        return self.raw.reason or ""

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.raw.status_code < 400

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are case-insensitive."""
        return self.raw.headers

    @property
    def request(self) -> requests.PreparedRequest:
        """The request that was sent last, with its credentials in it."""
        return self.raw.request

    @property
    def content(self) -> bytes:
        """The body as bytes.

        Raises:
            TransportError: the connection broke while the body was read (only with `stream=True`).
        """
        return self.incoming.read() or b""

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory. A stream is not, until `content` or `data` reads it."""
        return self.incoming.is_read

    @property
    def incoming(self) -> Incoming:
        """The body as it arrives."""
        if self._incoming is None:
            self._incoming = _incoming_of(self.raw, self.operation, self._find_secrets)
        return self._incoming

    @property
    def wire(self) -> WireRequest | None:
        """The request as the client built it, to send it again; None if no client made this response."""
        return None if self._delivery is None else self._delivery.wire

    @property
    def rate_limit(self) -> RateLimit | None:
        """The rate limit in the headers, or None."""
        from ..transport.rate_limit import read_rate_limit

        return read_rate_limit(self.headers)

    @property
    def content_type(self) -> str:
        """The Content-Type header; without one, the type that the document declares, if it declares only one."""
        sent = self.headers.get("Content-Type")
        if sent:
            return sent
        declared = declared_response(self.operation, self.status_code)
        return next(iter(declared.content)) if declared is not None and len(declared.content) == 1 else ""

    @property
    def data(self) -> Any:
        """The decoded body: JSON as plain values, text as str, anything else as bytes, an empty body as None.

        XML whose schema describes a value is that value; `text` has the XML itself.

        Raises:
            UndecodableBody: the body does not match its Content-Type; `content` has its bytes.
        """
        if self._data is MISSING:
            data = reason = None
            try:
                data = decode(self.content, self.content_type)
                if type(data) is str and family_of(self.content_type).name == "xml":
                    data = self._value_of_xml(data)
            except ValueError as error:
                reason = self.masked(str(error))
            if (
                reason is not None
            ):  # raised outside `except`: the decoder's error has the body, and some pickles take it
                raise self._undecodable(reason)
            if isinstance(data, str) and self._coding and not is_text_of(self.content, self.content_type):
                raise self._undecodable("it is not text")
            self._data = data
        return self._data

    def _value_of_xml(self, text: str) -> Any:
        from .xml_answer import value_of_xml  # XML is rare beside JSON

        declared = declared_response(self.operation, self.status_code)
        return value_of_xml(self.document, declared, self.content_type, text)

    @property
    def text(self) -> str:
        """The body as text, whatever its type; what cannot be decoded becomes U+FFFD.

        Only a stream has it as a method.

        Raises:
            UndecodableBody: the body is still compressed, in a way that nobody asked for.
        """
        from .decoders import readable_text

        content = self.content
        if self._coding and not is_text_of(content, self.content_type):
            raise self._undecodable("it is not text")
        return _Text(readable_text(content, self.content_type))

    def json(self) -> Any:
        """The body as JSON, whatever its Content-Type says; JSON lines and text sequences as a list.

        Raises:
            UndecodableBody: the body is empty, or not JSON.
        """
        if not self.content:
            raise self._unusable("the body is empty, so it is not JSON")
        if family_of(self.content_type).holds in ("json", "items"):
            return self.data
        try:
            return decode(self.content, "application/json")
        except ValueError as error:
            reason = str(error)
        from .description import MOST_EXCERPT

        sent = f"{self.content_type or 'no Content-Type'}: {shown(self.data, limit=MOST_EXCERPT)}"
        raise self._unusable(self.masked(f"the body is not JSON ({reason}). The server sent {sent}"))

    @property
    def url(self) -> str:
        """The address that answered, without user information, and with keys in its query masked."""
        return self.masked(without_secrets(self.raw.url or ""))

    @property
    def elapsed(self) -> timedelta:
        """How long the call took, retries and the waits between them included; of a stream, until it began."""
        last = self.attempts[-1:]
        own = timedelta(seconds=last[0].started + last[0].seconds) if last else getattr(self.raw, "elapsed", None)
        return own if isinstance(own, timedelta) else timedelta()

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request, from a header such as `x-request-id`, or None."""
        from .head import request_id_of

        return request_id_of(self.headers)

    @property
    def deprecation(self) -> Deprecation | None:
        """What the server announces about the end of the operation, from Deprecation, Sunset and Link, or None."""
        from .deprecation import deprecation_of

        return deprecation_of(self.headers, self.url)

    @property
    def etag(self) -> str | None:
        """The entity tag: the version of what the body shows, with its quotes and the `W/` of a weak one; or None."""
        from .head import etag_of

        return etag_of(self.headers)

    @property
    def last_modified(self) -> datetime | None:
        """When what the body shows was changed last, in UTC, from the Last-Modified header; or None."""
        from .head import date_of

        return date_of(self.headers, "Last-Modified")

    @property
    def from_cache(self) -> bool:
        """Whether the body comes from a cache of this program: the plugin `HTTPCache`, or a session that caches."""
        return bool(getattr(self.raw, "from_cache", False))

    @property
    def link_headers(self) -> dict[str, dict[str, str]]:
        """The links of the Link header: relation → its `url`, absolute, and its parameters."""
        from .head import links_of

        return links_of(self.headers, self.url)

    @property
    def links(self) -> Links:
        """The links that the document declares for this status: name → a call with the values that it needs.

        `response.links["getUser"]()` makes it, as `response.follow("getUser")` does. What the server itself links to
        is in `link_headers`. Source: OAS 3.2.0 Link Object.
        """
        from .links import Links

        declared = declared_response(self.operation, self.status_code)
        return Links({} if declared is None else declared.links, self)

    def follow(
        self, name: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **changes: Any
    ) -> Self:
        """Make the call that a link leads to; returns its answer.

        Args:
            name: of a link that the document declares for this status. Or else, for an address that the server gave,
                a relation of the Link header (`next`), or the header itself: `Location`, `Operation-Location`,
                `Content-Location` or `Azure-AsyncOperation`. It is requested with GET, as the operation that it
                matches; one of another origin gets no credentials.
            params: arguments that replace those of the link, as in `call`.
            body: replaces the body of the link.
            changes: arguments that replace those of the link.

        Raises:
            LinkError: there is no such link, it leads nowhere, or the answer lacks a value that the call needs.
            RequestError: the call is wrong otherwise, and nothing was sent.
            HTTPStatusError: the server answered with a 4xx or 5xx.
        """
        from ..request.values import Arguments

        found: Self = self._maker()._followed(self, name, Arguments(params, body, changes))  # noqa: SLF001
        return found

    def _maker(self) -> Any:
        """The client that made the call.

        Raises:
            RequestError: there is none, since the response is a copy.
        """
        if self._client is None:
            raise RequestError(
                "this response has no client, since it is a copy: call the operation by its name",
                operation_id=self.operation_id,
            )
        return self._client

    _reads_with_await = False

    @property
    def _coding(self) -> str:
        """The content coding that the body is still in, or ""."""
        sent = self.headers.get("Content-Encoding")
        return undecoded_coding(sent) if sent else ""

    def _undecodable(self, reason: str) -> UndecodableBody:
        coded = f" (its Content-Encoding is {shown(self.masked(self._coding))})"
        return self._unusable(
            f"the body is not the {self.content_type} that the server announced{coded if self._coding else ''}: "
            f"{reason}. response.content has its bytes"
        )

    def _unusable(self, message: str) -> UndecodableBody:
        return UndecodableBody(message, response=self, operation_id=self.operation_id)

    def __getitem__(self, key: Any) -> Any:
        data = self.data
        try:
            return data[key]
        except (KeyError, IndexError, TypeError):
            from .description import described

            raise ResponseKeyError(
                self.masked(f"the body has no {key!r}; it is {described(data, self.content)}"),
                response=self,
                operation_id=self.operation_id,
            ) from None

    if not TYPE_CHECKING:  # checkers know the attributes that there are

        def __getattr__(self, name: str) -> Any:
            """The error for an attribute that a response does not have, often a member of its body."""
            text = f"{type(self).__name__!r} object has no attribute {name!r}"
            if not name.startswith("_"):
                from .description import how_to_read

                text += how_to_read(self, name, is_read=self.is_read)
            raise AttributeError(text, name=name, obj=self)

    def get(self, key: Any, default: Any = None) -> Any:
        """`data[key]`, or `default` if the body is not an object or lacks the key."""
        data = self.data
        return data.get(key, default) if isinstance(data, Mapping) else default

    def __contains__(self, key: object) -> bool:
        data = self.data
        return isinstance(data, (Mapping, list, str)) and key in data

    def __iter__(self) -> Iterator[Any]:
        """Yield the items of a sequence as they arrive, else those of `data`.

        A sequence is a stream of events, JSON lines, a JSON text sequence, or a multipart body.
        """
        items = items_of(self)
        return self._items() if items is None else self._stream(items)

    def _items(self) -> Iterator[Any]:
        """The items of `data`."""
        data = self.data
        if isinstance(data, (Mapping, list, str, bytes)):
            return iter(data)
        raise ResponseError(
            f"the body is {'empty' if data is None else shown(data)}, which has no items",
            response=self,
            operation_id=self.operation_id,
        )

    def _stream(self, items: Items) -> Iterator[Any]:
        try:
            for chunk in self.incoming.chunks():
                yield from items.feed(chunk)
                if items.ended:
                    return
            yield from items.end()
        finally:
            self.close()

    def iter_bytes(self) -> Iterator[bytes]:
        """Yield the body in pieces as they arrive; with `stream=True`, without keeping it in memory."""
        try:
            yield from self.incoming.chunks()
        finally:
            self.close()

    def save(self, path: str | os.PathLike[str], *, progress: bool | Progress = False) -> Path:
        """Write the body to a file, under a temporary name until it is complete; with `stream=True`, as it arrives.

        A download that breaks is resumed if the server supports ranges. A file at `path` is replaced at the end.

        Args:
            progress: True for a bar (needs tqdm, and standard error to be a terminal); or a function of (bytes
                received, total bytes or None).

        Raises:
            DamagedBody: the length or digest does not match the headers. Nothing is left at `path`.
            TransportError: the connection broke, and the download could not be resumed.
        """
        from .saving import save

        return save(self, path, progress, None if self._client is None else self._resume)

    def _resume(self, headers: Mapping[str, str]) -> Any:
        """Send the request again with more headers; returns the body of the new answer."""
        assert self._delivery is not None  # set together with the client
        return self._client._resume(self, self._delivery.wire, headers)  # noqa: SLF001  # the client that made this

    @overload
    def unmarshal(self) -> Any: ...

    @overload
    def unmarshal(self, into: type[T]) -> T: ...

    @overload
    def unmarshal(self, into: Any) -> Any: ...

    def unmarshal(self, into: Any = MISSING) -> Any:
        """The body as typed values.

        Args:
            into: a dataclass, a pydantic model or a TypedDict, or a type made of them, such as `list[Person]`. A member
                of a dataclass is found by its name, by the name in its `metadata`, or by a name that Python spells like
                it (`createdAt` for `created_at`); one that may be None may be missing. Without `into`, openapi-core
                makes the values that the document describes: datetime, UUID, and an object for each schema.

        Raises:
            InvalidResponse: the body does not fit the class, or the document; each place is in `violations`.
            RequestError: nothing can be read into `into`.
        """
        if into is MISSING:
            if not self.operation.pointer:
                raise RequestError(
                    "the document does not describe this answer: read it with unmarshal(into=…) or .json()",
                    operation_id=self.operation_id,
                )
            from .unmarshal import unmarshal

            return unmarshal(self.document, self)
        from .unmarshal_into import unmarshal_into

        return unmarshal_into(self, into)

    def error(self) -> HTTPStatusError:
        """The error for this status, whether it is raised or not."""
        try:
            data = self.data
        except UndecodableBody:
            data = self.content if self._coding else self.content.decode("utf-8", errors="replace")
        from .description import excerpt
        from .problem import as_json, problem_of

        body = as_json(self.content_type, data)
        detail = self.masked(detail_of(body))[:MOST_DETAIL]
        if self.status_code in (401, 403):
            from .status import missing_scope

            detail = "; ".join(filter(None, (detail, self.masked(missing_scope(self.headers)))))
        elif self.status_code == 415:
            from .status import refused_coding

            detail = "; ".join(filter(None, (detail, refused_coding(self.request.headers, self.headers))))
        error = error_class(self.status_code)(
            response=self,
            operation_id=self.operation_id,
            status_code=self.status_code,
            reason=self.masked(self.reason),
            data=data,
            detail=detail,
            excerpt=excerpt(self, data, self._coding, self._find_secrets()),
            problem=problem_of(self, body),
        )
        if self.status_code == 401 and self._delivery is not None:
            error.__cause__ = getattr(self._delivery.context, "token_error", None)
        return error

    def masked(self, text: str) -> str:
        """A text from the server for people: without control characters, and without secrets that it echoes."""
        return clean(masked(text, self._find_secrets()))

    def raise_for_status(self) -> Self:
        """Raise the `HTTPStatusError` of a 4xx or 5xx status; else return the response."""
        if not self.ok:
            raise self.error()
        return self

    def __getstate__(self) -> dict[str, Any]:
        """The state without the connection; `raw` keeps the part of the body that was read."""
        lost = {"_client": None, "_delivery": None, "_incoming": None, "item_check": None}
        return {**self.__dict__, **lost, "_attempts": self.attempts}

    def close(self) -> None:
        """Release the connection without reading the rest of the body."""
        self.incoming.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def __repr__(self) -> str:
        size = f", {len(self.content):,} bytes" if self.is_read else ""
        return f"<Response {self.status_code} of {self.operation_id}{size}>"

    def _repr_html_(self) -> str:
        from html import escape

        from .._support.notebook import code_html
        from .description import MOST_SHOWN, pretty

        head = f"<p><b>{self.status_code} {escape(self.masked(self.reason))}</b> {escape(self.operation_id)}</p>"
        if not self.is_read:  # displaying a stream must not read it
            return head
        return head + code_html(self.masked(pretty(self))[:MOST_SHOWN])


def _incoming_of(raw: Any, operation: Operation, find_secrets: Callable[[], frozenset[str]]) -> Incoming:
    from ..transport import CallContext
    from ..transport.requests_body import Incoming

    request = raw.request
    return Incoming(raw, CallContext(operation.operation_id, request.method or "", request.url or "", find_secrets))


class _Text(str):
    """The text of a body, which says what to write where it is taken for the method of a stream."""

    __slots__ = ()

    def __call__(self) -> str:
        raise ResponseError(
            "this answer does not stream, so that its text is response.text, without parentheses; text() is for what "
            "a call with stream=True gets"
        )

    def __reduce__(self) -> Any:
        return str, (str(self),)


class ResponseKeyError(ResponseError, KeyError):
    """`response[key]`: the body has no such key."""

    __str__ = ResponseError.__str__
