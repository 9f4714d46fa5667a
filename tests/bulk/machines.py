"""A scheduler of Dask and workers, each a process of its own, started as on machines of a cluster."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


class Machines:
    """Processes that end with the test: the scheduler when it was idle for two minutes, workers when it is gone.

    Attributes:
        address: of the scheduler.
        workers: their processes.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self._file = folder / "scheduler.json"
        self._scheduler = self._start("dask_scheduler", "--port=0", "--no-show", "--idle-timeout=120s")
        self._wait(lambda: self._file.exists() and self._file.stat().st_size > 0)
        self.address: str = json.loads(self._file.read_text())["address"]

    def _start(self, program: str, *options: str, **variables: str) -> subprocess.Popen[bytes]:
        common = ("--host=127.0.0.1", "--no-dashboard", f"--scheduler-file={self._file}")
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
        with (self.folder / f"{program}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *common, *options],
                env=environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def add(self, count: int = 1, **variables: str) -> None:
        """Start workers, and wait for them."""
        before = self.present()
        options = (
            "--no-nanny",
            "--nthreads=1",
            "--memory-limit=0",
            "--death-timeout=20",
            f"--local-directory={self.folder}",
        )
        self.workers += [self._start("dask_worker", *options, **variables) for _ in range(count)]
        self._wait(lambda: self.present() >= before + count)

    def keep(self, count: int) -> None:
        """Have so many workers, whatever a test has done to them."""
        self.workers = [process for process in self.workers if process.poll() is None]
        self._wait(lambda: self.present() == len(self.workers))
        if count > len(self.workers):
            self.add(count - len(self.workers))

    def present(self) -> int:
        """How many workers the scheduler knows."""
        return len(self.ask("scheduler_info", n_workers=-1)["workers"])

    def ask(self, name: str, *args: Any, **options: Any) -> Any:
        """What a method of Dask's client returns."""
        import distributed

        with distributed.Client(self.address, set_as_default=False, timeout=SECONDS) as client:
            return getattr(client, name)(*args, **options)

    def _wait(self, is_so: Any) -> None:
        until = time.monotonic() + SECONDS
        while not is_so():
            logs = "".join(path.read_text()[-2000:] for path in self.folder.glob("*.log"))
            assert time.monotonic() < until, logs
            assert self._scheduler.poll() is None, logs
            time.sleep(0.05)

    def close(self) -> None:
        """End all processes."""
        for process in (*self.workers, self._scheduler):
            process.kill()
        for process in (*self.workers, self._scheduler):
            process.wait()


@contextlib.contextmanager
def machines(folder: Path, workers: int) -> Iterator[Machines]:
    """A cluster with so many workers."""
    found = Machines(folder)
    try:
        found.add(workers)
        yield found
    finally:
        found.close()
