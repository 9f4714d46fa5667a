"""A server with one resource and real conditions, written from RFC 9110, RFC 7396 and RFC 6902 without our own code."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from email.utils import formatdate, parsedate_to_datetime
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Store", "version": "1"},
    "servers": [{"url": "http://localhost"}],
    "paths": {
        "/things/{thingId}": {
            "parameters": [{"name": "thingId", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "getThing",
                "parameters": [{"name": "region", "in": "query", "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    }
                },
            },
            **{
                method: {
                    "operationId": f"{method}Thing",
                    "requestBody": {"required": True, "content": content},
                    "responses": {"200": {"description": "ok"}},
                }
                for method, content in {
                    "put": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
                    "patch": {
                        "application/json-patch+json": {"schema": {"type": "array"}},
                        "application/merge-patch+json": {"schema": {"$ref": "#/components/schemas/Patch"}},
                    },
                    "post": {"application/json": {"schema": {"$ref": "#/components/schemas/Patch"}}},
                }.items()
            },
            "delete": {"operationId": "deleteThing", "responses": {"204": {"description": "ok"}}},
        },
        "/things": {"get": {"operationId": "listThings", "responses": {"200": {"description": "ok"}}}},
        "/alone/{thingId}": {
            "put": {
                "operationId": "putAlone",
                "parameters": [{"name": "thingId", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"200": {"description": "ok"}},
            }
        },
    },
    "components": {
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "changed": {"type": "integer", "readOnly": True},
                    "name": {"type": "string", "minLength": 1},
                    "tag": {"type": ["string", "null"]},
                    "size": {"type": "integer"},
                    "home": {
                        "type": "object",
                        "properties": {"city": {"type": "string"}, "geo": {"type": "string", "readOnly": True}},
                    },
                },
            },
            "Patch": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "tag": {"type": ["string", "null"]},
                    "size": {"type": "integer"},
                    "home": {"type": "object", "properties": {"city": {"type": ["string", "null"]}}},
                },
            },
        }
    },
}


class Store:
    """The server. `before_write` runs once, before the next write is looked at: another writer's change.

    Args:
        versions: what its answers have: "etag", "weak", "modified" or "" for nothing.
        compares_weakly: whether If-Match is compared as text, against the standard.
        age: seconds since the last change, by its clock.
    """

    def __init__(self, versions: str = "etag", *, compares_weakly: bool = False, age: float = 100.0) -> None:
        self.value: dict[str, Any] = {
            "id": 7, "changed": 0, "name": "Rex", "tag": "a", "size": 1, "home": {"city": "Rome", "geo": "1,2"}, "x": 1,
        }  # fmt: skip
        self.version = 1
        self.now = 1_000_000_000.0
        self.modified = self.now - age
        self.before_write: list[Callable[[], None]] = []
        self.seen: list[tuple[str, dict[str, str], Any]] = []
        self._versions = versions.split()
        self._compares_weakly = compares_weakly
        self._lock = threading.Lock()

    @property
    def writes(self) -> list[tuple[str, dict[str, str], Any]]:
        """The requests that were meant to change something."""
        return [request for request in self.seen if request[0] != "GET"]

    def change(self, **members: Any) -> None:
        """Another writer's change."""
        self.value |= members
        self.version += 1
        self.now += 10
        self.modified = self.now - 5
        self.value["changed"] = self.version

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI."""
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size) if size else b""
        headers = {name[5:].replace("_", "-").lower(): text for name, text in environ.items() if name[:5] == "HTTP_"}
        headers["content-type"] = environ.get("CONTENT_TYPE", "")
        with self._lock:
            method = environ["REQUEST_METHOD"]
            self.seen.append((method, headers, json.loads(body) if body else None))
            if method != "GET" and self.before_write:
                self.before_write.pop(0)()
            status = self._status(method, headers, body)
            answer = b"" if status.startswith("412") else json.dumps(self.value).encode()
            start_response(status, [("Content-Type", "application/json"), *self._validators(method)])
            return [answer]

    def _validators(self, method: str) -> list[tuple[str, str]]:
        out = [("Date", formatdate(self.now, usegmt=True))]
        if method == "GET":
            out += [("ETag", self.tag)] if self.tag else []
            out += [("Last-Modified", formatdate(self.modified, usegmt=True))] if "modified" in self._versions else []
        return out

    @property
    def tag(self) -> str:
        """The entity tag of now."""
        if "weak" in self._versions:
            return f'W/"v{self.version}"'
        return f'"v{self.version}"' if "etag" in self._versions else ""

    def _status(self, method: str, headers: dict[str, str], body: bytes) -> str:
        if method == "GET":
            return "200 OK"
        wanted, since = headers.get("if-match"), headers.get("if-unmodified-since")
        strong = not self.tag.startswith("W/") or self._compares_weakly
        if wanted is not None and not (strong and wanted == self.tag):
            return "412 Precondition Failed"
        if wanted is None and since is not None and int(self.modified) > parsedate_to_datetime(since).timestamp():
            return "412 Precondition Failed"
        given = json.loads(body)
        own = {name: self.value[name] for name in ("id", "changed")}
        kind = headers["content-type"]
        if kind == "application/json-patch+json":
            for step in given:
                _step(self.value, step)
        elif kind == "application/merge-patch+json":
            self.value = _merged(self.value, given)
        elif method == "PUT":
            self.value = {**given, **own}
        else:
            self.value |= given
        self.change()
        return "200 OK"


def _merged(target: Any, patch: Any) -> Any:
    """Source: RFC 7396 section 2, the pseudocode."""
    if not isinstance(patch, dict):
        return patch
    target = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = _merged(target.get(name), value)
    return target


def _step(value: Any, step: dict[str, Any]) -> None:
    """Source: RFC 6902 section 4, for members of objects."""
    *above, last = [token.replace("~1", "/").replace("~0", "~") for token in step["path"].split("/")[1:]]
    for token in above:
        value = value[token]
    if step["op"] == "remove":
        del value[last]
    else:
        assert (last in value) is (step["op"] == "replace")
        value[last] = step["value"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None: ...


def served(app: Any) -> WSGIServer:
    """The application on a free port; call `shutdown` and `server_close`."""
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server
