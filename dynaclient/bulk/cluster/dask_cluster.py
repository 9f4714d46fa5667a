"""The workers of a Dask scheduler: one that runs somewhere, or one with workers on this machine for a single job."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from ...errors import MissingExtra, RequestError

CONNECT = 15.0
"""Seconds to reach a scheduler."""

_START = 90.0
"""Seconds that workers on this machine may take to start."""

_END = 15.0
"""Seconds that they have to end."""

_MOST = 1000
"""Workers on one machine, at most."""

_LOCAL = re.compile(r"local:([0-9]{1,4})")
_ADDRESS = re.compile(r"[a-z][a-z0-9+]*://\S+")


class ClusterLost(Exception):
    """The scheduler does not answer any more. Never leaves this room."""


class WorkerLost(Exception):
    """A worker has not done what it was asked to, and never will. Never leaves this room."""


def check_address(address: Any) -> str:
    """The value of `address=`.

    Raises:
        RequestError: it is no address of a scheduler.
    """
    found = getattr(address, "scheduler_address", address)  # of a cluster of Dask
    if isinstance(found, str) and (1 <= local_workers(found) <= _MOST or _ADDRESS.fullmatch(found)):
        return found
    raise RequestError(
        "the address of a Dask scheduler is like 'tcp://10.0.0.1:8786', or 'local:4' for four workers on this machine, "
        f"not {found!r}"
    )


def local_workers(address: str) -> int:
    """How many workers an address starts on this machine; 0 for the address of a scheduler."""
    found = _LOCAL.fullmatch(address)
    return int(found[1]) if found else 0


def require_distributed() -> Any:
    """The package of Dask.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise MissingExtra("a cluster", error.name or "distributed") from None
    return distributed


def pickled(value: Any) -> bytes:
    """A value for workers, with functions that no module has.

    Raises:
        Exception: whatever the classes in it raise.
    """
    import cloudpickle  # Dask needs it

    dumps: Callable[[Any], bytes] = cloudpickle.dumps
    return dumps(value)


class DaskCluster:
    """A connection to a scheduler. Close it after use, which ends what was started for it.

    Raises:
        RequestError: the scheduler cannot be reached, or workers cannot be started.
    """

    def __init__(self, address: str) -> None:
        distributed = require_distributed()
        self.address = address
        self._local: LocalWorkers | None = None
        self._kept: set[Any] = set()
        self._quiet = contextlib.ExitStack()
        self._quiet.enter_context(_quiet("distributed.client"))
        count = local_workers(address)
        try:
            if count:
                self._local = LocalWorkers(distributed)
                address = self._local.address
            with _quiet("distributed"):
                self._client = distributed.Client(address, timeout=CONNECT, set_as_default=False)
            if self._local is not None:
                self._local.start(count, lambda: len(self.workers()))
        except RequestError:
            self.close()
            raise
        except (OSError, ValueError, TimeoutError, RuntimeError) as error:
            self.close()
            text = str(error).strip().splitlines()
            raise RequestError(
                f"the scheduler {address!r} cannot be reached: {text[0].rstrip('.') if text else type(error).__name__}"
            ) from None

    @property
    def is_local(self) -> bool:
        """Whether its workers were started for this job."""
        return self._local is not None

    def workers(self) -> set[str]:
        """The addresses of the workers that there are now.

        Raises:
            ClusterLost: the scheduler does not answer.
        """
        try:
            return set(self._client.nthreads())
        except Exception:  # noqa: BLE001  # Dask has errors of its own for each way to lose a connection
            raise ClusterLost(f"the scheduler {self.address!r} does not answer any more") from None

    def send(self, worker: str, function: Callable[..., Any], *args: Any, after: Callable[[Any], None]) -> Any:
        """Have one worker call a function of this package; `after` is called with what `result` takes, in any thread.

        Dask never gives the call to another worker.
        """
        future = self._client.submit(
            function, *args, workers=[worker], allow_other_workers=False, pure=False, retries=0
        )
        self._kept.add(future)
        future.add_done_callback(after)
        return future

    def result(self, future: Any) -> Any:
        """What the function returned.

        Raises:
            WorkerLost: nobody will know.
            Exception: what the function raised.
        """
        self._kept.discard(future)
        if future.status == "error":
            error = future.exception()
            if not type(error).__module__.startswith("distributed"):
                raise error
            raise WorkerLost
        try:
            return future.result(timeout=CONNECT)
        except Exception:  # noqa: BLE001  # Dask has errors of its own for each way to lose an answer
            raise WorkerLost from None

    def abandon(self, future: Any) -> None:
        """Take no interest in an answer any more."""
        self._kept.discard(future)
        with contextlib.suppress(Exception):
            future.cancel()

    def everywhere(self, function: Callable[..., Any], *args: Any) -> list[Any]:
        """Call a function in each worker at once, whatever it is doing; those that do not answer are left out."""
        try:
            found = self._client.run(function, *args, on_error="ignore")
        except Exception:  # noqa: BLE001  # nobody is there, which the caller finds out by itself
            return []
        return list(found.values())

    def close(self) -> None:
        """Leave the scheduler, and end the workers of this machine."""
        client = getattr(self, "_client", None)
        with self._quiet, _quiet("distributed"):
            if client is not None:
                with contextlib.suppress(Exception):
                    client.close()
            if self._local is not None:
                self._local.close()


class LocalWorkers:
    """A scheduler of Dask in this process, and workers that are processes of their own.

    They are started as commands, so that a script needs no `if __name__ == "__main__"`, and Ctrl-C does not reach them.
    They end when the scheduler does, however that happens.
    """

    def __init__(self, distributed: Any) -> None:
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="dynaclient-", ignore_cleanup_errors=True)
        with _quiet("distributed"):
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
def _quiet(name: str) -> Any:
    """Dask's own words on what happens to connections are left out: the errors of this room say it."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
