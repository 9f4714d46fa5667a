"""The answers of a recording for a sandbox: to each request the one that it got when it was recorded, in turn."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..document import Document, load_document
from ..document.document_source import Source
from ..document.names import sent_method
from ..sandbox.message import Arrival, SandboxAnswer
from ..transport.bodies import is_stream_answer
from ..transport.secrecy import secrets_in_headers, secrets_in_query
from .calls import CallReader, RecordedCall, plain_call
from .cassette import Cassette
from .exchange import Exchange, KeptBody, Pairs, SentRequest
from .har_file import read_har
from .masks import Masks

_OF_A_CONNECTION = frozenset(
    ("connection", "content-encoding", "content-length", "date", "keep-alive", "server", "trailer", "transfer-encoding")
)
"""Headers that the server of the sandbox writes itself, or that are about bytes on the wire."""


class RecordedAnswers:
    """Answers requests as a recording has it: `Sandbox("petstore.yaml", recorded=RecordedAnswers("cassette.har", …))`.

    Each exchange is answered once, in its order; afterwards, and for what was not recorded, the sandbox answers by
    itself. Exchanges without an answer, and those whose body was not kept, are left out.

    Args:
        path: the HAR file, of this package or of a browser.
        document: the document of the sandbox.

    Raises:
        RecordingError: the file cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str], document: Source | Document) -> None:
        loaded = load_document(document)
        self._exchanges = [item for item in read_har(path).exchanges if _is_usable(item)]
        self._reader = CallReader(loaded)
        self._masks = Masks()
        self._masks.add_document(loaded)
        self._cassette = Cassette(self._exchanges, self._call_of)

    @property
    def operations(self) -> frozenset[str]:
        """The operations of the document that the recording has answers of."""
        read = (self._reader.read(self._masked(exchange)) for exchange in self._exchanges)
        return frozenset(call.operation_id for call in read if call is not None)

    def answer(self, arrival: Arrival) -> SandboxAnswer | None:
        """The next recorded answer to a request; None if there is none left."""
        query = f"?{arrival.query}" if arrival.query else ""
        headers = tuple(arrival.headers.items())
        request = SentRequest(
            sent_method(arrival.method), f"{arrival.base_url}{arrival.path}{query}", headers, KeptBody.of(arrival.body)
        )
        self._masks.learn(secrets_in_headers(arrival.headers, secrets_in_query(request.url)))
        request = self._masks.request(request)
        call = self._reader.read(request) or plain_call(request)
        found = self._cassette.next_of(call, is_conditional=request.is_conditional)
        return None if found is None else _answer(found)

    def reset(self) -> None:
        """Begin at the first exchange again."""
        self._cassette = Cassette(self._exchanges, self._call_of)

    def _masked(self, exchange: Exchange) -> SentRequest:
        return exchange.request if exchange.is_own else self._masks.request(exchange.request)

    def _call_of(self, exchange: Exchange) -> RecordedCall | None:
        request = self._masked(exchange)
        found = self._reader.read(request)
        return plain_call(request) if found is None and exchange.is_own else found


def _is_usable(exchange: Exchange) -> bool:
    answer = exchange.answer
    return exchange.kind == "call" and bool(answer.status) and answer.body.data is not None


def _answer(exchange: Exchange) -> SandboxAnswer:
    answer = exchange.answer
    data = answer.body.data or b""
    headers: Pairs = tuple(pair for pair in answer.headers if pair[0].lower() not in _OF_A_CONNECTION)
    if answer.pieces and is_stream_answer(answer.status, {"Content-Type": answer.content_type}):
        return SandboxAnswer(answer.status, list(_pieces(exchange)), answer.content_type, headers)
    return SandboxAnswer(answer.status, data, answer.content_type, headers)


def _pieces(exchange: Exchange) -> Iterator[bytes]:
    data, place = exchange.answer.body.data or b"", 0
    for _, length in exchange.answer.pieces:
        yield data[place : place + length]
        place += length
    yield data[place:]
