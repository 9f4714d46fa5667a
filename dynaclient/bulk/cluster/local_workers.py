"""Worker processes of Dask on this machine, for a single job, and the scheduler that they belong to."""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from ...errors import RequestError

_START = 90.0
"""Seconds that workers on this machine may take to start."""

_END = 15.0
"""Seconds that they have to end."""


class LocalWorkers:
    """A scheduler of Dask in this process, and workers that are processes of their own.

    They are started as commands, so that a script needs no `if __name__ == "__main__"`, and Ctrl-C does not reach them.
    They end when the scheduler does, however that happens.
    """

    def __init__(self, distributed: Any) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="dynaclient-", ignore_cleanup_errors=True)
        with quiet("distributed"):
            self._cluster = distributed.LocalCluster(
                n_workers=0, host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL
            )
        self.address: str = self._cluster.scheduler_address

    def start(self, count: int, connected: Callable[[], int]) -> None:
        """Start workers, and wait for them.

        Raises:
            RequestError: one of them does not start.
        """
        path = os.pathsep.join(os.path.abspath(folder) for folder in sys.path)  # they find the modules of the caller
        command = [sys.executable, "-m", "distributed.cli.dask_worker", self.address, *_WORKER_OPTIONS]
        for number in range(count):
            log = os.path.join(self._folder.name, f"{number}.log")
            flags = os.O_WRONLY | os.O_CREAT
            with os.fdopen(os.open(log, flags, 0o600), "wb") as errors:
                process = subprocess.Popen(  # noqa: S603  # this Python
                    [*command, "--local-directory", self._folder.name],
                    env={**os.environ, "PYTHONPATH": path},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    start_new_session=True,
                )
            self._processes.append(process)
        until = time.monotonic() + _START
        while connected() < count:
            if any(process.poll() is not None for process in self._processes) or time.monotonic() > until:
                raise RequestError(f"the workers of this machine do not start: {self._last_words()}")
            time.sleep(0.05)

    def _last_words(self) -> str:
        from ..files import read_text

        for number in range(len(self._processes)):
            lines = (read_text(os.path.join(self._folder.name, f"{number}.log")) or "").strip().splitlines()
            if lines:
                return lines[-1][:300]
        return f"they have not connected within {_START:.0f} s"

    def close(self) -> None:
        """End the workers and the scheduler."""
        for process in self._processes:
            process.terminate()
        until = time.monotonic() + _END
        for process in self._processes:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        with contextlib.suppress(Exception):
            self._cluster.close()
        self._folder.cleanup()


_WORKER_OPTIONS = (
    "--host=127.0.0.1",
    "--nthreads=1",
    "--no-nanny",
    "--no-dashboard",
    "--memory-limit=0",
    f"--death-timeout={_START:.0f}",
)


@contextlib.contextmanager
def quiet(name: str) -> Iterator[None]:
    """Dask's own words on what happens to connections are left out: the errors of this room say it."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
