"""Hostile input, by kind: each attempt ends within a time limit, with a result or with an error of this package.

Prints a table of the attempts at the end: `./tools/test tests/hostile`.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import DynaclientError

LIMIT = 10.0
"""Seconds for one attempt; nearly all take a few milliseconds."""

SECRET = "the-secret-key-8c1f"

_found: dict[str, list[tuple[str, float]]] = {}


class TooSlow(BaseException):
    """An attempt was not over in time. No `except Exception` takes it for an error."""


@pytest.fixture(autouse=True)
def limited() -> Iterator[None]:
    """End an attempt that hangs, where the system can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def end(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def survive(act: Callable[[], Any]) -> Any:
    """What an attempt gives, or the error of this package that it raises; any other exception fails the test."""
    try:
        return act()
    except DynaclientError as error:
        for text in (str(error), repr(error)):
            assert SECRET not in text
        return error


def survives(act: Callable[[], Any]) -> bool:
    """Whether an attempt ends with a result, or with an error of this package that says what is wrong.

    Any other exception fails the test.
    """
    found = survive(act)
    return not isinstance(found, DynaclientError) or bool(str(found).strip())


class Raw:
    """A server that answers every request with the same bytes, and closes the connection."""

    def __init__(self) -> None:
        self.reply = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._answer, args=(self._listener.accept()[0],), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = b"?"
            while head and b"\r\n\r\n" not in head:
                head = connection.recv(1 << 16)
            connection.sendall(self.reply)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture(scope="session")
def raw() -> Iterator[Raw]:
    """A server whose answers are bytes."""
    server = Raw()
    yield server
    server.close()


def pytest_runtest_logreport(report: Any) -> None:
    """Count an attempt."""
    path, _, _ = report.nodeid.partition("::")
    if report.when == "call" and "hostile/test_" in path:
        kind = path.rpartition("/test_")[2].removesuffix(".py").replace("_", " ")
        _found.setdefault(kind, []).append((report.outcome, report.duration))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table: attempts by kind, how many were survived, and the longest of them."""
    if not _found:
        return
    terminalreporter.section("hostile attempts")
    terminalreporter.line(f"{'kind':<16}{'attempts':>10}{'survived':>10}{'longest':>10}")
    rows = [(kind, _found[kind]) for kind in sorted(_found)]
    for kind, attempts in [*rows, ("all", [attempt for _, row in rows for attempt in row])]:
        survived = sum(outcome == "passed" for outcome, _ in attempts)
        longest = max(seconds for _, seconds in attempts)
        terminalreporter.line(f"{kind:<16}{len(attempts):>10}{survived:>10}{longest:>8.2f} s")
