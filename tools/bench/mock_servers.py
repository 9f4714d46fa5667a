"""The sandbox against a mock server in Node (Steady, `@stdy/cli`): the time of one call, in turn, in the same run.

Both serve the same document in a process of their own; the same connection asks again and again. The sandbox's server
with an application that does nothing is measured beside them (`empty_server.py`): less than that no call can take.
Steady and the Node that it wants are installed by npm into `.venv-bench/mock`, once.

Node is built with every optimisation, so run this with a Python that is: those of distributions are, those of pyenv
only with `PYTHON_CONFIGURE_OPTS="--enable-optimizations --with-lto"`. Without, a call takes a tenth longer.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from measuring import HERE, ROOT, default_document, table

WARMING = 3
"""Rounds that are not counted."""

FOLDER = ROOT / ".venv-bench" / "mock"
HEADERS = {"Authorization": "Bearer k", "Content-Type": "application/json"}
Call = tuple[str, str, Any]

SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "paths": {
        "/pets": {
            "get": {
                "operationId": "listPets",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}}],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
                            }
                        },
                    }
                },
            },
            "post": {
                "operationId": "createPet",
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewPet"}}},
                },
                "responses": {
                    "201": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
        },
    },
    "components": {
        "schemas": {
            "NewPet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 50},
                    "tag": {"type": "string", "enum": ["cat", "dog"]},
                    "age": {"type": "integer", "minimum": 0},
                },
            },
            "Pet": {
                "allOf": [
                    {"$ref": "#/components/schemas/NewPet"},
                    {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
                ]
            },
        }
    },
}
SMALL_CALLS: list[Call] = [
    ("GET", "/pets?limit=10", None),
    ("POST", "/pets", {"name": "Rex", "tag": "dog", "age": 3}),
]
OPENAI_CALLS: list[Call] = [
    ("GET", "/models", None),
    ("GET", "/models/gpt-4o", None),
    ("POST", "/chat/completions", {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]}),
    ("POST", "/embeddings", {"model": "m", "input": "text", "dimensions": 8}),
    ("POST", "/vector_stores", {"name": "papers"}),
]


def main() -> int:
    """Print one row for each call: the median times, and what the sandbox takes in comparison; 1 if it is slower."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--calls", type=int, default=60, help="calls in one round")
    given = parser.parse_args()
    if (steady := installed()) is None:
        print("npm could not install @stdy/cli; there is nothing to compare with")
        return 1
    small = FOLDER / "small.json"
    small.write_text(json.dumps(SMALL), encoding="utf-8")
    rows: list[tuple[str, Found]] = []
    for document, calls in ((small, SMALL_CALLS), (default_document(), OPENAI_CALLS)):
        with ExitStack() as stack:
            ours = stack.enter_context(served([sys.executable, "-m", "dynaclient.sandbox", "--spec"], document))
            theirs = stack.enter_context(served([*steady, "--quiet"], document))
            empty = stack.enter_context(served([sys.executable, str(HERE / "empty_server.py")], document))
            for method, path, body in calls:
                found = timed((ours, theirs, empty), (method, path, body), given)
                rows.append((f"{document.name} {method} {path}", found))
    print(
        table(["call", "sandbox", "Steady", "ratio", "from", "to", "empty"], [[n, *found.cells] for n, found in rows])
    )
    slower = [name for name, found in rows if found.ratio > 1]
    print(f"\nslower than Steady: {', '.join(slower) or 'none'}")
    return 1 if slower else 0


class Found(NamedTuple):
    """The medians for one call in seconds, and the quartiles of the ratio of the sandbox to Steady."""

    sandbox: float
    steady: float
    empty: float
    low: float
    ratio: float
    high: float

    @property
    def cells(self) -> list[str]:
        """The cells of its row."""
        sandbox, steady, empty = (f"{seconds * 1000:.2f} ms" for seconds in (self.sandbox, self.steady, self.empty))
        low, ratio, high = (f"{ratio:.2f}×" for ratio in (self.low, self.ratio, self.high))
        return [sandbox, steady, ratio, low, high, empty]


def timed(servers: Sequence[Server], call: Call, given: argparse.Namespace) -> Found:
    """What one call takes of the sandbox, Steady and the empty server, measured in turn."""
    for server in servers:
        for _ in range(WARMING):
            median(server.port, call, given.calls)  # warm, and Node has compiled what it runs
    rounds = [[median(server.port, call, given.calls) for server in servers] for _ in range(given.rounds)]
    sandbox, steady, empty = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratios = [times[0] / times[1] for times in rounds]
    return Found(sandbox, steady, empty, *(statistics.quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3))


def median(port: int, call: Call, calls: int) -> float:
    """Seconds for one call."""
    method, path, body = call
    data = None if body is None else json.dumps(body)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times = []
    for _ in range(calls):
        started = time.perf_counter()
        connection.request(method, path, data, HEADERS)
        response = connection.getresponse()
        response.read()
        times.append(time.perf_counter() - started)
        if response.status >= 400:
            raise SystemExit(f"{method} {path} on port {port}: {response.status}")
    connection.close()
    return statistics.median(times)


def installed() -> list[str] | None:
    """The command of Steady, installed if it is not there; None if npm cannot."""
    program = FOLDER / "node_modules" / ".bin" / "steady"
    node = FOLDER / "node_modules" / ".bin" / "node"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            return None
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "node@24", "@stdy/cli"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=False)
    return [str(node), str(program)] if program.exists() and node.exists() else None


class Server(NamedTuple):
    """A server in a process of its own."""

    port: int


def _family(pid: int) -> Iterator[int]:
    """A process and what it started."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except OSError:  # not Linux
        return
    for child in children:
        yield from _family(int(child))


@contextmanager
def served(command: list[str], document: Path) -> Iterator[Server]:
    """A server of the document; it answers already."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [*command, str(document), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(port)
    finally:
        for pid in reversed([*_family(process.pid)]):
            os.kill(pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    raise SystemExit(main())
