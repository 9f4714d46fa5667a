"""A socket as cheroot reads a request from it and writes an answer to it: within a deadline, headers and body together.

The socket must not block: it is waited for where it has nothing to read, or takes no more. Knows nothing about HTTP.
"""

from __future__ import annotations

import contextlib
import select
import time
from typing import Any

_PIECE, _LARGE_PIECE = 64 * 1024, 256 * 1024
"""Bytes that are received at once; as many more are asked for only where many are expected, since asking costs."""

_EVERYTHING = 1 << 62


class RequestReader:
    """Reads from a socket until a deadline.

    Attributes:
        deadline: by the monotonic clock; reading on raises TimeoutError.
    """

    def __init__(self, connection: Any) -> None:
        self._socket = connection
        self._data = bytearray()
        self.deadline = 0.0
        self.closed = False
        self.bytes_read = 0

    def readline(self, size: int | None = None) -> bytes:
        """Up to the end of a line, at most `size` bytes; less at the end of what is sent."""
        most = _EVERYTHING if size is None or size < 0 else size
        searched = 0
        while True:
            found = self._data.find(b"\n", searched, most)
            if found >= 0:
                return self._taken(found + 1)
            searched = len(self._data)
            if searched >= most or not self._more():
                return self._taken(min(most, searched))

    def read(self, size: int | None = None) -> bytes:
        """`size` bytes; less at the end of what is sent."""
        most = _EVERYTHING if size is None or size < 0 else size
        while len(self._data) < most and self._more(_LARGE_PIECE if most > _PIECE else _PIECE):
            pass
        return self._taken(min(most, len(self._data)))

    def some(self, most: int, seconds: float) -> bytes:
        """What has arrived, at most so many bytes; waits for the first of them. b"" if the other side has closed."""
        self.deadline = time.monotonic() + seconds
        if not self._data:
            self._more(_LARGE_PIECE if most > _PIECE else _PIECE)
        return self._taken(min(most, len(self._data)))

    def head(self, most: int) -> bytes | None:
        """What comes before an empty line, taken with it; None, and nothing taken, if no such line has arrived.

        Args:
            most: bytes that it may have.
        """
        if not self._data:
            self._more()
        found = self._data.find(b"\r\n\r\n", 0, most)
        return self._taken(found + 4)[:-4] if found > 0 else None

    def put_back(self, head: bytes | None) -> None:
        """Undo `head`."""
        if head is not None:
            self._data[:0] = head + b"\r\n\r\n"

    def has_data(self) -> bool:
        """Whether something was received that nobody has read."""
        return bool(self._data)

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read, or the other side has closed, within so many seconds."""
        if self._data:
            return True
        self.deadline = time.monotonic() + seconds
        try:
            if not is_ready(self._socket, seconds, to_write=False):
                return False
            self._more()
        except TimeoutError:
            return False
        return True

    def drain(self, seconds: float) -> None:
        """Read and forget whatever comes, until the other side closes."""
        self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):
            while self._more():
                self._data.clear()

    def close(self) -> None:
        """Forget what was received; the socket is another's to close."""
        self.closed = True
        self._data.clear()

    def _more(self, size: int = _PIECE) -> bool:
        while True:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            try:
                received = self._socket.recv(size)
                break
            except BlockingIOError:
                is_ready(self._socket, left, to_write=False)
        self._data += received
        self.bytes_read += len(received)
        return bool(received)

    def _taken(self, size: int) -> bytes:
        if size == len(self._data):
            out = bytes(self._data)
            self._data.clear()
            return out
        with memoryview(self._data) as seen:
            out = bytes(seen[:size])
        del self._data[:size]
        return out


class AnswerWriter:
    """Writes to a socket; what is written while `holds` is sent with what follows.

    Args:
        timeout: seconds in which the other side must take one piece.
    """

    def __init__(self, connection: Any, timeout: float) -> None:
        self._socket = connection
        self._timeout = timeout
        self._held = b""
        self.holds = False
        self.bytes_written = 0

    def write(self, data: bytes) -> int:
        """Send the bytes, all of them, or keep them."""
        self._held += data
        if not self.holds:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is held."""
        held, self._held = self._held, b""
        self.holds = False
        if not held:
            return
        self.bytes_written += len(held)
        sent = self._sent(held)
        if sent < len(held):  # the rest of something large
            rest = memoryview(held)[sent:]
            ends = time.monotonic() + self._timeout
            while rest:
                left = ends - time.monotonic()
                if left <= 0 or not is_ready(self._socket, left, to_write=True):
                    raise TimeoutError("timed out")
                rest = rest[self._sent(rest) :]

    def _sent(self, data: Any) -> int:
        """How many of the bytes the socket takes now."""
        try:
            return int(self._socket.send(data))
        except BlockingIOError:
            return 0

    def close(self) -> None:
        """Nothing: the socket is another's to close."""


def is_ready(connection: Any, seconds: float, *, to_write: bool) -> bool:
    """Whether a socket can be read from, or written to, within so many seconds."""
    if not hasattr(select, "poll"):  # Windows
        waiting = [connection]
        found = select.select([] if to_write else waiting, waiting if to_write else [], [], seconds)
        return any(found)
    poll = select.poll()
    poll.register(connection, select.POLLOUT if to_write else select.POLLIN)
    return bool(poll.poll(seconds * 1000))
