"""Requests against the document: the sandbox's judge, and names that the document does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from werkzeug.http import parse_cookie

from .._support.secret_names import MASK
from ..document import Document
from ..document.names import written_method
from ..model import Operation, Operations, build_security_schemes
from ..recording.exchange import Exchange, Pairs, SentRequest
from ..recording.unpacking import plain_request
from ..sandbox.judge import Accepted, Judge
from ..sandbox.message import Arrival
from ..sandbox.refusal import Refusal
from ..sandbox.request_headers import RequestHeaders
from ..sandbox.routes import Match
from ..sandbox.values import Values
from ..schema.view import properties_of, types_of
from .about import About
from .findings import Finding

_KINDS = {"missing_credentials": "credentials", "unsupported_media_type": "media-type"}
"""Code of a refusal → kind of finding; the others are of a parameter or of the body."""

_TAKEN = (401, 403)

_OPENING = re.compile(r"^Invalid (?:body|\w+ parameter)(?: at)?(?: '[^']*')?: ")
"""The place at the start of a refusal; a finding names it elsewhere."""


class RequestJudge:
    """Judges requests by one document. Thread-safe."""

    def __init__(self, document: Document, *, strict: bool = False) -> None:
        self._document = document
        self._judge = Judge(document, Values(document, operations=Operations(document).values()), strict=strict)
        places = [scheme.place for scheme in build_security_schemes(document).values()]
        self._keys = frozenset(place[1] for place in places if place is not None and place[0] == "query")
        self._known: dict[str, frozenset[str] | None] = {}

    def findings(self, match: Match, exchange: Exchange, about: About) -> Iterator[Finding]:
        """What a request has, or lacks, against the document."""
        operation = match.operation
        for refusal in self.refusals(match, exchange):
            kind = _KINDS.get(refusal.code) or ("body" if refusal.location == "body" else "parameter")
            where = f"{refusal.location} {refusal.param}".strip() if refusal.location != "body" else _body(refusal)
            text = _OPENING.sub("", refusal.message)
            yield about.finding(operation.operation_id, "request", kind, where, text, operation.pointer)
        for name in self._undeclared(operation, exchange):
            text = "the document has no such parameter"
            yield about.finding(
                operation.operation_id, "request", "undeclared", f"query {name}", text, operation.pointer
            )

    def refusals(self, match: Match, exchange: Exchange) -> list[Refusal]:
        """Every reason to refuse a request; those about what is masked or was not kept are left out."""
        if not exchange.is_own:
            exchange = _plain(exchange)
        verdict = self._judge.judge(match, arrival_of(exchange))
        if isinstance(verdict, Accepted):
            return []
        return [refusal for refusal in verdict if not self._is_aside(refusal, exchange)]

    @staticmethod
    def _is_aside(refusal: Refusal, exchange: Exchange) -> bool:
        if refusal.code == "missing_credentials":  # browsers leave credentials out of what they export
            return not exchange.is_own and exchange.answer.status not in (0, *_TAKEN)
        body = exchange.request.body
        if refusal.location == "body" and (body.data is None or not body.is_whole):
            return True
        return MASK in refusal.message

    def _undeclared(self, operation: Operation, exchange: Exchange) -> list[str]:
        known = self._names(operation)
        if known is None:
            return []
        given = dict.fromkeys(
            name for name, _ in parse_qsl(urlsplit(exchange.request.url).query, keep_blank_values=True)
        )
        return [name for name in given if name not in known and name.partition("[")[0] not in known]

    def _names(self, operation: Operation) -> frozenset[str] | None:
        """The names that a query may have; None for any."""
        key = operation.operation_id
        if key not in self._known:
            names = set(self._keys) | {name for name, _ in parse_qsl(urlsplit(operation.path).query)}
            is_open = False
            for parameter in operation.parameters:
                if parameter.location == "querystring":
                    is_open = True
                if parameter.location == "query":
                    names.add(parameter.name)
                    if "object" in types_of(self._document, parameter.schema) and parameter.explode:
                        members = properties_of(self._document, parameter.schema)
                        names |= set(members)
                        is_open = is_open or parameter.schema.get("additionalProperties", True) is not False
            self._known[key] = None if is_open else frozenset(names)
        return self._known[key]


def _body(refusal: Refusal) -> str:
    path = refusal.param.replace("[", "/").replace("]", "").replace(".", "/")
    return f"body /{path}" if path else "body"


def _plain(exchange: Exchange) -> Exchange:
    """An exchange of another recorder, which keeps bodies as they were sent."""
    request = exchange.request
    headers, body = plain_request(request.headers, request.body, None)
    return replace(exchange, request=SentRequest(request.method, request.url, headers, body))


def arrival_of(exchange: Exchange) -> Arrival:
    """A recorded request, as a server receives it."""
    request = exchange.request
    parts = urlsplit(request.url)
    headers = joined(request.headers)
    cookies = headers.get("Cookie")
    return Arrival(
        written_method(request.method.upper()),
        parts.path or "/",
        parts.query,
        headers,
        dict(parse_cookie(cookies)) if cookies else {},
        request.body.data or b"",
        f"{parts.scheme}://{parts.netloc}",
    )


def joined(headers: Pairs) -> RequestHeaders:
    """Headers, of which those of one name are joined as a server joins them."""
    found: dict[str, tuple[str, str]] = {}
    for name, value in headers:
        low = name.lower()
        mark = "; " if low == "cookie" else ", "
        found[low] = (name, f"{found[low][1]}{mark}{value}") if low in found else (name, value)
    return RequestHeaders(found.values())
