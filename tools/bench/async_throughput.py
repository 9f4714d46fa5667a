#!/usr/bin/env python3
"""How many validated posts per second AsyncClient makes, beside raw aiohttp doing the same posts.

    python tools/bench/async_throughput.py [--calls 4000] [--tasks 32] [--rounds 5] [--server web|bare] [--json]

The server is a process of its own on loopback that answers every request with the same JSON. Both send the same posts:
the same body and headers (an idempotency key made for each is among them), and wait as long. Rounds alternate between
the two, so that whatever else the machine does meets both; the medians are compared.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import secrets
import statistics
import time
from typing import Any

import aiohttp

from dynaclient import AsyncOpenAI

CONNECT, READ = 10, 600
"""Seconds that both wait, so that both set the same timers."""

MESSAGES = [{"role": "user", "content": "Say hello."}]
ANSWER = json.dumps(
    {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": "stop", "logprobs": None,
             "message": {"role": "assistant", "content": "Hello.", "refusal": None}}
        ],
    }
).encode()  # fmt: skip
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER)


class Server(asyncio.Protocol):
    """Answers each request when all of it has come."""

    def connection_made(self, transport: Any) -> None:
        """Begin with nothing received."""
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end].lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            self.buffer = self.buffer[end + 4 + length :]
            self.transport.write(REPLY)


def serve(pipe: Any, kind: str) -> None:
    """Serve until the process is ended; tells the port first."""
    asyncio.run(SERVERS[kind](pipe))


async def serve_bare(pipe: Any) -> None:
    """As little as answers at all: no framework, the smallest parser. The hardest comparison for a client."""
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


async def serve_web(pipe: Any) -> None:
    """An application of aiohttp.web that reads the JSON: what a service in Python does at the least."""
    from aiohttp import web

    async def answer(request: web.Request) -> web.Response:
        await request.json()
        return web.Response(body=ANSWER, content_type="application/json")

    application = web.Application()
    application.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    pipe.send(runner.addresses[0][1])
    await asyncio.Event().wait()


SERVERS = {"bare": serve_bare, "web": serve_web}


async def spread(calls: int, tasks: int, one: Any) -> float:
    """Requests per second when `tasks` tasks make `calls` calls together."""
    left = iter(range(calls))

    async def work() -> None:
        for _ in left:
            await one()

    began = time.perf_counter()
    await asyncio.gather(*(work() for _ in range(tasks)))
    return calls / (time.perf_counter() - began)


async def measure(port: int, calls: int, tasks: int, rounds: int) -> dict[str, list[float]]:
    url = f"http://127.0.0.1:{port}/v1"
    body = {"model": "m", "messages": MESSAGES}
    found: dict[str, list[float]] = {"aiohttp": [], "dynaclient": []}
    async with (
        aiohttp.ClientSession(
            headers={"Authorization": "Bearer k"},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT, sock_read=READ),
        ) as session,
        AsyncOpenAI(api_key="k", base_url=url, timeout=(CONNECT, READ)) as client,
    ):

        async def raw() -> None:
            headers = {"Accept": "application/json", "Idempotency-Key": secrets.token_hex(16)}
            async with session.post(f"{url}/chat/completions", json=body, headers=headers) as response:
                assert (await response.json())["id"]

        async def ours() -> None:
            assert (await client.call("createChatCompletion", body=body))["id"]

        await spread(tasks * 4, tasks, raw)
        await spread(tasks * 4, tasks, ours)
        for _ in range(rounds):
            found["aiohttp"].append(await spread(calls, tasks, raw))
            found["dynaclient"].append(await spread(calls, tasks, ours))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--calls", type=int, default=4000)
    options.add_argument("--tasks", type=int, default=32)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--server", choices=SERVERS, default="web")
    options.add_argument("--json", action="store_true", help="print the medians as JSON")
    given = options.parse_args()
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs, given.server), daemon=True)
    server.start()
    try:
        found = asyncio.run(measure(ours.recv(), given.calls, given.tasks, given.rounds))
    finally:
        server.terminate()
        server.join()
    medians = {name: statistics.median(rates) for name, rates in found.items()}
    if given.json:
        print(json.dumps(medians))
        return
    for name, rates in found.items():
        print(f"{name:<11} {medians[name]:>6.0f} requests/s  (rounds: {', '.join(f'{rate:.0f}' for rate in rates)})")
    print(f"ratio       {medians['dynaclient'] / medians['aiohttp']:.2f}   load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
