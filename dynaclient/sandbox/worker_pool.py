"""The threads that answer requests for a cheroot server: started when they are needed, never more than allowed.

cheroot's own pool has a fixed number of threads, which keep a process alive that forgot to close its server.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
from typing import Any

_SOON = 0.02
"""Seconds that a thread waits for the next request of its connection: handing it over costs more."""


class WorkerPool:
    """Threads for the connections that a server has something to do with.

    Args:
        server: the cheroot server that takes back connections which stay open.
        threads: how many there may be.
        waiting: how many connections may wait for one.
    """

    min = 1

    def __init__(self, server: Any, threads: int, waiting: int) -> None:
        self._server = server
        self._most = threads
        self._longest = waiting
        self._waiting: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._idle = 0
        self._threads: list[threading.Thread] = []
        self._busy: set[Any] = set()
        self._stopped = False

    def start(self) -> None:
        """Nothing: threads start when there is something to do."""

    def put(self, connection: Any) -> None:
        """Serve a connection as soon as there is a thread for it.

        Raises:
            queue.Full: too many wait already.
        """
        if self._waiting.qsize() >= self._longest:
            raise queue.Full
        self._waiting.put(connection)
        with self._lock:
            is_needed = self._idle < self._waiting.qsize() and len(self._threads) < self._most and not self._stopped
            if is_needed:
                thread = threading.Thread(target=self._work, name="dynaclient server", daemon=True)
                self._threads.append(thread)
        if is_needed:
            thread.start()

    def stop(self, timeout: float | None) -> None:
        """End the threads; a connection that is being answered is closed."""
        with self._lock:
            self._stopped = True
            threads, busy = list(self._threads), list(self._busy)
        for _ in threads:
            self._waiting.put(None)
        for connection in busy:
            with contextlib.suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(timeout)  # they are daemons: one that sleeps does not hold up the process

    def _work(self) -> None:
        while True:
            with self._lock:
                self._idle += 1
            connection = self._waiting.get()
            with self._lock:
                self._idle -= 1
                if connection is not None:
                    self._busy.add(connection)
            if connection is None:
                return
            self._serve(connection)

    def _serve(self, connection: Any) -> None:
        stays = False
        try:
            stays = connection.communicate()
            while stays and not self._stopped and self._waiting.empty() and connection.rfile.wait(_SOON):
                stays = connection.communicate()
        except OSError:
            stays = False
        except Exception:  # noqa: BLE001  # a thread outlives what one connection does
            self._server.error_log("A connection failed.", traceback=True)
            stays = False
        finally:
            with self._lock:
                self._busy.discard(connection)
            if stays and not self._stopped:
                self._server.put_conn(connection)
            else:
                connection.close()
