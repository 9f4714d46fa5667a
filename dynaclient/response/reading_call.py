"""The call that reads what an answer is about: `createRun` answers with a run, which `getRun` reads. Sends nothing.

It is found by the header for the progress of work, the links of the document, the Location header, the paths, and the
schemas of the answers, in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .._support.wording import either
from ..document import Document
from ..document.names import TEMPLATE
from ..errors import RequestError
from ..model import Operation, Operations
from ..request import WireRequest
from ..request.values import Arguments
from ..schema.view import view
from ..types import MISSING
from .answer_schema import answer_schema
from .links import PreparedLink
from .response import Response
from .sent_values import path_texts, path_values

_PROGRESS = ("Operation-Location", "Azure-AsyncOperation")
"""Headers with the address where an answer's work is reported.

Source: Microsoft REST API Guidelines, "Long-running operations".
"""

_SUBJECT = ("Location", "Content-Location")
"""Headers with the address of what an answer is about. Source: RFC 9110 sections 10.2.2 and 8.7."""

ADDRESSES = (*_PROGRESS, *_SUBJECT)

_HOLDERS = ("data", "result", "item")
"""Members that wrap a resource in its answer."""


class Reading(NamedTuple):
    """How to ask again for what an answer is about.

    Attributes:
        wire: the request, if it is the one of the answer again; else `operation` is called with `arguments`.
        known: the answer, if those that follow have its form, so that it may be the last already.
        link: the link of the document that leads there, which makes the request.
        header: the header of the answer whose address is asked, instead.
    """

    operation: Operation
    arguments: Arguments
    wire: WireRequest | None = None
    known: Response | None = None
    link: PreparedLink | None = None
    header: str = ""


def reading_of(document: Document, operations: Operations, response: Response, arguments: Arguments) -> Reading:
    """How to ask again for what an answer is about.

    Args:
        arguments: what the caller passed beside the answer, which has to be nothing.

    Raises:
        RequestError: the document shows no operation for it, or the answer lacks what that needs.
    """
    operation = response.operation
    if arguments.params or arguments.named or arguments.body is not MISSING:
        raise _error(response, "poll(response) takes the arguments of the call from the response; leave them out")
    if response.incoming.is_stream:
        raise _error(response, "a stream is not polled, since it ends by itself")
    if operation.method == "get" and response.wire is not None and not _header(response, _PROGRESS):
        return Reading(operation, arguments, response.wire, response)
    finder = _Finder(document, operations, response)
    for found in finder.candidates():
        return found
    lacking = either([f"{name!r}" for name in finder.lacking])
    why = f"it has no {lacking}, which {finder.near} needs" if lacking else "the document shows no operation for that"
    raise _error(
        response, f"cannot tell how to read again what the answer is about: {why}. Name it: client.poll('OPERATION', …)"
    )


def known_answer(document: Document, response: Response, operation: Operation) -> Response | None:
    """The answer, if the operation answers with the same."""
    return response if _is_same(document, operation, response.operation) else None


def _header(response: Response, names: tuple[str, ...]) -> str:
    """The first of these headers that an answer has, or ""."""
    return next((name for name in names if response.headers.get(name)), "")


def _error(response: Response, text: str) -> RequestError:
    return RequestError(text, operation_id=response.operation_id)


class _Finder:
    """Looks for the call; `lacking` are the values that `near`, the best candidate, needs and the answer lacks."""

    def __init__(self, document: Document, operations: Operations, response: Response) -> None:
        self._document = document
        self._operations = operations
        self._response = response
        self._operation = response.operation
        self._known = path_values(response.operation, response.request.url or "") or {}
        self.near = ""
        self.lacking: list[str] = []

    def candidates(self) -> Iterator[Reading]:
        if header := _header(self._response, _PROGRESS):
            yield Reading(self._operation, Arguments(), header=header)
        yield from self._linked()
        header = _header(self._response, _SUBJECT)
        address = self._response.headers.get(header) or ""
        if header and any(path_texts(path, address) for _, path in self._gets()):
            yield Reading(self._operation, Arguments(), header=header)
        for operation_id in (*self._beside(), *self._alike()):
            operation = self._operations[operation_id]
            parameters = self._filled(operation)
            if parameters is not None:
                yield self._call(operation, parameters)
        if header:
            yield Reading(self._operation, Arguments(), header=header)

    def _call(self, operation: Operation, parameters: Mapping[str, Any]) -> Reading:
        arguments = Arguments({f"path:{name}": str(value) for name, value in parameters.items()})
        return Reading(operation, arguments, known=known_answer(self._document, self._response, operation))

    def _gets(self) -> Iterator[tuple[str, str]]:
        """(operationId, path) of each operation that reads one thing."""
        for operation_id, entry in self._document.entries.items():
            if entry.method == "get":
                yield operation_id, entry.path

    def _linked(self) -> Iterator[Reading]:
        """By a link of the document that only reads, and of which every value is known."""
        for link in self._response.links.values():
            operation = self._operations.get(link.operation_id)
            if operation is not None and operation.method == "get" and not link.missing:
                known = known_answer(self._document, self._response, operation)
                yield Reading(operation, Arguments(), known=known, link=link)

    def _beside(self) -> list[str]:
        """Operations whose path ends in a key: below the path of the call, the same, or above it by one word."""
        own = _emptied(self._operation.path)
        found = {_emptied(path): operation_id for operation_id, path in self._gets()}
        wanted = (f"{own}/{{}}", own, own.rpartition("/")[0])
        return [found[path] for path in wanted if path in found and path.endswith("}")]

    def _alike(self) -> list[str]:
        """Operations whose answer has the same schema, and whose path ends in a key."""
        if answer_schema(self._operation) is None:
            return []
        ids = [operation_id for operation_id, path in self._gets() if path.rstrip("/").endswith("}")]
        return [one for one in ids if _is_same(self._document, self._operations[one], self._operation)]

    def _filled(self, operation: Operation) -> dict[str, Any] | None:
        """The path parameters of an operation, from those of the call and from the answer; None if one is missing."""
        names = TEMPLATE.findall(operation.path)
        own = TEMPLATE.findall(self._operation.path)
        is_below = _emptied(operation.path).startswith(_emptied(self._operation.path))
        filled: dict[str, Any] = {}
        for i, name in enumerate(names):
            value = self._known.get(name)
            if value is None and is_below and i < len(own):  # the same place under another name
                value = self._known.get(own[i])
            if value is None:
                value = self._in_answer(name, is_last=i == len(names) - 1)
            if value is None:
                self.near, self.lacking = self.near or operation.operation_id, self.lacking or [name]
                return None
            filled[name] = value
        return filled

    def _in_answer(self, name: str, *, is_last: bool) -> Any:
        data = self._response.data
        holders = [data, *(data.get(key) for key in _HOLDERS)] if isinstance(data, Mapping) else []
        for holder in holders:
            for key in (name, *(("id", "_id", "uuid") if is_last else ())):
                value = holder.get(key) if isinstance(holder, Mapping) else None
                if isinstance(value, (str, int)) and not isinstance(value, bool):
                    return value
        return None


def _is_same(document: Document, one: Operation, other: Operation) -> bool:
    """Whether two operations answer with the same schema."""
    if one is other:
        return True
    schemas = [view(document, schema) for schema in map(answer_schema, (one, other)) if schema is not None]
    return len(schemas) == 2 and bool(schemas[0].parts) and schemas[0].parts[-1] is schemas[1].parts[-1]


def _emptied(path: str) -> str:
    return TEMPLATE.sub("{}", path.partition("#")[0].partition("?")[0]).rstrip("/")
