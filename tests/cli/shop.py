"""A shop on a loopback port, with a fair beside it: its answers, and the requests it received."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .talk import STREAMS

PENS = ("fine", "broad", "reed", "quill", "brüsh")


@dataclass
class Seen:
    """One request that reached the shop."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

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


class Handler(BaseHTTPRequestHandler):
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
                self.shop.go_on.wait(60)
        self.wfile.write(b"0\r\n\r\n")

    def on_status(self, seen: Seen) -> None:
        """A status; the error body of 410 is empty."""
        code = int(seen.target.rpartition("/")[2])
        more = {} if code == 410 else {"error": {"message": "as asked \x1b[31m"}}
        self.send(json.dumps(more).encode(), status=code, Retry_After="7")

    def on_slow(self, seen: Seen) -> None:
        self.shop.go_on.wait(60)
        self.close_connection = True

    def on_cut(self, seen: Seen) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"half": ')
        self.close_connection = True

    # the fair

    def on_pens(self, seen: Seen) -> None:
        """Five pens, two to a page; the second page waits until the test goes on."""
        after = seen.query.get("after", "")
        first = int(after.removeprefix("pen_")) + 1 if after else 0
        if first:
            self.shop.go_on.wait(60)
        data = [{"id": f"pen_{i}", "name": PENS[i], "note": None} for i in range(first, min(first + 2, 5))]
        self.send(json.dumps({"data": data, "last_id": data[-1]["id"], "has_more": first + 2 < 5}).encode())

    def on_loops(self, seen: Seen) -> None:
        self.send(b'{"data": [{"id": "a"}, {"id": "b"}], "last_id": "b", "has_more": true}')

    def on_hollow(self, seen: Seen) -> None:
        self.send(b'{"data": [], "last_id": null, "has_more": false}')

    def on_breaks(self, seen: Seen) -> None:
        """One page, and then a failure."""
        status = 404 if "after" in seen.query else 200
        self.send(b'{"data": [{"id": "a"}], "last_id": "a", "has_more": true}', status=status)

    def on_inks(self, seen: Seen) -> None:
        page = int(seen.query.get("page", "1"))
        link = {"Link": f'<{self.shop.url}/inks?page={page + 1}>; rel="next"'} if page < 3 else {}
        self.send(json.dumps([page]).encode(), **link)

    def on_talk(self, seen: Seen) -> None:
        """The events of a kind; the test goes on before the second one is sent."""
        name = seen.target.partition("?")[0].rpartition("/")[2]
        kind = "application/x-ndjson" if name in ("lines", "half") else "text/event-stream"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, event in enumerate(STREAMS[name]):
            if number == 1:
                self.shop.go_on.wait(60)
            text = event.encode() + (b"\n" if name in ("lines", "half") else b"\n\n")
            self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))
        self.wfile.write(b"0\r\n\r\n")

    def on_trouble(self, seen: Seen) -> None:
        """As many failures as asked for, then an answer."""
        failures = int(seen.query["times"])
        before = sum(other.target == seen.target for other in self.shop.seen)
        if before <= failures:
            wait = {"retry_after_ms": "20"} if "wait" not in seen.query else {"Retry_After": seen.query["wait"]}
            self.send(b'{"error": {"message": "busy"}}', status=503, **wait)
        else:
            self.send(json.dumps({"attempts": before}).encode())

    def on_drip(self, seen: Seen) -> None:
        """Bytes for ever, each soon after the one before."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.close_connection = True
        while not self.shop.go_on.wait(0.02):
            self.wfile.write(b": on\n")

    def on_open(self, seen: Seen) -> None:
        self.send(b"{}")


class Server(ThreadingHTTPServer):
    """Serves the shop."""

    daemon_threads = True
    shop: Shop

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""
