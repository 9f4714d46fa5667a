"""The workers of a Dask scheduler: one that runs somewhere, or one with workers on this machine for a single job."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from typing import Any

from ...errors import MissingExtra, RequestError
from .local_workers import LocalWorkers, quiet

CONNECT = 15.0
"""Seconds to reach a scheduler."""

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
        RequestError: it is not the address of a scheduler.
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
        self._quiet.enter_context(quiet("distributed.client"))
        count = local_workers(address)
        try:
            if count:
                self._local = LocalWorkers(distributed)
                address = self._local.address
            with quiet("distributed"):
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
        with self._quiet, quiet("distributed"):
            if client is not None:
                with contextlib.suppress(Exception):
                    client.close()
            if self._local is not None:
                self._local.close()
