"""Exchanges that passed, judged and recorded in a thread of their own, so that nobody waits for it."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Callable
from typing import Any

from ..errors import DynaclientError
from ..model.build import secret_names
from ..recording.exchange import Exchange, Failure, ReceivedAnswer
from ..recording.har_file import HarFile
from ..recording.masks import Masks, secrets_in
from .findings import Finding, merged
from .judge import ExchangeJudge

_MOST_FINDINGS = 10_000

_SOON = 5.0
"""Seconds in which an exchange ends whose client has got its answer; a stream may take longer."""


class Watch:
    """Judges exchanges one after another.

    Args:
        tell: called with each finding.
        record: the file of a recording, or None.
    """

    def __init__(self, judge: ExchangeJudge, tell: Callable[[Finding], None] | None, record: str | None) -> None:
        self.exchanges = 0
        self._judge = judge
        self._tell = tell
        self._found: list[Finding] = []
        self._file = None if record is None else HarFile(record)
        self._masks = Masks()
        self._names = secret_names(judge.document)
        self._masks.add_document(judge.document)
        self._waiting: queue.Queue[Any] = queue.Queue()
        self._on_their_way = 0
        self._settled = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="dynaclient judge", daemon=True)
        self._thread.start()

    def begun(self) -> None:
        """Expect an exchange."""
        with self._settled:
            self._on_their_way += 1

    def _put(self, *item: Any) -> None:
        self._waiting.put(item)
        with self._settled:
            self._on_their_way -= 1
            self._settled.notify_all()

    def ended(self, exchange: Exchange, findings: list[Finding] | None = None, *, was_sent: bool = True) -> None:
        """Take an exchange.

        Args:
            findings: None if it is still to be judged.
            was_sent: False keeps it out of the recording.
        """
        self._put(exchange, findings, was_sent)

    def failed(self, exchange: Exchange, reason: str) -> None:
        """Take a request that got no answer."""
        failure = Failure("ConnectionFailed", reason, {"sent": False})
        self._put(dataclasses.replace(exchange, answer=ReceivedAnswer(0, failure=failure)), None, True)

    def findings(self) -> list[Finding]:
        """What was found in all exchanges that have ended; those that are about to are waited for."""
        with self._settled:
            self._settled.wait_for(lambda: self._on_their_way <= 0, _SOON)
        self._waiting.join()
        return merged(self._found)

    def close(self) -> None:
        """Judge what waits."""
        self._waiting.put(None)
        self._thread.join()

    def _work(self) -> None:
        while True:
            item = self._waiting.get()
            try:
                if item is None:
                    return
                self._look(*item)
            finally:
                self._waiting.task_done()

    def _look(self, exchange: Exchange, findings: list[Finding] | None, was_sent: bool) -> None:
        self.exchanges += 1
        try:
            found = self._judge.findings(exchange) if findings is None else findings
            for finding in found:
                if len(self._found) < _MOST_FINDINGS:
                    self._found.append(finding)
                if self._tell is not None:
                    self._tell(finding)
            if self._file is not None and was_sent:
                self._write(exchange)
        except DynaclientError as error:
            self._note(exchange, str(error))
        except Exception as error:  # noqa: BLE001  # a judge that fails is reported, and does not end the proxy
            self._note(exchange, f"it cannot be judged: {type(error).__name__}")

    def _note(self, exchange: Exchange, text: str) -> None:
        call = f"{exchange.request.method} → {exchange.answer.status}"
        finding = Finding("", "answer", "operation", call, "", text)
        self._found.append(finding)
        if self._tell is not None:
            self._tell(finding)

    def _write(self, exchange: Exchange) -> None:
        assert self._file is not None
        masks = self._masks
        masks.learn(secrets_in(exchange.request, self._names))
        masks.learn_from(exchange.request.body, exchange.request.content_type)
        masks.learn_from(exchange.answer.body, exchange.answer.content_type)
        name = self._judge.operation_of(exchange)
        self._file.add(
            dataclasses.replace(
                exchange,
                operation_id=name,
                request=masks.request(exchange.request),
                answer=masks.answer(exchange.answer),
            )
        )
