"""Webhooks and callbacks, which are no operations of a client, in their normal form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.document import load_document
from dynaclient.model.outgoing import build_outgoing

BODY = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}
EVENT = {"type": "object", "properties": {"id": {"type": "string"}}}


def described(**root: Any) -> dict[str, Any]:
    callbacks = {
        "onEvent": {"{$request.body#/url}": {"post": {"operationId": "eventCame", "requestBody": BODY}}},
        "onEnd": {"$ref": "#/components/callbacks/End"},
        "broken": {"$ref": "#/components/callbacks/Nothing"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/subscriptions": {"post": {"operationId": "subscribe", "callbacks": callbacks, "responses": {}}}},
        "components": {
            "schemas": {"Event": EVENT},
            "callbacks": {"End": {"$request.query.to": {"put": {"requestBody": BODY}}, "x-note": {"post": {}}}},
            "pathItems": {"Ping": {"get": {"summary": "Ping"}}},
        },
        "webhooks": {"ping": {"$ref": "#/components/pathItems/Ping"}, "event": {"post": {"requestBody": BODY}}},
        **root,
    }


def shown(source: Any) -> list[tuple[str, ...]]:
    return [
        (item.kind, item.name, item.operation_id, item.expression, item.operation.method, item.operation.operation_id)
        for item in build_outgoing(load_document(source))
    ]


def test_every_webhook_and_callback_with_what_declares_it() -> None:
    """References are followed, extensions left out; what cannot be followed is a problem of the document."""
    assert shown(described()) == [
        ("webhook", "ping", "", "", "get", "ping"),
        ("webhook", "event", "", "", "post", "event"),
        ("callback", "onEvent", "subscribe", "{$request.body#/url}", "post", "eventCame"),
        ("callback", "onEnd", "subscribe", "$request.query.to", "put", "onEnd"),
    ]
    document = load_document(described())
    assert list(document.entries) == ["subscribe"]
    (_, event, *_) = build_outgoing(document)
    body = event.operation.request_body
    assert body is not None
    assert document.resolve(body.content["application/json"].schema or {})["properties"] == {"id": {"type": "string"}}
    assert [problem.pointer for problem in document.problems if "callbacks" in problem.pointer] == [
        "#/paths/~1subscriptions/post/callbacks/broken"
    ]


def test_a_document_has_its_webhooks_by_name() -> None:
    """With what they are about and the schema of their body; several of a name have their method behind it."""
    paths = {"get": {}, "post": {"requestBody": BODY, "summary": "It happened", "description": "Once."}}
    document = load_document(described(webhooks={"event": paths, "ping": {"get": {"summary": "Ping"}}}))
    assert list(document.webhooks) == ["event", "event POST", "ping"]
    event = document.webhooks["event POST"]
    assert (event.summary, event.description) == ("It happened", "Once.")
    assert document.resolve(event.request_schema)["properties"] == {"id": {"type": "string"}}
    assert document.webhooks["ping"].request_schema is None
    assert repr(document.webhooks["ping"]) == "<webhook ping, GET: Ping>"
    assert repr(event) == "<webhook event, POST: It happened>"


def test_an_operation_has_its_callbacks_by_name() -> None:
    """Those of its own declaration, and none for an operation that declares none."""
    client = Client(described())
    callbacks = client.operations["subscribe"].callbacks
    assert list(callbacks) == ["onEvent", "onEnd"]
    assert callbacks["onEvent"].expression == "{$request.body#/url}"
    assert callbacks["onEvent"].request_schema == {"$ref": "#/components/schemas/Event"}
    assert repr(callbacks["onEnd"]) == "<callback onEnd of subscribe, PUT>"
    assert [hook.own_name for hook in client.webhooks.values() if hook.operation_id] == list(callbacks)
    webhook = client.webhooks["ping"].operation
    assert webhook.callbacks == {}


@pytest.mark.parametrize(
    ("root", "kinds"),
    [
        (
            {"openapi": "3.0.3", "x-webhooks": {"old": {"post": {}}}, "webhooks": {}},
            ["webhook", "callback", "callback"],
        ),
        ({"openapi": "3.0.3", "webhooks": None}, ["callback", "callback"]),
        ({"webhooks": ["no"]}, ["callback", "callback"]),
        ({"openapi": None, "swagger": "2.0"}, []),
    ],
    ids=["x-webhooks", "none", "no object", "2.0"],
)
def test_other_versions(root: dict[str, Any], kinds: list[str]) -> None:
    """3.0 has callbacks and, by an extension, webhooks; 2.0 has neither."""
    document = {key: value for key, value in described(**root).items() if value is not None}
    assert [kind for kind, *_ in shown(document)] == kinds


def test_a_compiled_document_has_them_in_its_text(tmp_path: Path, compiled_documents: None) -> None:
    """The second reader finds the compiled form, and the same webhooks."""
    file = tmp_path / "api.json"
    padding = {f"Part{i}": {"type": "string", "description": "x" * 400} for i in range(100)}
    described_ = described()
    described_["components"]["schemas"] |= padding
    file.write_text(json.dumps(described_))
    assert shown(file) == shown(file) == shown(described())
