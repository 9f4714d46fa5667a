"""A shop on a loopback port, and ways to run the command: in process, as a process, in a pseudo-terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sysconfig
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dynaclient.cli import main

HERE = Path(__file__).parent
KEY = "shop-key-for-tests-8c1f"


@dataclass
class Seen:
    """One request that reached the shop."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Shop:
    """The server: its address, and every request it has seen."""

    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def last(self) -> Seen:
        return self.seen[-1]


class _Handler(BaseHTTPRequestHandler):
    """Answers each path with the method of its first word."""

    protocol_version = "HTTP/1.1"

    @property
    def shop(self) -> Shop:
        return self.server.shop  # type: ignore[attr-defined,no-any-return]

    def log_message(self, *args: Any) -> None:
        """Silence."""

    def answer(self) -> None:
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen = Seen(self.command, self.path, dict(self.headers.items()), body)
        self.shop.seen.append(seen)
        name = self.path.removeprefix("/api/").partition("?")[0].partition("/")[0]
        getattr(self, f"on_{name}")(seen)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # the names that the library calls

    def send(self, body: bytes, kind: str = "application/json", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def on_items(self, seen: Seen) -> None:
        if seen.method == "DELETE":
            self.send_response(204)
            self.end_headers()
        elif seen.method == "POST":
            self.send(json.dumps({"id": "item_1", **seen.json()}).encode(), status=201)
        elif seen.target.startswith("/api/items/"):
            self.send(b'{"id": "item_1", "name": "pen", "price": 1.5, "sold": true, "owner": null}')
        else:
            data = [{"id": f"item_{i}", "name": name} for i, name in enumerate(("pen", "ink", "päper"))]
            self.send(json.dumps({"object": "list", "data": data}, ensure_ascii=False).encode())

    def on_files(self, seen: Seen) -> None:
        self.send(json.dumps({"bytes": len(seen.body)}).encode(), X_Secret_Token="of-the-server")

    def on_blob(self, seen: Seen) -> None:
        size = int(seen.target.rpartition("=")[2]) if "size=" in seen.target else 256
        body = (bytes(range(256)) * (size // 256 + 1))[:size] if seen.method == "GET" else b'{"stored": true}'
        self.send(body, "application/octet-stream" if seen.method == "GET" else "application/json")

    def on_odd(self, seen: Seen) -> None:
        self.send(b"\x00\x01\xff", "image/png")

    def on_text(self, seen: Seen) -> None:
        self.send(b"one\ntwo \x1b[31mred\n", "text/plain; charset=utf-8")

    def on_events(self, seen: Seen) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for text in (b"data: first\n\n", b"data: [DONE]\n\n"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))
            if text.startswith(b"data: f"):
                self.shop.go_on.wait(20)
        self.wfile.write(b"0\r\n\r\n")

    def on_status(self, seen: Seen) -> None:
        code = int(seen.target.rpartition("/")[2])
        self.send(b'{"error": {"message": "as asked \\u001b[31m"}}', status=code, Retry_After="7")

    def on_slow(self, seen: Seen) -> None:
        self.shop.go_on.wait(20)
        self.close_connection = True

    def on_cut(self, seen: Seen) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half": ')
        self.close_connection = True

    def on_open(self, seen: Seen) -> None:
        self.send(b"{}")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    shop: Shop

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The shop, serving."""
    shop = Shop()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.shop = shop
    shop.url = f"http://127.0.0.1:{server.server_address[1]}/api"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield shop
    shop.go_on.set()
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Result:
    """What a run ended with."""

    code: int
    out: str
    err: str
    raw: bytes = b""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """An environment with the shop's document and key, and a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": os.environ.get("PATH", ""),
        "DYNACLIENT_SPEC": str(HERE / "shop.yaml"),
        "SHOP_KEY": KEY,
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }


@pytest.fixture
def run(env: dict[str, str]) -> Callable[..., Result]:
    """Runs a command in this process, with streams of its own."""

    def run(*argv: str, stdin: bytes = b"", **more: str) -> Result:
        out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
        code = main(argv, {**env, **more}, io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"), out, err)
        out.flush()
        raw = out.buffer.getvalue()  # type: ignore[attr-defined]
        return Result(code, raw.decode("utf-8", errors="replace"), err.getvalue(), raw)

    return run


@pytest.fixture
def call(run: Callable[..., Result], shop: Shop) -> Callable[..., Result]:
    """Calls an operation of the shop."""

    def call(*argv: str, **more: Any) -> Result:
        return run("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "call", *argv, **more)

    return call


@pytest.fixture
def program() -> str:
    """The installed command."""
    path = Path(sysconfig.get_path("scripts")) / "dynaclient"
    if not path.exists():
        pytest.skip("the package is not installed here, so there is no command")
    return str(path)


@pytest.fixture
def process(program: str, env: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the installed command as a process."""

    def process(*argv: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([program, *argv], env=env, capture_output=True, timeout=60, check=False, **options)

    return process
