"""Each planted difference of a table is found, at its place, and nothing else; where none is planted, nothing is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient.recording.exchange import Exchange, KeptBody, ReceivedAnswer, SentRequest
from dynaclient.recording.har import entry_of
from dynaclient.verify import verify

PEN = {
    "type": "object",
    "required": ["id", "name"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "minLength": 1, "maxLength": 10, "pattern": "^[a-z]+$"},
        "colour": {"enum": ["red", "blue"]},
        "sizes": {"type": "array", "items": {"type": "number", "multipleOf": 0.5}, "minItems": 1, "uniqueItems": True},
        "made": {"type": "string", "format": "date"},
        "note": {"type": ["string", "null"]},
        "kind": {"oneOf": [{"const": "ink"}, {"type": "integer"}]},
    },
}
SENT = {**PEN, "required": ["name"]}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Shop", "version": "2"},
    "servers": [{"url": "https://shop.example/v1"}],
    "security": [{"key": []}],
    "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}},
    "paths": {
        "/pens/{id}": {
            "put": {
                "operationId": "putPen",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                    {"name": "limit", "in": "query", "required": True, "schema": {"type": "integer", "maximum": 50}},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"enum": ["a", "b"]}}},
                    {"name": "X-Trace", "in": "header", "required": True, "schema": {"type": "string", "maxLength": 4}},
                    {"name": "theme", "in": "cookie", "schema": {"enum": ["dark", "light"]}},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": SENT},
                        "application/x-www-form-urlencoded": {"schema": SENT},
                    },
                },
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {
                            "X-Left": {"required": True, "schema": {"type": "integer"}},
                            "X-Unit": {"schema": {"enum": ["pen"]}},
                        },
                        "content": {"application/json": {"schema": PEN}},
                    },
                    "204": {"description": "nothing"},
                },
            }
        },
        "/pens/{id}/events": {
            "get": {
                "operationId": "watchPen",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "", "content": {"text/event-stream": {"schema": PEN}}}},
            }
        },
    },
}

Changes = Callable[[dict[str, Any]], Any]


def good() -> dict[str, Any]:
    """The parts of an exchange that fits the document."""
    pen = {"id": 3, "name": "quill", "colour": "red", "sizes": [1, 1.5], "made": "2026-01-02", "note": None, "kind": 4}
    return {
        "method": "PUT",
        "url": "https://shop.example/v1/pens/3?limit=5&tags=a&tags=b",
        "sent": {"Content-Type": "application/json", "X-Key": "***", "X-Trace": "t1", "Cookie": "theme=dark"},
        "body": {"name": "quill"},
        "status": 200,
        "received": {"Content-Type": "application/json; charset=utf-8", "X-Left": "7", "X-Unit": "pen"},
        "answer": pen,
    }


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else b"" if value is None else json.dumps(value).encode()


def har_of(parts: dict[str, Any], path: Path) -> Path:
    request = SentRequest(
        parts["method"], parts["url"], tuple(parts["sent"].items()), KeptBody.of(_bytes(parts["body"]))
    )
    answer = ReceivedAnswer(parts["status"], "", tuple(parts["received"].items()), KeptBody.of(_bytes(parts["answer"])))
    entry = entry_of(Exchange(request, answer, is_own=True))
    path.write_text(
        json.dumps({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": [entry]}})
    )
    return path


def put(*way: str, value: Any) -> Changes:
    """Set what is at the end of a way."""

    def change(parts: dict[str, Any]) -> None:
        for name in way[:-1]:
            parts = parts[name]
        parts[way[-1]] = value

    return change


def drop(*way: str) -> Changes:
    def change(parts: dict[str, Any]) -> None:
        for name in way[:-1]:
            parts = parts[name]
        del parts[way[-1]]

    return change


def url(text: str) -> Changes:
    return put("url", value=f"https://shop.example/v1{text}")


def form(text: bytes) -> Changes:
    def change(parts: dict[str, Any]) -> None:
        parts["sent"]["Content-Type"] = "application/x-www-form-urlencoded"
        parts["body"] = text

    return change


def events(*lines: str) -> Changes:
    def change(parts: dict[str, Any]) -> None:
        parts |= {"method": "GET", "url": "https://shop.example/v1/pens/3/events", "body": None}
        parts["sent"] = {"X-Key": "***"}
        parts["received"] = {"Content-Type": "text/event-stream"}
        parts["answer"] = "".join(f"data: {line}\n\n" for line in lines).encode()

    return change


GOOD_EVENT = json.dumps({"id": 1, "name": "a"})

PLANTED: dict[str, tuple[Changes, str, str, str]] = {
    "a path that is not declared": (url("/pencils/3?limit=5"), "request", "operation", ""),
    "a method that is not declared": (put("method", value="POST"), "request", "operation", ""),
    "a path parameter of another type": (url("/pens/three?limit=5"), "request", "parameter", "path id"),
    "a required query parameter is missing": (url("/pens/3"), "request", "parameter", "query limit"),
    "a query parameter of another type": (url("/pens/3?limit=many"), "request", "parameter", "query limit"),
    "a query parameter above its maximum": (url("/pens/3?limit=51"), "request", "parameter", "query limit"),
    "an item of a query parameter is not in the enum": (
        url("/pens/3?limit=5&tags=c"), "request", "parameter", "query tags",
    ),
    "a query parameter that is not declared": (url("/pens/3?limit=5&x=1"), "request", "undeclared", "query x"),
    "a required header is missing": (drop("sent", "X-Trace"), "request", "parameter", "header X-Trace"),
    "a header that is too long": (put("sent", "X-Trace", value="12345"), "request", "parameter", "header X-Trace"),
    "a cookie that is not in the enum": (
        put("sent", "Cookie", value="theme=pink"), "request", "parameter", "cookie theme",
    ),
    "no credentials": (drop("sent", "X-Key"), "request", "credentials", ""),
    "no body": (put("body", value=None), "request", "body", "body"),
    "a body that is not JSON": (put("body", value=b"{"), "request", "body", "body"),
    "a body of another media type": (put("sent", "Content-Type", value="text/csv"), "request", "media-type", "body"),
    "a required member of the body is missing": (put("body", value={"id": 1}), "request", "body", "body /name"),
    "a member of the body of another type": (put("body", "name", value=5), "request", "body", "body /name"),
    "a member of the body that is not admitted": (put("body", "nmae", value="x"), "request", "body", "body"),
    "a field of a form of another type": (form(b"name=quill&id=x"), "request", "body", "body /id"),
    "a status that is not declared": (put("status", value=404), "answer", "status", ""),
    "an answer of another media type": (
        put("received", "Content-Type", value="text/html"), "answer", "media-type", "200 body",
    ),
    "a required header of the answer is missing": (drop("received", "X-Left"), "answer", "header", "200 header X-Left"),
    "a header of the answer of another type": (
        put("received", "X-Left", value="few"), "answer", "header", "200 header X-Left",
    ),
    "a header of the answer that is not in the enum": (
        put("received", "X-Unit", value="box"), "answer", "header", "200 header X-Unit",
    ),
    "an answer that is not JSON": (put("answer", value=b"<p>"), "answer", "body", "200 body"),
    "an empty answer": (put("answer", value=None), "answer", "body", "200 body"),
    "a required member of the answer is missing": (drop("answer", "name"), "answer", "body", "200 body /name"),
    "null where it is not admitted": (put("answer", "name", value=None), "answer", "body", "200 body /name"),
    "a number below its minimum": (put("answer", "id", value=0), "answer", "body", "200 body /id"),
    "a text that does not match": (put("answer", "name", value="QUILL"), "answer", "body", "200 body /name"),
    "a text that is too long": (put("answer", "name", value="q" * 11), "answer", "body", "200 body /name"),
    "a value that is not in the enum": (put("answer", "colour", value="pink"), "answer", "body", "200 body /colour"),
    "a text that is not a date": (put("answer", "made", value="2026-13-01"), "answer", "body", "200 body /made"),
    "an empty list": (put("answer", "sizes", value=[]), "answer", "body", "200 body /sizes"),
    "an item of another type": (put("answer", "sizes", value=["1"]), "answer", "body", "200 body /sizes/0"),
    "an item that is not a multiple": (put("answer", "sizes", value=[1, 0.3]), "answer", "body", "200 body /sizes/1"),
    "an item that comes twice": (put("answer", "sizes", value=[1, 1]), "answer", "body", "200 body /sizes"),
    "none of the alternatives": (put("answer", "kind", value="oil"), "answer", "body", "200 body /kind"),
    "a member that is not admitted": (put("answer", "price", value=1), "answer", "body", "200 body /price"),
    "a body where there is none": (put("status", value=204), "answer", "body", "204 body"),
    "an event of another type": (events(GOOD_EVENT, '{"id": "x", "name": "a"}'), "answer", "body", "200 body /1/id"),
    "an event that is not JSON": (events(GOOD_EVENT, "{"), "answer", "body", "200 body /1"),
}  # fmt: skip


def test_there_are_thirty() -> None:
    assert len(PLANTED) >= 30


@pytest.mark.parametrize("change", [lambda parts: None, events(GOOD_EVENT, "[DONE]"), form(b"name=quill")])
def test_nothing_is_found_where_nothing_is_planted(change: Changes, tmp_path: Path) -> None:
    parts = good()
    change(parts)
    report = verify(har_of(parts, tmp_path / "good.har"), DOCUMENT)
    assert [str(finding) for finding in report.findings] == []
    assert (report.exchanges, report.left_out) == (1, 0)


@pytest.mark.parametrize("name", PLANTED)
def test_it_is_found(name: str, tmp_path: Path) -> None:
    change, side, kind, where = PLANTED[name]
    parts = copy.deepcopy(good())
    change(parts)
    report = verify(har_of(parts, tmp_path / "planted.har"), DOCUMENT)
    assert [(f.side, f.kind, f.where) for f in report.findings] == [(side, kind, where)], str(report)


# documents that describe the items of a sequence

EVENT = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "event": {"enum": ["drawn"]},
        "data": {"type": "string", "contentMediaType": "application/json", "contentSchema": PEN},
    },
}
BY_ITEM = copy.deepcopy(DOCUMENT) | {"openapi": "3.2.0"}
BY_ITEM["paths"]["/pens/{id}/events"]["get"]["responses"]["200"]["content"] = {
    "text/event-stream": {"itemSchema": EVENT},
    "application/jsonl": {"itemSchema": PEN},
    "multipart/mixed": {"itemSchema": PEN, "itemEncoding": {"contentType": "application/json"}},
}
PEN_2, WRONG = '{"id": 2, "name": "b"}', '{"id": "x", "name": "a"}'


def parts_of(*texts: str) -> bytes:
    return "".join(f"--b\r\nContent-Type: application/json\r\n\r\n{text}\r\n" for text in (*texts,)).encode() + b"--b--"


ITEMS: dict[str, tuple[str, bytes, list[str]]] = {
    "events": ("text/event-stream", f"event: drawn\ndata: {PEN_2}\n\ndata: [DONE]\n\n".encode(), []),
    "an event of another name": ("text/event-stream", f"event: x\ndata: {PEN_2}\n\n".encode(), ["200 body /0/event"]),
    "data of another type": (
        "text/event-stream",
        f"data: {PEN_2}\n\ndata: {WRONG}\n\n".encode(),
        ["200 body /1/data/id"],
    ),
    "lines": ("application/jsonl", f"{PEN_2}\n{PEN_2}".encode(), []),
    "a line of another type": ("application/jsonl", f"{PEN_2}\n{WRONG}\n".encode(), ["200 body /1/id"]),
    "a line that is not JSON": ("application/jsonl", f"{PEN_2}\n{{\n".encode(), ["200 body"]),
    "parts": ("multipart/mixed; boundary=b", parts_of(PEN_2, PEN_2), []),
    "a part of another type": ("multipart/mixed; boundary=b", parts_of(PEN_2, WRONG), ["200 body /1/id"]),
}


@pytest.mark.parametrize("name", ITEMS)
def test_items_are_looked_at_one_by_one(name: str, tmp_path: Path) -> None:
    """Each difference is found once. Source: OAS 3.2.0 Media Type Object, "Sequential Media Types"."""
    content_type, answer, expected = ITEMS[name]
    parts = good()
    events()(parts)
    parts |= {"received": {"Content-Type": content_type}, "answer": answer}
    report = verify(har_of(parts, tmp_path / "items.har"), BY_ITEM)
    assert [finding.where for finding in report.findings] == expected, str(report)
