#!/usr/bin/env python3
"""How much faster a bulk job is on more workers of Dask, where the server is what takes the time.

    python tools/bench/bulk_cluster.py [--rows 1200] [--calls 4] [--delay 0.05] [--workers 1,2] [--rounds 3] [--json]

The server is a process of its own on loopback that answers each POST after the delay. Workers are processes of
`distributed.LocalCluster`, and each makes so many calls at a time, so that it cannot send more than calls / delay rows
a second; `share` is the part of that which all workers reach. A small job before warms them up. Rounds alternate.

What limits more workers: each part costs its way to the worker, its journal and its last calls, which wait for nobody;
the processors, of which a row takes `µs a row` on its worker; and the caller, which reads, checks and packs all rows
alone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bulk import DOCUMENT, rows

from dynaclient import Client


def serve(pipe: Any, delay: float) -> None:
    """Answer each POST after a wait, until the process is ended; tells the port first."""

    async def main() -> None:
        from aiohttp import web

        async def answer(request: web.Request) -> web.Response:
            await request.read()
            await asyncio.sleep(delay)
            return web.json_response({"id": "1"})

        application = web.Application()
        application.router.add_post("/v1/chat/completions", answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(main())


@contextmanager
def server(delay: float) -> Iterator[str]:
    """The address of a server."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, delay), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/v1"
    finally:
        process.terminate()
        process.join()


def spent() -> float:
    """Seconds of the processor that this process, a worker, has used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def send(url: str, address: str, count: int, calls: int) -> float:
    """Seconds that a job takes."""
    folder = tempfile.mkdtemp()
    try:
        with Client(DOCUMENT, base_url=url, idempotency=True) as client:
            began = time.perf_counter()
            options = {"into": f"{folder}/out", "workers": calls, "engine": "dask", "address": address}
            report = client.map("send", rows(count), **options).run()
            assert report.done == count
            return time.perf_counter() - began
    finally:
        shutil.rmtree(folder)


def measure(url: str, workers: int, given: argparse.Namespace) -> tuple[float, float]:
    """Rows a second with so many workers, and the µs of the processor for a row."""
    import distributed

    options = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": None, "memory_limit": 0}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster, set_as_default=False) as dask:
        send(url, cluster.scheduler_address, 40 * workers, given.calls)
        before = sum(dask.run(spent).values())
        seconds = send(url, cluster.scheduler_address, given.rows, given.calls)
        return given.rows / seconds, (sum(dask.run(spent).values()) - before) / given.rows * 1e6


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1200)
    options.add_argument("--calls", type=int, default=4, help="calls that each worker makes at a time")
    options.add_argument("--delay", type=float, default=0.05, help="seconds that the server takes to answer")
    options.add_argument("--workers", default="1,2", help="numbers of workers")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    given = options.parse_args()
    counts = [int(number) for number in given.workers.split(",")]
    found: dict[int, list[tuple[float, float]]] = {count: [] for count in counts}
    with server(given.delay) as url:
        for _ in range(given.rounds):
            for count in counts:
                found[count].append(measure(url, count, given))
    rates = {count: statistics.median(rate for rate, _ in pairs) for count, pairs in found.items()}
    costs = {count: min(cost for _, cost in pairs) for count, pairs in found.items()}
    if given.json:
        print(json.dumps({"rows a second": rates, "µs a row": costs}))
        return
    for count, rate in rates.items():
        share = rate * given.delay / given.calls / count
        print(
            f"{count} worker{'s' if count > 1 else ' '} {rate:>7,.0f} rows/s  {rate / rates[counts[0]]:.2f}×  "
            f"share {share:.2f}  {costs[count]:>5.0f} µs a row"
        )
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
