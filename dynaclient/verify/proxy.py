"""The judge between two programs: a WSGI application that sends requests on and holds both sides to the document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from ..document import Document, load_document
from ..document.document_source import Source
from ..sandbox.message import SandboxAnswer
from ..sandbox.server import Serving
from .findings import Finding
from .forwarding import Broken, Target, Unreachable
from .judge import ExchangeJudge
from .passing import ArrivingAnswer, PassingRequest
from .watch import Watch

_MOST_KEPT = 4 * 1024 * 1024
"""Bytes of a body that are kept for the judge."""

_CHUNK = 1 << 16


class Proxy:
    """A WSGI application that passes requests to a target, and reports where they or the answers break the document.

    Args:
        document: a path, a URL, bytes, a mapping, or a `Document`.
        target: the address of the server; the path of a request comes after the path of this.
        strict: answer 400 to a request that breaks the document, which is not sent then, and 502 in place of an answer
            that does. Streams, and bodies of more than 4 MiB, pass before they are judged.
        tell: called with each finding, from a thread of its own.
        record: the file of a recording to add the exchanges to, without secrets.

    Raises:
        RequestError: the target is not an address.
        DocumentError: the document cannot be read.
    """

    def __init__(
        self,
        document: Source | Document,
        target: str,
        *,
        strict: bool = False,
        tell: Callable[[Finding], None] | None = None,
        record: str | None = None,
    ) -> None:
        self.document = load_document(document)
        self.target = Target(target)
        self._judge = ExchangeJudge(self.document)
        self._strict = strict
        self._watch = Watch(self._judge, tell, record)

    @property
    def findings(self) -> list[Finding]:
        """What was found so far, once the exchanges that have ended are judged."""
        return self._watch.findings()

    @property
    def exchanges(self) -> int:
        """How many exchanges have ended."""
        return self._watch.exchanges

    def serve(self, host: str = "127.0.0.1", port: int = 0, *, cors: str | Iterable[str] = ()) -> Serving:
        """Serve in threads of this process until the handle is closed; see `Sandbox.serve`."""
        return Serving(self, host, port, cors=cors if isinstance(cors, str) else tuple(cors), passes_bodies=True)

    def close(self) -> None:
        """Judge what has ended, and close the connections to the target."""
        self._watch.close()
        self.target.close()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI. Source: PEP 3333."""
        passing = PassingRequest(environ, self.target)
        self._watch.begun()
        if self._strict:
            passing.hold()
            findings = self._judge.request_findings(passing.exchange(None))
            if findings:
                refusal = problem(400, "The request does not fit the document", findings)
                self._watch.ended(passing.exchange(None), findings, was_sent=False)
                return _sent(refusal, start_response)
        try:
            answer = self.target.send(passing.method, passing.path, passing.headers, passing.body())
        except Unreachable as error:
            found = problem(502, f"The target did not answer: {error}", [])
            self._watch.failed(passing.exchange(None), str(error))
            return _sent(found, start_response)
        except (OSError, ValueError) as error:
            self._watch.failed(passing.exchange(None), "the client has gone, or its body is malformed")
            raise Broken(str(error)) from None
        arriving = ArrivingAnswer(answer, passing, self._watch.ended)
        if self._strict and arriving.can_be_held():
            exchange = arriving.hold()
            if exchange is not None:
                findings = self._judge.answer_findings(exchange)
                self._watch.ended(exchange, findings)
                if findings:
                    answer.close()
                    return _sent(problem(502, "The answer does not fit the document", findings), start_response)
                return arriving.held(start_response)
        start_response(
            f"{answer.status} {answer.reason}".strip() + ("" if answer.reason else " "), list(answer.headers)
        )
        return arriving


def problem(status: int, title: str, findings: Iterable[Finding]) -> SandboxAnswer:
    """An answer of the proxy itself. Source: RFC 9457."""
    listed = [{"side": f.side, "where": f.where, "detail": f.text, "operation": f.operation_id} for f in findings]
    value: dict[str, Any] = {"type": "about:blank", "title": title, "status": status}
    if listed:
        value |= {"detail": f"{listed[0]['where']}: {listed[0]['detail']}".lstrip(": "), "findings": listed}
    return SandboxAnswer(status, json.dumps(value, ensure_ascii=False).encode(), "application/problem+json")


def _sent(answer: SandboxAnswer, start_response: Any) -> Iterable[bytes]:
    start_response(answer.status_line, answer.header_list())
    return answer.chunks()
