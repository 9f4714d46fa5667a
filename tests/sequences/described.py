"""A document in which every operation takes and answers with a sequence, after the examples of the OAS 3.2.0 text."""

from __future__ import annotations

from typing import Any

ITEM = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "note": {"type": "string"}}}
LOG = {
    "type": "object",
    "properties": {
        "timestamp": {"type": "string", "format": "date-time"},
        "level": {"type": "integer", "minimum": 0},
        "message": {"type": "string"},
    },
}
EVENT = {
    "type": "object",
    "required": ["data", "event"],
    "properties": {
        "data": {"type": "string"},
        "event": {"type": "string"},
        "id": {"type": "string"},
        "retry": {"type": "integer", "minimum": 0},
    },
    "oneOf": [
        {"properties": {"event": {"const": "addString"}}},
        {
            "properties": {
                "event": {"const": "addJson"},
                "data": {
                    "contentMediaType": "application/json",
                    "contentSchema": {
                        "type": "object",
                        "required": ["foo"],
                        "properties": {"foo": {"type": "integer"}},
                    },
                },
            }
        },
    ],
}
"""After OAS 3.2.0 Media Type Object, "Server-Sent Event Streams"."""

LOCATION = {"required": True, "content": {"text/plain": {"schema": {"type": "string", "format": "uri"}}}}
NO_ID = {"schema": False}
MEDIA: dict[str, dict[str, Any]] = {
    "lines": {"application/jsonl": {"itemSchema": ITEM}},
    "bounded": {"application/x-ndjson": {"schema": {"type": "array", "items": ITEM, "minItems": 1, "maxItems": 3}}},
    "old": {"application/x-ndjson": {"schema": ITEM}},
    "untold": {"application/x-ndjson": {}},
    "records": {"application/json-seq": {"itemSchema": ITEM}},
    "geo": {"application/geo+json-seq": {"itemSchema": ITEM}},
    "events": {"text/event-stream": {"itemSchema": EVENT}},
    "any": {
        "application/json": {"schema": {"type": "array", "items": LOG}},
        "application/jsonl": {"itemSchema": LOG},
        "application/x-ndjson": {"itemSchema": LOG},
    },
    "pieces": {"application/octet-stream": {}},
    "pair": {
        "multipart/mixed": {
            "schema": {
                "type": "array",
                "prefixItems": [{"type": "object", "properties": {"author": {"type": "string"}}}, {}],
            },
            "prefixEncoding": [{}, {"contentType": "image/*"}],
        }
    },
    "related": {
        "multipart/related; type=text/html": {
            "schema": {"prefixItems": [{"type": "string"}], "items": {"anyOf": [{"type": "string"}, {}]}},
            "prefixEncoding": [
                {"contentType": "text/html", "headers": {"Content-ID": NO_ID, "Content-Location": LOCATION}}
            ],
            "itemEncoding": {
                "contentType": "text/css,text/javascript,image/*",
                "headers": {"Content-ID": NO_ID, "Content-Location": LOCATION},
            },
        }
    },
    "pictures": {"multipart/mixed": {"itemSchema": {}, "itemEncoding": {"contentType": "image/jpg"}}},
    "ranges": {
        "multipart/byteranges": {
            "itemSchema": {},
            "itemEncoding": {
                "contentType": "video/mp4",
                "headers": {"Content-Range": {"required": True, "content": {"text/plain": {"schema": {}}}}},
            },
        }
    },
    "nested": {
        "multipart/mixed": {
            "schema": {
                "type": "array",
                "prefixItems": [
                    {"type": "array"},
                    {"type": "array", "prefixItems": [{"type": "object"}, {"type": "string"}, {}]},
                ],
            },
            "prefixEncoding": [
                {},
                {
                    "contentType": "multipart/mixed",
                    "prefixEncoding": [{"contentType": "application/json"}, {}, {"contentType": "image/png"}],
                },
            ],
        }
    },
}
"""operationId → the content of its request body and of its answer."""

BODIES: dict[str, list[Any]] = {
    **{name: [{"a": 1}, {"a": 2}] for name in ("lines", "bounded", "old", "untold", "records", "geo")},
    "events": [{"event": "addString", "data": "x\ny", "id": "1", "retry": 5}, {"event": "addJson", "data": {"foo": 1}}],
    "any": [{"level": 1}],
    "pieces": [b"a", b"b"],
    "pair": [{"author": "me"}, (None, b"png", "image/png")],
    "related": [(None, "<p>", "text/html", {"Content-Location": "http://x/"})],
    "pictures": [b"a", b"b"],
    "ranges": [(None, b"a", None, {"Content-Range": "bytes 0-1/2"})],
    "nested": [[1], [{"b": 1}, "text", b"png"]],
}
"""operationId → the items of a body that fits."""


def document(version: str = "3.2.0") -> dict[str, Any]:
    paths = {
        f"/{name}": {
            "post": {
                "operationId": name,
                "requestBody": {"required": True, "content": content},
                "responses": {"200": {"description": "", "content": content}},
            }
        }
        for name, content in MEDIA.items()
    }
    return {"openapi": version, "info": {"title": "Sequences", "version": "1"}, "paths": paths}
