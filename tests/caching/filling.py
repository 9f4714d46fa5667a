"""A document with the ways to ask, and a program that fills a cache, for processes of its own."""

from __future__ import annotations

from typing import Any

from dynaclient import Client
from dynaclient.caching import HTTPCache
from tests.runtime.conftest import document, operation

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}
PARAMETERS = [
    {"name": "n", "in": "query", "schema": {"type": "integer"}},
    {"name": "X-Lang", "in": "header", "schema": {"type": "string"}},
]
SECURED = {
    **document(
        **{
            "/things": {
                "get": operation("listThings", parameters=PARAMETERS),
                "post": operation("makeThing", requestBody=BODY),
                "put": operation("putThing", requestBody=BODY),
                "head": operation("headThing"),
            },
            "/other": {"get": operation("getOther"), "post": operation("postOther")},
        }
    ),
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "k"},
            "token": {"type": "http", "scheme": "bearer"},
            "digest": {"type": "http", "scheme": "digest"},
        }
    },
    "security": [{}, {"key": []}, {"token": []}, {"digest": []}],
}


def fill(url: str, folder: str, results: Any) -> None:
    """One of several processes with the same folder."""
    answers = set()
    with Client(SECURED, base_url=url, plugins=[HTTPCache(folder, size=30_000)]) as client:
        for round_ in range(6):
            for number in range(12):
                answers.add((number, client.call("listThings", n=number)["n"]))
            if round_ == 3:
                client.call("putThing", body={})
    results.put(answers)
