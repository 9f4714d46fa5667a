"""Whether exchanges are as the document says: the request by the sandbox's judge, the answer by the client's checks."""

from __future__ import annotations

from ..document import Document
from ..model.build import secret_names
from ..recording.calls import CallReader
from ..recording.exchange import Exchange
from ..recording.masks import masking_of
from ..sandbox.routes import Match
from .about import About
from .answers import AnswerJudge
from .findings import Finding
from .requests import RequestJudge

OF_PROGRAMS = frozenset(("", "fetch", "xhr", "other", "eventsource", "preflight", "ping"))
"""What a browser loads for a program, and not for a page. Source: Chrome DevTools Protocol, Network.ResourceType."""


class ExchangeJudge:
    """Judges exchanges by one document. Thread-safe.

    Args:
        strict: hold them to the letter of the document, without the reliefs.
    """

    def __init__(self, document: Document, *, strict: bool = False) -> None:
        self.document = document
        self.reader = CallReader(document)
        self.requests = RequestJudge(document, strict=strict)
        self.answers = AnswerJudge(document, strict=strict)
        self._secret_names = secret_names(document)

    def operation_of(self, exchange: Exchange) -> str:
        """The operation of an exchange; "" if the document has none for it."""
        match = self._match(exchange)
        return "" if match is None else match.operation.operation_id

    def findings(self, exchange: Exchange) -> list[Finding]:
        """Every difference between an exchange and the document."""
        return [*self.request_findings(exchange), *self.answer_findings(exchange)]

    def request_findings(self, exchange: Exchange) -> list[Finding]:
        """What is wrong with the request."""
        about = self._about(exchange)
        match = self._match(exchange)
        if match is None:
            if exchange.request.method.upper() == "OPTIONS":  # how a browser asks whether it may call
                return []
            return [about.finding("", "request", "operation", "", self._unknown(exchange))]
        return list(self.requests.findings(match, exchange, about))

    def answer_findings(self, exchange: Exchange) -> list[Finding]:
        """What is wrong with the answer."""
        match = self._match(exchange)
        if match is None or not exchange.answer.status or exchange.answer.failure is not None:
            return []
        return self.answers.findings(match.operation, exchange, self._about(exchange))

    def _match(self, exchange: Exchange) -> Match | None:
        request = exchange.request
        found = self.reader.match(request.method, request.url, exchange.operation_id)
        found = found or self.reader.match(request.method, request.url)
        if found is None and request.method.upper() == "HEAD":  # as GET, without the body: RFC 9110 section 9.3.2
            return self.reader.match("GET", request.url)
        return found

    def _about(self, exchange: Exchange) -> About:
        return About(exchange, masking_of(exchange.request, self._secret_names))

    def _unknown(self, exchange: Exchange) -> str:
        methods = self.reader.methods(exchange.request.url)
        if methods:
            return f"the document has {', '.join(methods)} at this path, not {exchange.request.method.upper()}"
        return "the document has no such path"
