"""The log of calls: a line for each at INFO, what is sent and received at DEBUG. Loaded only if somebody listens.

The line of a call is written once its answer is read. That of a stream follows when the stream ends or is closed, so
that it has every byte and the whole time.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from .._support.record import replaced
from .._support.urls import host_and_port
from ..errors import DynaclientError
from ..response.head import request_id_of
from ..transport.delivery import CallHooks, Delivery, DeliveryOptions

if TYPE_CHECKING:
    from ..document import Document
    from ..request import WireRequest
    from .wire_log import WireLog

log = logging.getLogger("dynaclient")

_LINE = "%s: %s %s%s: %s in %.0f ms%s, %s%s"


class CallLog:
    """The log of one call. Its record has a `call` with the facts of the line by name, for handlers that want them.

    Args:
        wire: the request.
        document: tells which headers and parameters are secret.
    """

    def __init__(self, wire: WireRequest, document: Document) -> None:
        self._wire = wire
        self._began = time.monotonic()
        self._wire_log: WireLog | None = None
        if log.isEnabledFor(logging.DEBUG):
            from .wire_log import WireLog

            self._wire_log = WireLog(document)

    def watched(self, options: DeliveryOptions, *, is_async: bool) -> DeliveryOptions:
        """The options of the call; at DEBUG with hooks, of which that of each attempt is the innermost."""
        own = self._wire_log
        if own is None:
            return options
        hooks = options.hooks
        send = own.asend if is_async else own.send
        changed = CallHooks(
            hooks.prepared, hooks.answered, (*hooks.retried, own.retried), hooks.event, (*hooks.send, send)
        )
        return replaced(options, hooks=changed)

    def failed(self, error: BaseException) -> None:
        """Write the line of a call that ended with an exception before it had an outcome."""
        attempts = getattr(error, "attempts", ())
        self._write(_described(error), attempts=len(attempts), error=error)

    def finished(self, delivery: Delivery) -> Delivery:
        """Write the line of a call, now or when its body ends."""
        if delivery.error is not None:
            self._write(_described(delivery.error), attempts=delivery.count, error=delivery.error)
        elif delivery.answer.is_read:
            self._write_answer(delivery, delivery.answer, len(delivery.answer.read()))
        else:
            delivery.answer = _body_of(delivery, self)
        return delivery

    def ended(self, delivery: Delivery, body: WatchedBody, how: str, error: BaseException | None) -> None:
        """Write the line of a call whose body has ended now."""
        if self._wire_log is not None and body.received:
            self._wire_log.streamed(delivery.context, body.raw, bytes(body.beginning), body.received)
        head = f" (head after {body.head_seconds * 1000:.0f} ms{how})"
        self._write_answer(delivery, body, body.received, head, error)

    def _write_answer(
        self, delivery: Delivery, body: Any, size: int, note: str = "", error: BaseException | None = None
    ) -> None:
        raw = body.raw
        status = raw.status_code
        request_id = request_id_of(raw.headers)
        if request_id is not None:
            from .._support.masking import Masking

            request_id = Masking(delivery.context.secrets).text(request_id)[:200]
        if getattr(raw, "from_cache", False):
            note = f"{note} (from a cache)"
        outcome = status if error is None else f"{status}, then {_described(error)},"
        self._write(outcome, status, note, delivery.count, size, request_id, error)

    def _write(
        self,
        outcome: str | int,
        status: int | None = None,
        note: str = "",
        attempts: int = 0,
        size: int | None = None,
        request_id: str | None = None,
        error: BaseException | None = None,
    ) -> None:
        """Write the line. The record is made here, since `log.info` takes twice the time, to find who called it."""
        wire, milliseconds = self._wire, (time.monotonic() - self._began) * 1000
        operation_id, method, path = wire.operation_id, wire.method, wire.path
        if not path:  # a request that the document does not describe: its own path is in its name
            from .._support.masking import Masking

            operation_id = Masking(wire.secrets | wire.texts()).text(operation_id)
        host = host_and_port(wire.url.split("/", 3)[2]) if "://" in wire.url else ""
        tried = "1 attempt" if attempts == 1 else f"{attempts} attempts"
        rest = "" if size is None else f", {size} bytes"
        if request_id is not None:
            rest = f"{rest}, request id {request_id}"
        args = (operation_id, method, host, path, outcome, milliseconds, note, tried, rest)
        record = log.makeRecord(log.name, logging.INFO, __file__, 0, _LINE, args, None, "_write")
        record.call = {
            "operation_id": operation_id,
            "method": method,
            "host": host,
            "path": path,
            "status_code": status,
            "milliseconds": milliseconds,
            "attempts": attempts,
            "bytes": size,
            "request_id": request_id,
            "error": None if error is None else type(error).__name__,
        }
        log.handle(record)


def _described(error: BaseException) -> str:
    """An error in a line. The text of another package's error may hold anything, so that it is left out."""
    message = getattr(error, "message", "") if isinstance(error, DynaclientError) else ""
    return f"{type(error).__name__}{f' ({message})' if message else ''}"


def _body_of(delivery: Delivery, own: CallLog) -> WatchedBody:
    return (AsyncWatchedBody if hasattr(delivery.answer, "load") else WatchedBody)(delivery, own)


class WatchedBody:
    """The body of an answer as it arrives, which tells the log when it has ended."""

    def __init__(self, delivery: Delivery, own: CallLog) -> None:
        self.head_seconds = time.monotonic() - own._began  # noqa: SLF001  # made by it
        self.beginning = bytearray()
        self._incoming = delivery.answer
        self._delivery = delivery
        self._log: CallLog | None = own

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # as while it is unpickled
            raise AttributeError(name)
        return getattr(self._incoming, name)

    def read(self) -> bytes:
        """The whole body; see `Incoming.read`."""
        with self._until_its_end():
            content: bytes = self._incoming.read()
            self._take(content)
        return content

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces; see `Incoming.chunks`."""
        with self._until_its_end():
            for chunk in self._incoming.chunks():
                self._take(chunk)
                yield chunk

    @contextlib.contextmanager
    def _until_its_end(self) -> Iterator[None]:
        try:
            yield
        except GeneratorExit:  # the program leaves a loop, and closes the answer
            raise
        except BaseException as error:
            self._end(error=error)
            raise
        self._end()

    def close(self) -> None:
        """Release the connection."""
        self._incoming.close()
        self._end("" if self.received else "; closed unread")

    def _take(self, chunk: bytes) -> None:
        if self._log is not None and self._log._wire_log is not None:  # noqa: SLF001
            from .wire_log import WINDOW

            self.beginning += chunk[: WINDOW - len(self.beginning)]

    def _end(self, how: str = "", error: BaseException | None = None) -> None:
        own, self._log = self._log, None
        if own is not None:
            own.ended(self._delivery, self, how, error)

    def __del__(self) -> None:
        if self.__dict__.get("_log") is not None:
            with contextlib.suppress(Exception):  # the interpreter may be about to end
                self._end("; never closed")


class AsyncWatchedBody(WatchedBody):
    """The same for an async client."""

    def read(self) -> bytes:
        """The body, which must have been read."""
        return self._incoming.read()  # type: ignore[no-any-return]

    async def load(self) -> bytes:
        """The whole body; see `AsyncIncoming.load`."""
        with self._until_its_end():
            content: bytes = await self._incoming.load()
            self._take(content)
        return content

    async def chunks(self) -> AsyncIterator[bytes]:  # type: ignore[override]
        """The body in pieces; see `AsyncIncoming.chunks`."""
        with self._until_its_end():
            async for chunk in self._incoming.chunks():
                self._take(chunk)
                yield chunk
