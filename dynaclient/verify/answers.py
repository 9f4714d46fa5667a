"""Answers against the document: status, media type, headers and body, and each event of a stream."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator

import requests

from .._support.secret_names import MASK
from ..document import Document
from ..errors import ErrorEvent, UndecodableBody, Violation
from ..model import MediaType, Operation
from ..model.media_types import declared_for, framing_of
from ..recording.exchange import Exchange
from ..response import Response, ResponseChecker
from ..response.events import DONE, EventParser
from ..response.status import declared_response
from ..response.streams import described_items, items_of
from ..schema import SchemaChecker, rules_for
from ..schema.formats import DEFAULT_FORMATS
from ..schema.view import types_of
from ..transport.fields import Fields
from .about import About
from .findings import Finding

_MOST_ITEMS = 10_000
"""Items of one stream that are looked at."""

_KINDS = {"status": "status", "header": "header"}


class AnswerJudge:
    """Judges answers by one document. Thread-safe."""

    def __init__(self, document: Document, *, strict: bool = False) -> None:
        self._document = document
        self._strict = strict
        self._checkers: dict[str, ResponseChecker] = {}
        self._of_data: dict[str, SchemaChecker | None] = {}
        self._lock = threading.RLock()

    def findings(self, operation: Operation, exchange: Exchange, about: About) -> list[Finding]:
        """What an answer has, or lacks, against the document."""
        with self._lock:  # schemas are read once, by one thread
            checker = self._checkers.get(operation.operation_id)
            if checker is None:
                checker = ResponseChecker(self._document, operation, strict=self._strict)
                self._checkers[operation.operation_id] = checker
            response = response_of(exchange, operation, self._document)
            checker.check(response, "record")
            if not response.is_read:
                _read_items(response, exchange)
            violations = [*response.violations, *self._of_events(response, exchange)]
        if _is_of_protocol(exchange) or (
            exchange.answer.status < 400 and not any(map(_may_be_success, operation.responses))
        ):
            violations = [violation for violation in violations if violation.location != "status"]
        found = [
            self._finding(violation, exchange, about, operation) for violation in violations if _is_shown(violation)
        ]
        return [*found, *self._of_nothing(operation, exchange, about)]

    def _finding(self, violation: Violation, exchange: Exchange, about: About, operation: Operation) -> Finding:
        status = exchange.answer.status
        kind = _KINDS.get(violation.location, "media-type" if violation.keyword == "unknown" else "body")
        where = {"status": "", "header": f"{status} header {violation.path[1:]}"}.get(
            violation.location, f"{status} body {violation.path.removeprefix('/body')}".rstrip()
        )
        return about.finding(operation.operation_id, "answer", kind, where, violation.message, violation.schema_pointer)

    def _of_nothing(self, operation: Operation, exchange: Exchange, about: About) -> Iterator[Finding]:
        """A success that has a body where the document has none. The bodies of errors are often left out there."""
        answer = exchange.answer
        if answer.status >= 400:
            return
        declared = declared_response(operation, answer.status)
        if declared is None or exchange.request.method.upper() == "HEAD":
            return
        where = f"{answer.status} body"
        pointer = f"{operation.pointer}/responses/{declared.status}" if operation.pointer else ""
        if answer.body.size and not declared.content:
            kind = answer.content_type or "no type"
            size = f"{answer.body.size} bytes of {kind}"
            text = f"the document has no body for status {declared.status}, the answer has {size}"
            yield about.finding(operation.operation_id, "answer", "body", where, text, pointer)

    # streams

    def _of_events(self, response: Response, exchange: Exchange) -> list[Violation]:
        """What is wrong with the data of events, in a document that describes it by the schema of the body."""
        data = exchange.answer.body.data
        declared = declared_response(response.operation, response.status_code)
        name = None if declared is None else declared_for(declared.content, response.content_type)
        if not data or declared is None or name is None or framing_of(response.content_type) != "events":
            return []
        media_type = declared.content[name]
        checker = None if media_type.items else self._data_checker(response.operation, declared.status, media_type)
        if checker is None:
            return []
        found: list[Violation] = []
        try:
            events = EventParser().feed(data)
        except ValueError as error:
            return [Violation("body", "/body", "type", str(error), None, media_type.pointer)]
        for number, event in enumerate(events[:_MOST_ITEMS]):
            if event.text.strip() != DONE and event.text:
                found += [
                    Violation("body", f"/body/{number}{f.path}", f.keyword, f.message, f.value, f.schema_pointer)
                    for f in checker.findings(event.data)
                ]
        return found

    def _data_checker(self, operation: Operation, status: str, media_type: MediaType) -> SchemaChecker | None:
        key = f"{operation.operation_id} {status} {media_type.name}"
        if key not in self._of_data:
            schema = media_type.schema
            types = () if schema is None else types_of(self._document, schema)
            rules = rules_for("response", relieves=not self._strict)
            self._of_data[key] = None
            if schema is not None and tuple(types) != ("string",):
                checker = SchemaChecker(self._document, schema, rules, media_type.pointer, DEFAULT_FORMATS)
                self._of_data[key] = checker
        return self._of_data[key]


def _may_be_success(status: str) -> bool:
    """Whether a declared status covers a success; a document that declares errors alone says nothing about one."""
    return status[:1] in "123" or status == "default"


def _is_of_protocol(exchange: Exchange) -> bool:
    """Whether an answer confirms what a cache has, which documents leave out. Source: RFC 9110 section 15.4.5."""
    return exchange.answer.status == 304 and exchange.request.is_conditional


def _is_shown(violation: Violation) -> bool:
    """Whether a violation is not about a value that was masked."""
    value = violation.value
    return not (isinstance(value, str) and MASK in value) and f'"{MASK}"' not in violation.message


def _read_items(response: Response, exchange: Exchange) -> None:
    """Read the items of a sequence, which puts what is wrong with them into the violations of its response."""
    items, body = items_of(response), exchange.answer.body
    if items is None or not body.data:
        return
    try:
        read = itertools.chain(items.feed(body.data), items.end() if body.is_whole else ())
        for _ in itertools.islice(read, _MOST_ITEMS):
            pass
    except ErrorEvent:
        return
    except UndecodableBody as error:
        response.violations = (*response.violations, Violation("body", "/body", "type", error.message))


def response_of(exchange: Exchange, operation: Operation, document: Document) -> Response:
    """A recorded answer, as a call would have returned it. A sequence that is checked item by item is not read yet."""
    answer = exchange.answer
    raw = requests.Response()
    raw.status_code, raw.reason, raw.url = answer.status, answer.reason, exchange.request.url
    raw.headers = Fields.joined((name, value) for name, value in answer.headers if name.lower() != "content-encoding")
    request = requests.PreparedRequest()
    request.method, request.url = exchange.request.method, exchange.request.url
    raw.request = request
    response, body = Response(raw, operation, document), answer.body
    is_read_by_item = framing_of(answer.content_type) in ("events", "parts") and described_items(response) is not None
    if body.data is not None and body.is_whole and request.method.upper() != "HEAD" and not is_read_by_item:
        vars(raw).update(_content=body.data, _content_consumed=True)
    return response
