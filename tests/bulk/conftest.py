"""A small API, a server that remembers what it carried out, and the three ways in which a job makes its calls."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from dynaclient import RetryPolicy
from tests.echo_server import own_environment
from tests.runtime.driver import AsyncDriver, SyncDriver
from tests.runtime.server import NO_ANSWER, Loopback, Reply, Seen, as_json

__all__ = ["own_environment"]

NOTE = {
    "type": "object",
    "required": ["text"],
    "additionalProperties": False,
    "properties": {
        "text": {"type": "string", "maxLength": 20},
        "size": {"type": "integer", "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string"}},
        "token": {"type": "string"},
    },
}
_ID = {"name": "note_id", "in": "path", "required": True, "schema": {"type": "string"}}
_BODY = {"required": True, "content": {"application/json": {"schema": NOTE}}}
_DONE = {"200": {"description": "done"}}

NOTES = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {"post": {"operationId": "createNote", "requestBody": _BODY, "responses": _DONE}},
        "/notes/{note_id}": {
            "parameters": [_ID],
            "get": {
                "operationId": "getNote",
                "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                "responses": _DONE,
            },
            "put": {"operationId": "putNote", "requestBody": _BODY, "responses": _DONE},
        },
    },
}

QUICK = RetryPolicy(first=0.001, longest=0.002)


@dataclass
class NoteServer:
    """Answers every request with what it got.

    Attributes:
        done: how often each text, or the id of the path, was carried out; a repeated idempotency key does not count.
        answers: by text or id: what to answer instead, in turn; the last one stays.
        acts: whether such answers come after the note was carried out.
        seen: every request.
    """

    done: Counter[str] = field(default_factory=Counter)
    answers: dict[str, list[Reply]] = field(default_factory=dict)
    acts: bool = False
    seen: list[Seen] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    holds: threading.Event | None = None
    loopback: Any = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return str(self.loopback.url)

    def answer(self, seen: Seen) -> Reply:
        body = seen.json if seen.body else {}
        path = seen.path.partition("?")[0]
        name = str(body.get("text", path.rpartition("/")[2]))
        if self.holds is not None:
            self.holds.wait(30)
        with self.lock:
            self.seen.append(seen)
            waiting = self.answers.get(name)
            instead = None if waiting is None else waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if instead is None or self.acts:
                self._act(name, {key.lower(): value for key, value in seen.headers.items()}.get("idempotency-key", ""))
        return as_json({"name": name, **body}) if instead is None else instead

    def _act(self, name: str, key: str) -> None:
        if key and key in self.keys:
            assert self.keys[key] == name, "one key for two requests"
            return
        self.keys[key] = name
        self.done[name] += 1


@pytest.fixture
def notes() -> Iterator[NoteServer]:
    server = NoteServer()
    server.loopback = Loopback(server.answer)
    yield server
    if server.holds is not None:
        server.holds.set()
    server.loopback.close()


@dataclass
class Mapper:
    """A client that runs jobs, whichever kind it is."""

    driver: Any
    client: Any

    def job(self, *args: Any, **options: Any) -> Any:
        return self.client.map(*args, **options)

    def rows(self, job: Any) -> list[Any]:
        """The finished rows by their number."""
        return sorted(self.driver.items(job), key=lambda done: done.number)

    def first(self, job: Any) -> Any:
        """The first finished row; the loop is left then."""
        iterator = self.driver.items(job)
        try:
            return next(iterator)
        finally:
            iterator.close()

    def run(self, *args: Any, **options: Any) -> Any:
        return self.driver.run(self.job(*args, **options).run())

    def check(self, *args: Any, **options: Any) -> Any:
        return self.driver.run(self.job(*args, **options).check())


@pytest.fixture(params=["tasks", "threads", "async"])
def mapper(request: pytest.FixtureRequest, notes: NoteServer) -> Iterator[Callable[..., Mapper]]:
    """Makes clients of the server: a sync one whose calls an async one makes, one that uses threads, an async one."""
    driver: Any = AsyncDriver() if request.param == "async" else SyncDriver()
    made: list[Any] = []

    def make(document: Any = NOTES, **options: Any) -> Mapper:
        if request.param == "threads":  # a hook of the caller's, which an async client would not call
            options.setdefault("on_response", lambda response: None)
        made.append(driver.client_class(document, base_url=notes.url, **{"retries": QUICK, **options}))
        return Mapper(driver, made[-1])

    yield make
    for client in made:
        driver.run(client.close())
    driver.close()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the test runs."""
    folder = tmp_path / "job"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def lines(path: str | Path) -> list[Any]:
    """The values of a file of JSON lines."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def by_key(path: str | Path) -> dict[Any, Any]:
    """The results of a job by key; every key once."""
    found = lines(path)
    keyed = {line["key"]: line for line in found}
    assert len(keyed) == len(found)
    return keyed


def texts(count: int) -> list[dict[str, Any]]:
    return [{"id": f"n{number}", "text": f"t{number}"} for number in range(1, count + 1)]


REFUSED = {status: as_json({"error": {"message": f"no {status}"}}, status) for status in (400, 401, 403, 404, 500, 503)}
CUT = NO_ANSWER
