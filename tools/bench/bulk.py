#!/usr/bin/env python3
"""How fast `client.map` sends, beside a hand-written aiohttp loop and a pool of threads with requests; and its memory.

    python tools/bench/bulk.py [--rows 10000] [--rounds 3] [--tasks 64] [--memory 1000000] [--json]

The server is a process of its own on loopback that answers every POST with the same JSON. All send the same posts and
read the JSON that comes back; ours are also checked before and while they are sent, and journalled to a file. Rounds
alternate. The memory is that of a process in which a job reads and checks so many rows, and sends the first thousand.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import aiohttp
import requests
from async_throughput import serve

from dynaclient import Client

CONNECT, READ = 10, 600

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Bench", "version": "1"},
    "paths": {
        "/chat/completions": {
            "post": {
                "operationId": "send",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["model", "text"],
                                "additionalProperties": False,
                                "properties": {
                                    "model": {"type": "string", "minLength": 1},
                                    "text": {"type": "string", "maxLength": 1000},
                                    "size": {"type": "integer", "minimum": 0},
                                },
                            }
                        }
                    },
                },
                "responses": {"200": {"description": "done"}},
            }
        }
    },
}


def rows(count: int) -> list[dict[str, Any]]:
    """Small bodies."""
    return [{"model": "m", "text": f"the text of row {number}", "size": number} for number in range(count)]


async def by_hand(url: str, given: list[dict[str, Any]], tasks: int) -> None:
    """What people write: so many tasks, one session, each answer read as JSON."""
    left = iter(given)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=READ)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:

        async def work() -> None:
            for row in left:
                headers = {"Idempotency-Key": secrets.token_hex(16)}
                async with session.post(f"{url}/chat/completions", json=row, headers=headers) as response:
                    assert (await response.json())["id"]

        await asyncio.gather(*(work() for _ in range(tasks)))


def by_threads(url: str, given: list[dict[str, Any]], tasks: int) -> None:
    """A pool of threads, each call through `requests.post` of one session."""
    with requests.Session() as session:
        session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=tasks))

        def one(row: dict[str, Any]) -> None:
            headers = {"Idempotency-Key": secrets.token_hex(16)}
            response = session.post(f"{url}/chat/completions", json=row, headers=headers, timeout=(CONNECT, READ))
            assert response.json()["id"]

        with ThreadPoolExecutor(tasks) as pool:
            list(pool.map(one, given))


def by_map(url: str, given: list[dict[str, Any]], workers: int | str, *, iterates: bool = True) -> None:
    """A job with a journal and an output, whose rows the caller takes, or not."""
    folder = tempfile.mkdtemp()
    try:
        with Client(DOCUMENT, base_url=url, idempotency=True, timeout=(CONNECT, READ)) as client:
            job = client.map("send", given, into=f"{folder}/out.jsonl", workers=workers)
            if iterates:
                for done in job:
                    assert done.data["id"]
            else:
                job.run()
            assert job.report.done == len(given)
    finally:
        shutil.rmtree(folder)


def throughput(url: str, count: int, rounds: int, tasks: int) -> tuple[dict[str, float], dict[str, float]]:
    """Rows a second of each way, the median of its rounds; and the least time of the processor for a row, in µs."""
    given = rows(count)
    ways = {
        "aiohttp": lambda: asyncio.run(by_hand(url, given, tasks)),
        "map": lambda: by_map(url, given, tasks),
        "map, run": lambda: by_map(url, given, tasks, iterates=False),
        "map, auto": lambda: by_map(url, given, "auto"),
        "threads": lambda: by_threads(url, given, tasks),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began, before = time.perf_counter(), time.process_time()
            way()
            found[name].append(count / (time.perf_counter() - began))
            spent[name].append((time.process_time() - before) / count * 1e6)
    return {name: statistics.median(rates) for name, rates in found.items()}, {n: min(s) for n, s in spent.items()}


def memory(url: str, count: int) -> dict[str, float]:
    """MB by which a job of so many rows grows a process beyond one of a thousand rows."""
    peaks = {}
    for number in (1000, count):
        done = subprocess.run(
            [sys.executable, __file__, "--url", url, "--peak", str(number)], capture_output=True, text=True, check=True
        )
        peaks[number] = float(done.stdout)
    return {
        "peak of 1,000 rows": peaks[1000],
        f"peak of {count:,} rows": peaks[count],
        "growth": peaks[count] - peaks[1000],
    }


def peak(url: str, count: int) -> float:
    """The most memory of this process in MB: all rows are read and checked, and a thousand of them sent."""
    folder = tempfile.mkdtemp()
    try:
        path = f"{folder}/rows.csv"
        with Path(path).open("w") as file:
            file.write("id,model,text,size\n")
            file.writelines(f"row-{number},m,the text of row {number},{number}\n" for number in range(count))
        with Client(DOCUMENT, base_url=url, idempotency=True) as client:
            job = client.map("send", path, key="id", into=f"{folder}/out.jsonl")
            for _, _ in zip(job, range(1000), strict=False):
                continue
    finally:
        shutil.rmtree(folder)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--tasks", type=int, default=64)
    options.add_argument(
        "--memory", type=int, default=1_000_000, help="rows of the job whose memory is measured; 0: none"
    )
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    options.add_argument("--url", help=argparse.SUPPRESS)
    options.add_argument("--peak", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.peak:
        print(peak(given.url, given.peak))
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs, "web"), daemon=True)
    server.start()
    try:
        url = f"http://127.0.0.1:{ours.recv()}/v1"
        rates, spent = throughput(url, given.rows, given.rounds, given.tasks) if given.rows else ({}, {})
        grown = memory(url, given.memory) if given.memory else {}
    finally:
        server.terminate()
        server.join()
    if given.json:
        print(json.dumps({"rows a second": rates, "µs a row": spent, "MB": grown}))
        return
    for name, rate in rates.items():
        ratio = f"{rate / rates['aiohttp']:.2f} of aiohttp, {rate / rates['threads']:.2f} of threads"
        print(f"{name:<10} {rate:>7,.0f} rows/s  {ratio}  {spent[name]:>5.0f} µs of the processor a row")
    for name, size in grown.items():
        print(f"{name:<22} {size:>7.1f} MB")
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
